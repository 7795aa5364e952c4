"""What a host asks the journey, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for.

    ``root``: the address below which the journey is, with a slash at its end: "/en/appointments/".
    ``path``: what follows it. ``query`` and ``form``: what was sent; ``form`` is None unless it is
    a POST. ``genuine``: does the form come from a page of this site? See
    `citydesign.headers.same_site`.
    """

    root: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    genuine: bool = True


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


Answer = Page | Redirect
