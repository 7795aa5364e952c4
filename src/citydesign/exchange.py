"""What a host asks pages that are ready to use, and what they answer: it knows no web framework."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from markupsafe import Markup

from citydesign.identity import Person


class Sent(dict[str, str]):
    """A form that was sent, as WTForms, Django and pydantic read it: the first value of each name.

    Attributes:
        files: The uploads of each name, as Werkzeug, Django or Starlette give them. They are apart,
            so that whoever asks for a text never gets a file.

    Args:
        lists: All values of each name, in their order.
        files: The uploads of each name, in their order.
    """

    def __init__(
        self,
        lists: Mapping[str, Sequence[str]],
        files: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        super().__init__({name: values[0] for name, values in lists.items() if values})
        self._lists = {name: list(values) for name, values in lists.items() if values}
        self.files = {name: list(values) for name, values in (files or {}).items()}

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Sent:
        """Give a form as one of these, whatever mapping it is."""
        return form if isinstance(form, Sent) else cls({name: [form[name]] for name in form})

    @property
    def lists(self) -> dict[str, list[str]]:
        """All values of each name."""
        return {name: list(values) for name, values in self._lists.items()}

    def getlist(self, name: str) -> list[str]:
        """Give all values of a name."""
        return list(self._lists.get(name, ()))


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for.

    ``root``: the address below which the pages are, with a slash at its end: "/en/appointments/".
    ``path``: what follows it. ``query`` and ``form``: what was sent; ``form`` is None unless it is
    a POST. ``genuine``: does the form come from a page of this site? See
    `citydesign.headers.same_site`. ``cookies``: by name.
    ``address``: the IP address that it comes from, if the host knows. ``person``: who is signed in,
    on pages for which the host says so.
    """

    root: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    genuine: bool = True
    cookies: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set, out of reach of scripts and of other sites' forms.

    ``path``: the address below which the browser sends it. ``value``: an empty one takes the
    cookie away. ``lasting``: seconds that the browser keeps it; until it is closed unless given.
    """

    name: str
    value: str
    path: str
    lasting: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show inside the layout of the host.

    ``title``: without the name of the site. ``content``: the main part of the page. ``status``: of
    HTTP. ``failed``: is there an error to fix? The title of the page then begins with that word:
    `page(error=failed)`. ``form_id``: the form that a switch of the language must send along, so
    that nothing typed is lost: `header(languages=..., form_id=form_id)`.
    """

    title: str
    content: Markup
    status: int = 200
    failed: bool = False
    cookies: Sequence[Cookie] = ()
    form_id: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on to another page by GET (303)."""

    location: str
    cookies: Sequence[Cookie] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file to save, with a type of its own: `text/calendar`."""

    name: str
    type: str
    content: bytes
    cookies: Sequence[Cookie] = ()


Answer = Page | Redirect | File


def shown(page: Page) -> dict[str, Any]:
    """Give what the template of a page gets."""
    return {
        "title": page.title,
        "content": page.content,
        "failed": page.failed,
        "form_id": page.form_id,
    }


def attachment(name: str) -> str:
    """Give the header `Content-Disposition` of a file to save, whatever its name is.

    Sources: RFC 6266 and RFC 8187.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'[\x00-\x1f\x7f"\\%]', "", plain)
    whole = quote(name, safe="", errors="replace")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"


#: What each answer says of itself, whatever the host says: no copy of it stays on a shared
#: computer, and no other site sees an address that opens something.
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    # A file of a resident is what its type says, whatever is in it.
    "X-Content-Type-Options": "nosniff",
}


class Ready(Protocol):
    """Pages that are ready to use: a host hands each request on, and shows what comes back."""

    def answer(self, asked: Request) -> Answer:
        """Answer a request with a page, or lead to another."""
        ...
