"""Where the focus goes after something was done: never to nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

SCRIPT = "oracles/handover/script.js"

MOST = 12


def _judge(stage: Stage) -> Iterator[Fault]:
    subject, setting = stage.subject, stage.setting
    if setting.state != "rest":
        yield from faults(stage.ask(SCRIPT, {"verb": "arrived"}))
    # What a page of ours without scripts does, it does at every width: shown there or not.
    same = stage.plain and not subject.foreign
    once = [str(stage.turn), f"handover {setting.state}"] if same else None
    plan = stage.ask(SCRIPT, {"verb": "plan", "rest": setting.state == "rest", "once": once})
    yield from faults(plan["faults"])
    for link in plan["links"][:MOST]:
        stage.js("() => document.activeElement?.blur?.()")
        stage.window.page.focus(link["selector"])
        stage.press("Enter")
        stage.settle()
        after = stage.ask(SCRIPT, {"verb": "landed", **link})
        if after["field"] and not after["there"]:
            yield Fault(
                "2.4.3", link["selector"], f"the link to {link['href']} doesn't focus it",
                "Link to the id of the field itself.", link["html"],
            )  # fmt: skip
        elif not after["there"]:
            stage.press("Tab")
            after = stage.ask(SCRIPT, {"verb": "landed", **link})
            if not after["beyond"]:
                yield Fault(
                    "2.4.1", link["selector"],
                    f"after the link to {link['href']} the next Tab is not in or after its target",
                    'Give the target tabindex="-1".', link["html"],
                )  # fmt: skip
    for button in plan["buttons"][:MOST]:
        yield from _press(stage, button)
        if stage.js("() => cityAudit.dirty()"):
            stage.open(subject, setting)
            stage.ask(SCRIPT, {"verb": "plan"})


def _press(stage: Stage, button: dict[str, Any]) -> Iterator[Fault]:
    stage.js("index => cityAudit.take(index)", button["index"])
    known = len(stage.traffic.left)
    stage.press("Enter")
    stage.settle()
    left = len(stage.traffic.left) > known
    after = stage.ask(SCRIPT, {"verb": "after", "left": left, **button})
    yield from faults(after["faults"])
    if after["opened"]:
        stage.press("Escape")
        stage.settle()
        yield from faults(stage.ask(SCRIPT, {"verb": "closed", **button, "was": after["opened"]}))


ORACLE = Oracle(
    "handover", "Focus hand-over",
    "focus lost on body after opening, closing, removing, submitting; links that don't arrive",
    ("width*state",), _judge, disturbs=True,
)  # fmt: skip
