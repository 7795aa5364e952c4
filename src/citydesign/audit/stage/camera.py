"""Pictures of the page, as rows of pixels."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from citydesign.audit.stage.media import HEIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from citydesign.audit.stage.media import Media
    from citydesign.audit.stage.window import Window

    Pixels = NDArray[np.uint8]

__all__ = ["TALLEST", "Box", "Camera", "Picture", "capture"]

# A little less than the largest picture that Chromium draws.
TALLEST = 16000
MARGIN = 16
#: What Chromium answers while its compositor has no frame to give yet, and the seconds to wait
#: before each further try: the same picture succeeds a moment later.
NO_FRAME = "Unable to capture screenshot"
PAUSES = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)

# How high the page is, and how far down anything is on it.
EXTENT = """() => {
  const boxes = [...document.body.querySelectorAll("*")].map(e => e.getBoundingClientRect());
  const bottoms = boxes.filter(b => b.width && b.height).map(b => b.bottom + scrollY);
  return [Math.ceil(document.documentElement.scrollHeight), Math.ceil(Math.max(1, ...bottoms))];
}"""


@dataclass(frozen=True)
class Box:
    """A rectangle of the page, in CSS pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height."""
        return self.bottom - self.top

    def grown(self, by: float) -> Box:
        """The same box with a margin on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, other: Box) -> Box:
        """The part of the box that lies in another one."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box:
        """The smallest box around others."""
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


@dataclass(frozen=True)
class Picture:
    """Pixels of a part of the page."""

    pixels: Pixels
    clip: Box

    def part(self, clip: Box) -> Pixels:
        """What a screenshot of a smaller part shows."""
        left, top = max(0, int(self.clip.left)), max(0, int(self.clip.top))
        return self.pixels[
            max(0, int(clip.top)) - top : max(1, int(clip.bottom)) - top,
            max(0, int(clip.left)) - left : max(1, int(clip.right)) - left,
        ]


def capture(window: Window, options: dict[str, Any]) -> bytes:
    """A picture file, asked for again where the browser has no frame to give yet.

    Args:
        window: Of which.
        options: Of DevTools' `Page.captureScreenshot`.

    Raises:
        playwright.sync_api.Error: The browser refuses for another reason, or every time.
    """
    from playwright.sync_api import Error

    for pause in (*PAUSES, None):
        try:
            return base64.b64decode(window.cdp.send("Page.captureScreenshot", options)["data"])
        except Error as error:
            if pause is None or NO_FRAME not in error.message:
                raise
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


class Camera:
    """Takes pictures of a window.

    ``height`` is that of the highest page that was drawn as a whole, in CSS pixels.
    """

    def __init__(self, window: Window, media: Media) -> None:
        self._window = window
        self._media = media
        # Width and height of what is drawn within `whole`.
        self._drawn: tuple[int, int] | None = None
        self.height = 0

    @contextmanager
    def whole(self, width: int) -> Iterator[None]:
        """The page at its full height for a ``with`` block, so that nothing has to be scrolled.

        Args:
            width: Of the window, in CSS pixels.
        """
        if self._drawn:
            yield
            return
        wanted, used = self._window.js(EXTENT)
        self.height = max(self.height, wanted)
        high = max(HEIGHT, min(TALLEST, wanted))
        self._media.resize(width, high)
        self._drawn = width, min(high, used + 2 * MARGIN)
        try:
            yield
        finally:
            self._drawn = None
            self._media.resize(width)

    def shot(self, clip: Box | None = None) -> Pixels:
        """A picture, or a part of it, as rows of RGB pixels.

        Within `whole` it ends where the page's content ends.
        """
        options: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
        if clip is None and self._drawn:
            clip = Box(0, 0, *self._drawn)
        if clip is not None:
            options["clip"] = {
                "x": max(0.0, float(int(clip.left))),
                "y": max(0.0, float(int(clip.top))),
                "width": max(1.0, float(int(clip.right) - max(0, int(clip.left)))),
                "height": max(1.0, float(int(clip.bottom) - max(0, int(clip.top)))),
                "scale": 1,
            }
        image = Image.open(io.BytesIO(capture(self._window, options)))
        # To leave out the fourth number of each pixel costs nothing, to convert a picture does.
        return np.asarray(image if image.mode in {"RGB", "RGBA"} else image.convert("RGB"))[..., :3]

    def picture(self, boxes: Sequence[Box]) -> Picture:
        """A picture of the part of the page that holds some boxes.

        Within `whole` it ends where what is drawn ends.
        """
        clip = Box.around(boxes)
        if self._drawn:
            clip = clip.within(Box(0, 0, *self._drawn))
        return Picture(self.shot(clip), clip)
