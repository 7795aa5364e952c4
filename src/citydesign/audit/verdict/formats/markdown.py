"""Markdown, for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from citydesign.audit.verdict.criteria import IMPACTS
from citydesign.audit.verdict.finding import criterion_title

if TYPE_CHECKING:
    from citydesign.audit.verdict.finding import Finding
    from citydesign.audit.verdict.report import Report

__all__ = ["markdown"]

# A comment of GitHub or GitLab holds 65 536 characters at least.
ROOM = 50_000


def markdown(report: Report) -> str:
    """A heading that says it all, a table of the faults, and what was checked."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    faults = report.faults
    yield f"## Accessibility: {report.verdict}"
    yield ""
    if faults:
        by_oracle = Counter(f.oracle_id for f in faults)
        yield ", ".join(f"{name}: {number}" for name, number in by_oracle.most_common())
        yield ""
        yield "| Page | Where | Criterion | Impact | Saw | Fix |"
        yield "|---|---|---|---|---|---|"
        # The worst first: a comment may not hold all.
        yield from _rows(sorted(faults, key=lambda fault: IMPACTS.index(fault.impact)))
        yield ""
    for complaint in report.complaints:
        yield f"- {complaint}"
    yield f"{report.pace}. {report.tools}."


def _rows(faults: list[Finding]) -> Iterator[str]:
    room = ROOM
    for number, fault in enumerate(faults):
        cells = (
            f"{fault.page} ({fault.setting})", _code(fault.source or fault.selector),
            criterion_title(fault.criterion), fault.impact, _plain(fault.saw), _plain(fault.mend),
        )  # fmt: skip
        row = "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        room -= len(row)
        if room < 0:
            yield f"| and {len(faults) - number} more: see the other reports | | | | | |"
            return
        yield row


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"


def _plain(text: str) -> str:
    """Text in which nothing is markup: HTML, emphasis, a mention of a person."""
    return re.sub(r"([\\`*_<>\[\]@#])", r"\\\1", " ".join(text.split()))
