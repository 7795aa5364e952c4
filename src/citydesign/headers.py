"""The HTTP headers that pages with personal data need, for any host."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from citydesign import assets
from citydesign.errors import CityDesignError, nearest

#: Sources that a host adds to the content security policy, by directive.
Sources = Mapping[str, Sequence[str]]

#: Directives of Content Security Policy level 3 that take sources.
_DIRECTIVES = frozenset(
    {
        "base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action",
        "frame-ancestors", "frame-src", "img-src", "manifest-src", "media-src", "object-src",
        "script-src", "script-src-attr", "script-src-elem", "style-src", "style-src-attr",
        "style-src-elem", "worker-src",
    }
)  # fmt: skip
#: How the types of what a page is made of begin; the rest may be about a person.
_PARTS = ("text/css", "text/javascript", "application/javascript", "font/", "image/")
#: The directives that don't fall back on default-src.
_ALONE = frozenset({"base-uri", "form-action", "frame-ancestors"})


def security_headers(
    content_type: str, sources: Sources | None = None, *, status: int = 200
) -> dict[str, str]:
    """Give the headers to add to a response that does not have them yet.

    Args:
        content_type: The response's `Content-Type`. A page, and whatever else may be about
            somebody (a calendar entry, a PDF, data, a file that doesn't say what it is), gets
            `Cache-Control: no-store`, so that no copy stays in a shared computer; styles, scripts,
            fonts and pictures don't. A public page sets its own.
        sources: Further sources for the content security policy, by directive, such as
            `{"img-src": ["https://map.example"]}`.
        status: Of the response.

    Raises:
        CityDesignError: There is no such directive, or a source would end it.
    """
    headers = {
        "Content-Security-Policy": policy(sources),
        "X-Content-Type-Options": "nosniff",
        # Under `no-referrer` a browser sends `Origin: null` with a form, and Django's and others'
        # protection against forged requests would refuse it.
        "Referrer-Policy": "same-origin",
    }
    kind = content_type.partition(";")[0].strip().lower()
    # 304 has no type, and what it says about caching would replace what the file said (RFC 9111,
    # 4.3.4).
    if status != HTTPStatus.NOT_MODIFIED and not kind.startswith(_PARTS):
        headers["Cache-Control"] = "no-store"
    return headers


def same_site(headers: Mapping[str, str], own: str) -> bool:
    """Does a form come from a page of this site, and not from another one in somebody's name?

    Browsers say where a request comes from (Fetch Metadata; before it, `Origin`), so there is no
    token that could be missing or too old. A program that says nothing acts for nobody else.

    Args:
        headers: Of the request, by their names in any letters.
        own: The host that the browser asked, with its port: the header `Host`.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == own


def policy(sources: Sources | None = None) -> str:
    """Write `citydesign.csp()` and further sources as the value of `Content-Security-Policy`.

    Raises:
        CityDesignError: There is no such directive, or a source would end it.
    """
    if not isinstance(sources or {}, Mapping):
        raise CityDesignError(f'give sources by directive, {{"img-src": [...]}}, not {sources!r}')
    directives = assets.csp()
    for name, added in (sources or {}).items():
        if name not in _DIRECTIVES:
            raise CityDesignError(f"no CSP directive {name!r}{nearest(name, sorted(_DIRECTIVES))}")
        if isinstance(added, str):
            raise CityDesignError(f"the sources of {name} are a list: write [{added!r}]")
        for source in added:
            if not re.fullmatch(r"[!-+\--:<-~]+", source):
                raise CityDesignError(f"{name}: {source!r} is no source; give one address each")
        own = directives.get(name) or ([] if name in _ALONE else directives["default-src"])
        directives[name] = list(dict.fromkeys([s for s in own if s != "'none'"] + list(added)))
    return "; ".join(f"{name} {' '.join(given)}" for name, given in directives.items())
