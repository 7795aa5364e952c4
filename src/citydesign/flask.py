"""Flask: the components, their files, languages in the address, and safe headers."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    g,
    has_request_context,
    request,
    send_from_directory,
    url_for,
)

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


class Languages:
    """The language as the first part of each address: `/<language>/times`.

    Call it for the language of the request: that of the address, else the best of those the
    browser asks for, else the first. Pass it to `install(locale=...)`.

    Args:
        app: The application. Views don't receive `language`; `url_for` fills it in.
        tags: BCP 47 tags, the most usual first.
    """

    def __init__(self, app: Flask, tags: Sequence[str]):
        self.tags = tuple(tags)
        app.url_value_preprocessor(self._take)
        app.url_defaults(self._give)
        app.url_map.converters["language"] = _converter(self.tags)
        self._app = app

    def __call__(self) -> str:
        """The language of the request."""
        if not has_request_context():
            return self.tags[0]
        if found := g.get("citydesign_language"):
            return str(found)
        # Werkzeug's best_match prefers a worse language to a better one of another region.
        for asked in request.accept_languages.values():
            for tag in (asked, asked.split("-")[0]):
                if tag in self.tags:
                    return tag
        return self.tags[0]

    def links(self, fallback: str) -> list[dict[str, str]]:
        """Give the page shown in each language, for the header.

        Args:
            fallback: Endpoint to link to where the page shown has no language in its address.
        """
        endpoint, values = fallback, {}
        if g.get("citydesign_language") and request.endpoint:
            endpoint, values = request.endpoint, dict(request.view_args or {})
            values |= request.args.to_dict()
        return [
            {"language": tag, "url": url_for(endpoint, **{**values, "language": tag})}
            for tag in self.tags
        ]

    def _take(self, endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.citydesign_language = (values or {}).pop("language", None)

    def _give(self, endpoint: str, values: dict[str, Any]) -> None:
        if self._app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", self())


def _converter(tags: Sequence[str]) -> Any:
    from werkzeug.routing import BaseConverter

    return type("LanguageConverter", (BaseConverter,), {"regex": "|".join(tags)})


def protect(app: Flask) -> None:
    """Send the headers that pages with personal data need.

    A Content-Security-Policy that refuses inline code (CSP level 3), no sniffing, no referrer, and
    no copy of a page in the cache of a shared computer.
    """

    @app.after_request
    def add(response: Response) -> Response:
        policy = "; ".join(f"{name} {' '.join(at)}" for name, at in citydesign.csp().items())
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
