"""Files as residents send them: their names, what you take, and what they are by their content."""

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from citydesign.errors import CityDesignError, nearest
from citydesign.exchange import attachment
from citydesign.extras import extra
from citydesign.forms.core.answers import AnswerError

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
#: The endings that a city may take, each with its media type (IANA). None of them is run by a
#: browser: SVG, HTML and XML may hold scripts.
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "rtf": "application/rtf",
    "dwg": "image/vnd.dwg",
    "mp4": "video/mp4",
    "txt": "text/plain",
    "csv": "text/csv",
}
_TEXTS = {"txt", "csv"}
#: What an archive has inside if it is a document; by their first bytes all of them are ZIP files.
_INSIDE = {
    "docx": b"word/",
    "xlsx": b"xl/",
    "pptx": b"ppt/",
    **{ending: TYPES[ending].encode() for ending in ("odt", "ods", "odp")},
}
#: What the library calls the pictures of a telephone, by their kind.
_ALSO = {"heic": "heif"}
#: Bytes of the beginning and of the end that are judged.
_JUDGED = 65_536
_LONGEST_NAME = 100
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: Control and formatting characters (such as those that turn the direction), halves of characters,
#: private and unknown ones, ends of lines.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class FileLimits:
    """What you take.

    Attributes:
        types: Endings, without the point: `pdf`, `jpg`; see `TYPES`.
        max_size: Most bytes of one file.
        max_files: Most files.

    Raises:
        CityDesignError: A type is none that can be judged, or a limit is below 1.
    """

    types: tuple[str, ...]
    max_size: int
    max_files: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.types, str) or not self.types:
            raise CityDesignError(f"types is {self.types!r}; give endings, such as ('pdf', 'jpg')")
        for one in self.types:
            if one not in TYPES:
                known = ", ".join(TYPES)
                raise CityDesignError(f"types: {one!r}{nearest(one, TYPES)}; known: {known}")
        for name, limit in (("max_size", self.max_size), ("max_files", self.max_files)):
            if limit < 1:
                raise CityDesignError(f"{name} is {limit}; write 1 or more")


class Owner(str):
    """A key of files that a service has made itself; what a form sends is never one."""


@dataclass(frozen=True)
class KeptFile:
    """A file that was judged and kept.

    Attributes:
        owner: The key under which it is kept with others.
        id: Its own key.
        name: Its name as the resident knows it: to be shown, never a path.
        type: Its media type, by its content.
        size: Its bytes.
        at: When it was kept.
    """

    owner: str
    id: str
    name: str
    type: str
    size: int
    at: dt.datetime

    def headers(self) -> dict[str, str]:
        """Give the headers with which it is sent to a browser: to be saved, not to be shown.

        Source: the Fetch standard for `nosniff`.
        """
        return {
            "Content-Type": self.type,
            "Content-Length": str(self.size),
            "Content-Disposition": attachment(self.name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        }


def file_name(sent: str) -> str:
    """Give the name of a file as people read it, without folders and what can't be seen.

    It is at most 100 characters long and keeps its ending. It is for people: no file is ever
    opened by it.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1])
    name = "".join(one for one in name if unicodedata.category(one) not in _UNSEEN)
    name = " ".join(name.split()).strip(". ")
    stem, point, ending = name.rpartition(".")
    if len(ending) < _LONGEST_NAME // 2:
        name = stem[: _LONGEST_NAME - len(point + ending)] + point + ending
    return name[:_LONGEST_NAME] or "…"


def numbered_name(name: str, taken: set[str]) -> str:
    """Give a name that none of the others has: `plan.pdf`, `plan (2).pdf`."""
    # A name without a point is all stem.
    whole, point, ending = name.rpartition(".")
    stem = whole if point else ending
    ending = ending if point else ""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}){point}{ending}"
    return free


def judge_file(name: str, content: BinaryIO, limits: FileLimits) -> str:
    """Give the media type of a file: what its name says, if its content agrees.

    Only its beginning and its end are read, and no archive is opened.

    Args:
        name: Its name.
        content: Its content, which can be read at any place.
        limits: What you take.

    Raises:
        AnswerError: It is empty, too large, or of another type than you take.
    """
    size = content.seek(0, os.SEEK_END)
    if not size:
        raise AnswerError("file_empty")
    if size > limits.max_size:
        raise AnswerError("file_size", megabytes=Decimal(limits.max_size) / 1_000_000)
    content.seek(0)
    judged = content.read(_JUDGED)
    if size > _JUDGED:
        content.seek(max(_JUDGED, size - _JUDGED))
        judged += content.read(_JUDGED)
    ending = name.rpartition(".")[2].lower()
    if ending not in limits.types or not _is(ending, judged):
        raise AnswerError("file_type", types=", ".join(limits.types).upper())
    return TYPES[ending]


def _is(ending: str, judged: bytes) -> bool:
    if ending in _TEXTS:
        return not _CONTROLS.search(judged)
    with extra("forms", "types of files"):
        import puremagic
    try:
        found = {one.extension.lstrip(".") for one in puremagic.magic_string(judged)}
    except puremagic.PureError:
        return False
    return bool({ending, _ALSO.get(ending)} & found) and _INSIDE.get(ending, b"") in judged


def upload_of(sent: Any) -> tuple[str, BinaryIO]:
    """Give the name and the content of an upload of Werkzeug, Django or Starlette."""
    name = getattr(sent, "filename", None) or getattr(sent, "name", None) or ""
    return name, getattr(sent, "stream", None) or getattr(sent, "file", sent)
