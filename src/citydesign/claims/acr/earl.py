"""The conformance report as EARL 1.0 in JSON-LD: one assertion for each criterion and component.

Vocabulary: https://www.w3.org/TR/EARL10-Schema/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from citydesign.claims.conformance import Conformance, Row

__all__ = ["data", "earl"]

CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dcterms": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "earl:assertedBy": {"@type": "@id"},
    "earl:subject": {"@type": "@id"},
    "earl:test": {"@type": "@id"},
    "earl:mode": {"@type": "@id"},
    "earl:outcome": {"@type": "@id"},
    "dcterms:date": {"@type": "xsd:date"},
    "dcterms:isPartOf": {"@type": "@id"},
}
_ASSERTOR, _PRODUCT = "_:checks", "_:product"


def earl(report: Conformance) -> str:
    """The report as a document of JSON-LD."""
    return json.dumps(data(report), ensure_ascii=False, indent=1) + "\n"


def data(report: Conformance) -> dict[str, Any]:
    """The report as plain data."""
    return {"@context": CONTEXT, "@graph": list(_graph(report))}


def _graph(report: Conformance) -> Iterator[dict[str, Any]]:
    yield {
        "@id": _ASSERTOR,
        "@type": ["earl:Assertor", "earl:Software"],
        "dcterms:title": "citydesign audit",
        "dcterms:description": report.method,
        "dcterms:hasVersion": report.version,
    }
    yield {
        "@id": _PRODUCT,
        "@type": ["earl:TestSubject", "doap:Project"],
        "dcterms:title": report.product,
        "dcterms:hasVersion": report.version,
    }
    for name in report.rows[0].outcomes:
        yield {
            "@id": f"_:{name}",
            "@type": "earl:TestSubject",
            "dcterms:title": name,
            "dcterms:isPartOf": _PRODUCT,
        }
    for row in report.rows:
        yield {
            "@id": row.criterion.url,
            "@type": ["earl:TestCriterion", "earl:TestRequirement"],
            "dcterms:title": f"{row.criterion.number} {row.criterion.title}",
        }
        yield from _assertions(row, report)


def _assertions(row: Row, report: Conformance) -> Iterator[dict[str, Any]]:
    mode = "manual" if row.criterion.check == "manual" else "automatic"
    for name, outcome in row.outcomes.items():
        result: dict[str, Any] = {
            "@type": "earl:TestResult",
            "earl:outcome": f"earl:{outcome}",
            "dcterms:date": report.when.isoformat(),
        }
        if outcome == "failed":
            result["earl:info"] = row.remarks
        yield {
            "@type": "earl:Assertion",
            "earl:assertedBy": _ASSERTOR,
            "earl:subject": f"_:{name}",
            "earl:test": row.criterion.url,
            # What nobody has tested was tested in no way.
            "earl:mode": "earl:unknownMode" if outcome == "untested" else f"earl:{mode}",
            "earl:result": result,
        }
