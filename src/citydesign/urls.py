"""Addresses as a browser reads them, and the schemes that a page may lead to."""

import re
from collections.abc import Iterable

from citydesign.errors import CityDesignError

#: What every host allows beside relative addresses.
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
#: What is written instead of an address that is not allowed.
UNSAFE = "#unsafe"

_CODE = frozenset({"javascript", "vbscript", "data"})
#: What the address of another site begins with that names no scheme, and takes that of the page.
ANOTHER_SITE = "//"
#: Without a colon, or with one of these beginnings, no other scheme and no other site can follow.
sure = re.compile(
    r"https?:|[#?.]|/(?![/\\\t\n\r])|(?:[^:/\\\x00-\x20][^:]*)?\Z", re.IGNORECASE
).match
# WHATWG URL: C0 controls and spaces at both ends are dropped, tabs and line ends everywhere.
_ENDS = "".join(map(chr, range(0x21)))
_INSIDE = dict.fromkeys(map(ord, "\t\n\r"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def scheme_of(url: str) -> str | None:
    """Give the scheme that a browser finds, in small letters; None for a relative address."""
    found = _SCHEME.match(_read(url))
    return found[1].lower() if found else None


def refused(url: str, schemes: frozenset[str] = SCHEMES) -> str | None:
    """Give how an address begins that may not be written: `javascript:`, or `//`; else None."""
    if sure(url):
        return None
    if _names_site(url):
        return ANOTHER_SITE
    scheme = scheme_of(url)
    return None if scheme is None or scheme in schemes else f"{scheme}:"


def is_local(url: object) -> bool:
    """True for an address of the site itself, without scheme and host."""
    return scheme_of(str(url)) is None and not _names_site(str(url))


def is_empty(url: str) -> bool:
    """True if a browser finds nothing in an address, and so stays on the page."""
    return not _read(url)


def _read(url: str) -> str:
    return url.strip(_ENDS).translate(_INSIDE)


def _names_site(url: str) -> bool:
    # A browser reads a backslash here as a slash.
    return _read(url)[:2].replace("\\", "/") == ANOTHER_SITE


def schemes(names: Iterable[str]) -> frozenset[str]:
    """Read the schemes that a host adds, in any case and with or without a colon.

    Raises:
        CityDesignError: One is no scheme, or an address of it would run code in the page.
    """
    if isinstance(names, str):
        raise CityDesignError(f"url_schemes: write a tuple, ({names!r},), not the text {names!r}")
    found = frozenset(name.lower().removesuffix(":") for name in names)
    for name in sorted(found):
        if not _SCHEME.fullmatch(f"{name}:"):
            raise CityDesignError(f"url_schemes: {name!r} is no scheme; write one such as webcal")
        if name in _CODE:
            raise CityDesignError(f"url_schemes: {name}: runs code in the page, so none may use it")
    return found
