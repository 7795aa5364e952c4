"""A walk with the Tab key: everything reached, in visual order, visibly, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.looks.rings import AROUND, FAR, fault_of_ring
from citydesign.audit.oracles.oracle import Fault, Oracle, faults
from citydesign.audit.stage.camera import Box, Picture

if TYPE_CHECKING:
    from citydesign.audit.stage.camera import Pixels
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

# Fields of several parts hold the focus for several presses.
PATIENCE = 8
END: dict[str, Any] = {"id": 0, "floats": True, "seen": False}
LONGEST = 1000
# Of the narrower of two controls, the share that may lie over the other one where they are still
# beside each other.
SHARED = 0.2
# Where scrolling is smooth, a stop would be looked at before it has arrived.
AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { scroll-behavior: auto !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
SMOOTH = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"
# Keys and their combinations in the words of the page, such as Ctrl+M or Esc.
TOLD = r"""() => [...(document.body?.innerText ?? "").matchAll(
    /\b((?:ctrl|control|alt|shift)\s*\+\s*(?:shift\s*\+\s*)?[a-z0-9]|esc(?:ape)?|f(?:[1-9]|1[0-2]))\b/gi)]
  .slice(0, 5)
  .map(match => match[1].split(/\s*\+\s*/).map(
    key => key.length > 1 ? key.toUpperCase() : key.toLowerCase()))"""
KEYS = {"ctrl": "Control", "control": "Control", "alt": "Alt", "shift": "Shift", "esc": "Escape",
        "escape": "Escape"}  # fmt: skip
PRESSED = ("click", "mousedown", "pointerdown")
DIRECTION = "() => getComputedStyle(document.documentElement).direction"


def _judge(stage: Stage) -> Iterator[Fault]:
    stage.window.take_listening(PRESSED, "elements => { cityAudit.pressed = elements; }")
    plan = stage.ask("oracles/keyboard/script.js", {})
    yield from faults(plan["faults"])
    with stage.whole():
        yield from _walk(stage, plan["expected"])
    if plan["floating"]:
        yield from _covered(stage)


def _whole_page(stage: Stage) -> Picture:
    return Picture(stage.camera.shot(), Box(0, 0, 0, 0))


def _draws(stage: Stage) -> bool:
    """Whether rings are looked at on the way; those of an example of ours at rest by `contrast`."""
    return stage.subject.foreign or stage.setting.state != "rest"


def _walk(stage: Stage, expected: list[dict[str, Any]]) -> Iterator[Fault]:
    base = _whole_page(stage) if _draws(stage) else None
    reached: set[int] = set()
    stops: list[dict[str, Any]] = []
    same = 0
    ends = 0
    # Where the focus already is, the first picture shows its ring: take another without it.
    start = stage.js("() => cityAudit.here()")
    other = base
    # A field for a date and a frame take many presses each.
    for _ in range(LONGEST):
        stage.press("Tab")
        stop = stage.js("() => cityAudit.here()")
        if stop is None:
            # The end of the page. A walk that began in the middle goes on from the top.
            if base and start is not None and not stops:
                other = _whole_page(stage)
            ends += 1
            if ends == 2:
                break
            stops.append(END)
            continue
        if stop["first"] and stops and not ends and stop["id"] != stops[-1]["id"]:
            # From the last stop straight to the first: also the end of the page.
            ends += 1
            stops.append(END)
        if ends and stop["id"] == stops[0]["id"]:
            break
        if stops and stop["id"] == stops[-1]["id"]:
            same += 1
            if {e["group"] for e in expected} <= {stop["group"]}:
                break  # The only stop of the page: Tab comes round to it.
            # A frame holds the focus for each control inside.
            patience = LONGEST if stop["html"].startswith("<iframe") else PATIENCE
            if not stop["parts"] or same > patience:
                yield Fault(
                    "2.1.2", stop["selector"], "Tab doesn't lead out of it",
                    "Let Tab pass; use arrow keys for movement inside.", stop["html"],
                )  # fmt: skip
                break
            continue
        same = 0
        if any(stop["id"] == earlier["id"] for earlier in stops):
            left = [e for e in expected if e["group"] not in reached]
            if left and not stop["modal"] and not _freed(stage, {e["group"] for e in left}):
                yield Fault(
                    "2.1.2", stop["selector"],
                    f"Tab goes round in a circle here; {len(left)} controls are never reached",
                    "Don't catch the focus outside a modal dialog.", stop["html"],
                )  # fmt: skip
            break
        if base and start is not None and not stops:
            other = _whole_page(stage)
        stops.append(stop)
        reached.add(stop["group"])
        if not stop["seen"] or stop["hidden"]:
            yield Fault(
                "2.4.7", stop["selector"],
                "the focus goes to something hidden"
                + (" from screen readers (aria-hidden)" if stop["hidden"] else ""),
                "Take it out with display: none, hidden or inert while it is not shown.",
                stop["html"],
            )  # fmt: skip
            continue
        bare = other if start is not None and stop["id"] == start["id"] else base
        if bare is None or stop["html"].startswith("<iframe"):
            continue  # The ring of a frame is around something inside.
        clip = Box(*stop["box"]).grown(AROUND)
        fault = fault_of_ring(stop, bare.part(clip), stage.camera.shot(clip))
        if fault and fault.criterion == "2.4.7":
            clip = Box(*stop["box"]).grown(FAR)
            before, after = bare.part(clip), stage.camera.shot(clip)
            if start is not None and stop["id"] != start["id"]:
                # Where the focus was when the walk began, a ring goes away meanwhile.
                before = _except(before, after, clip, Box(*start["box"]).grown(AROUND))
            fault = fault_of_ring(stop, before, after)
        if fault:
            yield fault
    else:
        yield Fault(
            "check", "html", f"not checked: the walk was not at its end after {LONGEST} stops",
            "Divide the page, or fix what holds the focus.",
        )  # fmt: skip
        return
    yield from _order(stops, stage.js(DIRECTION))
    for group in {e["group"] for e in expected if e["radio"]}:
        yield from _order([e for e in expected if e["group"] == group], stage.js(DIRECTION))
    for control in expected:
        if control["group"] not in reached:
            yield Fault(
                control["criterion"], control["selector"], "the Tab key never reaches it",
                "Use a native control, or tabindex=0 with a role and keys of its own.",
                control["html"],
            )  # fmt: skip


def _except(before: Pixels, after: Pixels, clip: Box, part: Box) -> Pixels:
    """The picture before, in which a part of the page is as it is after."""
    left, top = max(0, int(clip.left)), max(0, int(clip.top))
    rows = slice(max(0, int(part.top) - top), max(0, int(part.bottom) - top))
    columns = slice(max(0, int(part.left) - left), max(0, int(part.right) - left))
    before = before.copy()
    before[rows, columns] = after[rows, columns]
    return before


def _freed(stage: Stage, left: set[int]) -> bool:
    """Whether a key that the page itself tells of leads out of a circle (WCAG 2.1.2)."""
    from playwright.sync_api import Error

    for told in stage.js(TOLD):
        with suppress(Error):  # No key has that name.
            stage.press(
                "+".join(
                    KEYS.get(part.lower(), part.lower() if len(part) == 1 else part.upper())
                    for part in told
                )
            )
            for _ in range(len(left) + 2):
                stop = stage.js("() => cityAudit.here()")
                if stop is not None and stop["group"] in left:
                    return True
                stage.press("Tab")
    return False


def _order(stops: list[dict[str, Any]], direction: str) -> Iterator[Fault]:
    for first, second in pairwise(stops):
        if first["floats"] or second["floats"] or not (first["seen"] and second["seen"]):
            continue
        one, two = _place(first, second), _place(second, first)
        across = min(one.right, two.right) - max(one.left, two.left)
        beside = min(one.bottom, two.bottom) - max(one.top, two.top)
        run = first["run"]
        onwards = run[1] if run and run == second["run"] else direction
        ahead = two.left < one.left if onwards == "ltr" else two.right > one.right
        # Boxes beside each other may share their padding.
        back = ahead and across <= max(1, SHARED * min(one.width, two.width))
        above = two.bottom <= one.top + 1
        same_row = beside > 0.5 * min(one.height, two.height)
        if (above and (across > 0 or back)) or (same_row and back):
            yield Fault(
                "2.4.3", second["selector"],
                f"the focus jumps back: from {first['selector']} to what comes before it",
                "Write controls in the order in which they are seen; don't reorder with CSS or "
                "tabindex.", second["html"],
            )  # fmt: skip


def _place(stop: dict[str, Any], other: dict[str, Any]) -> Box:
    """Where a stop is beside another one, however far what holds both was scrolled meanwhile."""
    both = {number for number, *_ in other.get("scrolled", ())}
    inside = [way for number, *way in stop.get("scrolled", ()) if number in both]
    x, y = (sum(way[axis] for way in inside) for axis in (0, 1))
    left, top, right, bottom = stop["box"]
    return Box(left + x, top + y, right + x, bottom + y)


def _covered(stage: Stage) -> Iterator[Fault]:
    """Walk again in a low window, where something sticky could lie over the focus."""
    stage.media.resize(stage.setting.width, 400)
    stage.js(AT_ONCE)
    stage.js("() => cityAudit.top()")
    met: list[int] = []
    reported: set[str] = set()
    try:
        for _ in range(LONGEST):
            stage.press("Tab")
            stop = stage.js("() => cityAudit.here()")
            # A field for a date holds the focus for each of its parts, a frame for what is in it.
            if stop is None or stop["id"] in met[:-1]:
                break
            met += [stop["id"]] if met[-1:] != [stop["id"]] else []
            if stop["covered"] and stop["selector"] not in reported:
                reported.add(stop["selector"])
                yield Fault(
                    "2.4.11", stop["selector"],
                    f"the focus lies hidden under {stop['covered']}",
                    "Nothing sticky over content, or scroll-padding as high as it.", stop["html"],
                )  # fmt: skip
    finally:
        stage.js(SMOOTH)
        stage.media.resize(stage.setting.width)


ORACLE = Oracle(
    "keyboard", "Keyboard walk",
    "controls that Tab can't reach, wrong order, invisible or hidden focus, traps",
    ("width*state",), _judge, disturbs=True,
    walks=True,
)  # fmt: skip
