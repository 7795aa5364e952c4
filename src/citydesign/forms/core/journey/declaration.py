"""A journey as a file declares it, in TOML. Forms are named by where they are imported from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from citydesign import toml_file
from citydesign.errors import CityDesignError, nearest
from citydesign.forms.core.journey.journey import FIRST, Journey
from citydesign.forms.core.journey.page import Group, Page, Part, Section, Stop

_HEAD = (
    "name", "title", "version", "languages", "contact", "phone", "lead", "needs", "next", "tasks",
    "groups", "sections", "pages",
)  # fmt: skip
_FIELDS: Mapping[type[Part], tuple[str, ...]] = {
    Page: ("name", "title", "form", "when", "group", "section"),
    Stop: ("name", "title", "text", "when", "url", "link", "section"),
    Group: ("title", "entry", "least", "most", "when"),
    Section: ("title",),
}
_MAY_LACK = {"when", "group", "section", "url", "link", "least", "most"}
_PAGES = re.compile(r"^[ \t]*\[\[[ \t]*pages[ \t]*\]\]", re.MULTILINE)


def read(text: str, path: Path) -> Journey:
    """Read the declaration of a journey.

    Each table of the list `pages` is a page, with `form`, or a stop, with `text`; `[groups.NAME]`
    and `[sections.NAME]` are what pages name.

    Args:
        text: What the file contains.
        path: The file, for errors.

    Raises:
        CityDesignError: It is no valid TOML, has an unknown name in it, or the journey is wrong.
            Says in which line.
    """
    data = toml_file.parse(text, path)

    def error(key: str, problem: str) -> CityDesignError:
        return CityDesignError(f"{path}:{toml_file.line_of(text, key)}: {problem}")

    for key in data:
        if key not in _HEAD:
            raise error(key, f"there is no {key!r}{nearest(key, _HEAD)}")
    for key in ("name", "title", "pages"):
        if key not in data:
            raise CityDesignError(f"{path}:1: there is no {key}; give it one")
    tables = data["pages"]
    if not isinstance(tables, list):
        raise error("pages", "pages is no list; write each as [[pages]]")
    heads = [text.count("\n", 0, found.start()) + 1 for found in _PAGES.finditer(text)]
    if len(heads) != len(tables):
        # Written in another way, such as one list in one line.
        heads = [toml_file.line_of(text, "pages")] * len(tables)
    pages = [_page(table, f"{path}:{line}") for table, line in zip(tables, heads, strict=True)]
    named: dict[type[Part], list[Any]] = {Group: [], Section: []}
    for key, kind in (("groups", Group), ("sections", Section)):
        found = data.get(key, {})
        if not isinstance(found, dict):
            raise error(key, f"{key} is {found!r}; write each as [{key}.NAME]")
        for name, table in found.items():
            line = toml_file.line_of(text, f"{key}.{name}")
            named[kind].append(_part(kind, table, f"{path}:{line}", name=name))
    if not isinstance(data.get("tasks", False), bool):
        raise error("tasks", "tasks is true or false")
    languages = data.get("languages", ["en"])
    if not isinstance(languages, list) or not all(isinstance(one, str) for one in languages):
        raise error("languages", f"languages is {languages!r}; give a list of tags: ['fi']")
    for key in ("needs", "next"):
        if not isinstance(data.get(key, []), list):
            raise error(key, f"{key} is {data[key]!r}; give a list of texts: ['A work rota']")
    for key in ("contact", "phone"):
        if not isinstance(data.get(key, ""), str):
            raise error(key, f"{key} is {data[key]!r}; name a page and its field: 'guardian.email'")
    return Journey(
        name=data["name"],
        title=data["title"],
        pages=pages,
        groups=named[Group],
        sections=named[Section],
        tasks=data.get("tasks", False),
        languages=languages,
        version=data.get("version", FIRST),
        contact=data.get("contact"),
        phone=data.get("phone"),
        lead=data.get("lead"),
        needs=data.get("needs", []),
        next=data.get("next", []),
        where=f"{path}:{toml_file.line_of(text, 'name')}",
    )


def _page(table: Any, where: str) -> Any:
    if not isinstance(table, dict):
        raise CityDesignError(f"{where}: {table!r} is no page; make it a table with name and form")
    if ("form" in table) == ("text" in table):
        raise CityDesignError(f"{where}: give a page its form, or a stop its text, not both")
    return _part(Page if "form" in table else Stop, table, where)


def _part(kind: type[Part], table: Any, where: str, **more: str) -> Any:
    what, fields = kind.__name__.lower(), _FIELDS[kind]
    if not isinstance(table, dict):
        raise CityDesignError(f"{where}: {table!r} is no {what}; make it a table")
    for key in table:
        if key not in fields:
            raise CityDesignError(f"{where}: a {what} has no {key!r}{nearest(key, fields)}")
    lacking = next((one for one in fields if one not in table and one not in _MAY_LACK), None)
    if lacking is None and kind is Stop and "when" not in table:
        lacking = "when"
    if lacking:
        raise CityDesignError(f"{where}: the {what} has no {lacking}; give it one")
    return kind(where=where, **more, **table)
