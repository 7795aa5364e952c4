"""Does a state show? Each one is taken off for a moment, and the picture must change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault
from citydesign.audit.stage.camera import Box
from citydesign.audit.stage.pixels import changed

if TYPE_CHECKING:
    from citydesign.audit.stage.camera import Picture
    from citydesign.audit.stage.stage import Stage

__all__ = ["AROUND", "find", "judge"]

AROUND = 8

# Pixels that must change for a person to notice: a tick of 3 x 8, or 12 px of a 1 px line.
LEAST = 12


def find(stage: Stage) -> list[dict[str, Any]]:
    """One element of each kind and look of state, with the box in which the state should show."""
    found: list[dict[str, Any]] = stage.ask("oracles/looks/signs.js", {})
    return found


def judge(stage: Stage, signs: list[dict[str, Any]], base: Picture) -> Iterator[Fault]:
    """Faults of states that leave no pixels.

    Checked, current and selected count where a pixel changes by 3:1. For errors and disabled
    controls any visible change (1.3) counts, because their words and marks are judged elsewhere.

    Args:
        stage: The page.
        signs: What `find` gave.
        base: A picture of all of them.
    """
    pictures = []
    for sign in signs:
        stage.ask("oracles/looks/signs.js", {"index": sign["index"]})
        pictures.append(stage.camera.shot(Box(*sign["box"]).grown(AROUND)))
    if signs:
        stage.ask("oracles/looks/signs.js", {"index": None})
    for sign, after in zip(signs, pictures, strict=True):
        clip = Box(*sign["box"]).grown(AROUND)
        wanted = 1.3 if sign["kind"] in {"invalid", "disabled"} else 3.0
        pixels = changed(base.part(clip), after, wanted)
        if pixels < LEAST:
            yield Fault(
                # No criterion asks that what is disabled looks so.
                "house" if sign["kind"] == "disabled" else "1.4.11", sign["selector"],
                f"{sign['kind']} or not, it looks the same ({pixels} pixels differ by "
                f"{wanted}:1)",
                f"Draw {sign['kind']} with a mark, a border or weight that survives here, "
                "not only with a background colour.", sign["html"],
            )  # fmt: skip
