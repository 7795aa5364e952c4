"""Does a state show? Each one is taken off for a moment, and the picture must change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault
from citydesign.audit.stage.camera import Box
from citydesign.audit.stage.pixels import changed

if TYPE_CHECKING:
    from citydesign.audit.stage.camera import Picture
    from citydesign.audit.stage.pixels import Pixels
    from citydesign.audit.stage.stage import Stage

__all__ = ["AROUND", "find", "judge"]

AROUND = 8

# Pixels that must change for a person to notice: a tick of 3 x 8, or 12 px of a 1 px line.
LEAST = 12


def find(stage: Stage, once: Sequence[str] | None) -> list[dict[str, Any]]:
    """One element of each kind and look of state, with the box in which the state should show.

    Args:
        stage: The page.
        once: See `looks.once`.
    """
    found: list[dict[str, Any]] = stage.ask("oracles/looks/signs.js", {"once": once})
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
    after: dict[int, Pixels] = {}
    for batch in _apart(signs):
        # Where one that is taken off moves others, each is looked at by itself.
        for some in [batch] if _take_off(stage, batch) else [[sign] for sign in batch]:
            if some is not batch:
                _take_off(stage, some)
            clips = [Box(*sign["box"]).grown(AROUND) for sign in some]
            picture = stage.camera.picture(clips)
            after |= {s["index"]: picture.part(c) for s, c in zip(some, clips, strict=True)}
    if signs:
        _take_off(stage, [])
    for sign in signs:
        clip = Box(*sign["box"]).grown(AROUND)
        wanted = 1.3 if sign["kind"] in {"invalid", "disabled"} else 3.0
        pixels = changed(base.part(clip), after[sign["index"]], wanted)
        if pixels < LEAST:
            yield Fault(
                # No criterion asks that what is disabled looks so.
                "house" if sign["kind"] == "disabled" else "1.4.11", sign["selector"],
                f"{sign['kind']} or not, it looks the same ({pixels} pixels differ by "
                f"{wanted}:1)",
                f"Draw {sign['kind']} with a mark, a border or weight that survives here, "
                "not only with a background colour.", sign["html"],
            )  # fmt: skip


def _take_off(stage: Stage, signs: list[dict[str, Any]]) -> bool:
    """Take these off and put all others back; tell whether every one stays in its place."""
    argument = {"indexes": [sign["index"] for sign in signs]}
    return bool(stage.ask("oracles/looks/signs.js", argument))


def _apart(signs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The signs in batches whose surroundings don't touch."""
    batches: list[list[dict[str, Any]]] = []
    for sign in signs:
        clip = Box(*sign["box"]).grown(AROUND)
        for batch in batches:
            if not any(clip.meets(Box(*other["box"]).grown(AROUND)) for other in batch):
                batch.append(sign)
                break
        else:
            batches.append([sign])
    return batches
