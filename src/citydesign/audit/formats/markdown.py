"""Markdown, for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.finding import criterion_title

if TYPE_CHECKING:
    from citydesign.audit.report import Report

__all__ = ["markdown"]


def markdown(report: Report) -> str:
    """A heading that says it all, a table of the faults, and what was checked."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    faults = report.faults
    yield f"## Accessibility: {len(faults)} faults on {len(report.pages)} pages"
    yield ""
    if faults:
        by_oracle = Counter(f"{f.oracle} {f.oracle_id}" for f in faults)
        yield ", ".join(f"{name}: {number}" for name, number in by_oracle.most_common())
        yield ""
        yield "| Page | Where | Criterion | Saw | Mend |"
        yield "|---|---|---|---|---|"
        for fault in faults:
            cells = (
                f"{fault.page} ({fault.setting})", f"`{fault.selector}`",
                criterion_title(fault.criterion), fault.saw, fault.mend,
            )  # fmt: skip
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
    for complaint in report.complaints:
        yield f"- {complaint}"
    yield f"{report.pace}. {report.tools}."
