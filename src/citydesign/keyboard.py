"""Keyboard contracts: what each key does in a component, as people read it and a test presses it.

They are in the component's header as `[[keyboard]]` tables. WCAG 2.2, 2.1.1 Keyboard; the keys
are those of the ARIA Authoring Practices Guide, where it has the pattern.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citydesign.errors import ContractError, nearest

#: Keys as a test presses them, and as people know them.
KEYS = {
    "Enter": "Enter",
    "Space": "Space",
    "Tab": "Tab",
    "Escape": "Esc",
    "ArrowUp": "Up arrow",
    "ArrowDown": "Down arrow",
    "ArrowLeft": "Left arrow",
    "ArrowRight": "Right arrow",
    "Home": "Home",
    "End": "End",
    "PageUp": "Page up",
    "PageDown": "Page down",
    "Backspace": "Backspace",
    "Delete": "Delete",
}
#: What can be seen after a key; a row says at least one of them.
OUTCOMES = ("lands", "shows", "hides", "leads", "sends")

_TEXTS = ("text", "example", "focus", "state", "lands", "shows", "hides", "leads")
_KNOWN = ("keys", *_TEXTS, "sends", "keys_rtl", "at", "scripts")
_KEY = re.compile(rf"((?:Shift|Alt)\+)?({'|'.join(KEYS)}|\S)")


@dataclass(frozen=True, slots=True)
class Press:
    """One row of a component's keyboard table.

    Each of `keys` does the same. `keys_rtl` replace them where the page runs from right
    to left; empty where direction makes no difference.
    """

    keys: tuple[str, ...]
    #: What happens, for people.
    text: str
    #: Name of the example on which it is tried.
    example: str
    #: Selector of what has the focus before; empty for the top of the page.
    focus: str = ""
    #: Declared state of the example that is reached first.
    state: str = ""
    #: Selector of what has the focus afterwards.
    lands: str = ""
    #: Selector of what is in sight afterwards, and was not before.
    shows: str = ""
    #: Selector of what is no longer in sight, and was before.
    hides: str = ""
    #: End of the address that the browser asks for.
    leads: str = ""
    #: Whether the form around it is sent; None where that is not the question.
    sends: bool | None = None
    keys_rtl: tuple[str, ...] = ()
    #: Width of the window in CSS pixels.
    at: int = 1280
    #: True if it needs scripts; all else works without them too.
    scripts: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as people know them: `Shift+Tab`, `Right arrow`."""
        return tuple(map(_name, self.keys))

    @property
    def names_rtl(self) -> tuple[str, ...]:
        """The keys from right to left, as people know them."""
        return tuple(map(_name, self.keys_rtl))

    def as_dict(self) -> dict[str, Any]:
        """Plain data, without what is as usual."""
        usual = type(self)((), "", "")
        values = {name: getattr(self, name) for name in _KNOWN}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value != getattr(usual, name)
        }


def read(path: Path, tables: Any) -> tuple[Press, ...]:
    """Read the `[[keyboard]]` tables of a header.

    Args:
        path: The component's template, for errors; its examples are beside it.
        tables: What TOML gave.

    Raises:
        ContractError: A row is not as it must be.
    """
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ContractError(f"{path}: write each row of the keyboard under [[keyboard]]")
    return tuple(_press(f"{path}: keyboard {n}", path, row) for n, row in enumerate(tables, 1))


def _press(where: str, path: Path, row: Mapping[str, Any]) -> Press:
    for name in row:
        if name not in _KNOWN:
            raise ContractError(f"{where}: unknown key {name!r}{nearest(name, _KNOWN)}")
    for name in ("keys", "text", "example"):
        if name not in row:
            raise ContractError(f"{where}: needs {name}")
    for name in _TEXTS:
        if name in row and not (isinstance(row[name], str) and row[name].strip()):
            raise ContractError(f'{where}: write {name} = "..."')
    for name in ("sends", "scripts"):
        if name in row and not isinstance(row[name], bool):
            raise ContractError(f"{where}: {name} is true or false")
    if "at" in row and (isinstance(row["at"], bool) or not isinstance(row["at"], int)):
        raise ContractError(f"{where}: at is a width in CSS pixels, such as 320")
    if not set(OUTCOMES) & set(row):
        raise ContractError(f"{where}: say what happens by one of {', '.join(OUTCOMES)}")
    examples = {file.stem for file in path.parent.glob("examples/*.html")}
    if row["example"] not in examples:
        name = row["example"]
        raise ContractError(f"{where}: no example {name!r}{nearest(name, sorted(examples))}")
    keys = {name: _keys(where, name, row[name]) for name in ("keys", "keys_rtl") if name in row}
    return Press(**{**row, **keys})


def _keys(where: str, name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str) or not values:
        raise ContractError(f'{where}: write {name} = ["Enter", "Space"]')
    for value in values:
        if not isinstance(value, str) or not _KEY.fullmatch(value):
            raise ContractError(f"{where}: unknown key {value!r}{nearest(str(value), KEYS)}")
    return tuple(values)


def _name(key: str) -> str:
    shift, _, bare = key.rpartition("+")
    return f"{shift}+{KEYS.get(bare, bare)}" if shift else KEYS.get(bare, bare)
