"""`citydesign audit`: what may be written on the command line, and what is done then."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from citydesign.audit.run.circumstances import SCHEMES
from citydesign.audit.run.matrix import WIDTHS
from citydesign.audit.verdict.criteria import IMPACTS
from citydesign.audit.verdict.levels import LEVELS, budget
from citydesign.audit.verdict.output import NAMES, Output, OutputError, parse
from citydesign.extras import extra

if TYPE_CHECKING:
    from citydesign.audit.pages.targets import Target
    from citydesign.audit.verdict.report import Report

__all__ = ["add_arguments", "run"]

Value = TypeVar("Value")

DESCRIPTION = """\
Look at pages with accessibility checks in a real browser: in two widths, light and
dark, more contrast and forced colours, with the keyboard, with scripts on and off. Pages are
looked at, never used: no form is sent and no link followed.

A target is a URL, a sitemap (URL or file, also an index or .gz), a folder of HTML files, or one
file. Without a target, the examples of the components here are looked at."""

CODES = """\
exit codes:
  0    every page was checked, and no fault is over its budget
  1    faults: those that are new, or more of a level or impact than allowed
  2    something was not checked (a page that never came, a browser that broke down), an accepted
       fault is fixed or past its day, or the command, a file or a target is wrong
  130  stopped by Ctrl+C

