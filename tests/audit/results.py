"""Results made up for tests: as if every example had been looked at."""

import datetime as dt
from functools import cache

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.setting import Setting
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.fingerprint import fingerprint
from citydesign.audit.verdict.report import PageResult, Report
from citydesign.contracts import all_components
from citydesign.examples import all_examples

VERSIONS = {"citydesign": "0.1.0", "Chromium": "143"}


def whole():
    """A result without a fault, of the files as they are now."""
    marks = _marks()
    pages = [
        PageResult(
            example.id,
            judged={oracle.id: [Setting(), Setting(width=320)] for oracle in ORACLES},
            files=marks[example.component.name],
        )
        for example in all_examples()
    ]
    when = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
    return Report(pages, [], VERSIONS, when, 60.0)


@cache
def _marks():
    return {c.name: fingerprint(c.folder) for c in all_components()}


def fault(page, criterion="1.4.3", oracle="contrast", selector="p", saw="grey on grey"):
    """A fault on a page."""
    component, _, example = page.partition("/")
    return Finding(
        oracle, criterion, saw, "Take a darker grey.", selector, "<p>", component, example,
        Setting(),
    )  # fmt: skip


def put(report, *faults):
    """The result with faults on its pages."""
    for one in faults:
        page = next(p for p in report.pages if p.page == one.page)
        page.faults[one] = 1
    return report
