"""Django: add `"citydesign.django"` to `INSTALLED_APPS`.

For Jinja templates, set `OPTIONS = {"environment": "citydesign.django.environment"}` in
`TEMPLATES`; for Django's own, `{% load citydesign %}`. Serve the files by adding
`("citydesign", citydesign.assets_path())` to `STATICFILES_DIRS`, those of a pack by
`("citydesign/rantakyla", citydesign.assets_path("rantakyla"))`, and send safe headers by adding
`"citydesign.django.protect"` to `MIDDLEWARE`. Where the language is in the address,
`"citydesign.django.languages"` finds `/EN/card/` too.
"""

import os
import string
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from jinja2 import Environment

import citydesign
from citydesign import assets, exchange, static_site
from citydesign.errors import CityDesignError, nearest
from citydesign.extras import extra
from citydesign.form_limits import drain, oversize_page
from citydesign.headers import policy, same_site, security_headers
from citydesign.identity import Who, sender
from citydesign.library import Library
from citydesign.locale import LOCALES, Messages
from citydesign.tags import match

# Only sites with a tree wait for it.
if TYPE_CHECKING:
    from citydesign.booking.journey import Journey
    from citydesign.forms.inbox import Inbox
    from citydesign.forms.journey import Flow
    from citydesign.forms.replies import ReplyFlow
    from citydesign.navigation import Menus, Route, Tree

with extra("django", "Django"):
    from asgiref.sync import iscoroutinefunction
    from django.apps import apps as registry
    from django.conf import settings
    from django.core.exceptions import (
        RequestDataTooBig,
        TooManyFieldsSent,
        TooManyFilesSent,
    )
    from django.core.handlers.asgi import ASGIRequest
    from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
    from django.shortcuts import render
    from django.templatetags.static import static
    from django.urls import (
        NoReverseMatch,
        URLResolver,
        get_resolver,
        get_script_prefix,
        path,
        reverse,
    )
    from django.utils.decorators import sync_and_async_middleware
    from django.utils.encoding import escape_uri_path
    from django.utils.translation import get_language, override
    from django.views import defaults
    from django.views.decorators.csrf import csrf_exempt
    from django.views.decorators.http import require_http_methods

#: What Django raises where a form is larger than its settings allow.
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def environment(**options: Any) -> Environment:
    """Make the environment of Django's Jinja backend, with the components in it.

    Reads the settings `DEBUG`, `CITYDESIGN_THEME`, `CITYDESIGN_FACE`, `CITYDESIGN_MESSAGES`,
    `CITYDESIGN_COMPONENTS`, `CITYDESIGN_PACKS` and `CITYDESIGN_URL_SCHEMES`.

    Raises:
        CityDesignError: One of them is wrong; see `citydesign.install`.
    """
    env = Environment(**options)
    install(
        env,
        theme=getattr(settings, "CITYDESIGN_THEME", None),
        face=getattr(settings, "CITYDESIGN_FACE", None),
        messages=getattr(settings, "CITYDESIGN_MESSAGES", None),
        components=getattr(settings, "CITYDESIGN_COMPONENTS", ()),
        packs=getattr(settings, "CITYDESIGN_PACKS", ()),
        url_schemes=getattr(settings, "CITYDESIGN_URL_SCHEMES", ()),
    )
    return env


def install(
    env: Environment,
    *,
    strict: bool | None = None,
    locale: str | Callable[[], str] | None = None,
    theme: str | None = None,
    face: str | None = None,
    messages: Messages | None = None,
    components: Iterable[str | os.PathLike[str]] = (),
    packs: Iterable[str] = (),
    url_schemes: Iterable[str] = (),
) -> None:
    """Install the components in a Jinja environment of this site, with settings of its own.

    Where one process answers for several sites, each has its own Jinja backend; put
    `with citydesign.using(engines["its name"].env):` around its views for typed calls.

    Args:
        env: The environment.
        strict: Check every call; `DEBUG` unless given.
        locale: A BCP 47 tag, or a callable; Django's active language unless given, and
            `LANGUAGE_CODE` where that one has no words.
        theme: A city theme.
        face: Name of a face that ships, `inter`; None for the reader's system face.
        messages: Further languages, or other words for built-in ones.
        components: Folders of components of your own.
        packs: Names of installed packs to use.
        url_schemes: Schemes of addresses that you allow beside the usual ones, such as `webcal`.

    Raises:
        CityDesignError: `env` is no Jinja environment, the theme or face is unknown, a scheme is no
            scheme or runs code, or a folder or pack of components is not as it should be.
    """
    citydesign.install(
        env,
        strict=settings.DEBUG if strict is None else strict,
        locale=locale or (lambda: _spoken((*LOCALES, *(messages or ())))),
        assets_url=lambda file: static(f"citydesign/{file}"),
        integrity=lambda name: _integrity(name, env.citydesign.settings.library),  # type: ignore[attr-defined]
        theme=theme,
        face=face,
        messages=messages,
        components=components,
        packs=packs,
        url_schemes=url_schemes,
    )


