"""Does a state show? Each one is taken off for a moment, and the picture must change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracle import Fault
from citydesign.audit.pixels import changed
from citydesign.audit.stage import Box, crop

if TYPE_CHECKING:
    from citydesign.audit.stage import Pixels, Stage

__all__ = ["judge"]

# Pixels that must change for a person to notice: a tick of 3 x 8, or 12 px of a 1 px line.
LEAST = 12


def judge(
    stage: Stage, *, ratio: float, criterion: str, base: Pixels | None = None
) -> Iterator[Fault]:
    """Faults of states that leave no pixels.

    Args:
        stage: The page.
        ratio: Contrast by which a pixel must change to count for checked, current and selected.
            For errors and disabled controls any visible change (1.3) counts, because their
            words and marks are judged elsewhere.
        criterion: Number of the criterion to name.
        base: A picture of the whole page, when there is one already.
    """
    with stage.whole():
        signs = stage.ask("signs.js", {})
        for sign in signs:
            base = stage.shot() if base is None else base
            clip = Box(*sign["box"]).grown(8)
            before = crop(base, clip)
            stage.ask("signs.js", {"index": sign["index"]})
            after = stage.shot(clip)
            stage.js("() => cityAudit.restore()")
            wanted = 1.3 if sign["kind"] in {"invalid", "disabled"} else ratio
            pixels = changed(before, after, wanted)
            if pixels < LEAST:
                yield Fault(
                    criterion, sign["selector"],
                    f"{sign['kind']} or not, it looks the same ({pixels} pixels differ by "
                    f"{wanted}:1)",
                    f"Draw {sign['kind']} with a mark, a border or weight that survives here, "
                    "not only with a background colour.", sign["html"],
                )  # fmt: skip
