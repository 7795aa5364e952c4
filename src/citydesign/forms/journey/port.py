"""Where a journey is kept between two pages: what any store does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from citydesign.errors import CityDesignError
from citydesign.forms.core.figures import Event
from citydesign.forms.core.journey import FIRST, Kept
from citydesign.forms.file_store import FileStore


@dataclass(frozen=True, slots=True)
class Visit:
    """A journey that somebody has begun.

    Attributes:
        id: As addresses have it: 32 hexadecimal digits.
        journey: Name of the declaration.
        kept: What has been answered.
        language: The tag of the language that it was last used in.
        reference: What the resident may quote, once it has been sent.
        revision: Rises with each change, so that no change overwrites another.
        ends: When this browser opens it no more, unless it is saved before; None where that is
            not for the resident to know.
        version: Of the declaration that it was begun with, and goes on with.
        place: Name of the part where the resident goes on; None before anything was kept.
    """

    id: str
    journey: str
    kept: Kept
    language: str
    reference: str | None = None
    revision: int = 0
    ends: datetime | None = None
    version: str = FIRST
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a resident sent.

    Attributes:
        id: Of its journey: the same for each try of one sending.
        journey: Name of the declaration.
        reference: What the resident may quote.
        language: The tag of the language that it was sent in.
        data: The answers on the way, each page by its name; see `Way.payload`.
        at: When, in UTC.
        version: Of the declaration.
        contact: The mail address that letters about it go to; None if nobody is written to.
        phone: The number that codes for it may go to by text message, as it was typed.
    """

    id: str
    journey: str
    reference: str
    language: str
    data: dict[str, Any]
    at: datetime
    version: str = FIRST
    contact: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


class Changed(Exception):  # noqa: N818 - an instruction, not an error
    """Somebody else has saved the journey since it was opened: open it again."""


class Full(CityDesignError):  # noqa: N818 - what is so, not whose fault it is
    """A journey holds more than its store can keep; nothing was changed."""


class Store(Protocol):
    """Keeps journeys; the cookie of the browser that began one is the key to it.

    Attributes:
        idle: How long a browser that saves nothing can still open a journey; None if as long as the
            journey is kept.
    """

    idle: timedelta | None

    def begin(self, journey: str, language: str, version: str = FIRST) -> tuple[Visit, str]:
        """Begin a journey; gives the value of the browser's cookie too.

        Args:
            journey: Name of the declaration.
            language: The tag of the language that it is begun in.
            version: Of the declaration.
        """
        ...

    def open(self, journey: str, id: str, cookie: str) -> Visit | None:
        """Give a journey; None if the cookie is not the key to it, or it is no longer kept."""
        ...

    def timed_out(self, journey: str, id: str, cookie: str) -> bool:
        """Say whether the cookie was the key to it until it was idle for too long."""
        ...

    def save(self, visit: Visit) -> str | None:
        """Keep a journey as it is now; gives the cookie's new value, if it has one.

        Raises:
            Changed: Somebody else saved it meanwhile.
            Full: It is too much.
        """
        ...


@runtime_checkable
class FilingStore(Store, Protocol):
    """A store that deletes the files of a journey together with its answers."""

    files: FileStore | None

    def note_files(self, id: str, owner: str) -> None:
        """Remember that a journey has files under this key, before the first is kept.

        Raises:
            Changed: There is no such journey any more.
        """
        ...


@runtime_checkable
class CountingStore(Store, Protocol):
    """A store that counts what happens, and to nobody in particular."""

    def count_errors(self, journey: str, errors: Sequence[Event]) -> None:
        """Count errors that a resident saw, each of one field of a page."""
        ...


@runtime_checkable
class ResumingStore(Store, Protocol):
    """A store that leads back to a journey from another device, by a link and a code.

    Attributes:
        sms: The country whose phone numbers need no country code, where codes can go by text
            message; else None.
    """

    sms: str | None

    def remember(self, visit: Visit, address: str, phone: str | None = None) -> None:
        """Send a link back to a journey to an e-mail address; its codes to a phone if given."""
        ...

    def remind(self, journey: str, address: str) -> None:
        """Send a link for each journey that was saved with an address; none is no error."""
        ...

    def knows(self, journey: str, token: str) -> bool:
        """Say whether a link still leads to a journey."""
        ...

    def ask_code(self, journey: str, token: str) -> bool:
        """Send the code for a link; False if the link leads nowhere or no more codes are given."""
        ...

    def resume(self, journey: str, token: str, code: str) -> tuple[Visit, str] | int:
        """Open a journey in this browser; or give how many tries are left."""
        ...
