"""States and focus of a page, measured against one picture of it at rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.looks import rings, signs
from citydesign.audit.oracles.oracle import Fault
from citydesign.audit.stage.camera import Box

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["judge", "once"]


def once(stage: Stage) -> list[str] | None:
    """Under which name a look counts as looked at already, None where each is looked at.

    On examples of ours, schemes and contrasts beyond the first change colours and no layout. So
    at the second width only what is drawn in a new way there is looked at.
    """
    setting = stage.setting
    if stage.subject.foreign or (setting.scheme, setting.contrast) == ("light", "normal"):
        return None
    mode = setting.but(width=0)
    return [str(stage.turn), str(sorted(mode.as_dict().items()))]


def judge(stage: Stage, *, focus: bool) -> Iterator[Fault]:
    """Faults of states and of focus that leave too few pixels, in the current setting.

    Args:
        stage: The page.
        focus: Whether to draw controls as focused too.
    """
    with stage.whole():
        if focus:
            stage.blur()
        seen = once(stage)
        marks = signs.find(stage, seen)
        # In the light as well, a ring that was seen on a phone is the same in a wide window.
        known = None if stage.subject.foreign else seen or [str(stage.turn), "in the light"]
        batches = rings.find(stage, known) if focus else []
        boxes = [Box(*mark["box"]).grown(signs.AROUND) for mark in marks]
        boxes += [Box(*stop["box"]).grown(rings.AROUND) for batch in batches for stop in batch]
        if not boxes:
            return
        base = stage.camera.picture(boxes)
        yield from signs.judge(stage, marks, base)
        yield from rings.judge(stage, batches, base)
