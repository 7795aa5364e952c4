"""A site that an application serves, written as files that any web server can send."""

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from citydesign.asgi import Asgi, is_asgi
from citydesign.errors import BuildError, CityDesignError
from citydesign.folders import whole_folder
from citydesign.navigation.core.address import normalised

#: An application as WSGI (PEP 3333) has it: Flask, Django.
_Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: One of those, or one of ASGI 3: Starlette, FastAPI.
Application = Callable[..., Any]

#: Where a request keeps what a page leaves out, if it is to be a file.
_LEFT_OUT = "citydesign.left_out"
#: What the application is asked as.
_SELF = "https://localhost"
#: By this empty file a folder that we wrote is known.
_MARK = ".citydesign"
_HTML = "text/html"
_NOT_FOUND = "404.html"
_LINKS = {
    "a": "href",
    "area": "href",
    "audio": "src",
    "iframe": "src",
    "img": "src",
    "script": "src",
    "source": "src",
    "video": "src",
}
#: What `link` names besides files: addresses that search engines read, and other sites.
_NO_FILES = {"canonical", "alternate", "dns-prefetch", "preconnect"}
_URL = re.compile(r"url\(\s*[\"']?([^)\"'#]+)[\"']?\s*\)")
_LOCATION = re.compile(r"<loc>([^<]+)</loc>")
#: Headers that say something of one answer only, or that each web server sends by itself.
_OWN_HEADERS = {
    "allow", "content-length", "content-type", "date", "etag", "expires", "last-modified",
    "location", "server", "set-cookie", "vary",
}  # fmt: skip


@dataclass
class Site:
    """What was written, and what files can't do."""

    #: Addresses of the pages.
    pages: list[str] = field(default_factory=list)
    #: How many other files there are: styles, scripts, images, sitemaps.
    files: int = 0
    #: What only a server can do, and the addresses of the pages that leave it out.
    left_out: dict[str, list[str]] = field(default_factory=dict)
    #: Addresses that lead to another, for everybody alike.
    forwarded: dict[str, str] = field(default_factory=dict)
    #: Headers that the application sends with its pages, which the web server must send instead.
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_served(environ: Mapping[str, Any], what: str) -> bool:
    """Whether a server answers this request, so that a page may offer what needs one.

    Args:
        environ: Of the request, as WSGI has it, or its scope, as ASGI has it.
        what: What the page leaves out where it becomes a file, in your own words: `the form`.
    """
    left_out = environ.get(_LEFT_OUT)
    if left_out is None:
        return True
    if what not in left_out:
        left_out.append(what)
    return False


def write(application: Application, out: Path) -> Site:
    """Ask an application for each of its pages, and write the answers as files.

    It begins at `/`, with the addresses in `/sitemap.xml` and with the page for what is not found,
    and follows each link. `/fi/times/` becomes `fi/times/index.html`; what is not found becomes
    `404.html`, for the whole site and for each language.

    Args:
        application: A WSGI or ASGI application that is mounted at the root of its host. One of ASGI
            is started before, and stopped afterwards.
        out: Folder to write; one that this function wrote is replaced.

    Raises:
        BuildError: A link leads nowhere, a form or an address needs a server, the application can't
            start, or the folder holds something else. Nothing has been written then; names each
            page and what to do.
    """
    with ExitStack() as started:
        if is_asgi(application):
            application = started.enter_context(Asgi(application))
        crawl = _Crawl(application)
        crawl.run()
    if crawl.faults:
        raise BuildError("\n".join(["no file was written:", *crawl.faults]))
    with whole_folder(out, _MARK) as draft:
        (draft / _MARK).touch()
        for name, body in crawl.written.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    return crawl.site


