"""What is known of a fault while its page is still open: the line that made it, and a picture."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from citydesign.audit.stage.camera import capture
from citydesign.marks import MARK

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage
    from citydesign.audit.verdict.finding import Finding

__all__ = ["Witness"]

# A path may lead through shadow trees, which a selector can't: then the nearest element outside.
PLACE = """([path, mark]) => {
  const steps = path.split(" > ");
  let element = null;
  while (!element && steps.length) {
    try { element = document.querySelector(steps.join(" > ")); } catch { element = null; }
    steps.pop();
  }
  const marked = element && cityAudit.closest(element, `[${mark}]`);
  let box = null;
  for (let at = element; at && at !== document.documentElement && !box; at = cityAudit.parent(at)) {
    const { left, top, width, height } = cityAudit.box(at);
    if (width > 2 && height > 2) box = [left, top, width, height];
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  return { source: marked?.getAttribute(mark) ?? "", box, page: [scrollWidth, scrollHeight] };
}"""

#: CSS pixels around the element in a picture of it, and the most that a picture shows.
AROUND, WIDEST, HIGHEST = 40, 1000, 700
INK, HALO = (213, 0, 109), (255, 255, 255)

_MARKED = re.compile(rf' {MARK}="[^"]*"')


class Witness:
    """Adds the source to each fault and takes one picture of it.

    Args:
        pictured: Which faults get a picture; none unless given.
    """

    def __init__(self, pictured: Callable[[Finding], bool] = lambda finding: False) -> None:
        self._pictured = pictured
        self.pictures: dict[tuple[str, ...], bytes] = {}

    def __call__(self, stage: Stage, finding: Finding) -> Finding:
        """The fault with its source; a page that is gone by now tells nothing."""
        from playwright.sync_api import Error

        if finding.criterion == "check":
            return finding
        try:
            place = stage.js(PLACE, [finding.selector, MARK])
            if finding.key not in self.pictures and place["box"] and self._pictured(finding):
                self.pictures[finding.key] = _picture(stage, place["box"], place["page"])
        except Error:
            return finding
        return replace(finding, source=place["source"], html=_MARKED.sub("", finding.html))


def _picture(stage: Stage, box: list[float], page: list[float]) -> bytes:
    """A PNG of an element and its surroundings, the element outlined."""
    left, top, width, height = box
    x, y = max(0, int(left) - AROUND), max(0, int(top) - AROUND)
    right = max(x + 1, min(int(left + width) + AROUND, int(page[0]), x + WIDEST))
    bottom = max(y + 1, min(int(top + height) + AROUND, int(page[1]), y + HIGHEST))
    options: dict[str, Any] = {
        "format": "png",
        "captureBeyondViewport": True,
        "clip": {"x": x, "y": y, "width": right - x, "height": bottom - y, "scale": 1},
    }
    image = Image.open(io.BytesIO(capture(stage.window, options))).convert("RGB")
    pen = ImageDraw.Draw(image)
    frame = [left - x - 4, top - y - 4, left - x + width + 3, top - y + height + 3]
    # Two tones, so that it shows on any surface.
    pen.rectangle([frame[0] - 2, frame[1] - 2, frame[2] + 2, frame[3] + 2], outline=HALO, width=7)
    pen.rectangle(frame, outline=INK, width=3)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
