"""Scripts off: the same task can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage import Stage

__all__ = ["ORACLE"]


def _judge(stage: Stage) -> Iterator[Fault]:
    subject, setting = stage.subject, stage.setting
    with_scripts = stage.ask("oracles/scriptless.js", {"verb": "inventory"})
    try:
        stage.open(subject, setting.but(state="rest"), scripts=False)
        yield from faults(
            stage.ask("oracles/scriptless.js", {"verb": "compare", "with": with_scripts})
        )
    finally:
        stage.open(subject, setting.but(state="rest"))


ORACLE = Oracle(
    14, "scriptless", "Scripts off",
    "dead buttons, content and fields that only a script can show",
    ("state", "width"), _judge, disturbs=True,
)  # fmt: skip
