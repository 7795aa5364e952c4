"""Flask: the components, their files, languages in the address, and safe headers."""

import os
import re
import string
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote

import citydesign
from citydesign import exchange, host, static_site
from citydesign.assets import cache_control, checked_prefix, located
from citydesign.errors import CityDesignError, nearest
from citydesign.extras import extra
from citydesign.form_limits import FormLimits, drain, oversize_page
from citydesign.headers import Sources, policy, same_site, security_headers
from citydesign.identity import Who, sender
from citydesign.locale import Messages
from citydesign.tags import canonical, choose, distinct

# Only sites with a tree wait for it.
if TYPE_CHECKING:
    from citydesign.booking.journey import Journey
    from citydesign.forms.inbox import Inbox
    from citydesign.forms.journey import Flow
    from citydesign.forms.replies import ReplyFlow
    from citydesign.navigation import Menus, Route, Tree

with extra("flask", "Flask"):
    from flask import (
        Blueprint,
        Flask,
        Request,
        Response,
        current_app,
        g,
        has_app_context,
        has_request_context,
        make_response,
        redirect,
        render_template,
        request,
        send_from_directory,
        url_for,
    )
    from flask.signals import appcontext_popped, appcontext_pushed
    from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
    from werkzeug.wsgi import LimitedStream

#: How browsers send a form without files.
_ENCODED = "application/x-www-form-urlencoded"
#: Bytes of a form with files that Werkzeug holds at once, whether of an answer or of a file.
_PIECE = 131_072


def install(
    app: Flask,
    *,
    strict: bool | None = None,
    locale: str | Callable[[], str] = "en",
    theme: str | None = None,
    face: str | None = None,
    messages: Messages | None = None,
    components: Iterable[str | os.PathLike[str]] = (),
    packs: Iterable[str] = (),
    url_schemes: Iterable[str] = (),
    url_prefix: str = "/citydesign",
) -> None:
    """Install the components in `app` and serve their files under `url_prefix`.

    Templates and typed calls follow `app` wherever its context is. Installing again replaces the
    settings; the files stay where they are.

    Args:
        app: The application.
        strict: Check every call; the app's debug or testing flag unless given.
        locale: A BCP 47 tag, or a callable that gives the locale of the request.
        theme: A city theme.
        face: Name of a face that ships, `inter`; None for the reader's system face.
        messages: Further languages, or other words for built-in ones.
        components: Folders of components of your own.
        packs: Names of installed packs to use.
        url_schemes: Schemes of addresses that you allow beside the usual ones, such as `webcal`.
        url_prefix: URL path of the files.

    Raises:
        CityDesignError: `app` is no Flask application, the theme or face is unknown, `url_prefix`
            does not begin with a slash or differs from that of an earlier install, or a folder or
            pack of components is not as it should be. Nothing has changed then.
    """
    _check("install", app)
    prefix = checked_prefix(url_prefix)
    served = app.extensions.get("citydesign")
    if served not in (None, prefix):
        raise CityDesignError(
            f"the files of {app.name!r} are already served under {served!r}; "
            "install again with the same url_prefix"
        )

    def asset_url(file: str) -> str:
        # Outside a request, in a mail for example, url_for would ask for a server name.
        if has_request_context():
            # url_for knows where the application is mounted.
            return url_for("citydesign.asset", filename=file)
        return f"{app.config['APPLICATION_ROOT'].rstrip('/')}{prefix}/{file}"

    citydesign.install(
        app.jinja_env,
        strict=(app.debug or app.testing) if strict is None else strict,
        locale=locale,
        assets_url=asset_url,
        theme=theme,
        face=face,
        messages=messages,
        components=components,
        packs=packs,
        url_schemes=url_schemes,
    )
    if served is None:
        _serve(app, prefix)
        app.extensions["citydesign"] = prefix


def _check(taker: str, app: object) -> None:
    if not isinstance(app, Flask):
        raise CityDesignError(
            f"{taker} takes a Flask application, not {type(app).__name__} {app!r}"
        )


def _serve(app: Flask, prefix: str) -> None:
    def asset(filename: str) -> Response:
        library = app.jinja_env.citydesign.settings.library  # type: ignore[attr-defined]
        response = send_from_directory(*located(filename, library))
        response.headers["Cache-Control"] = cache_control(filename, library)
        return response

    app.add_url_rule(f"{prefix}/<path:filename>", "citydesign.asset", asset, methods=["GET"])
    env = app.jinja_env
    appcontext_pushed.connect(lambda app, **_: host.enter(env), app, weak=False)
    appcontext_popped.connect(lambda app, **_: host.leave(env), app, weak=False)
    if has_app_context() and current_app == app:
        host.enter(env)


