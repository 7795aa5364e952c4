"""Flask: one call that brings the components and serves their files."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, send_from_directory, url_for

import citydesign
from citydesign.assets import assets_path
from citydesign.locale import Messages


def install(
    app: Flask,
    *,
    strict: bool | None = None,
    locale: str | Callable[[], str] = "en",
    theme: str | None = None,
    messages: Messages | None = None,
    url_prefix: str = "/citydesign",
) -> None:
    """Install the components in `app` and serve their files under `url_prefix`.

    Args:
        app: The application.
        strict: Check every call; the app's debug or testing flag unless given.
        locale: A BCP 47 tag, or a callable that gives the locale of the request.
        theme: A city theme.
        messages: Further languages, or other words for built-in ones.
        url_prefix: URL path of the files.
    """
    blueprint = Blueprint("citydesign", __name__, url_prefix=url_prefix)

    @blueprint.get("/<path:filename>")
    def asset(filename: str) -> Response:
        response = send_from_directory(assets_path(), filename)
        # A file's name holds the hash of its content, so it never changes.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    app.register_blueprint(blueprint)
    citydesign.install(
        app.jinja_env,
        strict=(app.debug or app.testing) if strict is None else strict,
        locale=locale,
        # url_for knows where the application is mounted.
        assets_url=lambda: url_for("citydesign.asset", filename=""),
        theme=theme,
        messages=messages,
    )
