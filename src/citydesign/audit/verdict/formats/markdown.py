"""Markdown, for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from citydesign.audit.pages.inert import inert
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
        yield from _rows(sorted(faults, key=lambda f: IMPACTS.index(f.impact)), _fault)
        yield ""
    if report.undecided:
        yield "Needs a person:"
        yield ""
        yield "| Page | Where | Criterion | Look at |"
        yield "|---|---|---|---|"
        yield from _rows(list(report.undecided), _question)
        yield ""
    for complaint in report.complaints:
        yield f"- {_plain(complaint)}"
    yield f"{report.pace}. {report.tools}."


def _rows(
    findings: list[Finding], cells: Callable[[Finding], tuple[str, ...]], room: int = ROOM // 2
) -> Iterator[str]:
    for number, finding in enumerate(findings):
        row = _row(cells(finding))
        room -= len(row)
        if room < 0:
            more = f"and {len(findings) - number} more: see the other reports"
            yield _row((more, *[""] * (len(cells(finding)) - 1)))
            return
        yield row


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _fault(fault: Finding) -> tuple[str, ...]:
    return (*_place(fault), fault.impact, _plain(fault.saw), _plain(fault.mend))


def _question(finding: Finding) -> tuple[str, ...]:
    return (*_place(finding), _plain(finding.saw))


def _place(finding: Finding) -> tuple[str, ...]:
    return (
        _plain(f"{finding.page} ({finding.setting})"),
        _code(finding.source or finding.selector),
        criterion_title(finding.criterion),
    )


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"


def _plain(text: str) -> str:
    """Text in which nothing is markup: HTML, emphasis, a mention of a person."""
    return re.sub(r"([\\`*_<>\[\]@#&~!])", r"\\\1", " ".join(inert(text).split()))
