"""Roles and states: what an element is to software, beside what it looks like."""

from citydesign.audit.oracles.oracle import Oracle, faults

__all__ = ["ORACLE"]

ORACLE = Oracle(
    4, "roles", "Roles and states",
    "aria-expanded in the wrong place or stale, lists and tables that lost their role, "
    "'current' for the eye alone, errors tied to no field, text that only looks like a heading",
    ("width*state",),
    lambda stage: faults(stage.ask("oracles/roles/script.js", {"presses": stage.presses})),
)  # fmt: skip
