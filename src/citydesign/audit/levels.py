"""Which faults count, and how many of each kind may be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from citydesign.audit.finding import Finding

__all__ = ["LEVELS", "counts", "over"]

#: What each level asks for.
LEVELS: dict[str, frozenset[str]] = {
    "A": frozenset({"A"}),
    "AA": frozenset({"A", "AA"}),
    "AAA": frozenset({"A", "AA", "AAA"}),
    "best": frozenset({"A", "AA", "AAA", "best"}),
    "house": frozenset({"A", "AA", "AAA", "best", "house"}),
}


def counts(finding: Finding, level: str, budgets: Mapping[str, int]) -> bool:
    """Whether a fault counts: it is of the level or below, or has a budget.

    What could not be checked always counts, and so does a criterion without a known level.
    """
    return (
        finding.level in {"check", ""} or finding.level in LEVELS[level] or finding.level in budgets
    )


def over(findings: Iterable[Finding], budgets: Mapping[str, int]) -> dict[str, int]:
    """By how much each level is over its budget; a level without one may have no fault."""
    found = Counter(finding.level for finding in findings)
    return {
        level: number - budgets.get(level, 0)
        for level, number in found.items()
        if number > budgets.get(level, 0)
    }
