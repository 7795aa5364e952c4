"""Addresses of one site in one form, so that all spellings of a page are found (RFC 3986)."""

import re
from urllib.parse import quote

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
#: RFC 3986, section 3.3 and 3.4: what a path and a query may contain as it is.
_PATH = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_QUERY = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")


def split(target: str) -> tuple[str, str]:
    """Take what a request asks for apart into path and query; a fragment is dropped."""
    path, _, query = target.partition("#")[0].partition("?")
    return path if path.startswith("/") else f"/{path}", query


def normalised(path: str) -> str:
    """Write a path as RFC 3986, section 6.2.2, makes all spellings alike.

    Capitals in percent-encoded triplets, no triplet that needs none, all others where one is
    needed, and no `.` or `..`: `/%7efi/./p%c3%a4iv%C3%A4koti` is `/~fi/p%C3%A4iv%C3%A4koti`.
    """
    parts: list[str] = []
    segments = _PATH.sub(_encoded, path).split("/")[1:]
    for segment in segments:
        if segment == "..":
            del parts[-1:]
        elif segment != ".":
            parts.append(segment)
    if segments and segments[-1] in (".", ".."):
        parts.append("")
    return "/" + "/".join(parts)


def normalised_query(query: str) -> str:
    """Write a query in the same way; the order of what it asks for stays."""
    return _QUERY.sub(_encoded, query)


def key(path: str) -> str:
    """What the spellings of one page have in common; the slash at its end makes no difference."""
    return normalised(path).removesuffix("/")


def without_root(path: str, root: str) -> str:
    """Take off the path below which a server mounted the application, if it is there.

    Args:
        path: A normalised path.
        root: The `root_path` of ASGI or `SCRIPT_NAME` of WSGI, normalised and without a slash at
            its end.
    """
    if root and f"{path}/".startswith(f"{root}/"):
        return path[len(root) :] or "/"
    return path


def is_path(url: str) -> bool:
    """Whether an address is one of the site itself."""
    return url.startswith("/")


def _encoded(found: re.Match[str]) -> str:
    text = found[0]
    if len(text) == 1:
        return quote(text, safe="", errors="surrogatepass")
    letter = chr(int(text[1:], 16))
    return letter if letter in _UNRESERVED else text.upper()
