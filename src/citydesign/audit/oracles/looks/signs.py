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

    def without(some: list[dict[str, Any]]) -> bool:
        still: bool = stage.ask(
            "oracles/looks/signs.js", {"indices": [sign["index"] for sign in some]}
        )
        return still

    pictures: dict[int, Picture] = {}
    for batch in _batches(signs):
        # Where one moves the others, each is looked at by itself.
        groups = [batch] if without(batch) else [[sign] for sign in batch]
        for group in groups:
            if len(groups) > 1:
                without(group)
            picture = stage.camera.picture([_clip(sign) for sign in group])
            pictures |= {sign["index"]: picture for sign in group}
    if signs:
        without([])
    for sign in signs:
        clip = _clip(sign)
        wanted = 1.3 if sign["kind"] in {"invalid", "disabled"} else 3.0
        pixels = changed(base.part(clip), pictures[sign["index"]].part(clip), wanted)
        if pixels < LEAST:
            yield Fault(
                # No criterion asks that what is disabled looks so.
                "house" if sign["kind"] == "disabled" else "1.4.11", sign["selector"],
                f"{sign['kind']} or not, it looks the same ({pixels} pixels differ by "
                f"{wanted}:1)",
                f"Draw {sign['kind']} with a mark, a border or weight that survives here, "
                "not only with a background colour.", sign["html"],
            )  # fmt: skip


def _clip(sign: dict[str, Any]) -> Box:
    return Box(*sign["box"]).grown(AROUND)


def _batches(signs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Signs of one kind that can be taken off together: their surroundings don't touch.

    Two kinds may have a part around them in common, and a group of radios has one choice.
    """
    batches: list[list[dict[str, Any]]] = []

    def fits(sign: dict[str, Any], other: dict[str, Any]) -> bool:
        return (
            sign["kind"] == other["kind"]
            and _clip(sign).apart(_clip(other))
            and not (sign["group"] and sign["group"] == other["group"])
        )

    for sign in signs:
        for batch in batches:
            if all(fits(sign, other) for other in batch):
                batch.append(sign)
                break
        else:
            batches.append([sign])
    return batches
