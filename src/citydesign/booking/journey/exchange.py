"""What a host asks the journey, and what it answers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup

from citydesign.booking.abilities import Visitor

#: The cookie that tells one browser from another while it is open.
COOKIE = "citydesign-booking"
_KEY = re.compile(r"[0-9a-f]{32}")


def visitor(cookies: Mapping[str, str], address: str | None) -> Visitor:
    """Say who sends a request, by the cookie of an earlier answer; a new key for a new browser.

    Args:
        cookies: of the request.
        address: the IP address that it comes from, if the host knows.
    """
    known = cookies.get(COOKIE, "")
    return Visitor(known if _KEY.fullmatch(known) else secrets.token_hex(16), address or "")


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for.

    ``root``: the address below which the journey is, with a slash at its end: "/en/appointments/".
    ``path``: what follows it. ``query`` and ``form``: what was sent; ``form`` is None unless it is
    a POST. ``genuine``: does the form come from a page of this site? See `same_site`. ``visitor``:
    who asks, see `visitor`; a request that does not say has a time held for nobody but itself.
    """

    root: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    genuine: bool = True
    visitor: Visitor = field(default_factory=lambda: visitor({}, None))


def same_site(headers: Mapping[str, str], own: str) -> bool:
    """Does a form come from a page of this site?

    Another site shall not send the forms of the journey. Browsers say where a request comes from,
    so there is no token that could be missing or too old. A program that says nothing acts for
    nobody else, and the cookie of the journey goes with no form of another site (SameSite).

    Args:
        headers: of the request, by their names in any letters.
        own: the host that the browser asked, with its port: the header `Host`.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == own


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show inside the layout of the host.

    ``title``: without the name of the site. ``content``: the main part of the page. ``status``: of
    HTTP. ``failed``: is there an error to fix? The title of the page then begins with that word:
    `page(error=failed)`.
    """

    title: str
    content: Markup
    status: int = 200
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on to another page by GET (303)."""

    location: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to save, with a type of its own: `text/calendar`."""

    name: str
    type: str
    content: bytes


Answer = Page | Redirect | File
