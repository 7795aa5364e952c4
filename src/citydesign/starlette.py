"""Starlette and FastAPI: the components, their files, and safe headers."""

import os
import re
import string
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, MutableMapping, Sequence
from contextvars import ContextVar
from email.message import Message
from os import stat_result
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

import citydesign
from citydesign import exchange, static_site
from citydesign.assets import assets_path, cache_control, checked_prefix, located
from citydesign.errors import CityDesignError, nearest
from citydesign.extras import extra
from citydesign.form_limits import FormLimits, oversize_page
from citydesign.headers import Sources, policy, same_site, security_headers
from citydesign.identity import Who, sender
from citydesign.library import Library
from citydesign.locale import Messages
from citydesign.tags import distinct, match

# Only sites with a tree wait for it.
if TYPE_CHECKING:
    from citydesign import navigation
    from citydesign.booking.journey import Journey
    from citydesign.forms.inbox import Inbox
    from citydesign.forms.journey import Flow
    from citydesign.forms.replies import ReplyFlow
    from citydesign.navigation import Menus, Tree

with extra("starlette", "Starlette"):
    import python_multipart  # noqa: F401 - Starlette reads forms with files by it
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.datastructures import Headers, MutableHeaders
    from starlette.exceptions import HTTPException
    from starlette.formparsers import MultiPartException, MultiPartParser
    from starlette.requests import Request
    from starlette.responses import RedirectResponse, Response
    from starlette.routing import BaseRoute, Mount, Route, Router
    from starlette.staticfiles import StaticFiles
    from starlette.templating import Jinja2Templates
    from starlette.types import ASGIApp, Receive, Scope, Send

#: The path below which the browser sees each application at work.
_root: ContextVar[dict[Starlette, str]] = ContextVar("citydesign_root_path")


def install(
    app: Starlette,
    templates: Jinja2Templates,
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
    assets_url: str | None = None,
) -> None:
    """Install the components in `templates` and serve their files under `url_prefix`.

    While `app` answers, typed calls follow it too. Installing again replaces the settings; the
    files stay where they are, and typed calls follow the templates installed last.

    Args:
        app: The application.
        templates: Its templates.
        strict: Check every call; the app's debug flag unless given.
        locale: A BCP 47 tag, or a callable; in a request, `citydesign.use_locale` sets it too.
        theme: A city theme.
        face: Name of a face that ships, `inter`; None for the reader's system face.
        messages: Further languages, or other words for built-in ones.
        components: Folders of components of your own.
        packs: Names of installed packs to use.
        url_schemes: Schemes of addresses that you allow beside the usual ones, such as `webcal`.
        url_prefix: URL path of the files below the application. Where the application is mounted,
            or a proxy strips a path, the request's `root_path` comes before it.
        assets_url: Where a browser finds the files, if that is elsewhere: a path that begins with a
            slash, or an address that begins with `https://` or `http://`.

    Raises:
        CityDesignError: `app` is no Starlette application or `templates` no `Jinja2Templates`, the
            theme or face is unknown, `url_prefix` does not begin with a slash or differs from that
            of an earlier install, `assets_url` is relative to the page, or a folder or pack of
            components is not as it should be. Nothing has changed then.
    """
    _check("install", app)
    if not isinstance(templates, Jinja2Templates):
        raise CityDesignError(
            f"install takes Jinja2Templates, not {type(templates).__name__} {templates!r}"
        )
    prefix = checked_prefix(url_prefix)
    served = getattr(app.state, "citydesign", None)
    if served is not None and served.prefix != prefix:
        raise CityDesignError(
            f"the files of this application are already served under {served.prefix!r}; "
            "install again with the same url_prefix"
        )

    if assets_url is not None and not assets_url.startswith(("/", "https://", "http://")):
        raise CityDesignError(
            f"assets_url is {assets_url!r}, which each page would look for beside itself; "
            "begin it with a slash or with https://"
        )

    def asset_url(file: str) -> str:
        return f"{_root.get({}).get(app, '')}{prefix}/{file}"

    citydesign.install(
        templates.env,
        strict=app.debug if strict is None else strict,
        locale=locale,
        assets_url=assets_url or asset_url,
        theme=theme,
        face=face,
        messages=messages,
        components=components,
        packs=packs,
        url_schemes=url_schemes,
    )
    if served is None:
        app.state.citydesign = served = _Served(prefix)
        app.mount(prefix, _Files(served), name="citydesign")
        _wrap(app, lambda inner: _AtWork(inner, app, served))
    served.templates = templates


