"""Accessible names: what voice control can say and screen readers read out."""

from citydesign.audit.oracles.oracle import Oracle, faults

__all__ = ["ORACLE"]

ORACLE = Oracle(
    3, "names", "Names",
    "nameless controls, names that don't begin with the visible text, aria-label over text, "
    "glued hidden words, landmarks that share a name",
    ("locale", "width*state"), lambda stage: faults(stage.ask("oracles/names/script.js")),
)  # fmt: skip