class Languages:
    """The language as the first part of each address: `/<language>/times`.

    Call it for the language of the request: that of the address, else the best of those the
    browser asks for, else the first that it does not refuse. Pass it to `install(locale=...)`. An
    address that writes a tag in other letters, such as `/EN/times`, is redirected to `/en/times`.

    Args:
        app: The application. Views don't receive `language`; `url_for` fills it in.
        tags: BCP 47 tags, the most usual first.

    Raises:
        CityDesignError: `app` is no Flask application, one of `tags` is no language tag, two are
            the same, or there is none.
    """

    def __init__(self, app: Flask, tags: Sequence[str]):
        _check("Languages", app)
        self.tags = distinct(tags)
        self._written = {canonical(tag): tag for tag in self.tags}
        app.url_value_preprocessor(self._take)
        app.url_defaults(self._give)
        app.before_request(self._as_written)
        app.url_map.converters["language"] = _converter(self.tags)
        self._app = app

    def __call__(self) -> str:
        """The language of the request."""
        if not has_request_context():
            return self.tags[0]
        if found := g.get("citydesign_language"):
            return str(found)
        return choose(request.headers.get("Accept-Language", ""), self.tags)

    def links(self, fallback: str) -> list[dict[str, str]]:
        """Give the page shown in each language, for the header.

        The page's own address is kept, with its query as it was sent.

        Args:
            fallback: Endpoint to link to where the page shown has no language in its address.

        Raises:
            CityDesignError: The application has no endpoint `fallback`.
        """
        known = self._app.view_functions
        if fallback not in known:
            raise CityDesignError(f"links: no endpoint {fallback!r}{nearest(fallback, known)}")
        endpoint, values, query = fallback, {}, ""
        if g.get("citydesign_language") and request.endpoint:
            endpoint, values, query = request.endpoint, dict(request.view_args or {}), _query()
        return [
            {"language": tag, "url": self._address(endpoint, {**values, "language": tag}) + query}
            for tag in self.tags
        ]

    def _address(self, endpoint: str, values: dict[str, Any]) -> str:
        # Not url_for: a part of the path named `endpoint` or `_external` would steer it.
        self._app.inject_url_defaults(endpoint, values)
        addresses = self._app.create_url_adapter(request)
        assert addresses is not None, "a request has an adapter"
        return addresses.build(endpoint, values)

    def _take(self, endpoint: str | None, values: dict[str, Any] | None) -> None:
        given = (values or {}).pop("language", None)
        if endpoint is None:
            # What is not found speaks the language in which it was looked for.
            first = request.path.split("/", 2)[1]
            given = first if first.lower() in {tag.lower() for tag in self.tags} else None
        g.citydesign_language = self._written[canonical(given)] if given else None
        g.citydesign_rewritten = given != g.citydesign_language

    def _as_written(self) -> Response | None:
        """One address for each page: a tag in other letters leads to the one offered."""
        if not g.get("citydesign_rewritten"):
            return None
        language = g.citydesign_language
        if request.endpoint:
            values = {**(request.view_args or {}), "language": language}
            address = self._address(request.endpoint, values)
        else:
            # A route may have the tag in its address as it is.
            rest = request.path.removeprefix("/").partition("/")[2]
            address = quote(f"{request.script_root}/{language}/{rest}")
        response = Response(status=308)
        response.location = address + _query()
        return response

    def _give(self, endpoint: str, values: dict[str, Any]) -> None:
        if self._app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", self())


def _query() -> str:
    """The query of the request, as it was sent."""
    # What is no ASCII is written with percent signs; all else stays as it came.
    sent = quote(request.query_string, safe=string.punctuation)
    return f"?{sent}" if sent else ""


def _converter(tags: Sequence[str]) -> Any:
    from werkzeug.routing import BaseConverter

    return type(
        "LanguageConverter", (BaseConverter,), {"regex": f"(?i:{'|'.join(map(re.escape, tags))})"}
    )


def menus(tree: "Tree", request: Request, who: Who | None = None) -> "Menus":
    """Give the menus of a request.

    Args:
        tree: The site's pages.
        request: The request, `flask.request`.
        who: Says who sends it, where pages are for some people only.

    Raises:
        CityDesignError: `who` gave something else than a `Person` or None.
    """
    from citydesign.navigation import Menus

    person = sender(who, request) if who else None
    target = quote(request.script_root + request.path) + _query()
    return Menus(tree, target, root=request.script_root, person=person)