def menus(tree: "Tree", request: Request, who: Who | None = None) -> "Menus":
    """Give the menus of a request.

    Args:
        tree: The site's pages.
        request: The request.
        who: Says who sends it, where pages are for some people only.

    Raises:
        CityDesignError: `who` gave something else than a `Person` or None.
    """
    from citydesign.navigation import Menus

    person = sender(who, request) if who else None
    target = quote(request.scope["path"]) + _query(request)
    return Menus(tree, target, root=quote(_below(request)), person=person)


def language_links(request: Request, tags: Sequence[str], fallback: str) -> list[dict[str, str]]:
    """Give the page shown in each language, for the header.

    The language is the first part of each address, as in `/{language}/card`. The page's own address
    is kept, with its query as it was sent.

    Args:
        request: The request.
        tags: BCP 47 tags, as addresses have them.
        fallback: Name of the route to link to where the page shown has no language in its address,
            or was not found. Its one parameter is the language.

    Raises:
        CityDesignError: No route has the name `fallback` and such a parameter, one of `tags` is no
            language tag, or two are the same.
    """
    offered, root = distinct(tags), _below(request)
    first, slash, rest = request.scope["path"].removeprefix(f"{root}/").partition("/")
    page = request.scope.get("endpoint")
    found_here = page is not None and not isinstance(page, (Router, Starlette))
    if found_here and match([first], offered):
        found = {tag: f"{root}/{tag}{slash}{rest}" for tag in offered}
        query = _query(request)
    else:
        found, query = {tag: root + _fallback(request.app, fallback, tag) for tag in offered}, ""
    return [{"language": tag, "url": quote(path) + query} for tag, path in found.items()]


def languages(app: Starlette, tags: Sequence[str]) -> None:
    """Redirect `/EN/card/` to `/en/card/`, for sites whose addresses begin with the language.

    A page that is there is left alone: only an address that nothing answers, and whose first part
    is one of `tags` in other letters, is redirected. Its query is kept.

    Args:
        app: The application.
        tags: BCP 47 tags, as addresses have them.

    Raises:
        CityDesignError: `app` is no Starlette application, one of `tags` is no language tag, or two
            are the same.
    """
    _check("languages", app)
    written = {tag.lower(): tag for tag in distinct(tags)}
    _wrap(app, lambda inner: _AsWritten(inner, written))


def _fallback(app: Starlette, name: str, tag: str) -> str:
    route = next((one for one in routes(app) if one.name == name), None)
    found = re.findall(r"\{(\w+)\}", str(route.path)) if route else []
    if len(found) != 1:
        known = [one.name for one in routes(app) if str(one.path).count("{") == 1]
        raise CityDesignError(
            f"language_links: no route {name!r} has the language as its one parameter"
            f"{nearest(name, known)}"
        )
    return str(app.url_path_for(name, **{found[0]: tag}))


def _below(request: Request) -> str:
    """The path below which the browser sees the application."""
    # In a mount, root_path is that of the mount.
    root: str = {request.app: request.scope.get("root_path", ""), **_root.get({})}[request.app]
    return root


def _query(request: Request) -> str:
    """The query of the request, as it was sent."""
    # Not request.url, which is no URL where the query is no UTF-8.
    sent = quote(request.scope.get("query_string", b""), safe=string.punctuation)
    return f"?{sent}" if sent else ""


def served(request: Request, what: str) -> bool:
    """Whether a server answers a request, so that its page may offer what needs one.

    False while `citydesign build --site` writes the page as a file, which then says what it lacks.

    Args:
        request: The request.
        what: What the page leaves out of the file, in your own words: `the form`.
    """
    return static_site.is_served(request.scope, what)


def routes(app: Starlette) -> "list[navigation.Route]":
    """Give what an application answers, for `citydesign.navigation.from_routes`.

    The names are those that `url_for` takes: `card`, and `news:list` where `news` is mounted.
    """
    return list(_routes(app.routes))


def _routes(
    found: Iterable[BaseRoute], path: str = "", name: str = ""
) -> "Iterator[navigation.Route]":
    from citydesign import navigation

    for route in found:
        if isinstance(route, Mount):
            below = f"{name}{route.name}:" if route.name else name
            yield from _routes(route.routes, path + route.path, below)
        elif isinstance(route, Route) and "GET" in (route.methods or ()):
            yield navigation.Route(
                name + route.name, re.sub(r"\{(\w+):\w+\}", r"{\1}", path + route.path)
            )


