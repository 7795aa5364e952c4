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
  const a = cityAudit, found = [];
  const shapes = "path, circle, ellipse, rect, line, polyline, polygon";
  for (const icon of a.all("svg").filter(a.seen)) {
    for (const shape of icon.querySelectorAll(shapes)) {
      const style = getComputedStyle(shape);
      const surface = [icon, ...a.ancestors(icon)].map(e => getComputedStyle(e).backgroundColor)
        .find(c => c !== "rgba(0, 0, 0, 0)") ?? "rgb(255, 255, 255)";
      const inks = [style.fill, style.stroke].filter(c => c !== "none");
      if (inks.length && inks.every(c => c === surface) && !icon.closest("[aria-hidden=true]")) {
        found.push(a.fault("1.4.11", icon, "this picture has the colour of its surface",
          "Draw icons with currentColor."));
        break;
      }
    }
  }
  return found;
}"""


def _judge(stage: Stage) -> Iterator[Fault]:
    yield from faults(stage.js(UNSEEN))
    yield from looks.judge(stage, focus=stage.setting.state == "rest")


ORACLE = Oracle(
    "forced-colours", "Forced colours",
    "focus, selected, checked, current, error and disabled that no longer show",
    ("scheme-dark*contrast-forced", "contrast-forced*state"), _judge,
    live=True, together=("scheme-dark*contrast-forced", "contrast-forced"),
)  # fmt: skip
