"""What one run looked at and found: the one result that every format, page and ratchet reads."""

from __future__ import annotations

import base64
import datetime as dt
import json
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.setting import Setting
from citydesign.audit.verdict.criteria import IMPACTS
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.fingerprint import fingerprint
from citydesign.audit.verdict.inspection import Inspection
from citydesign.audit.verdict.levels import over
from citydesign.errors import CityDesignError

__all__ = ["PageResult", "Report", "ReportError", "merge", "parse", "read", "versions"]

SCHEMA = 2


class ReportError(CityDesignError, ValueError):
    """A file is no result of this version of the audit."""


@dataclass
class PageResult:
    """What was looked at on one page, and what was found.

    ``judged`` maps an oracle's id to the settings in which it gave a verdict. ``faults`` counts
    for each fault the settings in which it was seen, ``undecided`` the same for what needs a person
    and is no fault. ``url`` is the address of the page, or the
    path of its file; ``pictures`` holds a PNG of a fault, where pictures were asked for. ``files``
    is the mark of the component's files, see `verdict.fingerprint`; empty for a city's own page.
    """

    page: str
    url: str = ""
    judged: dict[str, list[Setting]] = field(default_factory=dict)
    faults: dict[Finding, int] = field(default_factory=dict)
    seconds: float = 0.0
    pictures: dict[Finding, bytes] = field(default_factory=dict)
    files: str = field(default="", kw_only=True)
    undecided: dict[Finding, int] = field(default_factory=dict, kw_only=True)

    def __post_init__(self) -> None:
        """Make the address inert."""
        self.url = inert(self.url)

    @classmethod
    def of(cls, inspection: Inspection) -> Self:
        """The result of an inspection, each fault once."""
        distinct = inspection.distinct
        return cls(
            inspection.page,
            inspection.subject.url,
            {oracle: list(settings) for oracle, settings in inspection.judged.items()},
            {finding: times for finding, times in distinct.items() if not finding.person},
            inspection.seconds,
            {f: inspection.pictures[f.key] for f in distinct if f.key in inspection.pictures},
            files=fingerprint(inspection.subject.folder),
            undecided={finding: times for finding, times in distinct.items() if finding.person},
        )

    @property
    def checks(self) -> int:
        """How many verdicts were given."""
        return sum(map(len, self.judged.values()))

    def as_dict(self) -> dict[str, Any]:
        """Plain data, from which `from_dict` makes the same again."""
        return {
            "page": self.page,
            "url": self.url,
            "seconds": round(self.seconds, 2),
            "files": self.files,
            "judged": {o: [s.as_dict() for s in found] for o, found in self.judged.items()},
            "faults": [
                f.as_dict() | {"times": times} | self._picture(f)
                for f, times in self.faults.items()
            ],
            "undecided": [f.as_dict() | {"times": times} for f, times in self.undecided.items()],
        }

    def _picture(self, fault: Finding) -> dict[str, str]:
        png = self.pictures.get(fault)
        return {"picture": base64.b64encode(png).decode("ascii")} if png else {}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The result that `as_dict` wrote down."""
        faults = [(Finding.from_dict(fault), fault) for fault in data["faults"]]
        return cls(
            data["page"],
            data["url"],
            {o: [Setting(**s) for s in found] for o, found in data["judged"].items()},
            {finding: fault["times"] for finding, fault in faults},
            data["seconds"],
            {f: base64.b64decode(fault["picture"]) for f, fault in faults if "picture" in fault},
            files=data["files"],
            undecided={Finding.from_dict(row): row["times"] for row in data["undecided"]},
        )


@dataclass
class Report:
    """The result of one run.

    ``complaints`` are about the file of known issues: what expired and what was fixed. ``when``
    is the instant at which the run ended, ``versions`` names what looked: ``citydesign``,
    ``chromium``, ``axe``, ``python``. ``seconds`` is the time of the longest process. ``level``
    is the level up to which faults were counted, empty for all; ``budgets`` gives the faults that
    are allowed of a level or an impact.
    """

    pages: list[PageResult]
    complaints: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    when: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    seconds: float = 0.0
    level: str = ""
    budgets: dict[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> dict[Finding, int]:
        """Each fault once, with the number of settings in which it was seen."""
        return {fault: times for page in self.pages for fault, times in page.faults.items()}

    @property
    def undecided(self) -> dict[Finding, int]:
        """What needs a person, once, with the number of settings in which it was seen."""
        return {one: times for page in self.pages for one, times in page.undecided.items()}

    @property
    def unchecked(self) -> list[Finding]:
        """What could not be checked."""
        return [fault for fault in self.faults if fault.criterion == "check"]

    @property
    def checks(self) -> int:
        """How many verdicts were given."""
        return sum(page.checks for page in self.pages)

    @property
    def exit_code(self) -> int:
        """0 when clean; 1 for faults; 2 for a page that was not checked or a stale known issue.

        Faults within their budget leave a run clean.
        """
        if self.unchecked or self.complaints or not self.checks:
            return 2
        return 1 if self.over else 0

    @property
    def over(self) -> dict[str, int]:
        """By how many faults each level or impact is over its budget."""
        return over(self.faults, self.budgets)

    @property
    def verdict(self) -> str:
        """What came out, in one line."""
        marked = sum(bool(page.faults) for page in self.pages)
        grades = Counter(fault.impact for fault in self.faults)
        graded = ", ".join(f"{grades[impact]} {impact}" for impact in IMPACTS if grades[impact])
        number = _count(len(self.faults), "fault") + (f" ({graded})" if graded else "")
        parts = [f"{number} on {marked} of {len(self.pages)} pages"]
        blind = {fault.page for fault in self.unchecked}
        if blind:
            parts.append(f"{_count(len(blind), 'page')} not checked in full")
        if self.undecided:
            verb = "needs" if len(self.undecided) == 1 else "need"
            parts.append(f"{_count(len(self.undecided), 'place')} {verb} a person")
        if not self.checks:
            parts.append("nothing was checked")
        if self.complaints:
            parts.append(f"{_count(len(self.complaints), 'known issue')} to fix")
        allowed = [f"{kind} {number}" for kind, number in self.budgets.items()]
        if allowed:
            parts.append(f"allowed: {', '.join(allowed)}")
            beyond = [f"{kind or 'unknown'} by {number}" for kind, number in self.over.items()]
            parts += [f"over budget: {', '.join(beyond)}"] if beyond else []
        return "; ".join(parts)

    @property
    def pace(self) -> str:
        """How much was checked, in one line."""
        rate = 60 * self.checks / self.seconds if self.seconds else 0
        return (
            f"{self.checks} checks of {len(self.pages)} pages in {self.seconds:.0f} s: "
            f"{rate:.0f} a minute"
        )

    @property
    def tools(self) -> str:
        """What looked, in one line."""
        return ", ".join(f"{name} {number}" for name, number in self.versions.items())

    def json(self) -> str:
        """Everything, for other tools and for `read`."""
        data = {
            "schema": SCHEMA,
            "when": self.when.isoformat(timespec="seconds"),
            "versions": self.versions,
            "seconds": round(self.seconds, 2),
            "pages": [page.as_dict() for page in self.pages],
            "complaints": self.complaints,
            "level": self.level,
            "budgets": self.budgets,
        }
        return json.dumps(data, ensure_ascii=False, indent=1)


def versions(chromium: str, axe: str) -> dict[str, str]:
    """The versions of what looks."""
    return {
        "citydesign": version("citydesign"),
        "Chromium": chromium,
        "axe-core": axe,
        "Python": platform.python_version(),
    }


def read(path: Path) -> Report:
    """The report that a run wrote as JSON.

    Raises:
        ReportError: when the file is something else.
        OSError: when it can't be read.
    """
    try:
        return parse(path.read_bytes())
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from error


def parse(text: str | bytes) -> Report:
    """The report that `Report.json` wrote.

    Raises:
        ReportError: when the text is something else.
    """
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise ReportError("of another version; run the audit again")
        return Report(
            [PageResult.from_dict(page) for page in data["pages"]],
            data["complaints"],
            data["versions"],
            dt.datetime.fromisoformat(data["when"]),
            data["seconds"],
            data.get("level", ""),
            data.get("budgets", {}),
        )
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError("no result of an audit; run the audit again") from error


def merge(reports: Sequence[Report]) -> Report:
    """One report of several parts of a run, which went on side by side.

    Raises:
        ReportError: when there is none.
    """
    if not reports:
        raise ReportError("no result to put together")
    return Report(
        sorted((page for report in reports for page in report.pages), key=lambda p: p.page),
        sorted({complaint for report in reports for complaint in report.complaints}),
        reports[0].versions,
        max(report.when for report in reports),
        max(report.seconds for report in reports),
        reports[0].level,
        reports[0].budgets,
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
