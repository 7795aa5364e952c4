"""SARIF 2.1.0, which code hosts show beside the lines of a change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from citydesign.audit.finding import criterion_title
from citydesign.audit.oracles import ORACLES

if TYPE_CHECKING:
    from citydesign.audit.finding import Finding
    from citydesign.audit.report import Report

__all__ = ["sarif"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report) -> str:
    """One run, with an oracle as a rule and a fault as a result."""
    rules = [
        {"id": o.id, "name": o.title, "shortDescription": {"text": o.catches}} for o in ORACLES
    ]
    run = {
        "tool": {
            "driver": {
                "name": "citydesign audit",
                "version": report.versions.get("citydesign", ""),
                "rules": rules,
            }
        },
        "results": [_result(fault, times) for fault, times in report.faults.items()],
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1
    )


def _result(fault: Finding, times: int) -> dict[str, Any]:
    said = f"{criterion_title(fault.criterion)}: {fault.saw} ({fault.setting}). {fault.mend}"
    return {
        "ruleId": fault.oracle_id,
        "level": "warning" if fault.level in {"house", "best", "AAA"} else "error",
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": fault.page},
                    "region": {"startLine": 1, "snippet": {"text": fault.html}},
                },
                "logicalLocations": [{"fullyQualifiedName": fault.selector}],
            }
        ],
        "partialFingerprints": {"place": "|".join(fault.key)},
        "properties": {"settings": times, "oracle": fault.oracle},
    }
