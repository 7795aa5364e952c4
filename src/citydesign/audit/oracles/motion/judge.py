"""Reduced motion stops what moves; print keeps the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

A4 = 718  # CSS pixels between margins of 1 cm


def _judge(stage: Stage) -> Iterator[Fault]:
    setting = stage.setting
    stage.dress(setting, reduced=False)
    yield from faults(stage.ask("oracles/motion/script.js", "moving"))
    stage.dress(setting, reduced=True)
    yield from faults(stage.ask("oracles/motion/script.js", "moving"))
    stage.ask("oracles/motion/script.js", "read")
    # What has the focus may be gone on paper, and the focus with it.
    stage.untouched = False
    stage.media.resize(A4)
    stage.dress(setting, medium="print")
    try:
        yield from faults(stage.ask("oracles/motion/script.js", "printed"))
    finally:
        stage.dress(setting)
        stage.media.resize(setting.width)


ORACLE = Oracle(
    "motion", "Reduced motion and print",
    "movement that can't be stopped; text lost, cut off or pale on paper",
    ("scheme", "state"), _judge,
    live=True, together=("scheme",),
)  # fmt: skip
