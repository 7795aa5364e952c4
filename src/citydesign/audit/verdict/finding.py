"""What an oracle saw, where, against which criterion, and how to fix it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.setting import Setting
from citydesign.audit.verdict.criteria import criteria, others

__all__ = [
    "CRITERIA",
    "Finding",
    "criterion_impact",
    "criterion_level",
    "criterion_title",
]

# Number: (title, level, impact), of WCAG 2.2. "house" is a promise of this design system beyond it.
CRITERIA: dict[str, tuple[str, str, str]] = {
    **{one.number: (one.title, one.level, one.impact) for one in criteria()},
    **others(),
}
_TEXTS = ("saw", "mend", "selector", "html", "component", "example", "source")
# A criterion that a newer axe-core names and this table doesn't know yet.
UNKNOWN = ("", "", "serious")


def criterion_title(number: str) -> str:
    """``2.4.7 Focus Visible`` for ``2.4.7``."""
    title, level, _ = CRITERIA.get(number, UNKNOWN)
    return title if level in {"house", "best", "check"} else f"{number} {title}".strip()


def criterion_level(number: str) -> str:
    """``A``, ``AA``, ``AAA``, ``house``, ``best`` or ``check``; empty when unknown."""
    return CRITERIA.get(number, UNKNOWN)[1]


def criterion_impact(number: str) -> str:
    """How hard a fault against a criterion hits, one of `verdict.criteria.IMPACTS`."""
    return CRITERIA.get(number, UNKNOWN)[2]


@dataclass(frozen=True)
class Finding:
    """One fault at one place.

    ``source`` is ``file:line`` of the call that made the element, where the page carries marks
    (`citydesign.marks`); else empty. ``impact`` is that of the criterion unless given, see
    `citydesign.audit.verdict.criteria.IMPACTS`. ``oracle_id`` is
    the name of the oracle; ``rule`` is the id of axe's rule, where axe saw it.
    ``person`` tells that it is no fault: nothing could decide it, so a person must look.

    Whatever came from the page is made inert, see `citydesign.audit.pages.inert`.
    """

    oracle_id: str
    criterion: str
    saw: str
    mend: str
    selector: str
    html: str
    component: str
    example: str
    setting: Setting
    source: str = ""
    impact: str = ""
    rule: str = ""
    person: bool = False

    def __post_init__(self) -> None:
        """Make the texts inert, and take the impact of the criterion where none is given."""
        for name in _TEXTS:
            object.__setattr__(self, name, inert(getattr(self, name)))
        if not self.impact:
            object.__setattr__(self, "impact", criterion_impact(self.criterion))

    @property
    def page(self) -> str:
        """Name of the page: ``component/example``, or host and path."""
        return f"{self.component}/{self.example}"

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two sightings the same fault: place and rule, not the setting."""
        return (self.page, self.oracle_id, self.rule, self.criterion, self.selector)

    @property
    def level(self) -> str:
        """The level of the criterion."""
        return criterion_level(self.criterion)

    def __str__(self) -> str:
        """Three lines: where, what, how to fix it; a fourth where the source is known."""
        source = f"    source: {self.source}\n" if self.source else ""
        return (
            f"{self.page} [{self.setting}] {self.selector}\n{source}"
            f"    {self.oracle_id}, {criterion_title(self.criterion)}, "
            f"{self.impact}: {self.saw}\n"
            f"    fix: {self.mend}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for reports."""
        return asdict(self) | {
            "setting": self.setting.as_dict(),
            "criterion_title": criterion_title(self.criterion),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that `as_dict` wrote down."""
        values = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**values | {"setting": Setting(**data["setting"])})
