"""JUnit XML, which most continuous integration shows as a list of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from citydesign.audit.oracles import ORACLES

if TYPE_CHECKING:
    from citydesign.audit.report import Report

__all__ = ["junit"]


def junit(report: Report) -> str:
    """A suite for each page, a case for each oracle; what did not judge the page is skipped."""
    root = ElementTree.Element("testsuites", name="citydesign audit")
    for page in report.pages:
        suite = ElementTree.SubElement(
            root, "testsuite", name=page.page, time=f"{page.seconds:.1f}"
        )
        failed = skipped = 0
        for oracle in ORACLES:
            case = ElementTree.SubElement(
                suite, "testcase", classname=page.page, name=f"{oracle.number} {oracle.id}"
            )
            found = [fault for fault in page.faults if fault.oracle == oracle.number]
            if found:
                failed += 1
                failure = ElementTree.SubElement(case, "failure", message=found[0].saw)
                failure.text = "\n".join(map(str, found))
            elif oracle.id not in page.judged:
                skipped += 1
                ElementTree.SubElement(case, "skipped", message="this oracle did not judge it")
        suite.set("tests", str(len(ORACLES)))
        suite.set("failures", str(failed))
        suite.set("skipped", str(skipped))
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)
