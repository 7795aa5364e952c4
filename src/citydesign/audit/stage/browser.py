"""One Chromium for a process: found, started, recycled, closed."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from citydesign.extras import extra

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

__all__ = ["Chromium", "NoBrowserError", "chromium", "executable"]

# ComputedAccessibilityInfo gives every element Chromium's own computed name and role.
FLAGS = [
    "--disable-dev-shm-usage",
    "--enable-blink-features=ComputedAccessibilityInfo",
    "--num-raster-threads=1",
]
#: What Chromium does besides, which costs and shows nothing: with RenderDocument it makes a new
#: frame for each document, which is a third of all that a navigation costs.
SWITCHED_OFF = ["RenderDocument"]
_SWITCH = "--disable-features="


class NoBrowserError(RuntimeError):
    """There is no Chromium."""


def executable(playwright: Playwright) -> str:
    """Path of the Chromium to drive.

    Looks for ``CITYDESIGN_CHROMIUM``, then ``chromium-headless-shell`` (the same browser without
    windows, which does less) and ``chromium`` on the path, then Playwright's own.

    Raises:
        NoBrowserError: when none of them is there.
    """
    named = os.environ.get("CITYDESIGN_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowserError(f"CITYDESIGN_CHROMIUM names {named}, which is not a file.")
        return named
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        if on_path := shutil.which(name):
            return on_path
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    raise NoBrowserError(
        "No Chromium found. Install one (`apt install chromium` or `playwright install chromium`) "
        "or name it in the environment variable CITYDESIGN_CHROMIUM."
    )


class Chromium:
    """A running browser that gives fresh contexts and starts again after a crash.

    ``starts`` counts how often it was started; ``process`` is the id of the running one.
    """

    # What Playwright switches off itself. Chromium heeds one list only, so ours is added to it.
    _off: ClassVar[list[str] | None] = None

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None
        self.starts = 0
        self.process = 0

    @property
    def browser(self) -> Browser:
        """The live browser, started when there is none."""
        if self._browser is None or not self._browser.is_connected():
            if self._off is None:
                self._launch([])
                self._learn(_switched_off(self.process))
                self.close()
            self._launch([_SWITCH + ",".join([*(self._off or []), *SWITCHED_OFF])])
            self.starts += 1
        assert self._browser is not None
        return self._browser

    @classmethod
    def _learn(cls, features: list[str]) -> None:
        cls._off = features

    def _launch(self, flags: list[str]) -> None:
        root = ["--no-sandbox"] if _is_root() else []
        self._browser = self._playwright.chromium.launch(
            executable_path=executable(self._playwright), args=[*FLAGS, *root, *flags]
        )
        session = self._browser.new_browser_cdp_session()
        running = session.send("SystemInfo.getProcessInfo")["processInfo"]
        self.process = next(one["id"] for one in running if one["type"] == "browser")
        session.detach()

    @property
    def alive(self) -> bool:
        """Whether a browser runs that was not lost."""
        return self._browser is not None and self._browser.is_connected()

    def work(self) -> float:
        """Seconds of CPU that the running browser has used; may be called from any thread."""
        import psutil

        seconds = 0.0
        # A process may end while it is asked.
        with suppress(psutil.Error):
            browser = psutil.Process(self.process)
            for one in (browser, *browser.children(recursive=True)):
                with suppress(psutil.Error):
                    used = one.cpu_times()
                    seconds += used.user + used.system
        return seconds

    def kill(self) -> None:
        """End a browser that answers nothing any more; may be called from any thread."""
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)

    @property
    def version(self) -> str:
        """Version of the browser, for the record of a run."""
        return self.browser.version

    def context(self, **options: Any) -> BrowserContext:
        """A context of its own: no storage, cookies or cache of an earlier one."""
        return self.browser.new_context(**options)

    def close(self) -> None:
        """End the browser."""
        if self._browser is not None and self._browser.is_connected():
            self._browser.close()
        self._browser = None


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A browser for the length of a ``with`` block.

    Raises:
        MissingExtra: when Playwright is not installed.
        NoBrowserError: when Chromium is not.
    """
    with extra("audit", "pages in a browser"):
        import psutil  # noqa: F401
        from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = Chromium(playwright)
        try:
            yield browser
        finally:
            browser.close()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _switched_off(process: int) -> list[str]:
    """The features that a running browser was started without."""
    import psutil

    lists = [one for one in psutil.Process(process).cmdline() if one.startswith(_SWITCH)]
    return [name for one in lists[-1:] for name in one.removeprefix(_SWITCH).split(",")]
