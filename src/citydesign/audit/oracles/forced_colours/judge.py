"""Forced colours: a system with four colours must still show every state and the focus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.looks import looks
from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

# Marks drawn by a background or shadow vanish unless a forced colour is given.
UNSEEN = """() => {
  const a = cityAudit, shapes = "path, circle, ellipse, rect, line, polyline, polygon";
  // Where colours are forced, what is transparent has the colour of the system, seen through.
  const clear = (colour) => /^rgba.*, 0\\)$/.test(colour);
  return a.all("svg").filter(a.seen).filter(icon => {
    if (a.closest(icon, "[aria-hidden=true]")) return false;
    const surface = [icon, ...a.ancestors(icon)].map(e => getComputedStyle(e).backgroundColor)
      .find(c => !clear(c)) ?? "rgb(255, 255, 255)";
    const inks = [...icon.querySelectorAll(shapes)]
      .filter(shape => !shape.closest("defs, clipPath, mask, symbol, marker, pattern"))
      .map(shape => getComputedStyle(shape)).flatMap(style => [style.fill, style.stroke])
      .filter(c => c !== "none" && !clear(c));
    return inks.length && inks.every(c => c === surface);
  }).map(icon => a.fault("1.4.11", icon, "this picture has the colour of its surface",
    "Draw icons with currentColor."));
}"""


def _judge(stage: Stage) -> Iterator[Fault]:
    yield from faults(stage.js(UNSEEN))
    yield from looks.judge(stage, focus=stage.setting.state == "rest")


ORACLE = Oracle(
    "forced-colours", "Forced colours",
    "focus, selected, checked, current, error and disabled that no longer show",
    ("scheme-dark*contrast-forced", "contrast-forced*state"), _judge,
    live=True, together=("scheme-dark*contrast-forced",), modes=("contrast-forced",),
)  # fmt: skip
