"""What is known not to hold: faults of a result, and those that are accepted for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import Report

__all__ = ["Shortcoming", "shortcomings"]


@dataclass(frozen=True)
class Shortcoming:
    """One fault at one place.

    ``saw`` and ``mend`` are empty where an accepted fault is no longer in the result.
    ``mended_by`` and ``reason`` come from the known issue.
    """

    criterion: str
    page: str
    oracle: str
    selector: str
    saw: str = ""
    mend: str = ""
    mended_by: dt.date | None = None
    reason: str = ""
    owner: str = ""


def shortcomings(report: Report | None, known: Sequence[Known] = ()) -> list[Shortcoming]:
    """Every fault once, with the day by which it is to be fixed where one is set.

    An accepted fault counts also where the audit left it out of its result: it is still there.

    Args:
        report: The result of a run.
        known: What is accepted.
    """
    faults = [f for f in (report.faults if report else ()) if f.criterion != "check"]
    accepted = {fault: next((k for k in known if k.covers(fault)), None) for fault in faults}
    found = []
    for fault in faults:
        place = (fault.criterion, fault.page, fault.oracle_id, fault.selector)
        entry = accepted[fault]
        promise = (entry.expires, entry.reason, entry.owner) if entry else ()
        found.append(Shortcoming(*place, fault.saw, fault.mend, *promise))
    for entry in known:
        if entry not in accepted.values():
            place = (entry.criterion, entry.page, entry.oracle, entry.selector)
            found.append(Shortcoming(*place, "", "", entry.expires, entry.reason, entry.owner))
    return found
