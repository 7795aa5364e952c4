"""Does a state show? It is taken off for a moment, and the picture must change."""

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
    for batch in _apart(signs):
        places = _take_off(stage, batch)
        # What is taken off may move what comes below it; a part of a pixel would be drawn again.
        steady = all(map(_whole_pixels, batch, places))
        clips = [place.grown(AROUND) for place in places]
        picture = stage.camera.picture(clips) if steady else None
        for sign, clip in zip(batch, clips, strict=True):
            before = base.part(Box(*sign["box"]).grown(AROUND))
            if picture and _differing(sign, before, picture.part(clip)) >= LEAST:
                continue
            # By itself, nothing but its own state can be what changes or doesn't.
            _take_off(stage, [sign])
            clip = Box(*sign["box"]).grown(AROUND)
            pixels = _differing(sign, before, stage.camera.picture([clip]).part(clip))
            if pixels < LEAST:
                yield _fault(sign, pixels)
    if signs:
        _take_off(stage, [])


def _wanted(sign: dict[str, Any]) -> float:
    return 1.3 if sign["kind"] in {"invalid", "disabled"} else 3.0


def _differing(sign: dict[str, Any], before: Pixels, after: Pixels) -> int:
    """How many pixels differ by what is wanted, in what both pictures show."""
    high, wide = (min(sizes) for sizes in zip(before.shape[:2], after.shape[:2], strict=True))
    return changed(before[:high, :wide], after[:high, :wide], _wanted(sign))


def _fault(sign: dict[str, Any], pixels: int) -> Fault:
    return Fault(
        # No criterion asks that what is disabled looks so.
        "house" if sign["kind"] == "disabled" else "1.4.11", sign["selector"],
        f"{sign['kind']} or not, it looks the same ({pixels} pixels differ by "
        f"{_wanted(sign)}:1)",
        f"Draw {sign['kind']} with a mark, a border or weight that survives here, "
        "not only with a background colour.", sign["html"],
    )  # fmt: skip


def _take_off(stage: Stage, signs: list[dict[str, Any]]) -> list[Box]:
    """Take these off and put all others back; tell where they are then."""
    argument = {"indexes": [sign["index"] for sign in signs]}
    return [Box(*place) for place in stage.ask("oracles/looks/signs.js", argument)]


def _whole_pixels(sign: dict[str, Any], place: Box) -> bool:
    left, top, *_ = sign["box"]
    return all(abs(by - round(by)) < 0.01 for by in (place.left - left, place.top - top))


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
