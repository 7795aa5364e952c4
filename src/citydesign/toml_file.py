"""A file that someone wrote by hand, most often TOML; what is wrong is named by file and line."""

import re
from pathlib import Path
from typing import Any

from citydesign.errors import CityDesignError


def read(path: Path, kind: type[CityDesignError] = CityDesignError) -> dict[str, Any]:
    """Read a file.

    Args:
        path: The file.
        kind: The error to raise.

    Raises:
        CityDesignError: It can't be read, is not in UTF-8 or not TOML.
    """
    return parse(text_of(path, kind), path, kind)


def text_of(path: Path, kind: type[CityDesignError] = CityDesignError) -> str:
    """Read the text of a file.

    Raises:
        CityDesignError: It can't be read, is not in UTF-8 or begins with a byte-order mark.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise kind(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise kind(f"{path}:{line}: is not in UTF-8; save it as UTF-8") from None
    if text.startswith("\ufeff"):
        raise kind(f"{path}:1: save it as UTF-8 without a byte-order mark")
    return text


def parse(
    text: str, path: Path, kind: type[CityDesignError] = CityDesignError, above: int = 0
) -> dict[str, Any]:
    """Read TOML that is in a file, after so many lines of something else.

    Raises:
        CityDesignError: It is not TOML.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        said = str(error)[: place.start()] if place else str(error)
        line = int(place[1]) if place and place[1] else len(text.splitlines())
        raise kind(f"{path}:{above + line}: not TOML: {said}") from None


def line_of(text: str, table: str) -> int:
    """The line on which a table is written, a list of tables, or a key outside of all tables.

    The first line where it isn't written.
    """
    name = rf"""["']?{re.escape(table)}["']?"""
    written = re.search(rf"(?m)^[ \t]*(?:\[{{1,2}}\s*{name}\s*[.\]]|{name}\s*[.=])", text)
    return text.count("\n", 0, written.start()) + 1 if written else 1
