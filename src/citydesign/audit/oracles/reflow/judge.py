"""Narrow, spaced out, enlarged: nothing is cut off, lost or pushed off the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

# WCAG 2.2, 1.4.12 Text Spacing.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
UNSPACED = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"
FRAMED = """() => [document.body?.innerText ?? "",
  ...[document.documentElement, document.body].map(e => e && getComputedStyle(e).transform)]"""
DEFAULT, DOUBLE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}


def _judge(stage: Stage) -> Iterator[Fault]:
    width = stage.setting.width
    yield from _turned(stage)
    # What has the focus may be gone at another width, and the focus with it.
    stage.untouched = False
    # 1280 x 1024 at 400 % is 320 x 256.
    stage.media.resize(width, 256 if width == 320 else 800)
    how = "at 320 px (400 % zoom)" if width == 320 else f"at {width} px"
    # The criterion asks for 320 px; wider, it is only a nuisance.
    criterion = "1.4.10" if width <= 320 else "best"
    if stage.subject.foreign:
        stage.settle()
    plain = faults(stage.ask("oracles/reflow/script.js", {"criterion": criterion, "how": how}))
    yield from plain
    yield from faults(stage.ask("oracles/reflow/script.js", {"criterion": "fixed", "how": ""}))
    if width == 1280:
        yield from _zoomed(stage)
    # What is wrong without spacing or enlargement is no fault of theirs.
    known = {(fault.selector, fault.mend) for fault in plain}
    setting = stage.setting
    if width == 320 and setting.state == "rest" and setting.locale == stage.subject.locales[0]:
        stage.media.resize(1280)
        stage.ask("oracles/reflow/script.js", {"criterion": "wide", "how": ""})
        stage.media.resize(width, 256)
        yield from faults(stage.ask("oracles/reflow/script.js", {"criterion": "narrow", "how": ""}))
    stage.js(SPACED)
    if stage.subject.foreign:
        stage.settle()  # A script of somebody else may follow the size of what it set.
    spaced = stage.ask(
        "oracles/reflow/script.js", {"criterion": "1.4.12", "how": f"{how}, text spaced out"}
    )
    yield from _new(faults(spaced), known)
    stage.js(UNSPACED)
    # Text of 200 % is judged at twice the width: there em media queries see the same page.
    before = stage.ask("oracles/reflow/script.js", {"criterion": "sizes", "how": ""})
    stage.media.resize(2 * width)
    stage.window.cdp.send("Page.setFontSizes", {"fontSizes": DOUBLE})
    try:
        stage.settle()
        enlarged = stage.ask(
            "oracles/reflow/script.js",
            {"criterion": "1.4.4", "how": f"text at 200 %, {2 * width} px", "before": before},
        )
        yield from _new(faults(enlarged), known)
    finally:
        stage.window.cdp.send("Page.setFontSizes", {"fontSizes": DEFAULT})
        stage.media.resize(width)


def _zoomed(stage: Stage) -> Iterator[Fault]:
    """Text that 200 % zoom cuts off: a window of half the size."""
    stage.media.resize(640, 400)
    if stage.subject.foreign:
        stage.settle()
    found = faults(
        stage.ask("oracles/reflow/script.js", {"criterion": "1.4.4", "how": "at 200 % zoom"})
    )
    yield from (f for f in found if f.criterion == "1.4.4" and "text is cut off" in f.saw)
    stage.media.resize(1280)


def _new(found: list[Fault], known: set[tuple[str, str]]) -> list[Fault]:
    return [fault for fault in found if (fault.selector, fault.mend) not in known]


def _turned(stage: Stage) -> Iterator[Fault]:
    """Held upright and sideways, in windows of one width, the page must say the same."""
    width = stage.setting.width
    words = []
    for height in (width // 2, 2 * width):
        stage.media.resize(width, height)
        own = stage.ask("oracles/reflow/script.js", {"criterion": "turned", "how": ""})
        words.append([own, *_in_frames(stage)])
    sideways, upright = words
    if sideways != upright:
        yield Fault(
            "1.3.4", "html",
            "turning the window changes what can be read, or turns the page on its side",
            "Don't lock the page to one orientation.",
        )  # fmt: skip


def _in_frames(stage: Stage) -> Iterator[str]:
    """What the frames of the page say, and whether they are drawn on their side."""
    from playwright.sync_api import Error

    for frame in stage.window.page.frames[1:]:
        # A frame that went away meanwhile says nothing.
        with suppress(Error):
            yield str(frame.evaluate(FRAMED))


ORACLE = Oracle(
    "reflow", "Reflow, spacing, enlargement",
    "sideways scrolling, a locked orientation, clipped or overlapping text, text that doesn't "
    "grow, sticky parts that fill a zoomed window",
    ("width*state", "locale*width"), _judge,
    live=True, decides=_judge, boxes=True,
)  # fmt: skip
