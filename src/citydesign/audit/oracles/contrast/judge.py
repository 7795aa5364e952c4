"""Contrast in pixels: text, edges, states and focus against what is really behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from citydesign.audit.oracles.looks import looks
from citydesign.audit.oracles.oracle import Fault, Oracle, faults
from citydesign.audit.stage.camera import Box
from citydesign.audit.stage.pixels import colours, contrast, luminance

if TYPE_CHECKING:
    from citydesign.audit.stage.camera import Picture
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE", "of_text"]

# A thin rule under a word may cross the rectangle of its text.
TOLERATED = 0.15
# Text of the colour of its surface.
UNSEEN = 1.05

# CSS pixels around a control in which its edge and what is outside of it are looked for.
BESIDE = 8

HOVERED = ["a[href]", "button", "summary", "input", "select", "textarea", "label"]

WITH_TEXT = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"


def _judge(stage: Stage) -> Iterator[Fault]:
    setting = stage.setting
    rest = setting.state == "rest"
    # The ring of a city's theme is a pair of its tokens; in the dark one of each look is drawn too.
    focus = rest and not (setting.theme and setting.scheme == "light")
    pointing = rest and stage.subject.html is not None
    with stage.whole():
        yield from _measure(stage, {"once": looks.once(stage), "pointing": pointing})
        if pointing:
            with stage.media.pointed(HOVERED):
                yield from _measure(stage, {"pointed": True}, " under the pointer")
        yield from looks.judge(stage, focus=focus)


def of_text(stage: Stage) -> Iterator[Fault]:
    """Faults of text and edges at rest, without states and focus."""
    with stage.whole():
        yield from _measure(stage, {})


def _measure(stage: Stage, task: dict[str, Any], when: str = "") -> Iterator[Fault]:
    # It leaves the page without its text, for the picture of what is behind it.
    seen = stage.ask("oracles/contrast/script.js", task)
    yield from faults(seen["links"])
    boxes = [Box(*rect) for text in seen["texts"] for rect in text["rects"]]
    boxes += [Box(*edge["box"]).grown(BESIDE) for edge in seen["edges"]]
    if not boxes:
        return
    picture = stage.camera.picture(boxes)
    stage.js(WITH_TEXT)
    faint = []
    for text in seen["texts"]:
        ratio, share = _worst(text, picture)
        # Neither seen nor read: nobody is meant to meet it.
        if share > TOLERATED and not (text["away"] and ratio < UNSEEN):
            faint.append((text, ratio))
    told = {"tell": [text["index"] for text, _ in faint]}
    about = stage.ask("oracles/contrast/script.js", told) if faint else []
    for (text, ratio), its in zip(faint, about, strict=True):
        yield Fault(
            its["criterion"], its["selector"],
            f'text "{its["what"]}"{when} has contrast {ratio:.2f}, wanted {text["least"]}',
            "Part text and surface further in lightness; of our tokens, take a checked pair.",
            its["html"], person=text["halo"],
        )  # fmt: skip
    for edge in seen["edges"]:
        ratio = _edge(Box(*edge["box"]), picture, edge["anywhere"])
        if ratio < 2.95:
            yield Fault(
                "1.4.11", edge["selector"],
                f"its edge has contrast {ratio:.2f} against the surface, wanted 3",
                "Draw the control with the border token that is paired with the surface.",
                edge["html"],
            )  # fmt: skip


def _worst(text: dict[str, Any], picture: Picture) -> tuple[float, float]:
    """The contrast of the worst part of a text and the share of its surface that fails."""
    worst, failing, total = 21.0, 0, 0
    for rect in text["rects"]:
        part = picture.part(Box(*rect))
        if not part.size:
            continue
        surfaces, counts = colours(part)
        alpha = float(text["alpha"])
        inks = (np.array(text["colour"]) * alpha + surfaces * (1 - alpha)).round().astype(np.uint8)
        ratios = contrast(luminance(inks), luminance(surfaces))
        # Half a hundredth forgives the rounding of colours to bytes.
        bad = ratios < text["least"] - 0.005
        failing += int(counts[bad].sum())
        total += int(counts.sum())
        order = np.argsort(ratios)
        share = np.cumsum(counts[order]) / counts.sum()
        worst = min(worst, float(ratios[order][np.searchsorted(share, TOLERATED)]))
    return worst, failing / total if total else 0.0


def _edge(box: Box, picture: Picture, anywhere: bool) -> float:
    """The best contrast of the edge of a control against the pixel just outside it.

    Takes a line across each side; ``anywhere`` looks at everything inside, for drawn choices
    and icons.
    """
    left, top, right, bottom = (round(v) for v in (box.left, box.top, box.right, box.bottom))
    # A strip around the control is enough; coordinates begin at its corner.
    from_x, from_y = max(0, left - BESIDE), max(0, top - BESIDE)
    light = luminance(picture.part(Box(from_x, from_y, right + BESIDE, bottom + BESIDE)))
    left, top, right, bottom = left - from_x, top - from_y, right - from_x, bottom - from_y
    height, width = light.shape
    middle_x, middle_y = (left + right) // 2, (top + bottom) // 2

    def at(x: int, y: int) -> float | None:
        return float(light[y, x]) if 0 <= x < width and 0 <= y < height else None

    if anywhere:
        part = light[max(0, top - 4) : bottom + 4, max(0, left - 4) : right + 4]
        outside = at(max(0, left - 5), middle_y)
        if outside is None or not part.size:
            return 21.0
        return float(np.sort(contrast(part.ravel(), outside))[-12:].min())
    best = 1.0
    for x, y, dx, dy in (
        (left, middle_y, 1, 0), (right - 1, middle_y, -1, 0),
        (middle_x, top, 0, 1), (middle_x, bottom - 1, 0, -1),
    ):  # fmt: skip
        outside = at(x - 3 * dx, y - 3 * dy)
        if outside is None:
            continue
        for step in range(-2, 4):
            inside = at(x + step * dx, y + step * dy)
            if inside is not None:
                best = max(best, float(contrast(inside, outside)))
    return best


ORACLE = Oracle(
    "contrast", "Contrast in pixels",
    "faint text, edges, focus and states, also over gradients, pictures and under the pointer",
    ("scheme*width", "scheme*theme*width-320", "scheme*contrast-more*width-320", "scheme*state"),
    _judge,
    live=True, decides=of_text,
    twins=("color-contrast", "color-contrast-enhanced", "link-in-text-block"),
    together=("width", "scheme*width-320"),
    modes=("scheme-dark*width-1280", "scheme*contrast-more*width-320"),
)  # fmt: skip
