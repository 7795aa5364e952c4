"""Lists of entries: what the buttons that add and remove one send, and which there are then."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: Name under which the buttons of every list send what to do.
ACTION = "list-action"
_ADD = re.compile(r"add (.+)", re.DOTALL)
_REMOVE = re.compile(r"remove (.+)-(\d{1,4})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """What such a button does.

    Attributes:
        name: Name of the list.
        removed: Number of the entry that is removed; None if one is added.
    """

    name: str
    removed: int | None = None


def change(sent: Mapping[str, Any] | None) -> Change | None:
    """Read what the button does that a form was sent by; None if it was sent by another one."""
    action = sent.get(ACTION) if sent is not None else None
    if not isinstance(action, str):
        return None
    if found := _ADD.fullmatch(action):
        return Change(found[1])
    if found := _REMOVE.fullmatch(action):
        return Change(found[1], int(found[2]))
    return None


def numbers(
    name: str, sent: Mapping[str, Any], least: int = 0, most: int | None = None
) -> list[int]:
    """Give the numbers of a list's entries, as they are after the button has done its work.

    Args:
        name: Name of the list.
        sent: What was sent; the keys of an entry are `<name>-<number>` or begin with that and `-`.
        least: Fewest entries: with so many, none is removed.
        most: Most entries: with so many, none is added.
    """
    found = {
        int(match[1])
        for key in sent
        if (match := re.match(rf"{re.escape(name)}-(\d{{1,4}})(?:-|$)", key))
    }
    pressed = change(sent)
    if pressed and pressed.name == name:
        if pressed.removed is not None and len(found) > least:
            found.discard(pressed.removed)
        elif pressed.removed is None and (most is None or len(found) < most):
            found.add(max(found, default=-1) + 1)
    return sorted(found)


def rest(keys: Iterable[str], pressed: Change) -> list[str]:
    """Give the names that stay in a form when an entry is removed."""
    gone = f"{pressed.name}-{pressed.removed}"
    return [key for key in keys if not (key == gone or key.startswith(f"{gone}-"))]