def language() -> str:
    """Give the language of the request, for `citydesign.locale.Language` and your own words.

    Django's active language; `LANGUAGE_CODE` where that one has no words, because a visitor's
    browser may have chosen it from all that Django knows.
    """
    return _spoken((*LOCALES, *(getattr(settings, "CITYDESIGN_MESSAGES", None) or ())))


def _spoken(known: tuple[str, ...]) -> str:
    return _with_words(get_language() or settings.LANGUAGE_CODE, known, settings.LANGUAGE_CODE)


@lru_cache(maxsize=256)
def _with_words(active: str, known: tuple[str, ...], usual: str) -> str:
    return active if match([active], known) else usual


def language_links(request: HttpRequest, fallback: str) -> list[dict[str, str]]:
    """Give the page shown in each of `LANGUAGES`, for the header.

    The page's own address is kept, with its query as it was sent.

    Args:
        request: The request.
        fallback: Name of the view to link to where the page shown has no address of its own in each
            language, such as one that was not found; as `reverse` takes it.

    Raises:
        CityDesignError: No address has the name `fallback`, or it is the same in each language.
    """
    tags = [tag for tag, _ in settings.LANGUAGES]
    page = request.resolver_match
    if page:
        # A view without a name is found by itself.
        name = page.view_name if page.url_name else page.func
        with suppress(NoReverseMatch):
            found = _in_each(tags, name, page.args, page.kwargs)
            # Several addresses may share a name or a view; only this one's own will do.
            if len(set(found)) == len(tags) and request.path in map(unquote, found):
                return _links(tags, found, _query(request))
    try:
        found = _in_each(tags, fallback)
    except NoReverseMatch:
        known = ["".join(name) for name, keys in _names(get_resolver().url_patterns) if not keys]
        raise CityDesignError(
            f"language_links: no address without parameters has the name {fallback!r}"
            f"{nearest(fallback, known)}"
        ) from None
    if len(set(found)) < len(tags):
        raise CityDesignError(
            f"language_links: the address of {fallback!r} is {found[0]} in several languages; "
            "put it into i18n_patterns"
        )
    return _links(tags, found)


def _in_each(tags: list[str], name: Any, args: Any = (), kwargs: Any = None) -> list[str]:
    found = []
    for tag in tags:
        with override(tag):
            found.append(reverse(name, args=args, kwargs=kwargs))
    return found


def _links(tags: list[str], addresses: list[str], query: str = "") -> list[dict[str, str]]:
    return [
        {"language": tag, "url": address + query}
        for tag, address in zip(tags, addresses, strict=True)
    ]


def _query(request: HttpRequest) -> str:
    """The query of the request, as it was sent."""
    # A server that speaks WSGI gives each byte as one letter.
    encoding = "utf-8" if isinstance(request, ASGIRequest) else "latin-1"
    sent = quote(request.META.get("QUERY_STRING", "").encode(encoding), safe=string.punctuation)
    return f"?{sent}" if sent else ""


def menus(tree: "Tree", request: HttpRequest, who: Who | None = None) -> "Menus":
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
    root = escape_uri_path(request.path.removesuffix(request.path_info))
    target = escape_uri_path(request.path) + _query(request)
    return Menus(tree, target, root=root, person=person)


def served(request: HttpRequest, what: str) -> bool:
    """Whether a server answers a request, so that its page may offer what needs one.

    False while `citydesign build --site` writes the page as a file, which then says what it lacks.

    Args:
        request: The request.
        what: What the page leaves out of the file, in your own words: `the form`.
    """
    return static_site.is_served(request.META, what)


def routes(languages: Iterable[str], urlconf: str | None = None) -> "list[Route]":
    """Give what the site answers, for `citydesign.navigation.from_routes`.

    The names are those that `reverse` takes: `card`, `news:list`.

    Args:
        languages: The tags of the site's languages, as in `LANGUAGES`: an address may be another in
            each.
        urlconf: A module of addresses; that of the settings unless given.
    """
    from citydesign.navigation import Route

    tags, found = list(languages), []
    for name, keys in _names(get_resolver(urlconf).url_patterns):
        # What `reverse` can't write, no menu can lead to.
        with suppress(NoReverseMatch):
            path = "".join(f"/{{{key}}}" for key in keys) or _addresses(name, tags, urlconf)
            found.append(Route(name, path))
    return found


