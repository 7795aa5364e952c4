"""The Django application."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register
from jinja2 import Environment

from citydesign import host
from citydesign.django.checks import (
    SETTINGS,
    files_not_served,
    languages_without_words,
    unknown_settings,
)
from citydesign.django.uploads import limits


class CityDesignConfig(AppConfig):
    """Makes typed calls and `{% citydesign %}` follow the site's settings."""

    name = "citydesign.django"
    label = "citydesign"
    verbose_name = "Open City Design System"
    _made: tuple[Any, Environment] | None = None

    def ready(self) -> None:
        """Install at start, so that a wrong setting is seen then."""
        register(unknown_settings)
        register(languages_without_words)
        register(files_not_served, Tags.staticfiles)
        limits()
        self.environment()
        host.follow_outside(self.environment)

    def environment(self) -> Environment:
        """Give the environment of the site's settings as they are now."""
        from citydesign.django import environment

        wanted = [getattr(settings, name, None) for name in ("DEBUG", *SETTINGS)]
        if self._made is None or self._made[0] != wanted:
            self._made = (wanted, environment(autoescape=True))
        return self._made[1]