def served(request: Request, what: str) -> bool:
    """Whether a server answers a request, so that its page may offer what needs one.

    False while `citydesign build --site` writes the page as a file, which then says what it lacks.

    Args:
        request: The request, `flask.request`.
        what: What the page leaves out of the file, in your own words: `the form`.
    """
    return static_site.is_served(request.environ, what)


def routes(app: Flask) -> "list[Route]":
    """Give what an application answers, for `citydesign.navigation.from_routes`.

    The names are those of endpoints, which `url_for` takes. Routes of other hosts or subdomains are
    left out.
    """
    from citydesign.navigation import Route

    return [
        Route(rule.endpoint, re.sub(r"<(?:[^<>]*:)?([^<>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.subdomain and not rule.host
    ]


def booking_pages(journey: "Journey", template: str, name: str = "appointments") -> Blueprint:
    """Give the pages of a booking as a blueprint.

        app.register_blueprint(booking_pages(journey, "appointments.html"), url_prefix="/book")

    They judge by themselves whether a form is theirs: if your application has `CSRFProtect`, exempt
    the blueprint from it. Where the provider can hold a time or has a waiting list, a cookie tells
    one browser from another until it is closed. Behind a proxy, werkzeug's `ProxyFix` says where a
    request comes from, which limits how many times one address may hold.

    Args:
        journey: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the blueprint. Its first page has the endpoint `<name>.page`.
    """
    return _pages(journey, template, name)


def journey_pages(flow: "Flow", template: str, name: str = "journey") -> Blueprint:
    """Give the pages of a form of several pages as a blueprint.

        app.register_blueprint(journey_pages(flow, "form.html"), url_prefix="/apply")

    They judge by themselves whether a form is theirs: if your application has `CSRFProtect`, exempt
    the blueprint from it. Outside debug mode their cookie travels over HTTPS only.

    Args:
        flow: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the blueprint. Its first page has the endpoint `<name>.page`.
    """
    return _pages(flow, template, name)


def inbox_pages(inbox: "Inbox", template: str, who: Who, name: str = "inbox") -> Blueprint:
    """Give the pages on which staff handle what was sent as a blueprint.

        app.register_blueprint(inbox_pages(inbox, "staff.html", who), url_prefix="/staff")

    They judge by themselves whether a form is theirs: if your application has `CSRFProtect`, exempt
    the blueprint from it. They raise `NotSignedIn` and `NotAllowed` of `citydesign.identity`, which
    error handlers of yours answer.

    Args:
        inbox: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        who: Says who sends a request.
        name: Of the blueprint. Its first page has the endpoint `<name>.page`.
    """
    return _pages(inbox, template, name, who)


def reply_pages(replies: "ReplyFlow", template: str, name: str = "replies") -> Blueprint:
    """Give the pages on which residents read what became of a form, and answer, as a blueprint.

        app.register_blueprint(reply_pages(replies, "form.html"), url_prefix="/sent")

    They are as `journey_pages` are.

    Args:
        replies: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the blueprint. Its first page has the endpoint `<name>.page`.
    """
    return _pages(replies, template, name)


def choice_pages(choice: exchange.Ready, template: str, name: str) -> Blueprint:
    """Give the page of a choice about the site itself as a blueprint.

        app.register_blueprint(choice_pages(cookies, "base.html", "cookies"), url_prefix="/cookies")

    It judges by itself whether a form is its own: if your application has `CSRFProtect`, exempt the
    blueprint from it. Outside debug mode its cookie travels over HTTPS only.

    Args:
        choice: Answers each request: `Cookies` or `DisplayChoice` of `citydesign.choices`.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the blueprint. Its page has the endpoint `<name>.page`.
    """
    return _pages(choice, template, name)


def _pages(ready: exchange.Ready, template: str, name: str, who: Who | None = None) -> Blueprint:
    pages = Blueprint(name, __name__)

    @pages.route("/", methods=["GET", "POST"], defaults={"path": ""})
    @pages.route("/<path:path>", methods=["GET", "POST"])
    def page(path: str) -> Any:
        try:
            form = _form() if request.method == "POST" else None
        except RequestEntityTooLarge:
            _drain()
            answer: exchange.Answer = oversize_page()
        else:
            asked = exchange.Request(
                quote((request.script_root + request.path).removesuffix(path)),
                path,
                request.args.to_dict(),
                form,
                same_site(dict(request.headers), request.host),
                request.cookies,
                request.remote_addr or "",
                sender(who, request) if who else None,
            )
            answer = ready.answer(asked)
        if isinstance(answer, exchange.Redirect):
            response: Any = redirect(answer.location, code=303)
        elif isinstance(answer, exchange.File):
            response = Response(answer.content, mimetype=answer.type)
            response.headers["Content-Disposition"] = exchange.attachment(answer.name)
        else:
            response = make_response(_filled(template, answer), answer.status)
        response.headers.update(exchange.HEADERS)
        for one in answer.cookies:
            response.set_cookie(
                one.name,
                one.value,
                max_age=one.lasting,
                path=one.path,
                secure=not current_app.debug,
                httponly=True,
                samesite="Lax",
            )
        return response

    return pages


def _filled(template: str, page: exchange.Page) -> str:
    return render_template(template, **exchange.shown(page))


def limit_forms(app: Flask, template: str, limits: FormLimits = FormLimits()) -> None:  # noqa: B008
    """Answer a form that is too large with a page that says so, with status 413.

    Whatever view reads the form, none of it is kept. Pages that are ready to use, such as those of
    `journey_pages`, have the limits of `FormLimits()` where you set none.

    Args:
        app: The application. Its `MAX_CONTENT_LENGTH`, `MAX_FORM_MEMORY_SIZE` and `MAX_FORM_PARTS`
            follow the limits.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        limits: What a form may hold.

    Raises:
        CityDesignError: `app` is no Flask application.
    """
    _check("limit_forms", app)
    app.config["MAX_CONTENT_LENGTH"] = limits.whole
    app.config["MAX_FORM_MEMORY_SIZE"] = max(limits.size, _PIECE)
    app.config["MAX_FORM_PARTS"] = limits.fields
    app.extensions["citydesign.limits"] = limits

    def judge() -> None:
        if request.mimetype == _ENCODED:
            _judge()

    def refuse(error: RequestEntityTooLarge) -> tuple[str, int]:
        _drain()
        page = oversize_page()
        return _filled(template, page), page.status

    app.before_request_funcs.setdefault(None, []).insert(0, judge)
    app.register_error_handler(RequestEntityTooLarge, refuse)


def _limits() -> FormLimits:
    limits: FormLimits = current_app.extensions.get("citydesign.limits", FormLimits())
    return limits


def _judge() -> None:
    """Set the limits of the application, and count what no parser counts.

    Raises:
        RequestEntityTooLarge: The form is larger.
    """
    limits = _limits()
    request.max_content_length = limits.whole
    request.max_form_memory_size = max(limits.size, _PIECE)
    request.max_form_parts = limits.fields
    if request.mimetype == _ENCODED and limits.are_exceeded_by(request.get_data()):
        raise RequestEntityTooLarge


def _form() -> exchange.Sent:
    """What was sent.

    Raises:
        RequestEntityTooLarge: It is larger than the limits of the application.
    """
    _judge()
    return exchange.Sent(request.form.to_dict(flat=False), request.files.to_dict(flat=False))


def _drain() -> None:
    """Read what is left of a form: a browser whose sending is cut shows no page at all."""
    patience = _limits().patience
    try:
        stream: IO[bytes] = request.stream
    except RequestEntityTooLarge:
        # Nothing of it was read, so all that it announces is still to come.
        announced = min(request.content_length or 0, patience)
        stream = cast("IO[bytes]", LimitedStream(request.environ["wsgi.input"], announced))
    with suppress(RequestEntityTooLarge, ClientDisconnected):
        drain(stream.read, patience)


def protect(app: Flask, sources: Sources | None = None) -> None:
    """Send the headers that pages with personal data need.

    A Content-Security-Policy that refuses inline code (CSP level 3), foreign frames and forms that
    send elsewhere; no sniffing, no referrer for other sites, and no copy of a page or a personal
    file in the cache of a shared computer. A header that a view sets itself stays.

    Args:
        app: The application.
        sources: Further sources for the policy: `{"form-action": ["https://pay.example"]}`.

    Raises:
        CityDesignError: `app` is no Flask application, there is no such directive, or a source
            would end it.
    """
    _check("protect", app)
    policy(sources)

    @app.after_request
    def add(response: Response) -> Response:
        kind, status = response.mimetype or "", response.status_code
        for name, value in security_headers(kind, sources, status=status).items():
            response.headers.setdefault(name, value)
        return response