def booking_pages(
    journey: "Journey", templates: Jinja2Templates, template: str, name: str = "appointments"
) -> list[Route]:
    """Give the pages of a booking as routes.

        Mount("/book", routes=booking_pages(journey, templates, "appointments.html"))

    They judge by themselves whether a form is theirs. Where the provider can hold a time or has a
    waiting list, a cookie tells one browser from another until it is closed. Behind a proxy, the
    server's `--proxy-headers` say where a request comes from, which limits how many times one
    address may hold. The journey works in a thread of its own, so that a slow provider keeps nobody
    else waiting.

    Args:
        journey: Answers each request.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the routes.
    """
    return _pages(journey, templates, template, name)


def journey_pages(
    flow: "Flow", templates: Jinja2Templates, template: str, name: str = "journey"
) -> list[Route]:
    """Give the pages of a form of several pages as routes.

        Mount("/apply", routes=journey_pages(flow, templates, "form.html"))

    They judge by themselves whether a form is theirs, and work in a thread of their own. Outside
    debug mode their cookie travels over HTTPS only.

    Args:
        flow: Answers each request.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the routes.
    """
    return _pages(flow, templates, template, name)


def inbox_pages(
    inbox: "Inbox", templates: Jinja2Templates, template: str, who: Who, name: str = "inbox"
) -> list[Route]:
    """Give the pages on which staff handle what was sent as routes.

        Mount("/staff", routes=inbox_pages(inbox, templates, "staff.html", who))

    They judge by themselves whether a form is theirs, and work in a thread of their own. They raise
    `NotSignedIn` and `NotAllowed` of `citydesign.identity`; answer them by `exception_handlers`.

    Args:
        inbox: Answers each request.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        who: Says who sends a request.
        name: Of the routes.
    """
    return _pages(inbox, templates, template, name, who)


def reply_pages(
    replies: "ReplyFlow", templates: Jinja2Templates, template: str, name: str = "replies"
) -> list[Route]:
    """Give the pages on which residents read what became of a form, and answer, as routes.

        Mount("/sent", routes=reply_pages(replies, templates, "form.html"))

    They are as `journey_pages` are.

    Args:
        replies: Answers each request.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the routes.
    """
    return _pages(replies, templates, template, name)


def choice_pages(
    choice: exchange.Ready, templates: Jinja2Templates, template: str, name: str
) -> list[Route]:
    """Give the page of a choice about the site itself as routes.

        Mount("/cookies", routes=choice_pages(cookies, templates, "base.html", "cookies"))

    It judges by itself whether a form is its own, and works in a thread of its own. Outside debug
    mode its cookie travels over HTTPS only.

    Args:
        choice: Answers each request: `Cookies` or `DisplayChoice` of `citydesign.choices`.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the routes.
    """
    return _pages(choice, templates, template, name)


def _pages(
    ready: exchange.Ready,
    templates: Jinja2Templates,
    template: str,
    name: str,
    who: Who | None = None,
) -> list[Route]:
    async def page(request: Request) -> Response:
        path = request.path_params.get("path", "")
        try:
            form = await _sent(request) if request.method == "POST" else None
        except _TooLarge:
            answer: exchange.Answer = oversize_page()
        else:
            asked = exchange.Request(
                quote(request.scope["path"].removesuffix(path)),
                path,
                dict(request.query_params),
                form,
                same_site(request.headers, request.headers.get("host", "")),
                request.cookies,
                request.client.host if request.client else "",
                sender(who, request) if who else None,
            )
            try:
                answer = await run_in_threadpool(ready.answer, asked)
            finally:
                for sent in form.files.values() if form else ():
                    for file in sent:
                        file.file.close()
        response: Response
        if isinstance(answer, exchange.Redirect):
            response = RedirectResponse(answer.location, 303)
        elif isinstance(answer, exchange.File):
            saved = {"Content-Disposition": exchange.attachment(answer.name)}
            response = Response(answer.content, headers=saved, media_type=answer.type)
        else:
            response = _filled(templates, template, request, answer)
        response.headers.update(exchange.HEADERS)
        for one in answer.cookies:
            response.set_cookie(
                one.name,
                one.value,
                max_age=one.lasting,
                path=one.path,
                secure=not request.app.debug,
                httponly=True,
                samesite="lax",
            )
        return response

    return [
        Route("/", page, methods=["GET", "POST"], name=name),
        Route("/{path:path}", page, methods=["GET", "POST"], name=f"{name}_below"),
    ]


