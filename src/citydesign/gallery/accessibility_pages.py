"""The pages about accessibility that are read from records: the checks, and the conformance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from citydesign.audit.oracles import ORACLES
from citydesign.audit.oracles.oracle import Oracle
from citydesign.audit.verdict.criteria import Criterion, clauses, criteria
from citydesign.claims.acr import earl
from citydesign.claims.acr.markdown import HOW
from citydesign.claims.conformance import LEVELS, Conformance, Row, conformance
from citydesign.gallery.checked import day
from citydesign.gallery.markup import table
from citydesign.gallery.results import Results

__all__ = ["EXPORT", "accessibility_pages"]

#: The export beside the page.
EXPORT = "citydesign.earl.jsonld"
_CHECKS = "../checks/"


def accessibility_pages(results: Results) -> Mapping[str, str]:
    """The files below `accessibility/`, by name."""
    report = conformance(results.report, results.known, results.evaluations)
    return {
        "checks.md": "\n\n".join(_checks(results)) + "\n",
        "conformance.md": "\n\n".join(_conformance(report)) + "\n",
        EXPORT: earl.earl(report),
    }


def _checks(results: Results) -> Iterator[str]:
    yield (
        '---\ntitle: "Checks"\n'
        f'description: "{len(ORACLES)} checks in a real browser, and how each is proved."\n---'
    )
    yield "# Checks"
    yield (
        f"Every example is opened in Chromium and judged by these {len(ORACLES)} checks: light and "
        "dark, wide and narrow, in each theme, language and state that can make a difference. "
        "What a machine can't judge has a [written protocol](conformance.md#protocols)."
    )
    if results.report:
        yield (
            f"The latest run was on {day(results.report.when)}: {results.report.pace}, with "
            f"{results.report.tools}."
        )
    else:
        yield str(_note("No result of a run is there.", "make test"))
    yield from _mutants(results.mutants)
    for oracle in ORACLES:
        yield f"## {oracle.title} {{#{oracle.id}}}"
        yield f"It catches {_kept(oracle.catches)}."
        yield from _oracle(oracle, results.mutants)


def _oracle(oracle: Oracle, mutants: Sequence[Mapping[str, object]]) -> Iterator[str]:
    own = [m for m in mutants if m["oracle"] == oracle.id]
    if own:
        killed = sum(bool(m["killed"]) for m in own)
        yield f"Of {len(own)} components broken on purpose for it, it noticed {killed}."
    asked = [c for c in (*criteria(), *clauses()) if oracle.id in c.oracles]
    if asked:
        names = Markup(", ").join(
            Markup('<a href="../conformance/#c-{}">{} {}</a>').format(_id(c), c.number, c.title)
            for c in asked
        )
        yield str(Markup("<p>It is asked about {}.</p>").format(names))


def _mutants(mutants: Sequence[Mapping[str, object]]) -> Iterator[str]:
    yield "A check that can't fail is worth nothing, so components are broken on purpose."
    if not mutants:
        yield str(_note("No count of that is there.", "make mutants"))
        return
    killed = sum(bool(m["killed"]) for m in mutants)
    axe = sum(bool(m["axe"]) for m in mutants)
    yield (
        f"Of {len(mutants)} faults put in, these checks noticed {killed} "
        f"({killed / len(mutants):.0%}); axe-core alone, with every rule on, noticed {axe} "
        f"({axe / len(mutants):.0%})."
    )


def _conformance(report: Conformance) -> Iterator[str]:
    yield (
        '---\ntitle: "Conformance"\n'
        'description: "Every criterion of WCAG 2.2 A and AA, and what is known about it."\n---'
    )
    yield "# Conformance"
    yield (
        "You want to know what you may rely on when you buy or build with these components, and "
        "what you must judge yourself. This report follows the template of accessibility "
        "conformance reports (VPAT 2.5): WCAG 2.2 and EN 301 549 V3.2.1. It is about the "
        "components as their examples show them; your service needs a report of its own."
    )
    yield f"{_kept(report.method)} The result is of {report.when:%-d %B %Y}."
    counts = {level: sum(row.level == level for row in report.rows) for level in LEVELS}
    yield str(
        table(
            "Results for the criteria of WCAG 2.2, A and AA", ("Result", "Criteria"),
            ((LEVELS[level], str(count)) for level, count in counts.items() if count), "numbers",
        )
    )  # fmt: skip
    yield (
        f"For your own tools: [EARL 1.0 as JSON-LD]({EXPORT}), one assertion for each criterion "
        "and component. `citydesign conformance --format openacr --email you@city.example` "
        "writes OpenACR."
    )
    for level in ("A", "AA"):
        yield f"## WCAG 2.2, level {level} {{#level-{level.lower()}}}"
        yield str(_table(f"Success criteria of level {level}", report.of_level(level)))
    yield "4.1.1 Parsing (EN 301 549: 9.4.1.1) was taken out of WCAG 2.2; it counts as satisfied."
    yield "## EN 301 549, beside chapter 9 {#en-301-549}"
    yield (
        "Clause 9.x is criterion x; WCAG 2.2 is later than V3.2.1, so its new criteria have no "
        "clause. Clause 9.6 asks about whole pages and processes of a service: your report says "
        "whether it holds. Chapter 4 states needs and no tests. Chapters 6 (voice), 7 (video), "
        "8 (hardware), 10 (documents) and 13 (relay services) concern nothing that is here."
    )
    yield str(_table("Clauses of EN 301 549 V3.2.1", report.clauses))
    yield "## Protocols {#protocols}"
    manual = [row for row in (*report.rows, *report.clauses) if row.criterion.check == "manual"]
    minutes = sum(row.criterion.minutes for row in manual)
    yield (
        f"{len(manual)} criteria and clauses need a person: about {minutes / 60:.0f} hours for "
        "all. Write each result into `tests/evaluations.toml`; until then it says Not Evaluated."
    )
    for row in manual:
        yield from _protocol(row.criterion)


def _table(caption: str, rows: Sequence[Row]) -> Markup:
    cells = (
        (_name(row.criterion), _how(row.criterion), _level(row.level), row.remarks) for row in rows
    )
    return table(caption, ("Criterion", "Checked", "Result", "Remarks"), cells, "conformance")


def _name(one: Criterion) -> Markup:
    name = Markup('<span id="c-{}">{} {}</span>').format(_id(one), one.number, one.title)
    if one.url:
        clause = f"EN 301 549: {one.clause}" if one.clause else "new in WCAG 2.2"
        name += Markup('<br><span class="gallery-aside">{}</span>').format(clause)
    return name


def _how(one: Criterion) -> Markup:
    if one.check == "manual":
        return Markup('<a href="#p-{}">{}</a>').format(_id(one), HOW["manual"])
    if one.check == "automated":
        links = Markup(", ").join(
            Markup('<a href="{}#{}">{}</a>').format(_CHECKS, name, name) for name in one.oracles
        )
        return Markup("Automated: {}").format(links)
    return Markup(HOW[one.check])


def _level(level: str) -> Markup:
    return Markup('<span class="gallery-level" data-level="{}">{}</span>').format(
        level, LEVELS[level]
    )


def _protocol(one: Criterion) -> Iterator[str]:
    yield f"### {one.number} {one.title} {{#p-{_id(one)}}}"
    yield "\n".join(f"{n}. {_kept(step)}" for n, step in enumerate(one.steps, 1))
    yield f"About {one.minutes} minutes. **It passes if:** {_kept(one.passes)}"


def _id(one: Criterion) -> str:
    return one.number.replace(".", "-")


def _kept(text: str) -> str:
    """Text in which no sign means anything to Markdown."""
    return str(Markup.escape(text)).replace("*", "&#42;").replace("_", "&#95;")


def _note(text: str, remedy: str) -> Markup:
    return Markup('<p class="gallery-note">{} <code>{}</code> makes one.</p>').format(text, remedy)
