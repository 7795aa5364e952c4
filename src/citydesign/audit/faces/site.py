"""The audit of pages: a city's own, or the examples of the components here."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from citydesign.audit.pages.targets import Target, TargetError, pages
from citydesign.audit.run.looker import Looker, Options
from citydesign.audit.run.workers import look
from citydesign.audit.verdict.known import KnownIssuesError, read, sift
from citydesign.audit.verdict.levels import LEVELS, check_budgets, counts
from citydesign.audit.verdict.report import PageResult, Report

__all__ = ["audit"]


def audit(
    targets: Sequence[str | Target],
    options: Options | None = None,
    *,
    known: Path | None = None,
    shard: tuple[int, int] = (1, 1),
    workers: int = 1,
    progress: Callable[[str], None] = lambda text: None,
) -> Report:
    """Look at pages with every oracle that can judge them.

    Nothing is sent to a site: forms are not submitted and links not followed.

    Args:
        targets: Pages, or what `citydesign.audit.pages.targets.pages_of` takes.
        options: How to look; level AA in both widths and schemes unless given.
        known: TOML file of accepted faults, see `citydesign.audit.verdict.known`.
        shard: The part to look at and the number of parts, such as ``(2, 5)``.
        workers: Number of processes.
        progress: Told one line for each page.

    Raises:
        TargetError: when a target names nothing, or a level, budget or login is none.
        SitemapError: when a sitemap can't be read.
        KnownIssuesError: when the file of known issues is broken or not there.
        NoBrowserError: when there is no browser.
        AxeError: when the copy of axe-core is none.
        CanaryError: when the checks don't tell good from bad.
        WorkerError: when no process could begin.
    """
    options = options or Options()
    if options.level not in LEVELS:
        raise TargetError(f"unknown level {options.level!r}: one of {', '.join(LEVELS)}")
    try:
        check_budgets(options.budgets)
    except ValueError as error:
        raise TargetError(str(error)) from error
    if known and not known.exists():
        raise KnownIssuesError(f"{known}: no such file; write today's faults into it first")
    accepted = read(known) if known else ()
    _check_login(options.storage_state)
    wanted = _part(targets, shard)
    started = time.perf_counter()
    done = 0

    def told(result: PageResult) -> None:
        nonlocal done
        done += 1
        number = sum(counts(f, options.level, options.budgets) for f in result.faults)
        broken = next((f.saw for f in result.faults if f.criterion == "check"), "")
        progress(f"{done}/{len(wanted)} {result.page}: {broken or f'{number} faults'}")

    if workers > 1:
        results, versions = look(wanted, options, workers, told)
    else:
        results = []
        with Looker(options) as looker:
            for page in wanted:
                results.append(looker.look(page))
                told(results[-1])
            versions = looker.versions
    # What broke down tells nothing about what was fixed, nor does a look at a part of it.
    whole = [
        result.page
        for result in results
        if not options.narrowed and all(f.criterion != "check" for f in result.faults)
    ]
    faults = [fault for result in results for fault in result.faults]
    left, complaints = sift(faults, accepted, whole, dt.date.today())
    kept = {fault for fault in left if counts(fault, options.level, options.budgets)}
    for result in results:
        result.faults = {fault: times for fault, times in result.faults.items() if fault in kept}
        result.undecided = {
            finding: times
            for finding, times in result.undecided.items()
            if counts(finding, options.level, options.budgets)
        }
        result.pictures = {f: png for f, png in result.pictures.items() if f in kept}
    return Report(
        results,
        complaints,
        versions,
        seconds=time.perf_counter() - started,
        level=options.level,
        budgets=dict(options.budgets),
    )


def _part(targets: Sequence[str | Target], shard: tuple[int, int]) -> list[Target]:
    names = [target for target in targets if isinstance(target, str)]
    found = [target for target in targets if isinstance(target, Target)] + pages(names)
    part, parts = shard
    chosen = found[part - 1 :: parts]
    if found and not chosen:
        raise TargetError(f"part {part} of {parts} is empty: there are only {len(found)} pages")
    if not found:
        raise TargetError("no page to look at")
    return chosen


def _check_login(path: str | None) -> None:
    if path is None:
        return
    try:
        state = json.loads(Path(path).read_text("utf-8"))
        usable = isinstance(state, dict) and {"cookies", "origins"} & set(state)
    except (OSError, ValueError) as error:
        raise TargetError(f"{path}: no login can be read from it: {error}") from error
    if not usable:
        raise TargetError(f"{path}: no login; save one with Playwright's storage_state")