def _filled(
    templates: Jinja2Templates, template: str, request: Request, page: exchange.Page
) -> Response:
    return templates.TemplateResponse(request, template, exchange.shown(page), page.status)


class _TooLarge(Exception):  # noqa: N818 - a state of the form, no fault
    """A form is larger than the limits of the application."""


async def _sent(request: Request) -> exchange.Sent:
    """A form as it came, with files or without.

    Raises:
        _TooLarge: It is larger than the limits of the application.
    """
    limits = getattr(request.app.state, "citydesign_limits", FormLimits())
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _with_files(request, limits)
    body = bytearray()
    async for piece in _pieces(request, limits.size, limits):
        body += piece
    if limits.are_exceeded_by(body):
        raise _TooLarge
    return exchange.Sent(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _with_files(request: Request, limits: FormLimits) -> exchange.Sent:
    pieces = _pieces(request, limits.whole, limits)
    parser = MultiPartParser(
        request.headers,
        pieces,
        max_files=limits.fields,
        max_fields=limits.fields,
        max_part_size=limits.size,
    )
    try:
        parts = (await parser.parse()).multi_items()
    except MultiPartException:
        # What browsers send fails only by being too much.
        async for _ in pieces:
            pass
        raise _TooLarge from None
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Any]] = {}
    for name, value in parts:
        if isinstance(value, str):
            texts.setdefault(name, []).append(value)
        else:
            files.setdefault(name, []).append(value)
    return exchange.Sent(texts, files)


async def _pieces(request: Request, most: int, limits: FormLimits) -> AsyncGenerator[bytes, None]:
    """What is sent, piece by piece; what is too much is read and dropped.

    Raises:
        _TooLarge: It was more than so many bytes.
    """
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= most:
            yield piece
        elif size > limits.patience:
            break
    if size > most:
        raise _TooLarge


def limit_forms(
    app: Starlette,
    templates: Jinja2Templates,
    template: str,
    limits: FormLimits = FormLimits(),  # noqa: B008
) -> None:
    """Answer a form that is too large with a page that says so, with status 413.

    Whatever endpoint reads the form, none of it is kept. Pages that are ready to use, such as those
    of `journey_pages`, have the limits of `FormLimits()` where you set none.

    Args:
        app: The application, before it answers its first request.
        templates: Where `install` has put the components.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        limits: What a form may hold.

    Raises:
        CityDesignError: `app` is no Starlette application.
    """
    _check("limit_forms", app)
    app.state.citydesign_limits = limits
    app.add_middleware(_Limited, templates=templates, template=template, limits=limits)


def protect(app: Starlette, sources: Sources | None = None) -> None:
    """Send the headers that pages with personal data need.

    A Content-Security-Policy that refuses inline code (CSP level 3), foreign frames and forms that
    send elsewhere; no sniffing, no referrer for other sites, and no copy of a page in the cache of
    a shared computer. A header that the response has already stays.

    Args:
        app: The application.
        sources: Further sources for the policy: `{"form-action": ["https://pay.example"]}`.

    Raises:
        CityDesignError: `app` is no Starlette application, there is no such directive, or a source
            would end it.
    """
    _check("protect", app)
    policy(sources)
    _wrap(app, lambda inner: _Protected(inner, sources))


def _check(taker: str, app: object) -> None:
    if not isinstance(app, Starlette):
        raise CityDesignError(
            f"{taker} takes a Starlette or FastAPI application, not {type(app).__name__} {app!r}"
        )


class _Served:
    """What an application has installed."""

    templates: Jinja2Templates

    def __init__(self, prefix: str):
        self.prefix = prefix

    @property
    def library(self) -> Library:
        """The components of the templates installed last."""
        return self.templates.env.citydesign.settings.library  # type: ignore[attr-defined, no-any-return]


class _Files(StaticFiles):
    """The assets; what holds a hash in its name is kept for a year."""

    def __init__(self, served: _Served):
        super().__init__(directory=assets_path())
        self._served = served

    def lookup_path(self, path: str) -> tuple[str, stat_result | None]:
        folder, file = located(path, self._served.library)
        if folder == Path(str(self.directory)):
            return super().lookup_path(path)
        return StaticFiles(directory=folder).lookup_path(file)

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = cache_control(path, self._served.library)
        return response


