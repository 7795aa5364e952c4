"""States and focus of a page, measured against one picture of it at rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.looks import rings, signs
from citydesign.audit.oracles.oracle import Fault
from citydesign.audit.stage.camera import Box

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["judge"]


def judge(stage: Stage, *, focus: bool) -> Iterator[Fault]:
    """Faults of states and of focus that leave too few pixels, in the current setting.

    Args:
        stage: The page.
        focus: Whether to draw controls as focused too.
    """
    with stage.whole():
        if focus:
            stage.blur()
        marks = signs.find(stage)
        batches = rings.find(stage) if focus else []
        boxes = [Box(*mark["box"]).grown(signs.AROUND) for mark in marks]
        boxes += [Box(*stop["box"]).grown(rings.AROUND) for batch in batches for stop in batch]
        if not boxes:
            return
        base = stage.camera.picture(boxes)
        yield from signs.judge(stage, marks, base)
        yield from rings.judge(stage, batches, base)
