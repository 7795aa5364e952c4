"""What `manage.py check` and `collectstatic` say of a site's settings."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning

from citydesign.errors import nearest
from citydesign.locale import Language
from citydesign.tags import match

#: The settings that we read.
SETTINGS = (
    "CITYDESIGN_THEME",
    "CITYDESIGN_FACE",
    "CITYDESIGN_MESSAGES",
    "CITYDESIGN_COMPONENTS",
    "CITYDESIGN_PACKS",
    "CITYDESIGN_SOURCES",
    "CITYDESIGN_URL_SCHEMES",
    "CITYDESIGN_MAX_FILES",
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


def languages_without_words(
    app_configs: Sequence[AppConfig] | None = None, **_: Any
) -> list[CheckMessage]:
    """Name the languages that the site offers and that have no words."""
    from citydesign.host import current

    known = current().language.tags
    found: list[CheckMessage] = []
    if not match([settings.LANGUAGE_CODE], known):
        found.append(
            Warning(
                f"LANGUAGE_CODE is {settings.LANGUAGE_CODE!r}, which has no words",
                hint=f"Choose among {', '.join(known)}, or add words: "
                f"citydesign messages {settings.LANGUAGE_CODE}",
                id="citydesign.W003",
            )
        )
    chosen_by_visitors = any(name.endswith(".LocaleMiddleware") for name in settings.MIDDLEWARE)
    lacking = [tag for tag, _ in settings.LANGUAGES if not match([tag], known)]
    if chosen_by_visitors and lacking:
        offered = (
            f"LANGUAGES offers languages without words: {', '.join(lacking)}"
            if settings.is_overridden("LANGUAGES")
            else f"LANGUAGES is not set, so {len(lacking)} languages without words are offered"
        )
        names = Language().name_of
        wanted = ", ".join(f'("{tag}", "{names(tag)}")' for tag in known)
        found.append(
            Warning(
                f"{offered}; pages in them have the words of LANGUAGE_CODE",
                hint=f"Write those that your site speaks: LANGUAGES = [{wanted}]",
                id="citydesign.W004",
            )
        )
    return found


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
