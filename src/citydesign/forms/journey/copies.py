"""What residents sent, as a document that they can save."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from citydesign.exchange import File
from citydesign.extras import MissingExtra
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.port import Submission

#: Gives the document of what was sent, by its id; None where nothing is kept of it.
Copy = Callable[[str], bytes | None]


def copies(
    journeys: Iterable[Journey],
    received: Callable[[str], Submission | None],
    *,
    zone: tzinfo,
    author: str,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Copy | None:
    """Give what `Flow` and `ReplyFlow` take as `copy`; None where the extra `pdf` is not installed.

    Each document is as `application_pdf` writes it, in the language in which the form was sent.

    Args:
        journeys: The declarations, with those of earlier versions.
        received: Gives what was sent by its id: `SqlStore.received`.
        zone: The time zone of the city.
        author: Who made the document: the name of the city.
        fonts: Folders with fonts of yours.
    """
    try:
        from citydesign.forms.pdf import application_pdf
    except MissingExtra:
        return None
    known = {(one.name, one.version): one for one in journeys}

    def copy(id: str) -> bytes | None:
        sent = received(id)
        journey = known.get((sent.journey, sent.version)) if sent else None
        if sent is None or journey is None:
            return None
        return application_pdf(sent, journey, zone=zone, author=author, fonts=fonts)

    return copy


def document(reference: str, content: bytes) -> File:
    """Give a document to save, under the number that the resident may quote."""
    return File(f"{reference}.pdf", "application/pdf", content)
