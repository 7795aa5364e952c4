"""One process that looks at pages, whatever the pages do to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.targets import Target
from citydesign.audit.run.circumstances import SCHEMES, narrowed
from citydesign.audit.run.matrix import WIDTHS
from citydesign.audit.run.session import Session
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.levels import counts
from citydesign.audit.verdict.report import PageResult

__all__ = ["Looker", "Options", "unchecked"]


@dataclass(frozen=True)
class Options:
    """How pages are looked at, as plain data that another process can be given.

    ``widths`` are in CSS pixels. ``budgets`` gives the faults that are allowed of a level or an
    impact.
    """

    level: str = "AA"
    budgets: Mapping[str, int] = field(default_factory=dict)
    widths: tuple[int, ...] = WIDTHS
    schemes: tuple[str, ...] = SCHEMES
    storage_state: str | None = None
    axe: str | None = None
    pictures: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether less is looked at than there is."""
        return not (set(self.widths) >= set(WIDTHS) and set(self.schemes) >= set(SCHEMES))

    def pictured(self, finding: Finding) -> bool:
        """Whether a fault gets a picture."""
        return self.pictures and counts(finding, self.level, self.budgets)


class Looker:
    """Looks at pages one after the other; starts again when what it looks with breaks down.

    Raises:
        NoBrowserError: on entering, when there is no browser.
        CanaryError: on entering, when the checks don't tell good from bad.
        AxeError: on entering, when the copy of axe-core is none.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._matrix = narrowed(options.widths, options.schemes)
        self._session: Session | None = None
        self.versions: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.versions = self._open().versions
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _open(self) -> Session:
        if self._session is None:
            options = self._options
            session = Session(options.axe, options.storage_state, options.pictured)
            self._session = session.__enter__()
        return self._session

    def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.__exit__(None, None, None)

    def look(self, page: Target) -> PageResult:
        """Look at a page; whatever goes wrong meanwhile is reported as not checked."""
        if page.problem:
            return unchecked(page, page.problem)
        oracles = [o for o in ORACLES if page.example or not o.ours]
        try:
            result = PageResult.of(self._open().inspect(page.subject(), oracles, self._matrix))
        except Exception as error:
            self._restart()
            lines = str(error).splitlines() or [""]
            return unchecked(page, f"the check broke down: {type(error).__name__}: {lines[0]}")
        return replace(result, url=page.address)

    def _restart(self) -> None:
        try:
            self._close()
        except Exception:
            # What broke can't even be closed; the next page gets a new one all the same.
            self._session = None


def unchecked(page: Target, why: str) -> PageResult:
    """The result of a page that was not looked at."""
    finding = Finding(
        "page", "check", f"not checked: {why}", "Fix the page or its address.",
        "html", "", page.group, page.name, Setting(locale=""),
    )  # fmt: skip
    return PageResult(page.page, page.address, faults={finding: 1})
