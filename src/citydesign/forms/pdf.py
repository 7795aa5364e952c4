"""An application as a tagged PDF (PDF/UA-1): for the resident, and for archives."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any
from unicodedata import category

from citydesign.extras import extra
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.port import Submission
from citydesign.forms.journey.sent import parts
from citydesign.forms.words import language, spoken
from citydesign.locale import use_locale
from citydesign.tags import match

with extra("pdf", "applications as PDF"):
    import typst

_TEMPLATE = Path(__file__).with_name("application.typ")
#: It comes with the library that sets the text.
_FONT = "Libertinus Serif"
#: What it says about letters that no font has: PDF/UA takes none.
_UNKNOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


def application_pdf(
    sent: Submission,
    journey: Journey,
    *,
    zone: tzinfo,
    author: str,
    tag: str | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
    font: str = _FONT,
) -> bytes:
    """Write what a resident sent as a document that screen readers read.

    It has a title, a language, headings, tables with names of columns, and lists. A letter that no
    font has is written as its number, `[U+1F600]`.

    Args:
        sent: What was sent.
        journey: The declaration of its version.
        zone: The time zone of the city.
        author: Who made the document: the name of the city.
        tag: The language; that in which it was sent unless given.
        fonts: Folders with fonts of yours.
        font: Name of the font; others are taken for letters that it lacks.

    Raises:
        MissingExtra: The extra `pdf` is not installed.
        CityDesignError: A form of the journey can't be used.
    """
    tag = match([tag or sent.language], journey.languages) or journey.languages[0]
    with use_locale(tag):
        data = _data(sent, journey, zone, author, tag)
    return _set({**data, "fonts": [font, _FONT]}, [Path(one) for one in fonts])


def _data(
    sent: Submission, journey: Journey, zone: tzinfo, author: str, tag: str
) -> dict[str, Any]:
    speech, at = language(), sent.at.astimezone(zone)
    reference = f"{speech.text('confirmation.reference')}: {sent.reference}"
    when = spoken("sent_at", date=speech.date(at.date()), time=speech.time(at.time()))
    return {
        "title": journey.text(journey.title, tag),
        "author": author,
        "lang": speech.locale.partition("-")[0],
        "about": [reference, when],
        "question": spoken("figures_question"),
        "answer": spoken("answer"),
        "none": speech.text("summary_list.none"),
        "parts": [
            {
                "title": part.title,
                "rows": [
                    {
                        "label": _printed(row.label),
                        "lines": [_printed(line) for line in row.lines],
                        "several": row.several,
                    }
                    for row in part.rows
                ],
            }
            for part in parts(journey, sent.data, tag)
        ],
    }


def _set(data: dict[str, Any], fonts: list[Path]) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    while True:
        try:
            made: bytes = typst.compile(
                _TEMPLATE,
                format="pdf",
                pdf_standards=["ua-1"],
                sys_inputs={"data": text},
                font_paths=fonts,
            )
        except typst.TypstError as error:
            unknown = {one for found in _UNKNOWN.findall(error.diagnostic) for one in _read(found)}
            written = "".join(_numbered(one) if one in unknown else one for one in text)
            if written == text:
                raise
            text = written
        else:
            return made


def _printed(text: str) -> str:
    """Write what no document holds by its number: control characters, and halves of letters."""
    return "".join(
        " " if one == "\t" else _numbered(one) if category(one) in ("Cc", "Cs") else one
        for one in text
    )


def _numbered(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


def _read(quoted: str) -> str:
    """Read what the library quotes as Rust does, without what any font has."""
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda one: chr(int(one[1], 16)), quoted)
    return "".join(one for one in plain if not one.isascii())
