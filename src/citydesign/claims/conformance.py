"""The conformance report: each criterion, what is known about it, and where that comes from.

It follows the Voluntary Product Accessibility Template (VPAT 2.5 INT): the same terms, remarks for
each criterion. Nothing is called supported that nothing has checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from citydesign.audit.oracles import ORACLES
from citydesign.audit.verdict.criteria import Criterion, clauses, criteria
from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import Report
from citydesign.claims.evaluation import Evaluation
from citydesign.claims.evidence import Evidence, evidence_of
from citydesign.contracts import all_components

__all__ = ["LEVELS", "Conformance", "Row", "conformance"]

#: Terms of the template, by their ids in OpenACR.
LEVELS = {
    "supports": "Supports",
    "partially-supports": "Partially Supports",
    "does-not-support": "Does Not Support",
    "not-applicable": "Not Applicable",
    "not-evaluated": "Not Evaluated",
}
#: Outcomes for one component, by their names in EARL 1.0.
_UNTESTED, _FAILED, _PASSED, _INAPPLICABLE = "untested", "failed", "passed", "inapplicable"
# A person judges the whole; of a part that fails it is not known which components it is in.
_OF_PRODUCT = {
    "supports": _PASSED,
    "partially-supports": "cantTell",
    "does-not-support": _FAILED,
}


@dataclass(frozen=True)
class Row:
    """One criterion or clause.

    ``level`` is a key of `LEVELS`. ``outcomes`` holds for each component what EARL calls its
    outcome: ``passed``, ``failed``, ``cantTell``, ``untested`` or ``inapplicable``.
    """

    criterion: Criterion
    level: str
    remarks: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True)
class Conformance:
    """The whole report. ``when`` is the day of the result, or of today where there is none."""

    product: str
    version: str
    when: dt.date
    tools: str
    rows: tuple[Row, ...]
    clauses: tuple[Row, ...]

    def of_level(self, level: str) -> tuple[Row, ...]:
        """The rows of level ``A`` or ``AA``."""
        return tuple(row for row in self.rows if row.criterion.level == level)

    @property
    def method(self) -> str:
        """How it was evaluated, in words."""
        looked = f" ({self.tools})" if self.tools else ""
        return (
            f"Every example of every component is opened in Chromium and judged by {len(ORACLES)} "
            f"checks{looked}; what only a person can judge has a written protocol and counts as "
            "not evaluated until its result is recorded."
        )


def conformance(
    report: Report | None,
    known: Sequence[Known] = (),
    evaluations: Mapping[str, Evaluation] | None = None,
) -> Conformance:
    """What a result, the known issues and the recorded evaluations say about each criterion.

    Args:
        report: The result of an audit of the examples; None where there is none.
        known: Faults that are accepted for a while; they count as faults here.
        evaluations: Recorded results of protocols, by criterion.
    """
    evidence = [evidence_of(component, report, known) for component in all_components()]
    recorded = evaluations or {}

    def rows(some: Sequence[Criterion]) -> tuple[Row, ...]:
        return tuple(_row(one, evidence, recorded.get(one.number)) for one in some)

    return Conformance(
        "citydesign",
        version("citydesign"),
        report.when.date() if report else dt.date.today(),
        report.tools if report else "",
        rows(criteria()),
        rows(clauses()),
    )


def _row(criterion: Criterion, evidence: Sequence[Evidence], done: Evaluation | None) -> Row:
    outcomes = {one.component.name: _outcome(criterion, one) for one in evidence}
    failed = [name for name, outcome in outcomes.items() if outcome == _FAILED]
    faults = _faults(criterion, evidence)
    if criterion.check == "not-applicable" and not failed:
        return Row(criterion, "not-applicable", criterion.reason, outcomes)
    if failed:
        level = "does-not-support" if 2 * len(failed) > len(outcomes) else "partially-supports"
        if done and done.result == "does-not-support":
            level = done.result
        return Row(criterion, level, _joined(faults, _recorded(done)), outcomes)
    if criterion.check == "manual" and done:
        outcomes = dict.fromkeys(outcomes, _OF_PRODUCT[done.result])
        return Row(criterion, done.result, _recorded(done), outcomes)
    if criterion.check == "manual":
        remarks = "A person must judge it; no result of the protocol is recorded."
        if _seen(criterion, evidence):
            remarks += f" What {_names(criterion)} can find of it was not found."
        return Row(criterion, "not-evaluated", remarks, outcomes)
    untested = [name for name, outcome in outcomes.items() if outcome == _UNTESTED]
    if untested:
        return Row(criterion, "not-evaluated", _missing(untested, len(outcomes)), outcomes)
    return Row(criterion, "supports", f"{criterion.sees} Checked by {_names(criterion)}.", outcomes)


def _outcome(criterion: Criterion, evidence: Evidence) -> str:
    if any(fault.criterion == criterion.number for fault in evidence.shortcomings):
        return _FAILED
    if criterion.check == "not-applicable":
        return _INAPPLICABLE
    if criterion.check == "manual" or not evidence.whole:
        return _UNTESTED
    return _PASSED if all(map(evidence.judged, criterion.oracles)) else _UNTESTED


def _seen(criterion: Criterion, evidence: Sequence[Evidence]) -> bool:
    return bool(criterion.oracles) and all(
        one.whole and all(map(one.judged, criterion.oracles)) for one in evidence
    )


def _names(criterion: Criterion) -> str:
    return ", ".join(criterion.oracles)


def _faults(criterion: Criterion, evidence: Sequence[Evidence]) -> str:
    parts = []
    for one in evidence:
        for s in one.shortcomings:
            if s.criterion == criterion.number:
                by = f" To be fixed by {s.mended_by}: {s.reason}" if s.mended_by else ""
                saw = f" {s.saw}." if s.saw else ""
                parts.append(f"{s.page}, {s.selector}:{saw}{by}")
    return " ".join(parts)


def _recorded(done: Evaluation | None) -> str:
    return f"{done.remark} ({done.by}, {done.when})".strip() if done else ""


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _missing(untested: Sequence[str], total: int) -> str:
    if len(untested) == total:
        return "No result of an audit as the files are now."
    return (
        f"No whole result as the files are now for {len(untested)} of {total} components: "
        f"{', '.join(untested)}."
    )
