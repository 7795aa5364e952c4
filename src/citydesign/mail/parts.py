"""What a letter is made of. Each part is shown as HTML and as plain text, so none says more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from citydesign.errors import CityDesignError


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one below the other: a time, a place, a reference."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words, with their lines as they wrote them."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """What the reader types elsewhere, or says: six digits."""

    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Link:
    """What the reader does next, at most once in a letter.

    Attributes:
        text: What opens, verb first.
        url: Its whole address, `https://city.example/reply/…`.

    Raises:
        CityDesignError: The address is not whole, or of no web page.
    """

    text: str
    url: str

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            whole = False
        if not whole:
            # Not the address itself: it may open something.
            raise CityDesignError(
                f"the link {self.text!r} of a letter needs a whole address: https://city.example/…"
            ) from None


Part = Paragraph | Facts | Said | Code | Link


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, without what is the same in each.

    Attributes:
        subject: What it is about. Mail is read in public: no names, no answers.
        parts: What it says.
        language: The BCP 47 tag of the language that it is written in.
    """

    subject: str
    parts: Sequence[Part]
    language: str
