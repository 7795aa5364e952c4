"""For a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citydesign.audit.pages.inert import inert

if TYPE_CHECKING:
    from citydesign.audit.verdict.report import Report

__all__ = ["terminal"]


def terminal(report: Report) -> str:
    """A few lines for each fault, and what was checked at the end."""
    lines = []
    for fault, times in report.faults.items():
        lines.append(str(fault))
        if times > 1:
            lines.append(f"    and in {times - 1} more settings")
    for one in report.undecided:
        lines.append(f"needs a person: {one}")
    lines += [f"! {inert(complaint)}" for complaint in report.complaints]
    lines += [report.verdict, f"{report.pace}; {report.tools}"]
    return "\n".join(lines) + "\n"
