"""Inserted, moved and removed three times, as htmx does it: nothing doubles, nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]


def _judge(stage: Stage) -> Iterator[Fault]:
    # Where no script comes with a page, nothing in it is connected or disconnected.
    if "<script" not in stage.html:
        return
    stage.untouched = False
    known = len(stage.window.errors)
    yield from faults(stage.ask("oracles/lifecycle/script.js", stage.html, among=True))
    for error in dict.fromkeys(stage.window.errors[known:]):
        yield Fault(
            "house", "main", f"inserting or removing raised: {error[:200]}",
            "Connect and disconnect cleanly; expect to be moved.",
        )  # fmt: skip


ORACLE = Oracle(
    "lifecycle", "Insert, move, remove",
    "scripts that double, break or lose the focus when a page is changed in place",
    ("plain",), _judge, disturbs=True,
    ours=True,
)  # fmt: skip