class _AtWork:
    """Says which application answers, and below which path the browser sees it."""

    def __init__(self, inner: ASGIApp, app: Starlette, served: _Served):
        self._inner, self._app, self._served = inner, app, served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "").rstrip("/")
        token = _root.set({**_root.get({}), self._app: root})
        try:
            with citydesign.using(self._served.templates.env):
                await self._inner(scope, receive, send)
        finally:
            _root.reset(token)


class _Protected:
    """Adds headers to each response that lacks them."""

    def __init__(self, inner: ASGIApp, sources: Sources | None):
        self._inner, self._sources = inner, sources

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                kind, status = headers.get("content-type", ""), message["status"]
                for name, value in security_headers(kind, self._sources, status=status).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._inner(scope, receive, add)


class _AsWritten:
    """Redirects what nothing answers, where its language is written in other letters."""

    def __init__(self, inner: ASGIApp, written: dict[str, str]):
        self._inner, self._written = inner, written

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "").rstrip("/")
        asked, slash, rest = scope.get("path", "").removeprefix(f"{root}/").partition("/")
        tag = self._written.get(asked.lower()) if asked.isascii() else None
        if scope["type"] != "http" or tag in (None, asked):
            await self._inner(scope, receive, send)
            return
        redirect: Response | None = None

        async def answering(message: MutableMapping[str, Any]) -> None:
            nonlocal redirect
            if message["type"] == "http.response.start" and message["status"] == 404:
                address = quote(f"{root}/{tag}{slash}{rest}") + _query(Request(scope))
                redirect = Response(status_code=308, headers={"Location": address})
                # What protects the answer that it replaces protects it too, such as no-store.
                lost = MutableHeaders(raw=list(message.get("headers", ())))
                for name in ("Content-Length", "Content-Type"):
                    del lost[name]
                redirect.raw_headers += lost.raw
                await redirect(scope, receive, send)
            elif redirect is None:
                await send(message)

        await self._inner(scope, receive, answering)


class _Limited:
    """Counts what is sent as a form, and answers instead of the application where it is too much.

    What the application makes of a form that ends early, whether 400, 413 or 500, is left out.
    """

    def __init__(self, app: ASGIApp, templates: Jinja2Templates, template: str, limits: FormLimits):
        self._inner, self._limits = app, limits
        self._templates, self._template = templates, template

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        header = Message()
        if scope["type"] == "http":
            header["Content-Type"] = Headers(scope=scope).get("content-type", "")
        match header.get_content_type():
            case "application/x-www-form-urlencoded":
                counted, most = b"&", self._limits.size
            case "multipart/form-data":
                boundary = str(header.get_param("boundary", ""))
                counted, most = f"--{boundary}".encode(), self._limits.whole
            case _:
                await self._inner(scope, receive, send)
                return
        size, found, tail = 0, 0, b""
        page: Response | None = None
        # Each field but the last has a mark after it; a boundary is also before the first, and
        # the last one ends the form.
        marks = self._limits.fields + (0 if counted == b"&" else 2)

        async def counting() -> MutableMapping[str, Any]:
            nonlocal size, found, tail, page
            while True:
                message = await receive()
                body = tail + message.get("body", b"")
                size += len(body) - len(tail)
                found += body.count(counted)
                tail = body[-(len(counted) - 1) :] if len(counted) > 1 else b""
                if size <= most and found < marks:
                    return message
                if not message.get("more_body") or size > self._limits.patience:
                    # Here, where the form is read, the language of the page is known.
                    request = Request(scope)
                    page = _filled(self._templates, self._template, request, oversize_page())
                    raise HTTPException(413)

        async def answering(message: MutableMapping[str, Any]) -> None:
            if page is None:
                await send(message)
            elif message["type"] == "http.response.start":
                await page(scope, receive, send)

        await self._inner(scope, counting, answering)


def _wrap(app: Starlette, around: Callable[[ASGIApp], ASGIApp]) -> None:
    # add_middleware would leave out the page of a server error, which is made outside of it.
    build = app.build_middleware_stack
    app.build_middleware_stack = lambda: around(build())  # type: ignore[method-assign]
    if app.middleware_stack is not None:
        app.middleware_stack = around(app.middleware_stack)
