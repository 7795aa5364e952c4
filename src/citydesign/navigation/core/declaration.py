"""A tree as a file declares it, in TOML."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from citydesign import toml_file
from citydesign.errors import CityDesignError, nearest
from citydesign.navigation.core.page import Page

_HEAD = ("languages", "site", "front", "pages")
_FIELDS = ("text", "url", "menus", "service", "signed_in", "roles", "languages")
_TABLE = re.compile(
    r"^[ \t]*\[[ \t]*(?:front|pages\b[^\n#]*?)[ \t]*\][ \t\r]*(?:#.*)?$", re.MULTILINE
)


class Declaration(NamedTuple):
    """What a file says: the arguments of `Tree`."""

    front: Page
    languages: list[str]
    site: str | None


def read(text: str, path: Path) -> Declaration:
    """Read the declaration of a tree.

    The front page is the table `front`. Each page below it is a table of `pages`, named by its way
    down: `[pages.families]`, `[pages."families/daycare"]`.

    Args:
        text: What the file contains.
        path: The file, for errors.

    Raises:
        CityDesignError: It is no valid TOML, has an unknown name in it, a page lies below one that
            isn't there, or a page is wrong. Says in which line.
    """
    data = toml_file.parse(text, path)

    def error(key: str, problem: str) -> CityDesignError:
        return CityDesignError(f"{path}:{toml_file.line_of(text, key)}: {problem}")

    for key in data:
        if key not in _HEAD:
            raise error(key, f"there is no {key!r}{nearest(key, _HEAD)}")
    for key, kind in (("front", "a page"), ("pages", "pages by their way")):
        if not isinstance(data.get(key, {}), dict):
            raise error(key, f"{key} is {data[key]!r}; make it a table: {kind}")
    if "front" not in data:
        raise error("front", "there is no front page; write it as [front]")
    languages = data.get("languages", ["en"])
    if not isinstance(languages, list):
        raise error("languages", f"languages is {languages!r}; give a list of tags: ['fi']")
    tables: dict[str, Any] = data.get("pages", {})
    lines = _lines(text)
    places = {way: f"{path}:{lines.get(way, 1)}" for way in ["", *tables]}
    return Declaration(_grown(data["front"], tables, places), languages, data.get("site"))


def _grown(front: Any, tables: Mapping[str, Any], places: Mapping[str, str]) -> Page:
    """Make the pages, those below a page before the page itself."""
    below: dict[str, list[str]] = {way: [] for way in ["", *tables]}
    for way in tables:
        above = way.rpartition("/")[0]
        if not all(way.split("/")) or above not in below:
            fault = f"a part of {way!r} is empty" if above in below else f"no page {above!r}"
            raise CityDesignError(f"{places[way]}: {fault}{nearest(above, tables)}")
        below[above].append(way)
    order = [""]
    for way in order:
        order.extend(below[way])
    made: dict[str, Page] = {}
    for way in reversed(order):
        table = tables[way] if way else front
        made[way] = _page(table, places[way], [made[child] for child in below[way]])
    return made[""]


def _page(table: Any, where: str, pages: list[Page]) -> Page:
    if not isinstance(table, dict):
        raise CityDesignError(f"{where}: {table!r} is no page; make it a table with text and url")
    for key in table:
        if key not in _FIELDS:
            raise CityDesignError(f"{where}: a page has no {key!r}{nearest(key, _FIELDS)}")
    if "text" not in table or "url" not in table:
        missing = "text" if "text" not in table else "url"
        raise CityDesignError(f"{where}: the page has no {missing}; give it one")
    return Page(pages=pages, where=where, **table)


def _lines(text: str) -> dict[str, int]:
    """The line of each page's table, by the page's way; that of the front page by an empty text."""
    ends = [end.start() for end in re.finditer("\n", text)]
    found: dict[str, int] = {}
    for table in _TABLE.finditer(text):
        line = bisect(ends, table.start()) + 1
        # A table's name has quotes, dots and spaces in many spellings; TOML knows them all.
        with suppress(tomllib.TOMLDecodeError):  # A line of a long text only looks like a table.
            for way in tomllib.loads(table[0]).get("pages", {"": None}):
                found.setdefault(way, line)
    return found
