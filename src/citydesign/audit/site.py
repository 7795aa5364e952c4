"""The audit of a city's own pages: a URL, a folder of pages, a sitemap."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from citydesign.audit.finding import Finding
from citydesign.audit.inspection import Inspection
from citydesign.audit.known import read, sift
from citydesign.audit.oracles import ORACLES
from citydesign.audit.report import PageResult, Report
from citydesign.audit.session import Session
from citydesign.audit.stage import Subject

__all__ = ["TargetError", "audit", "pages_of"]

# What each level asks for; what could not be checked always counts.
LEVELS = {
    "A": {"A"},
    "AA": {"A", "AA"},
    "AAA": {"A", "AA", "AAA"},
    "best": {"A", "AA", "AAA", "best"},
    "house": {"A", "AA", "AAA", "best", "house"},
}
# Right to left and untranslated words can be judged only where we know the languages.
FOREIGN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 17}


class TargetError(ValueError):
    """A target that names nothing to look at."""


def pages_of(target: str) -> Iterator[Subject]:
    """The pages that a target names.

    Args:
        target: A URL of a page, a URL or path of a sitemap, a folder of HTML files, or one file.

    Raises:
        TargetError: when there is no such thing, or no page in it.
    """
    if re.match(r"https?://", target):
        addresses = _of_sitemap(_fetch(target)) if target.endswith(".xml") else [target]
        yield from (_of_url(address) for address in addresses)
        return
    path = Path(target)
    if path.suffix == ".xml" and path.is_file():
        yield from (_of_url(address) for address in _of_sitemap(path.read_text("utf-8")))
    elif path.is_dir():
        files = sorted(path.rglob("*.html"))
        if not files:
            raise TargetError(f"{target}: no .html file in this folder")
        yield from (_of_file(file, path) for file in files)
    elif path.is_file():
        yield _of_file(path, path.parent)
    else:
        raise TargetError(f"{target}: neither a URL nor a file or folder that is there")


def audit(
    targets: Sequence[str],
    *,
    level: str = "AA",
    known: Path | None = None,
    shard: tuple[int, int] = (1, 1),
    storage_state: str | None = None,
    axe: str | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> Report:
    """Look at pages with every oracle that can judge a page it does not know.

    Nothing is sent to the site: forms are not submitted and links not followed.

    Args:
        targets: See `pages_of`.
        level: ``A``, ``AA``, ``AAA``, ``best`` (also best practice) or ``house`` (also the promises
            of this design system, such as scripts off). What could not be checked always counts.
        known: TOML file of accepted faults, see `citydesign.audit.known`.
        shard: The part to look at and the number of parts, such as ``(2, 5)``.
        storage_state: Login saved by Playwright.
        axe: Path of another axe-core.
        progress: Told one line for each page.

    Raises:
        TargetError: when a target names nothing.
        KnownIssuesError: when the file of known issues is broken.
        NoBrowserError: when there is no browser.
    """
    if level not in LEVELS:
        raise TargetError(f"unknown level {level!r}: one of {', '.join(LEVELS)}")
    accepted = read(known) if known else ()
    part, parts = shard
    subjects = [page for target in targets for page in pages_of(target)][part - 1 :: parts]
    oracles = [oracle for oracle in ORACLES if oracle.number in FOREIGN]
    inspections: list[Inspection] = []
    with Session(axe, storage_state) as session:
        for number, subject in enumerate(subjects, 1):
            inspection = session.inspect(subject, oracles)
            inspection.findings = [f for f in inspection.findings if _counts(f, level)]
            inspections.append(inspection)
            progress(
                f"{number}/{len(subjects)} {subject.component}/{subject.example}: "
                f"{len(inspection.distinct)} faults"
            )
        pages = [i.page for i in inspections]
        left, complaints = sift(
            [f for i in inspections for f in i.findings], accepted, pages, dt.date.today()
        )
        for inspection in inspections:
            inspection.findings = [f for f in left if f.page == inspection.page]
        results = [PageResult.of(inspection) for inspection in inspections]
        return Report(results, complaints, session.versions, seconds=session.seconds)


def _counts(finding: Finding, level: str) -> bool:
    return finding.level == "check" or finding.level in LEVELS[level] or not finding.level


def _of_url(address: str) -> Subject:
    parts = urlsplit(address)
    return Subject(parts.netloc, parts.path.strip("/") or "/", url=address, locales=("",))


def _of_file(file: Path, root: Path) -> Subject:
    return Subject(
        root.resolve().name,
        file.relative_to(root).as_posix(),
        html=lambda _: file.read_text("utf-8"),
        locales=("",),
        assets=root,
        assets_url="",
        policy="",
    )


def _fetch(address: str) -> str:
    try:
        with urlopen(address, timeout=20) as answer:
            text: str = answer.read().decode("utf-8")
            return text
    except OSError as error:
        raise TargetError(f"{address}: {error}") from error


def _of_sitemap(text: str) -> list[str]:
    found = re.findall(r"<loc>\s*(https?://[^<\s]+)\s*</loc>", text)
    if not found:
        raise TargetError("the sitemap lists no page")
    return [address.replace("&amp;", "&") for address in found]
