"""What an audit found, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from citydesign.audit.finding import Finding, criterion_title
from citydesign.audit.inspection import Inspection
from citydesign.audit.oracles import ORACLES

__all__ = ["FORMATS", "Report"]


@dataclass
class Report:
    """The result of one run.

    ``complaints`` are about the file of known issues: what expired and what was mended.
    """

    inspections: list[Inspection]
    complaints: list[str]
    browser: str
    axe: str
    pace: str

    @property
    def faults(self) -> dict[Finding, int]:
        """Each fault once, with the number of settings in which it was seen."""
        return {f: times for i in self.inspections for f, times in i.distinct.items()}

    @property
    def unchecked(self) -> list[Finding]:
        """What could not be checked."""
        return [f for f in self.faults if f.criterion == "check"]

    @property
    def exit_code(self) -> int:
        """0 when clean; 1 for faults; 2 for a page that was not checked or a stale known issue."""
        if self.unchecked or self.complaints or not any(i.checks for i in self.inspections):
            return 2
        return 1 if self.faults else 0

    def text(self) -> str:
        """For a terminal."""
        lines = []
        for inspection in self.inspections:
            for finding, times in inspection.distinct.items():
                lines.append(str(finding))
                if times > 1:
                    lines.append(f"    and in {times - 1} more settings")
        lines += [f"! {complaint}" for complaint in self.complaints]
        clean = sum(not i.findings for i in self.inspections)
        lines.append(
            f"{len(self.faults)} faults on {len(self.inspections) - clean} of "
            f"{len(self.inspections)} pages; {self.pace}; Chromium {self.browser}, axe {self.axe}"
        )
        return "\n".join(lines) + "\n"

    def json(self) -> str:
        """Everything, for other tools."""
        return json.dumps(
            {
                "browser": self.browser,
                "axe": self.axe,
                "pages": [
                    {
                        "page": i.page,
                        "checks": i.checks,
                        "settings": sorted(str(setting) for setting in i.settings),
                        "findings": [f.as_dict() | {"times": n} for f, n in i.distinct.items()],
                    }
                    for i in self.inspections
                ],
                "complaints": self.complaints,
            },
            ensure_ascii=False,
            indent=1,
        )

    def junit(self) -> str:
        """JUnit XML: a suite for each page, a case for each oracle."""
        root = ElementTree.Element("testsuites", name="citydesign audit")
        for inspection in self.inspections:
            suite = ElementTree.SubElement(
                root, "testsuite", name=inspection.page, time=f"{inspection.seconds:.1f}"
            )
            failed = 0
            for oracle in ORACLES:
                case = ElementTree.SubElement(
                    suite,
                    "testcase",
                    classname=inspection.page,
                    name=f"{oracle.number} {oracle.id}",
                )
                found = [f for f in inspection.distinct if f.oracle == oracle.number]
                if found:
                    failed += 1
                    failure = ElementTree.SubElement(case, "failure", message=found[0].saw)
                    failure.text = "\n".join(map(str, found))
            suite.set("tests", str(len(ORACLES)))
            suite.set("failures", str(failed))
        return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)

    def sarif(self) -> str:
        """SARIF 2.1.0, which code hosts show beside the lines of a change."""
        return json.dumps(
            {
                "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
                "version": "2.1.0",
                "runs": [
                    {
                        "tool": {
                            "driver": {
                                "name": "citydesign audit",
                                "rules": [
                                    {
                                        "id": oracle.id,
                                        "name": oracle.title,
                                        "shortDescription": {"text": oracle.catches},
                                    }
                                    for oracle in ORACLES
                                ],
                            }
                        },
                        "results": [_sarif_result(f, n) for f, n in self.faults.items()],
                    }
                ],
            },
            ensure_ascii=False,
            indent=1,
        )

    def markdown(self) -> str:
        """For a pull request."""
        return "\n".join(self._markdown()) + "\n"

    def _markdown(self) -> Iterator[str]:
        faults = self.faults
        yield f"## Accessibility: {len(faults)} faults on {len(self.inspections)} pages"
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
        for complaint in self.complaints:
            yield f"- {complaint}"
        yield f"{self.pace}. Chromium {self.browser}, axe {self.axe}."


def _sarif_result(fault: Finding, times: int) -> dict[str, Any]:
    return {
        "ruleId": fault.oracle_id,
        "level": "warning" if fault.level in {"house", "best", "AAA"} else "error",
        "message": {
            "text": f"{criterion_title(fault.criterion)}: {fault.saw} ({fault.setting}). "
            f"{fault.mend}"
        },
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


FORMATS = {
    "text": Report.text,
    "json": Report.json,
    "junit": Report.junit,
    "sarif": Report.sarif,
    "markdown": Report.markdown,
}