def _names(
    patterns: Iterable[Any], space: str = "", keys: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of patterns, each with the parameters that its address has."""
    for pattern in patterns:
        regex = pattern.pattern.regex
        found = (*keys, *(regex.groupindex or map(str, range(1, regex.groups + 1))))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner, found)
        elif pattern.name:
            yield f"{space}{pattern.name}", found


def _addresses(name: str, tags: list[str], urlconf: str | None) -> str | dict[str, str]:
    prefix = get_script_prefix()
    found = {}
    for tag in tags:
        with override(tag):
            found[tag] = f"/{reverse(name, urlconf).removeprefix(prefix)}"
    return found if len(set(found.values())) > 1 else found[tags[0]]


def booking_pages(journey: "Journey", template: str, name: str = "appointments") -> list[Any]:
    """Give the pages of a booking as patterns.

        urlpatterns = [path("book/", include(booking_pages(journey, "appointments.html")))]

    They judge by themselves whether a form is theirs, so Django's own check is off for them. Where
    the provider can hold a time or has a waiting list, a cookie tells one browser from another
    until it is closed. `REMOTE_ADDR` limits how many times one address may hold: behind a proxy, a
    middleware of yours must set it to the resident's.

    Args:
        journey: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the first page, for `reverse`.
    """
    return _pages(journey, template, name)


def journey_pages(flow: "Flow", template: str, name: str = "journey") -> list[Any]:
    """Give the pages of a form of several pages as patterns.

        urlpatterns = [path("apply/", include(journey_pages(flow, "form.html")))]

    They judge by themselves whether a form is theirs, so Django's own check is off for them. Unless
    `DEBUG` is set, their cookie travels over HTTPS only.

    Args:
        flow: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the first page, for `reverse`.
    """
    return _pages(flow, template, name)


def inbox_pages(inbox: "Inbox", template: str, who: Who, name: str = "inbox") -> list[Any]:
    """Give the pages on which staff handle what was sent as patterns.

        urlpatterns = [path("staff/", include(inbox_pages(inbox, "staff.html", who)))]

    They judge by themselves whether a form is theirs, so Django's own check is off for them. They
    raise `NotSignedIn` and `NotAllowed` of `citydesign.identity`, which a middleware of yours turns
    into answers, in `process_exception`.

    Args:
        inbox: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        who: Says who sends a request.
        name: Of the first page, for `reverse`.
    """
    return _pages(inbox, template, name, who)


def reply_pages(replies: "ReplyFlow", template: str, name: str = "replies") -> list[Any]:
    """Give the pages on which residents read what became of a form, and answer, as patterns.

        urlpatterns = [path("sent/", include(reply_pages(replies, "form.html")))]

    They are as `journey_pages` are.

    Args:
        replies: Answers each request.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`, and
            `form_id`, for `header(languages=..., form_id=form_id)`.
        name: Of the first page, for `reverse`.
    """
    return _pages(replies, template, name)


def choice_pages(choice: exchange.Ready, template: str, name: str) -> list[Any]:
    """Give the page of a choice about the site itself as patterns.

        urlpatterns = [path("cookies/", include(choice_pages(cookies, "base.html", "cookies")))]

    It judges by itself whether a form is its own, so Django's own check is off for it. Unless
    `DEBUG` is set, its cookie travels over HTTPS only.

    Args:
        choice: Answers each request: `Cookies` or `DisplayChoice` of `citydesign.choices`.
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
        name: Of the page, for `reverse`.
    """
    return _pages(choice, template, name)


def _pages(ready: exchange.Ready, template: str, name: str, who: Who | None = None) -> list[Any]:
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest, path: str = "") -> HttpResponse:
        try:
            form = None
            if request.method == "POST":
                _limit_files(request)
                form = exchange.Sent(dict(request.POST.lists()), dict(request.FILES.lists()))
        except _TOO_LARGE:
            _drain(request)
            answer: exchange.Answer = oversize_page()
        else:
            asked = exchange.Request(
                quote(request.path.removesuffix(path)),
                path,
                request.GET.dict(),
                form,
                same_site(request.headers, request.get_host()),
                request.COOKIES,
                request.META.get("REMOTE_ADDR", ""),
                sender(who, request) if who else None,
            )
            answer = ready.answer(asked)
        if isinstance(answer, exchange.Redirect):
            response = HttpResponse(status=303, headers={"Location": answer.location})
        elif isinstance(answer, exchange.File):
            saved = {"Content-Disposition": exchange.attachment(answer.name)}
            response = HttpResponse(answer.content, content_type=answer.type, headers=saved)
        else:
            response = _filled(request, template, answer)
        for header, value in exchange.HEADERS.items():
            response[header] = value
        for one in answer.cookies:
            response.set_cookie(
                one.name,
                one.value,
                max_age=one.lasting,
                path=one.path,
                secure=not settings.DEBUG,
                httponly=True,
                samesite="Lax",
            )
        return response

    return [path("", page, name=name), path("<path:path>", page, name=f"{name}_below")]


def _filled(request: HttpRequest, template: str, page: exchange.Page) -> HttpResponse:
    return render(request, template, exchange.shown(page), status=page.status)


def limit_forms(template: str) -> Callable[..., HttpResponse]:
    """Answer a form that is too large with a page that says so, with status 413.

        handler400 = limit_forms("form.html")

    How large a form may be say Django's settings `DATA_UPLOAD_MAX_MEMORY_SIZE`,
    `DATA_UPLOAD_MAX_NUMBER_FIELDS` and `DATA_UPLOAD_MAX_NUMBER_FILES`, and for the bytes of all
    files `CITYDESIGN_MAX_FILES`: the pages that are ready to use follow it, your own views with
    `citydesign.django.uploads.LimitedFiles`. Any other bad request is answered as before. Where
    `DEBUG` is set, Django shows a page of its own instead.

    Args:
        template: Gets `title`, `content` and `failed`, for `page(title=..., error=failed)`.
    """

    def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
        if isinstance(exception, _TOO_LARGE):
            _drain(request)
            return _filled(request, template, oversize_page())
        return defaults.bad_request(request, exception)

    return refused


def _limit_files(request: HttpRequest) -> None:
    """Judge the bytes of all files too, unless the site does so by itself."""
    from citydesign.django.uploads import LimitedFiles

    handlers = request.upload_handlers
    # Not a list any more where a middleware has read the form.
    if isinstance(handlers, list) and not any(isinstance(one, LimitedFiles) for one in handlers):
        handlers.insert(0, LimitedFiles(request))


def _drain(request: HttpRequest) -> None:
    """Read what is left of a form: a browser whose sending is cut shows no page at all."""
    from citydesign.django.uploads import limits

    # Where a server speaks ASGI, Django has all of it already.
    if not isinstance(request, ASGIRequest):
        drain(request.read, limits().patience)


@sync_and_async_middleware
def protect(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware that sends the headers pages with personal data need.

    A Content-Security-Policy that refuses inline code (CSP level 3), foreign frames and forms that
    send elsewhere; no sniffing, no referrer for other sites, and no copy of a page in the cache of
    a shared computer. A header that a view sets itself stays. The setting `CITYDESIGN_SOURCES`
    adds sources to the policy: `{"form-action": ["https://pay.example"]}`.

    Raises:
        CityDesignError: There is no such directive, or a source would end it.
    """
    sources = getattr(settings, "CITYDESIGN_SOURCES", None)
    policy(sources)

    def protected(_: HttpRequest, response: HttpResponse) -> HttpResponse:
        kind, status = response.get("Content-Type", ""), response.status_code
        for name, value in security_headers(kind, sources, status=status).items():
            response.headers.setdefault(name, value)
        return response

    return _after(get_response, protected)


@sync_and_async_middleware
def languages(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware that redirects `/EN/card/` to `/en/card/`, for sites with `i18n_patterns`.

    A page that is there is left alone: only an address that nothing answers, and whose first part
    is one of `LANGUAGES` in other letters, is redirected. Its query is kept.
    """
    written = {code.lower(): code for code, _ in settings.LANGUAGES}

    def redirected(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        asked = request.path_info[1:].partition("/")[0]
        code = written.get(asked.lower()) if asked.isascii() else None
        if response.status_code != 404 or code in (None, asked):
            return response
        below = request.path.removesuffix(request.path_info)
        rest = request.path_info[1 + len(asked) :]
        address = escape_uri_path(f"{below}/{code}{rest}") + _query(request)
        return HttpResponsePermanentRedirect(address, preserve_request=True)

    return _after(get_response, redirected)


def _after(
    get_response: Callable[[HttpRequest], Any],
    change: Callable[[HttpRequest, HttpResponse], HttpResponse],
) -> Callable[[HttpRequest], Any]:
    """Middleware, sync or async as the site is, that changes each response."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponse:
            answer: Awaitable[HttpResponse] = get_response(request)
            return change(request, await answer)

        return later
    return lambda request: change(request, get_response(request))


def _integrity(name: str, library: Library) -> str:
    """Integrity of what the site serves: a storage that hashes names rewrites style sheets too."""
    if not settings.DEBUG and registry.is_installed("django.contrib.staticfiles"):
        from django.contrib.staticfiles.storage import staticfiles_storage

        if hasattr(staticfiles_storage, "post_process"):
            file = f"citydesign/{assets.file_name(name, library)}"
            if hasattr(staticfiles_storage, "stored_name"):
                file = staticfiles_storage.stored_name(file)
            return _stored(staticfiles_storage._wrapped, file)
    return assets.integrity(name, library)


@cache
def _stored(storage: Any, file: str) -> str:
    try:
        with storage.open(file) as stored:
            return assets.digest(stored.read())
    except OSError:
        # A storage that can't be read here, such as one that only writes: better no integrity
        # than a wrong one, with which no browser would load the file.
        return ""
