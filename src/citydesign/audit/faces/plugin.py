"""The pytest plugin: `a11y(page)` in a test of any site, and one report of all of them.

pytest loads this module at every start, so nothing heavy is imported before `a11y` is used.
Switch it off with ``-p no:citydesign``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from citydesign.audit.verdict.levels import LEVELS, budget
from citydesign.audit.verdict.output import NAMES, Output, OutputError, parse
from citydesign.extras import MissingExtra, extra

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from citydesign.audit.verdict.report import PageResult, Report

__all__ = [
    "A11y",
    "a11y",
    "pytest_addoption",
    "pytest_configure",
    "pytest_sessionfinish",
    "pytest_testnodedown",
]

#: Reports of this process and of its xdist workers, as JSON.
_PARTS = pytest.StashKey[list[str]]()
_OUTPUTS = pytest.StashKey[list[Output]]()
_BUDGETS = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say what may be written on the command line."""
    group = parser.getgroup("citydesign", "accessibility of pages (citydesign)")
    group.addoption(
        "--a11y-report", action="append", default=[], metavar="FORMAT=PATH",
        help=f"write what `a11y` found, as often as given: {', '.join(NAMES)}",
    )  # fmt: skip
    group.addoption(
        "--a11y-baseline", type=Path, metavar="FILE",
        help="accepted faults; a test fails on others, and on entries fixed or expired",
    )  # fmt: skip
    group.addoption(
        "--a11y-level", choices=list(LEVELS), default="AA",
        help="count faults up to this level; AA unless given",
    )  # fmt: skip
    group.addoption(
        "--a11y-budget", action="append", default=[], metavar="KIND=N",
        help="let each `a11y` pass with N faults of a level, which then counts too, or of an "
        "impact; as often as given",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Find out at once whether the options can be followed."""
    config.stash[_PARTS] = []
    try:
        config.stash[_OUTPUTS] = [parse(text) for text in config.getoption("a11y_report")]
        for output in config.stash[_OUTPUTS]:
            output.check()
    except OutputError as error:
        raise pytest.UsageError(f"--a11y-report: {error}") from error
    try:
        config.stash[_BUDGETS] = dict(map(budget, config.getoption("a11y_budget")))
    except ValueError as error:
        raise pytest.UsageError(f"--a11y-budget: {error}") from error
    baseline = config.getoption("a11y_baseline")
    if baseline and not baseline.exists():
        raise pytest.UsageError(f"--a11y-baseline: {baseline}: no such file")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take the report of an xdist worker."""
    part = getattr(node, "workeroutput", {}).get("citydesign_a11y")
    if part:
        node.config.stash[_PARTS].append(part)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports, or hand this worker's part to the process that does."""
    config = session.config
    collected = config.stash.get(_COLLECTED, None)
    if collected is not None and collected.pages:
        if hasattr(config, "workeroutput"):
            config.workeroutput["citydesign_a11y"] = collected.json()
            return
        config.stash[_PARTS].append(collected.json())
    parts = config.stash.get(_PARTS, [])
    if not parts or hasattr(config, "workeroutput"):
        return
    from citydesign.audit.verdict import report

    whole = report.merge([report.parse(part) for part in parts])
    for output in config.stash[_OUTPUTS]:
        output.write(whole)


class A11y:
    """Judges live pages for one test; `a11y(page)` is short for `a11y.check(page)`."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._config = request.config
        self._test = request.node.nodeid
        self._seen: Counter[str] = Counter()

    def __call__(self, page: Page, **options: Any) -> None:
        """See `check`."""
        __tracebackhide__ = True
        self.check(page, **options)

    def check(
        self,
        page: Page,
        *,
        level: str | None = None,
        budgets: Mapping[str, int] | None = None,
        widths: Sequence[int] = (1280, 320),
        schemes: Sequence[str] = ("light", "dark"),
        keyboard: bool = False,
    ) -> None:
        """Fail the test when the page has faults that the baseline doesn't know.

        The page is judged in the state in which it is and left in it: nothing is loaded, pressed
        or typed.

        Args:
            page: A page of Playwright's synchronous interface, in Chromium.
            level: Count faults up to this level; that of ``--a11y-level`` unless given.
            budgets: The faults that are allowed of a level or an impact; those of
                ``--a11y-budget`` unless given.
            widths: Widths to look at, in CSS pixels.
            schemes: Colour schemes to look at.
            keyboard: Also walk through the page with the Tab key. What closes when it loses the
                focus is closed afterwards.

        Raises:
            LivePageError: when the page is another thing.
            ValueError: when a level or budget is none.
        """
        __tracebackhide__ = True
        from citydesign.audit.verdict.levels import check_budgets, counts, over

        try:
            with extra("audit", "a11y"):
                from citydesign.audit.faces.live import check_page, judge
        except MissingExtra as error:
            pytest.fail(str(error), pytrace=False)
        check_page(page)
        level = level or self._config.getoption("a11y_level")
        if level not in LEVELS:
            raise ValueError(f"unknown level {level!r}: one of {', '.join(LEVELS)}")
        allowed = self._config.stash[_BUDGETS] if budgets is None else dict(budgets)
        check_budgets(allowed)
        pictured = any(o.format in {"html", "json"} for o in self._config.stash[_OUTPUTS])
        result, versions = judge(
            page,
            self._name(page),
            widths=widths,
            schemes=schemes,
            keyboard=keyboard,
            pictured=lambda finding: pictured and counts(finding, level, allowed),
        )
        complaints = self._sift(result, level, allowed)
        collected = _collected(self._config, versions)
        collected.pages.append(result)
        collected.complaints += complaints
        collected.seconds += result.seconds
        lines = [*complaints]
        for fault, times in result.faults.items():
            more = f"\n    and in {times - 1} more settings" if times > 1 else ""
            lines.append(f"{fault}{more}")
        if complaints or over(result.faults, allowed):
            number = len(result.faults)
            faults = f"{number} accessibility {'fault' if number == 1 else 'faults'}"
            pytest.fail("\n".join([f"{faults} on {page.url}", *lines]), pytrace=False)

    def _name(self, page: Page) -> tuple[str, str]:
        from citydesign.audit.faces.live import address

        where = address(page.url)
        self._seen[where] += 1
        times = self._seen[where]
        return self._test, where if times == 1 else f"{where} ({times})"

    def _sift(self, result: PageResult, level: str, budgets: Mapping[str, int]) -> list[str]:
        """Leave the faults that count, and tell what is stale among those that are known."""
        from citydesign.audit.verdict.known import read, sift
        from citydesign.audit.verdict.levels import counts

        baseline = self._config.getoption("a11y_baseline")
        known = read(baseline) if baseline else ()
        checked = all(fault.criterion != "check" for fault in result.faults)
        pages = [result.page] if checked else []
        left, complaints = sift(result.faults, known, pages, dt.date.today())
        result.faults = {
            fault: times
            for fault, times in result.faults.items()
            if fault in left and counts(fault, level, budgets)
        }
        result.undecided = {
            finding: times
            for finding, times in result.undecided.items()
            if counts(finding, level, budgets)
        }
        result.pictures = {f: png for f, png in result.pictures.items() if f in result.faults}
        return complaints


_COLLECTED = pytest.StashKey["Report"]()


def _collected(config: pytest.Config, versions: dict[str, str]) -> Report:
    """The report of this process."""
    from citydesign.audit.verdict.report import Report

    if _COLLECTED not in config.stash:
        config.stash[_COLLECTED] = Report([], versions=versions)
    return config.stash[_COLLECTED]


@pytest.fixture
def a11y(request: pytest.FixtureRequest) -> A11y:
    """Fails the test when a Playwright page has accessibility faults: `a11y(page)`."""
    return A11y(request)
