"""Which faults count, and how many of each kind may be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from citydesign.audit.verdict.criteria import IMPACTS
from citydesign.audit.verdict.finding import Finding

__all__ = ["BUDGETS", "LEVELS", "budget", "check_budgets", "counts", "over"]

#: What each level asks for.
LEVELS: dict[str, frozenset[str]] = {
    "A": frozenset({"A"}),
    "AA": frozenset({"A", "AA"}),
    "AAA": frozenset({"A", "AA", "AAA"}),
    "best": frozenset({"A", "AA", "AAA", "best"}),
    "house": frozenset({"A", "AA", "AAA", "best", "house"}),
}
#: What a budget may be of: a level or an impact.
BUDGETS = (*LEVELS, *IMPACTS)


def budget(text: str) -> tuple[str, int]:
    """Read a budget as it is written on a command line, such as ``best=10`` or ``minor=5``.

    Raises:
        ValueError: when it is none.
    """
    kind, _, number = text.partition("=")
    check_budgets((kind,))
    if not number.isdecimal():
        raise ValueError(f"{number!r}: write a budget as best=10")
    return kind, int(number)


def check_budgets(kinds: Iterable[str]) -> None:
    """Refuse what is neither a level nor an impact.

    Raises:
        ValueError: naming what there is.
    """
    for kind in kinds:
        if kind not in BUDGETS:
            raise ValueError(f"unknown level or impact {kind!r}: one of {', '.join(BUDGETS)}")


def counts(finding: Finding, level: str, budgets: Mapping[str, int]) -> bool:
    """Whether a fault counts: it is of the level or below, or its level has a budget.

    What could not be checked always counts, and so does a criterion without a known level.
    """
    return (
        finding.level in {"check", ""} or finding.level in LEVELS[level] or finding.level in budgets
    )


def over(findings: Iterable[Finding], budgets: Mapping[str, int]) -> dict[str, int]:
    """By how much each kind of fault is over its budget.

    A fault is of the kind of its impact where that has a budget, else of its level. A kind without
    a budget may have no fault. What could not be checked has none.
    """
    found = Counter(
        f.impact if f.impact in budgets and f.criterion != "check" else f.level for f in findings
    )
    return {
        kind: number - budgets.get(kind, 0)
        for kind, number in found.items()
        if number > budgets.get(kind, 0)
    }
