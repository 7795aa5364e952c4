"""The conformance report as OpenACR, the YAML of the US General Services Administration.

Schema: https://github.com/GSA/openacr, `schema/openacr-0.1.0.json`; names of chapters, criteria
and terms from its catalogue `2.5-edition-wcag-2.2-508-eu-en`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from citydesign.claims.conformance import Conformance, Row
from citydesign.extras import extra

__all__ = ["CATALOG", "data", "openacr"]

CATALOG = "2.5-edition-wcag-2.2-508-eu-en"
_WEB = ("electronic-docs", "software", "authoring-tool")


def openacr(report: Conformance, *, author: str, email: str) -> str:
    """The report as YAML.

    Args:
        report: The report.
        author: Who answers for it: a person, a team or a city.
        email: Where to ask; the schema requires it.

    Raises:
        MissingExtra: PyYAML is missing (extra `docs`).
    """
    with extra("docs", "OpenACR"):
        import yaml

    text: str = yaml.safe_dump(
        data(report, author=author, email=email), sort_keys=False, allow_unicode=True, width=100
    )
    return text


def data(report: Conformance, *, author: str, email: str) -> dict[str, Any]:
    """The report as plain data in the shape of the schema."""
    contact = {"name": author, "email": email}
    day = report.when.isoformat()
    return {
        "title": f"{report.product} Accessibility Conformance Report",
        "product": {
            "name": report.product,
            "version": report.version,
            "description": "Jinja components, styles and scripts for services of cities.",
        },
        "author": contact,
        # A copy of its own: YAML would write a reference.
        "vendor": dict(contact),
        "report_date": day,
        "last_modified_date": day,
        "version": 1,
        "notes": (
            "It is about the components as their examples show them. A service built with them "
            "needs a report of its own."
        ),
        "evaluation_methods_used": report.method,
        "license": "MIT",
        "catalog": CATALOG,
        "chapters": _chapters(report),
    }


def _chapters(report: Conformance) -> dict[str, Any]:
    chapters: dict[str, Any] = {
        "success_criteria_level_a": {"notes": "", "criteria": _criteria(report.of_level("A"))},
        "success_criteria_level_aa": {"notes": "", "criteria": _criteria(report.of_level("AA"))},
        "success_criteria_level_aaa": {"notes": "Not reported on.", "disabled": True},
        "en_301_549_web": {"notes": "See the tables of WCAG: clause 9.x is criterion x."},
    }
    # WCAG 2.2 took 4.1.1 out; the catalogue still asks for it (W3C: always satisfied).
    chapters["success_criteria_level_a"]["criteria"].insert(
        -1, _criterion("4.1.1", "supports", "Always satisfied: WCAG 2.2 took it out.", "web")
    )
    for row in report.clauses:
        chapter = chapters.setdefault(row.criterion.chapter, {"notes": "", "criteria": []})
        chapter["criteria"].append(_criterion(row.criterion.number, row.level, row.remarks, "none"))
    return chapters


def _criteria(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [_criterion(row.criterion.number, row.level, row.remarks, "web") for row in rows]


def _criterion(number: str, level: str, notes: str, component: str) -> dict[str, Any]:
    components = [{"name": component, "adherence": {"level": level, "notes": notes}}]
    if component == "web":
        components += [
            {"name": name, "adherence": {"level": "not-applicable", "notes": ""}} for name in _WEB
        ]
    return {"num": number, "components": components}
