"""Target size: 44 px for every control, measured by where a press really counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]


def _judge(stage: Stage) -> list[Fault]:
    with stage.whole():
        return faults(stage.ask("oracles/targets/script.js"))


ORACLE = Oracle(
    "targets", "Target size",
    "controls and stand-alone links under 44 px, crowded links in text",
    ("width*state",), _judge,
    live=True, decides=_judge, twins=("target-size",), together=("width",),
)  # fmt: skip
