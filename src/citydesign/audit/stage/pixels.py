"""Contrast between pictures, pixel by pixel (WCAG 2.2, relative luminance)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from citydesign.contrast import LINEAR, WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Numbers = NDArray[np.float32]

__all__ = ["changed", "colours", "contrast", "contrast_to", "luminance"]

_LINEAR = np.array(LINEAR, dtype=np.float32)
_WEIGHTS = np.array(WEIGHTS, dtype=np.float32)


def colours(pixels: Pixels) -> tuple[Pixels, NDArray[np.int64]]:
    """The colours of a picture, a row each, and how many pixels have them."""
    flat = pixels.reshape(-1, 3)
    # What is behind a text has one colour, nearly always.
    if (flat == flat[0]).all():
        return flat[:1], np.array([len(flat)])
    # One number for each colour: far quicker to count than rows.
    codes, counts = np.unique(flat @ np.array([65536, 256, 1]), return_counts=True)
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.uint8), counts


def luminance(pixels: Pixels) -> Numbers:
    """Relative luminance of each pixel, 0 to 1."""
    return np.asarray(_LINEAR[pixels] @ _WEIGHTS, dtype=np.float32)


def contrast(first: Numbers | float, second: Numbers | float) -> Numbers:
    """Contrast ratio of luminances, 1 to 21, element by element."""
    high, low = np.maximum(first, second), np.minimum(first, second)
    return np.asarray((high + 0.05) / (low + 0.05), dtype=np.float32)


def contrast_to(pixels: Pixels, colour: tuple[int, int, int]) -> Numbers:
    """Contrast of each pixel against one colour."""
    other = luminance(np.array([[colour]], dtype=np.uint8))[0, 0]
    return contrast(luminance(pixels), other)


def changed(before: Pixels, after: Pixels, ratio: float = 3.0) -> int:
    """How many pixels changed by at least a contrast ratio (WCAG 2.4.13)."""
    height, width = min(before.shape[0], after.shape[0]), min(before.shape[1], after.shape[1])
    one, two = luminance(before[:height, :width]), luminance(after[:height, :width])
    return int(np.count_nonzero(contrast(one, two) >= ratio))
