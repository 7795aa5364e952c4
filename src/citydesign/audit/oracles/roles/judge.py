"""Roles and states: what an element is to software, beside what it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]


def _judge(stage: Stage) -> list[Fault]:
    with stage.named():
        return faults(stage.ask("oracles/roles/script.js", {"presses": stage.presses}))


ORACLE = Oracle(
    "roles", "Roles and states",
    "aria-expanded in the wrong place or stale, lists and tables that lost their role, "
    "'current' for the eye alone, errors tied to no field, text that only looks like a heading",
    ("width*state",), _judge,
    live=True, decides=_judge, together=("width",), twins=("list", "th-has-data-cells"),
)  # fmt: skip
