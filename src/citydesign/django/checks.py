"""What `manage.py check` and `collectstatic` say of a site's settings."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning

from citydesign.errors import nearest

#: The settings that we read.
SETTINGS = (
    "CITYDESIGN_THEME",
    "CITYDESIGN_FACE",
    "CITYDESIGN_MESSAGES",
    "CITYDESIGN_COMPONENTS",
    "CITYDESIGN_PACKS",
    "CITYDESIGN_SOURCES",
    "CITYDESIGN_URL_SCHEMES",
)


def unknown_settings(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Name a setting that nothing reads, and the one that was probably meant."""
    return [
        Warning(
            f"{name} is no setting of citydesign{nearest(name, SETTINGS)}", id="citydesign.W001"
        )
        for name in dir(settings)
        if name.startswith("CITYDESIGN_") and name not in SETTINGS
    ]


def files_not_served(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Name the folders of styles and scripts that `collectstatic` does not find."""
    if not apps.is_installed("django.contrib.staticfiles"):
        return []
    from django.contrib.staticfiles import finders

    from citydesign import assets
    from citydesign.host import current

    folders = {"citydesign": "citydesign.assets_path()"}
    for pack in current().settings.library.packs:
        named = pack.name in getattr(settings, "CITYDESIGN_PACKS", ())
        own = pack.name if named else str(pack.folder)
        folders[f"citydesign/{pack.name}"] = f'citydesign.assets_path("{own}")'
    return [
        Warning(
            f"no static files are found under {name!r}, so pages have no styles",
            hint=f'Add ("{name}", {path}) to STATICFILES_DIRS.',
            id="citydesign.W002",
        )
        for name, path in folders.items()
        if not finders.find(f"{name}/{assets.MANIFEST}")
    ]
