"""A page in a browser: had, asked, pressed and given back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citydesign.audit.stage.script import script

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from citydesign.audit.stage.browser import Chromium

__all__ = ["OwnWindow", "PageError", "StateError", "Window"]

PATIENCE = 20000  # milliseconds in which a page must have loaded
RECYCLE_AFTER = 400


class PageError(RuntimeError):
    """A page did not arrive: an error of the server, or another page in its place."""


class StateError(RuntimeError):
    """A declared step could not be done."""


class Window:
    """A Playwright page that is there, and a DevTools session of it.

    Args:
        page: The page.
        hear: Told of each question before it is put to the page.
    """

    def __init__(self, page: Page, hear: Callable[[], None] = lambda: None) -> None:
        self._page: Page | None = page
        self._session: CDPSession | None = page.context.new_cdp_session(page)
        self._hear = hear
        self.errors: list[str] = []

    @property
    def page(self) -> Page:
        """The Playwright page."""
        assert self._page is not None
        return self._page

    @property
    def cdp(self) -> CDPSession:
        """The DevTools session of the page."""
        self._hear()
        _ = self.page
        assert self._session is not None
        return self._session

    def js(self, expression: str, argument: Any = None) -> Any:
        """Evaluate an expression or call a function in the page."""
        self._hear()
        return self.page.evaluate(expression, argument)

    def press(self, key: str) -> None:
        """Press a real key."""
        self._hear()
        self.page.keyboard.press(key)

    def close(self) -> None:
        """Keep the page: it is somebody else's."""


class OwnWindow(Window):
    """A page of its own: opened when it is needed, given back after a while.

    Args:
        chromium: The browser.
        attach: Called with each page that is opened, before anything is loaded into it.
        storage_state: Cookies and storage of a login, as Playwright saves them.
        hear: Told of each question before it is put to the page.
    """

    def __init__(
        self,
        chromium: Chromium,
        attach: Callable[[Page, CDPSession], None],
        storage_state: str | Path | None = None,
        hear: Callable[[], None] = lambda: None,
    ) -> None:
        self._page = self._session = None
        self._chromium = chromium
        self._attach = attach
        self._storage_state = storage_state
        self._hear = hear
        self._loads = 0
        self.errors = []

    @property
    def page(self) -> Page:
        """The Playwright page, opened when there is none."""
        if self._page is None or self._page.is_closed():
            self._page = self._open()
        return self._page

    @property
    def alive(self) -> bool:
        """Whether the browser runs."""
        return self._chromium.alive

    def _open(self) -> Page:
        context = self._chromium.context(service_workers="block", storage_state=self._storage_state)
        context.set_default_timeout(5000)
        context.set_default_navigation_timeout(PATIENCE)
        context.add_init_script(script("stage/probe.js"))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        # Who dismisses the question before leaving a page stays on it.
        page.on("dialog", lambda d: d.accept() if d.type == "beforeunload" else d.dismiss())
        self._session = context.new_cdp_session(page)
        self._session.send("DOM.enable")
        self._loads = 0
        self._attach(page, self._session)
        return page

    def begin(self) -> None:
        """Another page is about to be loaded."""
        self._hear()
        self._loads += 1
        self.errors = []
        if self._loads > RECYCLE_AFTER:
            self.close()

    def close(self) -> None:
        """Give the page back."""
        from playwright.sync_api import Error

        if self._page is not None:
            # A browser that was killed can't be asked to close anything.
            with suppress(Error):
                self._page.context.close()
        self._page = None
