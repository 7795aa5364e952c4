"""Letters, digits and signs typed while nothing has the focus: none of them does anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.oracles.oracle import Fault, Oracle, faults

if TYPE_CHECKING:
    from citydesign.audit.stage.stage import Stage

__all__ = ["ORACLE"]

# Nothing else listens to keys.
SCRIPT = re.compile(r"<script|\son[a-z]+\s*=", re.IGNORECASE)


def _judge(stage: Stage) -> Iterator[Fault]:
    if stage.html and not SCRIPT.search(stage.html):
        return
    stage.untouched = False
    yield from faults(stage.ask("oracles/shortcuts/script.js"))


ORACLE = Oracle(
    "shortcuts", "Single keys",
    "a letter, digit or sign that does something while no field has the focus",
    ("plain",), _judge, disturbs=True,
)  # fmt: skip
