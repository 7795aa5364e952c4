"""How large a form may be that a site reads: one setting, whatever the host."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from citydesign.errors import CityDesignError
from citydesign.exchange import Page

#: So many bytes more than a form may hold are read and dropped: a browser whose sending is cut
#: shows no page at all.
_DRAINED = 50_000_000
#: Bytes of it that are read at once.
_PIECE = 131_072


@dataclass(frozen=True, slots=True)
class FormLimits:
    """What a form may hold; larger ones get a page that says so, with status 413.

    ``fields``: most fields. ``size``: most bytes of all answers. ``files``: most bytes of all
    files, beside the answers; none unless given.

    Raises:
        CityDesignError: A limit is no whole number, or too small to be one.
    """

    fields: int = 1000
    size: int = 1_000_000
    files: int = 0

    def __post_init__(self) -> None:
        for name, least in (("fields", 1), ("size", 1), ("files", 0)):
            value = getattr(self, name)
            if type(value) is not int or value < least:
                raise CityDesignError(
                    f"FormLimits: {name} is a whole number from {least} on, not {value!r}"
                )

    @property
    def whole(self) -> int:
        """Most bytes of a whole request."""
        return self.size + self.files

    @property
    def patience(self) -> int:
        """Most bytes that are read of any request, so that its browser shows the answer."""
        return self.whole + _DRAINED

    def are_exceeded_by(self, encoded: bytes | bytearray) -> bool:
        """Is this form, as `application/x-www-form-urlencoded`, too large?"""
        return len(encoded) > self.size or encoded.count(b"&") >= self.fields


def drain(read: Callable[[int], bytes], most: int) -> None:
    """Read and drop what is left of a form for which there is no room.

    Args:
        read: Reads at most so many bytes; gives none at the end.
        most: In bytes; see `FormLimits.patience`.
    """
    with suppress(OSError, ValueError):
        while most > 0 and (piece := read(_PIECE)):
            most -= len(piece)


def oversize_page() -> Page:
    """Give the page that is shown instead of reading a form, in the language of the request."""
    # A host that never meets such a form loads no components for it.
    from citydesign import host, ui

    title = host.current().language.text("error_page.413_heading")
    return Page(title, ui.error_page(413), 413, failed=True)
