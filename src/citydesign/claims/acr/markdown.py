"""The conformance report as Markdown, in the order of an accessibility conformance report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citydesign.audit.verdict.criteria import Criterion
from citydesign.claims.conformance import LEVELS, Conformance, Row

__all__ = ["HOW", "markdown", "plain"]

#: How a criterion is checked, for people.
HOW = {
    "automated": "Automated",
    "manual": "By a person",
    "not-applicable": "Not applicable",
}


def markdown(report: Conformance) -> str:
    """The report as a page of Markdown with tables."""
    return "\n\n".join(_parts(report)) + "\n"


def plain(text: str) -> str:
    """Text in which no sign means anything to Markdown or HTML, in one line."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))
    return text.replace("&", "&amp;")


def _parts(report: Conformance) -> Iterator[str]:
    yield f"# Accessibility conformance report of {plain(report.product)} {report.version}"
    yield f"Date: {report.when}. {plain(report.method)}"
    for level in ("A", "AA"):
        yield f"## WCAG 2.2, level {level}"
        yield _table(report.of_level(level))
    yield "## EN 301 549 V3.2.1, beside chapter 9"
    yield _table(report.clauses)
    yield "## Protocols"
    for row in (*report.rows, *report.clauses):
        if row.criterion.check == "manual":
            yield from _protocol(row.criterion)


def _table(rows: Sequence[Row]) -> str:
    lines = ["| Criterion | EN 301 549 | Checked | Result | Remarks |", "|---|---|---|---|---|"]
    for row in rows:
        one = row.criterion
        by = f": {', '.join(one.oracles)}" if one.check == "automated" else ""
        cells = (
            f"{one.number} {one.title}", one.clause or "-", HOW[one.check] + by,
            LEVELS[row.level], row.remarks,
        )  # fmt: skip
        lines.append(f"| {' | '.join(map(plain, cells))} |")
    return "\n".join(lines)


def _protocol(one: Criterion) -> Iterator[str]:
    yield f"### {one.number} {one.title}"
    yield "\n".join(f"{n}. {plain(step)}" for n, step in enumerate(one.steps, 1))
    yield f"It takes about {one.minutes} minutes. It passes if: {plain(one.passes)}"
