"""SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from citydesign.audit.oracles import ORACLES
from citydesign.audit.verdict.finding import criterion_title

if TYPE_CHECKING:
    from citydesign.audit.verdict.finding import Finding
    from citydesign.audit.verdict.report import Report

__all__ = ["sarif"]

# A path from the project down.
_INSIDE = re.compile(r"(?!\.{1,2}/|.*/\.{1,2}/)[^/\\:][^\\:]*")
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """One run, with an oracle as a rule and a fault as a result."""
    rules = [
        {"id": "page", "name": "Page", "shortDescription": {"text": "pages that never came"}},
        *({"id": o.id, "name": o.title, "shortDescription": {"text": o.catches}} for o in ORACLES),
    ]
    run = {
        "tool": {
            "driver": {
                "name": "citydesign audit",
                "version": report.versions.get("citydesign", ""),
                "rules": rules,
            }
        },
        "results": [
            _result(fault, times, page.url)
            for page in report.pages
            for fault, times in (*page.faults.items(), *page.undecided.items())
        ],
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1
    )


def _result(fault: Finding, times: int, address: str) -> dict[str, Any]:
    file, line = _place(fault, address)
    said = f"{criterion_title(fault.criterion)}: {fault.saw} ({fault.setting}). {fault.mend}"
    grade = "warning" if fault.level in {"house", "best", "AAA"} else "error"
    return {
        "ruleId": fault.oracle_id,
        "kind": "review" if fault.person else "fail",
        "level": "none" if fault.person else grade,
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": file},
                    "region": {"startLine": line, "snippet": {"text": fault.html}},
                },
                "logicalLocations": [{"fullyQualifiedName": fault.selector}],
            }
        ],
        "partialFingerprints": {"place": "|".join(fault.key)},
        "properties": {"settings": times, "oracle": fault.oracle_id, "impact": fault.impact},
    }


def _place(fault: Finding, address: str) -> tuple[str, int]:
    """File and line of the call that made the element; else the page itself.

    The page says what made it, so only a file of this project is believed.
    """
    file, _, line = fault.source.rpartition(":")
    if _INSIDE.fullmatch(file) and line.isdecimal():
        return quote(file), int(line)
    return _uri(address or fault.page), 1


def _uri(place: str) -> str:
    if place.startswith(("http://", "https://")):
        return place
    return Path(place).as_uri() if Path(place).is_absolute() else quote(place)
