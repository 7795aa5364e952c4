"""The success criteria of WCAG 2.2 A and AA and how each is checked, from `criteria.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

__all__ = ["IMPACTS", "Check", "Criterion", "clauses", "criteria", "others"]

#: How hard a fault hits a resident, the worst first, in the words of axe-core.
IMPACTS = ("critical", "serious", "moderate", "minor")

Check = Literal["automated", "manual", "not-applicable"]


@dataclass(frozen=True)
class Criterion:
    """A success criterion of WCAG, or a clause of EN 301 549 beside them.

    ``level`` is ``A`` or ``AA``, ``impact`` one of `IMPACTS`; both are empty for a clause.
    ``since`` is the version of WCAG that brought it. ``oracles`` are ids. ``sees``, ``reason`` and
    the protocol (``steps``, ``minutes``, ``passes``) are there as ``check`` asks for them.
    ``chapter`` is OpenACR's name of a clause's chapter.
    """

    number: str
    title: str
    level: str = ""
    impact: str = ""
    since: str = ""
    check: Check = "manual"
    oracles: tuple[str, ...] = ()
    sees: str = ""
    reason: str = ""
    steps: tuple[str, ...] = ()
    minutes: int = 0
    passes: str = ""
    chapter: str = ""

    @property
    def clause(self) -> str:
        """Its number in EN 301 549 V3.2.1; empty for what WCAG 2.2 brought later."""
        if not self.level:
            return self.number
        return "" if self.since == "2.2" else f"9.{self.number}"

    @property
    def url(self) -> str:
        """Where WCAG 2.2 has it; empty for a clause."""
        if not self.level:
            return ""
        words = "".join(c for c in self.title.lower() if c.isalnum() or c in " -")
        return f"https://www.w3.org/TR/WCAG22/#{words.replace(' ', '-')}"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("citydesign.audit.verdict") / "criteria.toml").read_text("utf-8"))


def _read(tables: list[dict[str, Any]]) -> tuple[Criterion, ...]:
    def one(table: dict[str, Any]) -> Criterion:
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in table.items()
        }
        return Criterion(**values)

    return tuple(map(one, tables))


@cache
def criteria() -> tuple[Criterion, ...]:
    """All criteria of level A and AA, in the order of WCAG 2.2; 4.1.1 was taken out of it."""
    return _read(_data()["criterion"])


@cache
def clauses() -> tuple[Criterion, ...]:
    """The clauses of EN 301 549 V3.2.1 outside chapter 9 that concern web pages."""
    return _read(_data()["clause"])


@cache
def others() -> dict[str, tuple[str, str, str]]:
    """Title, level and impact of what a finding may name beside the criteria."""
    return {
        table["number"]: (table["title"], table["level"], table["impact"])
        for table in _data()["other"]
    }
