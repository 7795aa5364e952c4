"""Narrow, spaced out, enlarged: nothing is cut off, lost or pushed off the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

FRAMED = """() => [document.body?.innerText ?? "",
  ...[document.documentElement, document.body].map(e => e && getComputedStyle(e).transform)]"""


def _judge(stage: Stage) -> Iterator[Fault]:
    setting = stage.setting
    width = setting.width
    # Words of another language can be too long; whether a page turns with its window they can't
    # change.
    first = setting.locale == stage.subject.locales[0]
    if first:
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
    plain = _ask(stage, {"criterion": criterion, "how": how, "fixed": first, "sizes": True})
    yield from plain
    if width == 320 and setting.state == "rest" and first:
        stage.media.resize(1280)
        _ask(stage, {"wide": True})
        stage.media.resize(width, 256)
        yield from _ask(stage, {"narrow": True})
    # What is wrong without spacing or enlargement is no fault of theirs.
    known = {(fault.selector, fault.mend) for fault in plain}
    spaced = {"criterion": "1.4.12", "how": f"{how}, text spaced out", "spaced": True}
    yield from _new(_ask(stage, spaced | {"followed": stage.subject.foreign}), known)
    if width == 1280:
        yield from _zoomed(stage)
    # Text of 200 % is judged at twice the width: there em media queries see the same page.
    stage.media.resize(2 * width)
    with stage.media.enlarged(2):
        if stage.subject.foreign:
            stage.settle()
        enlarged = {"criterion": "1.4.4", "how": f"text at 200 %, {2 * width} px", "grown": True}
        yield from _new(_ask(stage, enlarged), known)
    stage.media.resize(width)


def _ask(stage: Stage, task: dict[str, Any]) -> list[Fault]:
    return faults(stage.ask("oracles/reflow/script.js", task))


def _zoomed(stage: Stage) -> Iterator[Fault]:
    """Text that 200 % zoom cuts off: a window of half the size."""
    stage.media.resize(640, 400)
    if stage.subject.foreign:
        stage.settle()
    found = _ask(stage, {"criterion": "1.4.4", "how": "at 200 % zoom"})
    yield from (f for f in found if f.criterion == "1.4.4" and "text is cut off" in f.saw)


def _new(found: list[Fault], known: set[tuple[str, str]]) -> list[Fault]:
    return [fault for fault in found if (fault.selector, fault.mend) not in known]


def _turned(stage: Stage) -> Iterator[Fault]:
    """Held upright and sideways, in windows of one width, the page must say the same."""
    width = stage.setting.width
    frames, same = [], True
    for height in (width // 2, 2 * width):
        stage.media.resize(width, height)
        same = stage.ask("oracles/reflow/script.js", {"turned": True})
        frames.append([*_in_frames(stage)])
    sideways, upright = frames
    if not same or sideways != upright:
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
    live=True, decides=_judge, together=("width", "locale*width"),
)  # fmt: skip
