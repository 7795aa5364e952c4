"""Focus rings in pixels (WCAG 2.4.7 and 2.4.13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracle import Fault
from citydesign.audit.pixels import changed
from citydesign.audit.stage import Box

if TYPE_CHECKING:
    from citydesign.audit.stage import Pixels, Stage

__all__ = ["AROUND", "fault_of_ring", "judge"]

AROUND = 12

# Round corners and half-covered pixels take a little off the ideal perimeter.
SHARE = 0.9

# One control of each look; a Tab first, so that :focus-visible follows.
LOOKS = """() => {
  const a = cityAudit, seen = new Set(), found = [];
  for (const control of a.controls().filter(a.enabled)) {
    if (control.tabIndex < 0 && !control.matches("input[type=radio]")) continue;
    const look = [control.localName, control.type ?? "", control.className,
      getComputedStyle(control.parentElement).backgroundColor].join(" ");
    if (seen.has(look)) continue;
    seen.add(look);
    found.push(control);
  }
  a.looks = found;
  return found.length;
}"""
FOCUS = """index => {
  const a = cityAudit, element = a.looks[index];
  element.focus({ preventScroll: true, focusVisible: true });
  return document.activeElement === element ? a.stop(element) : null;
}"""


def fault_of_ring(stop: dict[str, Any], before: Pixels, after: Pixels) -> Fault | None:
    """The fault of one focused element, or None when its ring is good.

    Args:
        stop: Selector, html and the boxes of the element.
        before: The picture of its surroundings without focus.
        after: The same with focus.
    """
    wanted = sum(max(0.0, 4 * (width + height) - 16) for width, height in stop["sizes"])
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
        f"focus changes {strong} pixels by 3:1 ({weak} at all), wanted {round(wanted)}: "
        "a line of 2 px around it",
        "Draw the two-tone ring, 3 px, and let nothing clip it.", stop["html"],
    )  # fmt: skip


def judge(stage: Stage) -> Iterator[Fault]:
    """Focus one control of each look in the current setting and measure its ring."""
    with stage.whole():
        stage.js("() => document.activeElement?.blur?.()")
        base = stage.shot()
        stage.press("Tab")
        for index in range(stage.js(LOOKS)):
            stop = stage.js(FOCUS, index)
            if stop is None or not stop["seen"]:
                continue
            clip = Box(*stop["box"]).grown(AROUND)
            fault = fault_of_ring(stop, crop(base, clip), stage.shot(clip))
            if fault:
                yield fault
        stage.js("() => document.activeElement?.blur?.()")


def crop(picture: Pixels, clip: Box) -> Pixels:
    """The part of a picture that a screenshot with the same clip shows."""
    return picture[
        max(0, int(clip.top)) : max(1, int(clip.bottom)),
        max(0, int(clip.left)) : max(1, int(clip.right)),
    ]