class _Crawl:
    """All answers that can be reached, by the file that each becomes."""

    def __init__(self, application: _Wsgi):
        self.application = application
        self.site = Site()
        self.written: dict[str, bytes] = {}
        self.faults: list[str] = []
        self._seen: set[str] = set()
        self._waiting: list[tuple[str, str]] = []
        self._asked: dict[str, _Answer] = {}
        self._ids: dict[str, set[str]] = {}
        #: Links into the middle of a page: from where, to which page, to which id.
        self._anchors: list[tuple[str, str, str]] = []

    def run(self) -> None:
        self._follow("/", "/", "the site")
        sitemap = self._ask("/sitemap.xml")
        if sitemap.status == 200:
            self._keep("/sitemap.xml", sitemap)
            for address in _LOCATION.findall(sitemap.body.decode()):
                self._follow(urlsplit(address).path or "/", "/", "/sitemap.xml")
        if (robots := self._ask("/robots.txt")).status == 200:
            self._keep("/robots.txt", robots)
        self._keep_not_found("/")
        for path, page in self._waiting:
            self._visit(path, page)
        for page, target, name in self._anchors:
            if target in self._ids and name not in self._ids[target]:
                self.faults.append(f"{page}: {target}#{name} leads to no id of that page")

    def _follow(self, link: str, base: str, page: str) -> None:
        """Wait to ask for what a page links, if it is of the site itself."""
        parts = urlsplit(urljoin(f"{_SELF}{base}", link.strip()))
        if f"{parts.scheme}://{parts.netloc}" != _SELF:
            return
        path = normalised(parts.path or "/")
        if parts.fragment:
            self._anchors.append((page, path, unquote(parts.fragment)))
        if parts.query and self._ask(f"{path}?{parts.query}").body != self._ask(path).body:
            self.faults.append(
                f"{page}: {path}?{parts.query} has an answer of its own, for which a file has no "
                "room; leave the link out where served() says no"
            )
        if path not in self._seen:
            self._seen.add(path)
            self._waiting.append((path, page))

    def _ask(self, target: str) -> _Answer:
        if target not in self._asked:
            self._asked[target] = _asked(self.application, target)
        return self._asked[target]

    def _visit(self, path: str, page: str) -> None:
        answer = self._ask(path)
        if ".." in unquote(path).split("/"):
            self.faults.append(f"{page}: {path} would be a file outside the site")
            return
        if _file(path, answer.type) in self.written:
            return
        if 300 <= answer.status < 400 and (location := answer.headers.get("location")):
            self._forward(path, location)
        elif answer.status == 200:
            self._keep(path, answer)
        else:
            self.faults.append(f"{page}: the link to {path} is answered with {answer.status}")

    def _keep(self, path: str, answer: _Answer) -> None:
        self.written[_file(path, answer.type)] = answer.body
        if answer.type == "text/css":
            for link in _URL.findall(answer.body.decode()):
                self._follow(link, path, path)
        if answer.type != _HTML:
            self.site.files += 1
            return
        self.site.pages.append(path)
        for what in [*answer.left_out, *(f"the cookie {name}" for name in answer.cookies)]:
            self.site.left_out.setdefault(what, []).append(path)
        for name, value in answer.headers.items():
            if name not in _OWN_HEADERS:
                self.site.headers.setdefault(name, value)
        found = _Links(path)
        found.feed(answer.body.decode())
        self._ids[path] = found.ids
        for link in found.links:
            self._follow(link, path, path)
        for action in found.forms:
            if urljoin(f"{_SELF}{path}", action).startswith(f"{_SELF}/"):
                self.faults.append(
                    f"{path}: the form to {action or path} needs a server; leave it out where "
                    "served() says no"
                )
        for language in found.fronts:
            self._keep_not_found(language)

    def _keep_not_found(self, folder: str) -> None:
        path = f"{folder}{_NOT_FOUND}"
        if _file(path, _HTML) in self.written:
            return
        answer = self._ask(path)
        if answer.status == 404 and answer.type == _HTML:
            self._keep(path, answer)

    def _forward(self, path: str, location: str) -> None:
        target = urljoin(f"{_SELF}{path}", location).removeprefix(_SELF)
        name = _file(path, _HTML)
        if name == _file(target, _HTML):
            # Only a slash at its end differs, which web servers add by themselves.
            self._follow(target, path, path)
            return
        self.site.forwarded[path] = target
        self.written[name] = _FORWARD.format(escape(target)).encode()
        self._follow(target, path, path)


#: Works without scripts and under any policy (WCAG technique H76).
_FORWARD = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>{0}</title>
<meta http-equiv="refresh" content="0; url={0}">
</head>
<body><a href="{0}">{0}</a></body>
</html>
"""


class _Links(HTMLParser):
    """What a page names: addresses, forms, ids, and the first page of each language."""

    def __init__(self, path: str):
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []
        self.ids: set[str] = set()
        self.fronts: list[str] = []
        self._path = path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "link":
            if not set(given.get("rel", "").lower().split()) & _NO_FILES:
                self._link(given.get("href"))
        elif tag == "form":
            # What a script keeps in the browser is sent nowhere.
            if given.get("method", "").lower() != "dialog" and given.get("data-kept") != "browser":
                self.forms.append(given.get("action", ""))
        elif tag == "html" and self._path == f"/{given.get('lang')}/":
            self.fronts.append(self._path)
        elif tag in _LINKS:
            self._link(given.get(_LINKS[tag]))
            for candidate in given.get("srcset", "").split(","):
                self._link(candidate.strip().partition(" ")[0])

    def _link(self, link: str | None) -> None:
        if link:
            self.links.append(link)


def _file(path: str, type: str) -> str:
    """The file that an answer becomes, below the folder of the site."""
    name = unquote(path).lstrip("/")
    if name.endswith("/") or not name:
        return f"{name}index.html"
    if type == _HTML and not Path(name).suffix:
        return f"{name}/index.html"
    return name


def _asked(application: _Wsgi, target: str) -> _Answer:
    """What an application answers to a browser that asks for an address the first time."""
    path, _, query = target.partition("?")
    left_out: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # PEP 3333: bytes as Latin-1.
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        _LEFT_OUT: left_out,
    }
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[..., Any]:
        started.append((status, headers))
        return lambda _: None

    parts = application(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = started[-1]
    named = {name.lower(): value for name, value in headers}
    if "location" in named:
        named["location"] = named["location"].removeprefix(_SELF)
    cookies = tuple(_cookies(headers))
    return _Answer(int(status[:3]), named, body, cookies, tuple(left_out))


def _cookies(headers: list[tuple[str, str]]) -> Iterator[str]:
    for name, value in headers:
        if name.lower() == "set-cookie":
            yield value.partition("=")[0].strip()


def find(name: str) -> Application:
    """Import an application.

    Args:
        name: Module and name, as web servers take it: `app:app`, or `app:create_app()`.

    Raises:
        CityDesignError: There is no such module or name in it, or it is no application.
    """
    from importlib import import_module

    module, _, attribute = name.partition(":")
    called = attribute.endswith("()")
    try:
        found: Any = getattr(import_module(module), attribute.removesuffix("()"))
    except (ImportError, ValueError, AttributeError) as error:
        raise CityDesignError(
            f"{name}: {error}; name module and application as in app:app, in the folder of the "
            "module"
        ) from None
    found = found() if called else found
    if not callable(found):
        raise CityDesignError(f"{name} is {found!r}; name a WSGI or ASGI application")
    return found  # type: ignore[no-any-return]
