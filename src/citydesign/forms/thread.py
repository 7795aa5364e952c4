"""What was asked, answered and decided, as the component `message_thread` takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.handling import RESIDENT, Act, Entry
from citydesign.forms.words import for_staff


def messages(
    log: Iterable[Entry],
    author: Callable[[str], str],
    local: Callable[[datetime], datetime],
    *,
    to_resident: bool = False,
) -> list[dict[str, Any]]:
    """Give the messages, the oldest first.

    Args:
        log: What was done.
        author: Gives a name by an id.
        local: Gives an instant on the clock of the city.
        to_resident: Whether the reader is who sent the form.
    """
    items = []
    for number, one in enumerate(log, 1):
        if one.act not in (Act.ASK, Act.ANSWER, Act.DECIDE) or not one.text:
            continue
        wall = local(one.at)
        items.append(
            {
                "id": f"said-{number}",
                "author": author(one.by),
                "role": for_staff(f"role_{one.act.value}"),
                "date": wall.date(),
                "time": wall.time(),
                "content": broken(one.text),
                "own": to_resident and one.by == RESIDENT,
            }
        )
    return items


def kept(text: str | None, heading: str) -> Markup | None:
    """Show somebody what they wrote where it can't be sent, so that they can copy it."""
    if text is None or not is_answered(text):
        return None
    return ui.callout(broken(text), heading=heading)


def broken(text: str) -> Markup:
    """Give somebody's words with their lines as they wrote them."""
    return Markup("<br>").join(Markup.escape(line) for line in text.splitlines())
