"""Django: add `"citydesign.django"` to `INSTALLED_APPS`.

For Jinja templates, set `OPTIONS = {"environment": "citydesign.django.environment"}` in
`TEMPLATES`; for Django's own, `{% load citydesign %}`. Serve the files by adding
`("citydesign", citydesign.assets_path())` to `STATICFILES_DIRS`.
"""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language
from jinja2 import Environment

import citydesign


def environment(**options: Any) -> Environment:
    """Make the environment of Django's Jinja backend, with the components in it.

    Reads the settings `DEBUG`, `CITYDESIGN_THEME` and `CITYDESIGN_MESSAGES`.
    """
    env = Environment(**options)
    citydesign.install(
        env,
        strict=settings.DEBUG,
        locale=lambda: get_language() or settings.LANGUAGE_CODE,
        assets_url=lambda: static("citydesign"),
        theme=getattr(settings, "CITYDESIGN_THEME", None),
        messages=getattr(settings, "CITYDESIGN_MESSAGES", None),
    )
    return env
