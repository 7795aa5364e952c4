"""Faults that are known and accepted for a while: with a reason, an owner and an end."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from citydesign import toml_file
from citydesign.audit.verdict.finding import CRITERIA, Finding
from citydesign.errors import CityDesignError, nearest

__all__ = ["Known", "KnownIssuesError", "accept", "read", "sift"]

FIELDS = {"page", "oracle", "criterion", "selector", "reason", "owner", "expires"}


class KnownIssuesError(CityDesignError, ValueError):
    """The file of known issues can't be used as it is."""


@dataclass(frozen=True)
class Known:
    """One accepted fault.

    ``page`` is ``component/example`` or a URL, ``oracle`` an oracle's id, ``criterion`` a number
    of WCAG, ``best`` or ``house``. ``selector`` may hold ``*``. ``owner`` is a role, not a person.
    """

    page: str
    oracle: str
    criterion: str
    selector: str
    reason: str
    owner: str
    expires: dt.date

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is this fault."""
        return (
            finding.page == self.page
            and finding.oracle_id == self.oracle
            and finding.criterion == self.criterion
            and fnmatchcase(finding.selector, self.selector)
        )


def read(path: Path) -> tuple[Known, ...]:
    """Read the ``[[issue]]`` tables of a TOML file; none when there is no file.

    Raises:
        KnownIssuesError: when the file can't be read, or a table lacks a field, has an unknown
            one, or gives no reason.
    """
    if not path.exists():
        return ()
    tables = toml_file.read(path, KnownIssuesError).get("issue", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise KnownIssuesError(f"{path}: write each known issue as a table [[issue]]")
    found = []
    for number, table in enumerate(tables, 1):
        odd = FIELDS ^ set(table)
        if odd:
            raise KnownIssuesError(
                f"{path}: issue {number}: missing or unknown: {', '.join(sorted(odd))}"
            )
        if any(not isinstance(table[name], str) for name in FIELDS - {"expires"}):
            raise KnownIssuesError(f"{path}: issue {number}: write all but the day as texts")
        # A date with a time can't be compared with a day.
        day = type(table["expires"]) is dt.date
        if not day or not table["reason"].strip() or not table["owner"].strip():
            raise KnownIssuesError(f"{path}: issue {number}: give a reason, an owner and a day")
        # What was not checked can't be accepted.
        if table["criterion"] not in CRITERIA.keys() - {"check"}:
            raise KnownIssuesError(
                f"{path}: issue {number}: unknown criterion {table['criterion']!r}"
                f"{nearest(table['criterion'], list(CRITERIA))}"
            )
        found.append(Known(**table))
    return tuple(found)


def accept(
    path: Path, findings: Iterable[Finding], *, reason: str, owner: str, expires: dt.date
) -> int:
    """Write faults of today into a file as known, to be fixed by a day: the base of a ratchet.

    Args:
        path: File to add to.
        findings: What to accept; what could not be checked never is.
        reason: Why it is accepted for now.
        owner: The role that fixes it.
        expires: When it must be fixed.

    Returns:
        How many were written.

    Raises:
        KnownIssuesError: when the file that is there is broken.
    """
    old = read(path)
    places = {
        (f.page, f.oracle_id, f.criterion, f.selector)
        for f in findings
        if f.criterion != "check" and not any(entry.covers(f) for entry in old)
    }
    tables = [
        "[[issue]]\n"
        + "".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in (
                ("page", page), ("oracle", oracle), ("criterion", criterion),
                ("selector", _literal(selector)), ("reason", reason), ("owner", owner),
            )
        )
        + f"expires = {expires.isoformat()}\n"
        for page, oracle, criterion, selector in sorted(places)
    ]  # fmt: skip
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text("\n".join([before.rstrip("\n"), *tables]).lstrip("\n"), "utf-8")
    return len(places)


def _literal(selector: str) -> str:
    """A selector in which no sign matches anything else."""
    return re.sub(r"([*?[])", r"[\1]", selector)


def sift(
    findings: Iterable[Finding], known: Sequence[Known], pages: Iterable[str], today: dt.date
) -> tuple[list[Finding], list[str]]:
    """Part what is new from what is known.

    Args:
        findings: What was found.
        known: What is accepted.
        pages: The pages that were looked at in full, so that what was fixed is noticed.
        today: The day against which entries expire.

    Returns:
        The findings that count, and complaints about entries that are stale or expired.
    """
    looked_at = set(pages)
    used: set[Known] = set()
    left = []
    for finding in findings:
        matches = [entry for entry in known if entry.covers(finding)]
        used.update(matches)
        if not matches:
            left.append(finding)
    complaints = []
    for entry in known:
        place = f"{entry.page} {entry.oracle} {entry.criterion} {entry.selector}"
        line = f"{place} ({entry.owner}: {entry.reason})"
        if entry in used:
            if entry.expires < today:
                complaints.append(f"known issue expired on {entry.expires}: {line}")
        elif entry.page in looked_at:
            complaints.append(f"known issue is fixed, remove it: {line}")
    return left, complaints
