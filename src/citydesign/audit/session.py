"""A browser of one's own thread, so that an audit gets along with any other code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from citydesign.audit.browser import chromium
from citydesign.audit.canary import prove
from citydesign.audit.finding import Setting
from citydesign.audit.inspection import Inspection, inspect
from citydesign.audit.matrix import settings
from citydesign.audit.oracle import Oracle
from citydesign.audit.oracles import ORACLES
from citydesign.audit.oracles.axe import axe_source
from citydesign.audit.report import versions
from citydesign.audit.stage import Stage, Subject

__all__ = ["Session"]


class Session:
    """Inspections one after the other on one browser page.

    Playwright's synchronous interface keeps an event loop running in its thread, which would
    break `asyncio.run` elsewhere: hence the thread.

    Args:
        axe: A copy of axe-core to use instead of the one that axe-playwright-python brings.
        storage_state: Cookies and storage of a login, as Playwright saves them.

    Raises:
        NoBrowserError: on entering, when there is no browser.
        CanaryError: on entering, when the checks don't tell good from bad.
    """

    def __init__(self, axe: str | None = None, storage_state: str | None = None) -> None:
        self._storage_state = storage_state
        self._thread = ThreadPoolExecutor(1, "citydesign-audit")
        self._axe_path = axe
        self._stack = ExitStack()
        self.checks = 0
        self.subjects = 0
        self.seconds = 0.0
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
        browser = self._stack.enter_context(chromium())
        self.stage = Stage(browser, axe_source(self._axe_path), self._storage_state)
        self._stack.callback(self.stage.close)
        prove(self.stage)
        self.versions = versions(browser.version, str(self.stage.js("() => axe.version")))

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
        """Look at a subject; see `citydesign.audit.inspection.inspect`."""
        started = time.perf_counter()
        result = self.run(lambda stage: inspect(stage, subject, oracles, matrix))
        assert isinstance(result, Inspection)
        self.checks += result.checks
        self.subjects += 1
        self.seconds += time.perf_counter() - started
        return result

    def run(self, task: Callable[[Stage], Any]) -> Any:
        """Do something else with the stage, in its thread."""
        return self._thread.submit(task, self.stage).result()