examples:
  citydesign audit https://city.example/ --report html=out/
  citydesign audit build/site --level AA --budget best=10 --budget minor=5
  citydesign audit https://city.example/sitemap.xml --shard 2/5 --workers 2 --report json=2.json
  citydesign audit build/site --baseline known.toml --accept --reason "first audit" \\
      --owner "web team" --expires 2027-06-30
  citydesign audit --components button radios --changed origin/main"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description, parser.epilog = DESCRIPTION, CODES
    add = parser.add_argument
    add("targets", nargs="*", metavar="TARGET", help="URL, sitemap, folder or file")
    add("--components", nargs="*", metavar="NAME",
        help="the examples of these components, or of all; counts every level")  # fmt: skip
    add("--pack", metavar="PACK",
        help="the examples of an installed pack, or of a folder of your own")  # fmt: skip
    add("--from", action="append", type=Path, default=[], metavar="FILE", dest="results",
        help="look at nothing: put together the json of earlier runs (shards, pytest)")  # fmt: skip
    add("--level", choices=LEVELS,
        help="count faults up to this level: A, AA (unless given), AAA, best (also best practice) "
        "or house (also the promises of this design system)")  # fmt: skip
    add("--budget", action="append", default=[], type=_typed(budget), metavar="KIND=N",
        help="allow N faults of a level, which then counts too, or of an impact: "
        f"{', '.join(IMPACTS)}")  # fmt: skip
    add("--width", action="append", type=_typed(_width), metavar="PX",
        help="a width in CSS pixels, as often as given; 1280 and 320 unless given")  # fmt: skip
    add("--scheme", action="append", choices=SCHEMES, help="only this colour scheme")
    add("--storage-state", metavar="FILE", help="a login, as Playwright saves it")
    add("--baseline", type=Path, metavar="FILE",
        help="accepted faults; fails on new ones, and on entries fixed or expired")  # fmt: skip
    add("--accept", action="store_true",
        help="write the faults of this run into the baseline; needs the next three")  # fmt: skip
    add("--reason", help="why they are accepted for now")
    add("--owner", help="the role that fixes them")
    add("--expires", type=_typed(_day), metavar="DATE", help="the day by which, as 2027-06-30")
    add("--report", action="append", default=[], type=_typed(parse), metavar="FORMAT[=PATH]",
        help=f"write a report, as often as given: {', '.join(NAMES)}; html needs a folder; "
        "without a path, to standard output")  # fmt: skip
    add("--workers", type=_typed(_workers), default=1, metavar="N", help="processes side by side")
    add("--shard", type=_typed(_shard), default=(1, 1), metavar="I/N",
        help="look at the I-th of N parts of the pages")  # fmt: skip
    add("--changed", nargs="?", const="HEAD", metavar="REV",
        help="only what a change touches since a git revision; HEAD unless given")  # fmt: skip
    add("--axe", metavar="PATH",
        help="this axe-core; unless given, the newest of the one that came with us and "
        "node_modules/axe-core")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked and give the exit code."""
    with extra("audit", "the audit"):
        from citydesign.audit.pages.changes import ChangesError
        from citydesign.audit.pages.sitemap import SitemapError
        from citydesign.audit.pages.targets import TargetError
        from citydesign.audit.run.canary import CanaryError
        from citydesign.audit.run.workers import WorkerError
        from citydesign.audit.stage.axe_core import AxeError
        from citydesign.audit.stage.browser import NoBrowserError
        from citydesign.audit.verdict.known import KnownIssuesError
        from citydesign.audit.verdict.report import ReportError

    try:
        return _run(arguments)
    except (
        AxeError, CanaryError, ChangesError, KnownIssuesError, NoBrowserError, OutputError,
        ReportError, SitemapError, TargetError, WorkerError,
    ) as error:  # fmt: skip
        print(f"citydesign audit: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    outputs: list[Output] = list(arguments.report)
    if all(output.path for output in outputs):
        outputs.insert(0, Output("text"))
    for output in outputs:
        output.check()
    _check_accepting(arguments)
    report = _together(arguments) if arguments.results else _look(arguments, outputs)
    if report is None:
        print(f"nothing that is looked at changed since {arguments.changed}")
        return 0
    for output in outputs:
        output.write(report)
    return _accept(report, arguments) if arguments.accept else report.exit_code


def _together(arguments: argparse.Namespace) -> Report:
    """What earlier runs wrote."""
    from citydesign.audit.verdict.report import ReportError, merge, read

    if arguments.targets or arguments.components is not None or arguments.pack:
        raise ReportError("--from looks at nothing: name no target")
    before = ("level", "budget", "width", "scheme", "storage_state", "axe", "changed")
    given = [f"--{name.replace('_', '-')}" for name in before if getattr(arguments, name)]
    given += ["--baseline"] if arguments.baseline and not arguments.accept else []
    if given:
        raise ReportError(f"--from: give {', '.join(given)} to the runs themselves")
    try:
        return merge([read(path) for path in arguments.results])
    except OSError as error:
        raise ReportError(f"{error.filename}: {error.strerror}") from error


def _look(arguments: argparse.Namespace, outputs: list[Output]) -> Report | None:
    """What is found now; None when nothing has changed."""
    with extra("audit", "the audit"):
        from citydesign.audit.faces.site import audit
        from citydesign.audit.run.looker import Options

    pages, level = _pages(arguments)
    if not pages:
        return None
    options = Options(
        level=arguments.level or level,
        budgets=dict(arguments.budget),
        widths=tuple(arguments.width or WIDTHS),
        schemes=tuple(arguments.scheme or SCHEMES),
        storage_state=arguments.storage_state,
        axe=arguments.axe,
        pictures=any(output.format in {"html", "json"} for output in outputs),
    )
    return audit(
        pages,
        options,
        known=None if arguments.accept and not arguments.baseline.exists() else arguments.baseline,
        shard=arguments.shard,
        workers=arguments.workers,
        progress=lambda text: print(text, file=sys.stderr, flush=True),
    )


def _pages(arguments: argparse.Namespace) -> tuple[list[Target], str]:
    """The pages, and the level that is usual for them."""
    from citydesign.audit.pages.changes import touched
    from citydesign.audit.pages.targets import TargetError, examples, pages
    from citydesign.packs import library_with

    ours = arguments.components is not None or arguments.pack or not arguments.targets
    if ours and arguments.targets:
        raise TargetError("name targets, or --components and --pack, not both")
    if ours:
        found = examples(arguments.components or (), library_with(arguments.pack))
    else:
        found = pages(arguments.targets)
    if arguments.changed:
        found = touched(found, arguments.changed)
    return found, "house" if ours else "AA"


def _check_accepting(arguments: argparse.Namespace) -> None:
    from citydesign.audit.verdict.known import KnownIssuesError

    if not arguments.accept:
        return
    given = ("baseline", "reason", "owner", "expires")
    missing = [f"--{name}" for name in given if not getattr(arguments, name)]
    if missing:
        raise KnownIssuesError(f"--accept needs {', '.join(missing)}")


def _accept(report: Report, arguments: argparse.Namespace) -> int:
    from citydesign.audit.verdict.known import KnownIssuesError, accept

    try:
        number = accept(
            arguments.baseline,
            report.faults,
            reason=arguments.reason,
            owner=arguments.owner,
            expires=arguments.expires,
        )
    except OSError as error:
        raise KnownIssuesError(f"{arguments.baseline}: {error.strerror}") from error
    what = "fault" if number == 1 else "faults"
    print(f"{number} {what} accepted until {arguments.expires} in {arguments.baseline}")
    # What was not checked can't be accepted, and what is stale must be taken out by hand.
    return 2 if report.exit_code == 2 else 0


def _typed(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """Let argparse say what is wrong in the words of the function that reads a value."""

    def value(text: str) -> Value:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return value


def _number(text: str, least: int, what: str) -> int:
    if not text.isdecimal() or int(text) < least:
        raise ValueError(f"{text!r}: {what}")
    return int(text)


def _width(text: str) -> int:
    return _number(text, 200, "a width of 200 CSS pixels or more")


def _workers(text: str) -> int:
    return _number(text, 1, "a number of processes")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r}: write a day as 2027-06-30") from None


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    wrong = "write a part as 2/5"
    number, of = _number(part, 1, wrong), _number(parts, 1, wrong)
    if number > of:
        raise ValueError(f"{text!r}: there is no part {number} of {of}")
    return number, of
