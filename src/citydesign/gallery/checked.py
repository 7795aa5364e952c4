"""The part of a component's page that says what was checked, when, and what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from babel import Locale
from markupsafe import Markup

from citydesign.audit.oracles import ORACLES
from citydesign.audit.verdict.finding import criterion_title
from citydesign.audit.verdict.report import Report
from citydesign.claims.evidence import Evidence, evidence_of
from citydesign.claims.shortcoming import Shortcoming
from citydesign.contracts import Component
from citydesign.gallery.markup import inline_code, table
from citydesign.gallery.results import Results
from citydesign.locale import PSEUDO

__all__ = ["checked", "day"]

_CHECKS = "../../accessibility/checks/"


def checked(component: Component, results: Results) -> Markup:
    """What the latest result says about a component, or that there is none."""
    evidence = evidence_of(component, results.report, results.known)
    parts = list(_parts(component, evidence, results.report))
    parts += _shortcomings(component, evidence)
    return Markup("\n").join(parts)


def day(when: dt.datetime) -> str:
    """A time of a run, in words: `27 November 2026 at 09:19 UTC`."""
    return f"{when.day} {when:%B %Y} at {when:%H:%M} {when.tzname() or ''}".strip()


def _parts(component: Component, evidence: Evidence, report: Report | None) -> Iterator[Markup]:
    if report is None or not evidence.pages:
        yield _note(
            Markup(
                "There are no results of the checks, so this page says nothing about it. "
                "<code>make test</code> writes one."
            )
        )
        return
    yield Markup("<p>Looked at on {}, with {}.</p>").format(day(report.when), report.tools)
    if evidence.stale:
        yield _note(
            "The component's files have changed since. The results below are about the version "
            "before."
        )
    if evidence.missing:
        yield _note(f"These examples were not looked at: {', '.join(evidence.missing)}.")
    for fault in evidence.unchecked:
        yield _note(f"Not checked: {fault.page}: {fault.saw}")
    yield table(
        f"Where {component.title} was looked at", ("What", "Which"), _settings(evidence), "plain"
    )
    yield table(
        f"Checks of {component.title}", ("Check", "Verdicts", "Faults"),
        _oracles(evidence), "numbers",
    )  # fmt: skip


def _settings(evidence: Evidence) -> Iterator[tuple[str, str]]:
    pages = evidence.pages
    yield "Examples", f"{len(pages)} of {len(pages) + len(evidence.missing)}"
    yield "States", _words(evidence.values("state"))
    yield "Widths", ", ".join(f"{width} px" for width in evidence.values("width"))
    yield "Schemes", _words(evidence.values("scheme"))
    contrast = {"normal": "normal", "more": "more contrast", "forced": "forced colours"}
    yield "Contrast", ", ".join(contrast[str(v)] for v in evidence.values("contrast"))
    yield "Themes", ", ".join(str(v).title() or "default" for v in evidence.values("theme"))
    yield (
        "Languages",
        ", ".join(_language(tag) for tag in evidence.values("locale")),
    )
    yield "Verdicts", f"{evidence.checks}"


def _language(tag: str | int) -> str:
    if tag == PSEUDO:
        return "Pseudo-language"
    return str(Locale.parse(str(tag), sep="-").english_name)


def _words(values: Sequence[str | int]) -> str:
    return ", ".join(map(str, values))


def _oracles(evidence: Evidence) -> Iterator[tuple[Markup, str, str]]:
    for oracle in ORACLES:
        verdicts = sum(len(page.judged.get(oracle.id, ())) for page in evidence.pages)
        faults = sum(one.oracle == oracle.id for one in evidence.shortcomings)
        yield (
            Markup('<a href="{}#{}">{}</a>').format(_CHECKS, oracle.id, oracle.title),
            f"{verdicts}" if verdicts else "none",
            f"{faults}" if faults else "none",
        )


def _shortcomings(component: Component, evidence: Evidence) -> Iterator[Markup]:
    new = [one for one in evidence.shortcomings if not one.mended_by]
    accepted = [one for one in evidence.shortcomings if one.mended_by]
    if new:
        yield Markup('<h3 id="findings">Findings</h3>')
        yield table(
            f"Findings on {component.title}",
            ("Criterion", "Where", "What is wrong", "How to fix it"),
            ((criterion_title(one.criterion), _place(one), one.saw, one.mend) for one in new),
        )
    elif evidence.pages and not evidence.unchecked:
        yield Markup("<p>No fault was found{}.</p>").format(
            " beside the known issues" if accepted else ""
        )
    if accepted:
        yield Markup('<h3 id="known-issues">Known issues</h3>')
        yield table(
            f"Known issues of {component.title}",
            ("Criterion", "Where", "Why it is accepted", "Fixed by"),
            ((criterion_title(one.criterion), _place(one), f"{one.reason} ({one.owner})",
              str(one.mended_by)) for one in accepted),
        )  # fmt: skip


def _place(one: Shortcoming) -> Markup:
    return Markup("{}, {}").format(one.page.partition("/")[2], inline_code(one.selector))


def _note(text: str) -> Markup:
    return Markup('<p class="gallery-note">{}</p>').format(text)
