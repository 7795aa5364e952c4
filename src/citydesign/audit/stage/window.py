"""A page in a browser: had, asked, pressed and given back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citydesign.audit.stage.script import WORLD, begin_with, script

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from citydesign.audit.stage.browser import Chromium

__all__ = ["OwnWindow", "PageError", "StateError", "Window"]

RECYCLE_AFTER = 400


# How the browser answers when the document of a question has made room for another one.
GONE = re.compile("Cannot find context|Inspected target navigated")
CALL = """function (argument) {
  const told = (EXPRESSION);
  return typeof told === "function" ? told(argument) : told;
}"""


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
        self.hear = hear
        self._world: int | None = None
        self.errors: list[str] = []

    @property
    def page(self) -> Page:
        """The Playwright page."""
        assert self._page is not None
        return self._page

    @property
    def alive(self) -> bool:
        """Whether the browser runs."""
        return not self.page.is_closed()

    def begin_document(self) -> None:
        """Another document is there: what was known of the last one is gone."""
        self._world = None

    @property
    def cdp(self) -> CDPSession:
        """The DevTools session of the page."""
        self.hear()
        _ = self.page
        assert self._session is not None
        return self._session

    def js(self, expression: str, argument: Any = None) -> Any:
        """Evaluate an expression or call a function in a world of our own.

        It has the page's document and none of its scripts: what they put in the place of the
        browser's own functions is not seen here.

        Args:
            expression: An expression; where it is a function, that is called.
            argument: What JSON can say; the function gets it.

        Raises:
            playwright.sync_api.Error: It throws.
            PageError: The page has led elsewhere.
        """
        asked = {
            "functionDeclaration": CALL.replace("EXPRESSION", expression),
            "arguments": [{"value": argument}],
            "executionContextId": self._own_world(),
            "returnByValue": True,
            "awaitPromise": True,
        }
        return self._told("Runtime.callFunctionOn", asked)

    def run(self, program: str) -> None:
        """Run a program, such as a library, in the world of our own."""
        asked = {"expression": program + "\n;0", "contextId": self._own_world()}
        self._told("Runtime.evaluate", asked)

    def take_listening(self, types: Collection[str], function: str) -> None:
        """Call a function of our own world with the elements that listen, whoever made them.

        Args:
            types: Of events, such as ``click``.
            function: Called with the elements.
        """
        cdp, world = self.cdp, self._own_world()
        page = cdp.send("Runtime.evaluate", {"expression": "document"})["result"]
        every = {"objectId": page["objectId"], "depth": -1, "pierce": True}
        heard = cdp.send("DOMDebugger.getEventListeners", every)["listeners"]
        nodes = dict.fromkeys(one["backendNodeId"] for one in heard if one["type"] in types)
        taken = []
        for node in nodes:
            named = {"backendNodeId": node, "executionContextId": world, "objectGroup": WORLD}
            taken.append({"objectId": cdp.send("DOM.resolveNode", named)["object"]["objectId"]})
        asked = {
            "functionDeclaration": f"function (...given) {{ ({function})(given); }}",
            "arguments": taken,
            "executionContextId": world,
        }
        self._told("Runtime.callFunctionOn", asked)
        cdp.send("Runtime.releaseObjectGroup", {"objectGroup": WORLD})

    def page_js(self, expression: str, argument: Any = None) -> Any:
        """Evaluate an expression or call a function among the page's own scripts."""
        self.hear()
        return self.page.evaluate(expression, argument)

    def _told(self, method: str, asked: dict[str, Any]) -> Any:
        from playwright.sync_api import Error

        try:
            answer = self.cdp.send(method, asked)
        except Error as error:
            if GONE.search(error.message):
                raise PageError(
                    f"the page led to {self.page.url} while it was looked at: name that address, "
                    "or take the refresh or script away that leads there"
                ) from error
            raise
        if thrown := answer.get("exceptionDetails"):
            what = thrown.get("exception", {})
            raise Error(f"Page: {what.get('description') or what.get('value') or thrown['text']}")
        return answer["result"].get("value")

    def _own_world(self) -> int:
        # A page that was closed is opened here, and has no world yet.
        cdp = self.cdp
        if self._world is None:
            frame = cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
            made = cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
            self._world = made["executionContextId"]
        return self._world

    def press(self, key: str) -> None:
        """Press a real key."""
        self.hear()
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

    patience = 20000  # milliseconds in which a page must have loaded

    def __init__(
        self,
        chromium: Chromium,
        attach: Callable[[Page, CDPSession], None],
        storage_state: str | Path | None = None,
        hear: Callable[[], None] = lambda: None,
    ) -> None:
        self._page = self._session = self._world = None
        self._chromium = chromium
        self._attach = attach
        self._storage_state = storage_state
        self.hear = hear
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
        context.set_default_navigation_timeout(self.patience)
        context.add_init_script(script("stage/probe.js"))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        # Who dismisses the question before leaving a page stays on it.
        page.on("dialog", lambda d: d.accept() if d.type == "beforeunload" else d.dismiss())
        self._session = context.new_cdp_session(page)
        self._session.send("DOM.enable")
        begin_with(self._session, script("stage/probe.js"))
        self._loads, self._world = 0, None
        self._attach(page, self._session)
        return page

    def begin(self) -> None:
        """Another page is about to be loaded."""
        self.hear()
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
        self._page = self._world = None
