"""What a result says about one component: what was looked at, when, and whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citydesign.audit.pages.setting import Setting
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.fingerprint import fingerprint
from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import PageResult, Report
from citydesign.claims.shortcoming import Shortcoming, shortcomings
from citydesign.contracts import Component
from citydesign.examples import examples_of

__all__ = ["Evidence", "evidence_of"]


@dataclass(frozen=True)
class Evidence:
    """The part of a result that is about one component.

    ``missing`` are examples that the run did not look at, ``stale`` tells that the component's
    files have changed since.
    """

    component: Component
    pages: tuple[PageResult, ...]
    missing: tuple[str, ...]
    stale: bool
    shortcomings: tuple[Shortcoming, ...]

    @property
    def whole(self) -> bool:
        """True if every example was looked at, as the files are now, and nothing broke down."""
        return not (self.stale or self.missing or self.unchecked)

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be checked."""
        return tuple(f for page in self.pages for f in page.faults if f.criterion == "check")

    @property
    def checks(self) -> int:
        """How many verdicts were given."""
        return sum(page.checks for page in self.pages)

    def judged(self, oracle: str) -> bool:
        """Whether an oracle gave a verdict on every example."""
        return bool(self.pages) and all(page.judged.get(oracle) for page in self.pages)

    def values(self, name: str) -> tuple[str | int, ...]:
        """The values of a part of the settings in which it was looked at, the plain one first.

        Args:
            name: ``locale``, ``theme``, ``state``, ``width``, ``scheme`` or ``contrast``.
        """
        seen = {
            getattr(setting, name)
            for page in self.pages
            for settings in page.judged.values()
            for setting in settings
        }
        plain = getattr(Setting, name)
        return tuple(sorted(seen, key=lambda value: (value != plain, value)))


def evidence_of(
    component: Component, report: Report | None, known: Sequence[Known] = ()
) -> Evidence:
    """What a result says about a component.

    Args:
        component: The component.
        report: The result of a run; None where there is none.
        known: Faults that are accepted for a while.
    """
    mine = {example.id: example.name for example in examples_of(component)}
    pages = tuple(page for page in (report.pages if report else ()) if page.page in mine)
    seen = {page.page for page in pages}
    now = fingerprint(component.folder)
    return Evidence(
        component,
        pages,
        tuple(name for page, name in mine.items() if page not in seen),
        any(page.files != now for page in pages),
        tuple(s for s in shortcomings(report, known) if s.page in mine),
    )
