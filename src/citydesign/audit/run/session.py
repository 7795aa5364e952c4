"""A browser of one's own thread, so that an audit gets along with any other code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from types import TracebackType
from typing import Any, Self

from citydesign.audit.oracles import ORACLES
from citydesign.audit.oracles.oracle import Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.canary import prove
from citydesign.audit.run.inspection import inspect
from citydesign.audit.run.kept import Kept
from citydesign.audit.run.matrix import settings
from citydesign.audit.run.watch import Watch
from citydesign.audit.run.witness import Witness
from citydesign.audit.stage.axe_core import axe_source, newest
from citydesign.audit.stage.browser import chromium
from citydesign.audit.stage.own import OwnStage
from citydesign.audit.stage.stage import Stage
from citydesign.audit.stage.window import PageError
from citydesign.audit.verdict.finding import Finding
from citydesign.audit.verdict.inspection import Inspection
from citydesign.audit.verdict.report import versions

__all__ = ["Session"]


class Session:
    """Inspections one after the other on one browser page.

    Playwright's synchronous interface keeps an event loop running in its thread, which would
    break `asyncio.run` elsewhere: hence the thread.

    Args:
        axe: A copy of axe-core to use; the newest that is installed unless given.
        storage_state: Cookies and storage of a login, as Playwright saves them.
        pictured: Which faults get a picture.

    Raises:
        NoBrowserError: on entering, when there is no browser.
        CanaryError: on entering, when the checks don't tell good from bad.
        AxeError: on entering, when the copy of axe-core is none.
    """

    def __init__(
        self,
        axe: str | None = None,
        storage_state: str | None = None,
        pictured: Callable[[Finding], bool] = lambda finding: False,
    ) -> None:
        self._storage_state = storage_state
        self._pictured = pictured
        self._thread = ThreadPoolExecutor(1, "citydesign-audit")
        self._axe_path = axe
        self._stack = ExitStack()
        self.versions: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._thread.submit(self._start).result()
        except BaseException:
            self._thread.submit(self._stack.close).result()
            self._thread.shutdown()
            raise
        return self

    def _start(self) -> None:
        axe = axe_source(str(newest(self._axe_path)))
        self.browser = self._stack.enter_context(chromium())
        self.watch = Watch(self.browser.kill, self.browser.work)
        self.stage: Stage = OwnStage(self.browser, axe, self._storage_state, self._hear)
        self._stack.callback(self.stage.close)
        prove(self.stage)
        self.versions = versions(self.browser.version, str(self.stage.js("() => axe.version")))
        self._kept = Kept(self.versions | {"axe-core": sha256(axe.encode()).hexdigest()})
        self.watch.rest()
        self.watch.start()
        self._stack.callback(self.watch.stop)

    def _hear(self) -> None:
        """Tell the watch of each question, and let a lost page be asked none."""
        if self.watch.fired:
            raise PageError(
                f"{self.stage.subject.address} gave no answer in "
                f"{self.watch.longest:.0f} s of work: a script that never ends?"
            )
        self.watch.hear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.submit(self._stack.close).result()
        self._thread.shutdown()

    def inspect(
        self,
        subject: Subject,
        oracles: Sequence[Oracle] = ORACLES,
        matrix: Callable[[Oracle, Subject], Iterable[Setting]] = settings,
    ) -> Inspection:
        """Look at a subject; see `citydesign.audit.run.inspection.inspect`.

        When the browser dies meanwhile, the subject is looked at once more in a new one. What was
        found clean before may be kept; see `citydesign.audit.run.kept`.
        """

        def look(stage: Stage) -> Inspection:
            for _ in range(2):
                starts, witness = self.browser.starts, Witness(self._pictured)
                found = inspect(stage, subject, oracles, matrix, witness)
                found.pictures = witness.pictures
                lost = self.browser.starts > starts or not self.browser.alive
                if not lost or self.watch.fired:
                    break
            return found

        return self._kept.look(subject, oracles, matrix, lambda: self.run(look))

    def run(self, task: Callable[[Stage], Any]) -> Any:
        """Do something else with the stage, in its thread."""

        def watched() -> Any:
            try:
                return task(self.stage)
            finally:
                self.watch.rest()

        return self._thread.submit(watched).result()
