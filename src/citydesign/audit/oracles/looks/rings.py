"""Focus rings in pixels (WCAG 2.4.7 and 2.4.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from citydesign.audit.oracles.oracle import Fault
from citydesign.audit.stage.camera import Box
from citydesign.audit.stage.pixels import changed

if TYPE_CHECKING:
    from citydesign.audit.stage.camera import Picture, Pixels
    from citydesign.audit.stage.stage import Stage

__all__ = ["AROUND", "FAR", "fault_of_ring", "find", "judge"]

AROUND = 12
# Some draw the ring around the card or row that holds the control.
FAR = 64

# Round corners and half-covered pixels take a little off the ideal perimeter.
SHARE = 0.9

# One control of each look. Those whose surroundings don't touch are drawn in one picture.
LOOKS = """([around, once]) => {
  cityAudit.remember();
  const a = cityAudit, seen = new Set(), batches = [];
  // How much of a ring there is room for on each side, before something cuts it off.
  const room = (control, [left, top, right, bottom]) => {
    const sides = [around, around, around, around];
    for (const above of a.ancestors(control)) {
      const { overflowX, overflowY, contain } = getComputedStyle(above);
      // What scrolls is brought into sight with the focus.
      const cuts = /hidden|clip/.test(`${overflowX} ${overflowY}`);
      if (!cuts && !/paint|strict|content/.test(contain)) continue;
      const edge = above.getBoundingClientRect();
      [left - edge.left, top - edge.top, edge.right - right, edge.bottom - bottom].forEach(
        (free, side) => { sides[side] = Math.min(sides[side], Math.round(free)); });
    }
    return sides.join();
  };
  // A box that scrolls is a stop as well.
  const stops = new Set([...a.controls(), ...a.all("[tabindex]").filter(a.shown)]);
  for (const control of [...stops].filter(a.enabled)) {
    // The focus goes to what is inside a frame.
    if (control.localName === "iframe") continue;
    // The browser's tools pose nothing in a shadow tree; the walk of the keyboard looks there.
    if (control.getRootNode() !== document) continue;
    if (control.tabIndex < 0 && !control.matches("input[type=radio]")) continue;
    const stop = a.stop(control);
    const look = [a.look(control, Boolean(once)), room(control, stop.box),
      getComputedStyle(control.parentElement ?? control).backgroundColor].join(" ");
    if (seen.has(look) || !stop.seen) continue;
    seen.add(look);
    if (!a.fresh(once, `ring ${look}`)) continue;
    const [left, top, right, bottom] = stop.box;
    const apart = (other) => other.box[0] > right + 2 * around || other.box[2] < left - 2 * around
      || other.box[1] > bottom + 2 * around || other.box[3] < top - 2 * around;
    const batch = batches.find((stops) => stops.every(apart));
    if (batch) batch.push(stop); else batches.push([stop]);
  }
  return batches;
}"""


def fault_of_ring(stop: dict[str, Any], before: Pixels, after: Pixels) -> Fault | None:
    """The fault of one focused element, or None when its ring is good.

    Args:
        stop: Selector, html and the boxes of the element.
        before: The picture of its surroundings without focus.
        after: The same with focus.
    """
    wanted = _wanted([Box(*line) for line in stop["lines"]])
    strong = changed(before, after, 3.0)
    if strong >= SHARE * wanted:
        return None
    weak = changed(before, after, 1.1)
    if weak < 24:
        return Fault("2.4.7", stop["selector"], "nothing changes when it has the focus",
                     "Give it the focus ring: outline and box-shadow on :focus-visible.",
                     stop["html"])  # fmt: skip
    return Fault(
        "2.4.13", stop["selector"],
        f"focus changes {strong} pixels by 3:1 ({weak} at all), wanted {wanted}: "
        "a line of 2 px around it",
        "Draw the two-tone ring, 3 px, and let nothing clip it.", stop["html"],
    )  # fmt: skip


def _wanted(lines: list[Box]) -> int:
    """Pixels of a line of 2 px just inside the outline that all lines of an element have together.

    A browser draws one ring around lines that touch or nearly do; between them it needs none.
    """
    around = Box.around(lines)
    inside = np.zeros((int(around.height) + 4, int(around.width) + 4), dtype=bool)
    above = sorted(lines, key=lambda line: line.top)
    for line, last in zip(above, [above[0], *above[:-1]], strict=True):
        top = last.bottom if 0 < line.top - last.bottom <= AROUND else line.top
        left, right = round(line.left - around.left) + 2, round(line.right - around.left) + 2
        rows = slice(round(top - around.top) + 2, round(line.bottom - around.top) + 2)
        inside[rows, left:right] = True
    core = sliding_window_view(inside, 5, axis=0).all(axis=-1)
    core = sliding_window_view(core, 5, axis=1).all(axis=-1)
    return int(np.count_nonzero(inside) - np.count_nonzero(core))


def find(stage: Stage, once: Sequence[str] | None) -> list[list[dict[str, Any]]]:
    """One control of each look, in batches whose surroundings don't touch.

    Args:
        stage: The page.
        once: See `looks.once`.
    """
    batches: list[list[dict[str, Any]]] = stage.js(LOOKS, [AROUND, once])
    return batches


def judge(stage: Stage, batches: list[list[dict[str, Any]]], base: Picture) -> Iterator[Fault]:
    """Draw each batch as focused, in the current setting, and measure the rings.

    Args:
        stage: The page.
        batches: What `find` gave.
        base: A picture of all of them without focus.
    """
    for batch in batches:
        clips = [Box(*stop["box"]).grown(AROUND) for stop in batch]
        with stage.media.posing([stop["selector"] for stop in batch], ["focus", "focus-visible"]):
            after = stage.camera.picture(clips)
        for stop, clip in zip(batch, clips, strict=True):
            fault = fault_of_ring(stop, base.part(clip), after.part(clip))
            if fault and fault.criterion == "2.4.7":
                fault = _farther(stage, stop)
            if fault:
                yield fault


def _farther(stage: Stage, stop: dict[str, Any]) -> Fault | None:
    """Look again with the real focus, which the elements around a control know of too."""
    clip = Box(*stop["box"]).grown(FAR)
    before = stage.camera.shot(clip)
    stage.untouched = False
    stage.js("s => document.querySelector(s)?.focus({ focusVisible: true })", stop["selector"])
    after = stage.camera.shot(clip)
    stage.blur()
    return fault_of_ring(stop, before, after)
