"""JUnit XML, which most continuous integration shows as a list of tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from citydesign.audit.oracles import ORACLES

if TYPE_CHECKING:
    from citydesign.audit.verdict.finding import Finding
    from citydesign.audit.verdict.report import Report

__all__ = ["junit"]


def junit(report: Report) -> str:
    """A suite for each page, a case for each oracle; what did not judge the page is skipped.

    A page that was not looked at has one case more, which fails, and so has a stale known issue.
    """
    root = ElementTree.Element("testsuites", name="citydesign audit")
    for page in report.pages:
        suite = ElementTree.SubElement(
            root, "testsuite", name=page.page, time=f"{page.seconds:.1f}"
        )
        failed = skipped = 0
        missed = [fault for fault in page.faults if fault.oracle_id == "page"]
        if missed:
            _case(suite, page.page, "page", missed)
            failed += 1
        for oracle in ORACLES:
            found = [fault for fault in page.faults if fault.oracle_id == oracle.id]
            case = _case(suite, page.page, oracle.id, found)
            asked = [one for one in page.undecided if one.oracle_id == oracle.id]
            if asked:
                # The format has no verdict between passed and failed.
                told = "\n".join(f"needs a person: {one}" for one in asked)
                ElementTree.SubElement(case, "system-out").text = _text(told)
            if found:
                failed += 1
            elif oracle.id not in page.judged:
                skipped += 1
                ElementTree.SubElement(case, "skipped", message="this oracle did not judge it")
        suite.set("tests", str(len(ORACLES) + bool(missed)))
        suite.set("failures", str(failed))
        suite.set("skipped", str(skipped))
    if report.complaints:
        number = str(len(report.complaints))
        suite = ElementTree.SubElement(
            root, "testsuite", name="known issues", tests=number, failures=number, skipped="0"
        )
        for complaint in report.complaints:
            case = ElementTree.SubElement(
                suite, "testcase", classname="known issues", name=_text(complaint)
            )
            ElementTree.SubElement(case, "failure", message=_text(complaint))
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _case(
    suite: ElementTree.Element, page: str, name: str, found: Sequence[Finding]
) -> ElementTree.Element:
    case = ElementTree.SubElement(suite, "testcase", classname=page, name=name)
    if found:
        failure = ElementTree.SubElement(case, "failure", message=_text(found[0].saw))
        failure.text = _text("\n".join(map(str, found)))
    return case


def _text(text: str) -> str:
    """Text without the control characters that XML can't hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)
