"""Starlette and FastAPI: one call that brings the components and serves their files."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

import citydesign
from citydesign.assets import assets_path
from citydesign.locale import Messages


def install(
    app: Starlette,
    templates: Jinja2Templates,
    *,
    strict: bool | None = None,
    locale: str | Callable[[], str] = "en",
    theme: str | None = None,
    messages: Messages | None = None,
    url_prefix: str = "/citydesign",
    assets_url: str | None = None,
) -> None:
    """Install the components in `templates` and serve their files under `url_prefix`.

    Args:
        app: The application.
        templates: Its templates.
        strict: Check every call; the app's debug flag unless given.
        locale: A BCP 47 tag, or a callable; in a request, `citydesign.use_locale` sets it too.
        theme: A city theme.
        messages: Further languages, or other words for built-in ones.
        url_prefix: URL path of the files.
        assets_url: The same path as a browser sees it, where the app is mounted below another.
    """
    app.mount(url_prefix, StaticFiles(directory=assets_path()), name="citydesign")
    citydesign.install(
        templates.env,
        strict=app.debug if strict is None else strict,
        locale=locale,
        assets_url=assets_url or url_prefix,
        theme=theme,
        messages=messages,
    )
