"""A stage of one's own, on which pages are loaded one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Step, Subject
from citydesign.audit.stage.script import begin_with, script
from citydesign.audit.stage.server import Server, Site
from citydesign.audit.stage.stage import AXE_AT_HAND, Stage
from citydesign.audit.stage.traffic import Visit
from citydesign.audit.stage.window import OwnWindow, PageError, StateError

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Response

    from citydesign.audit.stage.browser import Chromium

__all__ = ["OwnStage"]

# What needs a window of its own: custom elements, and frames, to which axe listens in it.
CUSTOM_ELEMENT = re.compile(r"<(?:[a-z][a-z0-9]*-|iframe\b)")

# document.open takes the document's listeners and sheets away, and leaves the window as it is.
WRITE = """([html, path]) => {
  history.replaceState(null, "", path);
  document.adoptedStyleSheets = [];
  document.open();
  cityAudit.begin();
  DRAWN;
  const loaded = new Promise(done => addEventListener("load", done, { once: true }));
  document.write(html);
  document.close();
  return loaded.then(() => scrollTo(0, 0));
}""".replace("DRAWN", script("stage/drawn.js"))

# A host and a path; a slash more at its end is the same page.
PLACE = """address => {
  const url = new URL(address);
  return url.host + url.pathname.replace(/\\/+$/, "");
}"""

# One visible password field: a form for logging in; a change of password has more.
LOGIN = """() => [...document.querySelectorAll("input[type=password]")]
  .filter(e => e.checkVisibility({ visibilityProperty: true })).length === 1"""


class OwnStage(Stage):
    """Opens examples, fixtures and files from its own server, and a city's pages as a visitor.

    Args:
        chromium: The browser.
        axe: The text of axe-core.
        storage_state: Cookies and storage of a login, as Playwright saves them.
        hear: Told of each question before it is put to a page.
    """

    window: OwnWindow

    def __init__(
        self,
        chromium: Chromium,
        axe: str,
        storage_state: str | Path | None = None,
        hear: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(OwnWindow(chromium, self._attach, storage_state, hear), axe)
        self._login = storage_state is not None
        self._server, self._visit = Server(), Visit()
        self.traffic = self._server
        # The page whose scripts are switched off or on, and the policy of a window that may be
        # written into.
        self._page: Page | None = None
        self._writable: str | None = None
        # Whether the pointer is where a click left it.
        self._pointed = False

    def _attach(self, page: Page, cdp: CDPSession) -> None:
        begin_with(cdp, AXE_AT_HAND.replace("AXE", self._axe))
        page.on("requestfailed", lambda request: self.traffic.lose(request))
        if self.traffic is self._visit:
            self._visit.attach(page, cdp)
        else:
            self._server.attach(page, cdp)

    def open(
        self, subject: Subject, setting: Setting, *, scripts: bool = True, motion: bool = False
    ) -> None:
        """See `Stage.open`."""
        self.window.begin()
        traffic = self._visit if subject.url else self._server
        if traffic is not self.traffic:
            self.window.close()
            self.traffic = traffic
        self.subject, self.setting = subject, setting
        self.html = subject.html(setting) if subject.html else ""
        traffic.begin()
        page = self.window.page
        if page is not self._page:
            self._page, self.scripts, self._writable, self._pointed = page, True, None, False
            traffic.arrived = False
        if self._pointed:
            # Else something of the next page would be drawn as hovered.
            page.mouse.move(-10, -10)
            self._pointed = False
        self.media.begin(motion=motion)
        self.media.resize(setting.width)
        self.dress(setting)
        # A page that runs nothing may be written into the window that is there: five times
        # quicker than to navigate. Custom elements get a window of their own.
        # A page of somebody else may run modules, which a window runs once only.
        ours = bool(self.html and subject.policy)
        self.plain = ours and not CUSTOM_ELEMENT.search(self.html)
        if not subject.url:
            self._server.site = self._site()
        # A window gives the focus by itself only once.
        fresh = not scripts or "autofocus" in self.html
        if self.plain and not fresh and self._writable == subject.policy:
            self.js(WRITE, [self.html, urlsplit(subject.address).path])
        else:
            self._load(scripts)
        if setting.state != "rest":
            self.act(subject.states[setting.state])
        if scripts and "autofocus" in self.html:
            # It comes with the first frame, and the page is marked with it.
            self.settle()
        if not self.js("() => Boolean(document.body) && (cityAudit.mark(), true)"):
            raise PageError("it has no body, so there is nothing to look at")
        self.untouched = scripts

    def _site(self) -> Site:
        subject = self.subject
        here = unquote(urlsplit(subject.address).path)
        return Site(
            lambda path: self.html if path == here else None,
            subject.assets,
            subject.assets_url,
            subject.policy,
            # Without its foreign style sheets, a page without a policy would not be itself.
            closed=bool(subject.policy),
            packs=subject.packs,
        )

    def _load(self, scripts: bool) -> None:
        subject = self.subject
        if scripts != self.scripts:
            self.window.cdp.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
            self.scripts = scripts
        # In the same inspection, what was looked at before need not be once more.
        known = self.js("() => globalThis.cityAudit?.known()")
        self.traffic.arrived = False
        if subject.url:
            self._visit.expect()
        response = self._go()
        self.window.begin_document()
        self.traffic.arrived = True
        if subject.url:
            self._check_arrival(response)
        if not scripts:
            self.window.run(script("stage/probe.js"))
        self.begin_document()
        if known:
            self.js("known => cityAudit.recall(known)", known)
        self._writable = subject.policy if self.plain and scripts else None

    def _go(self) -> Response | None:
        """Navigate; what keeps a foreign page from arriving is one line."""
        from playwright.sync_api import Error, TimeoutError

        url = self.subject.url
        try:
            return self.window.page.goto(self.subject.address, wait_until="load")
        except Error as error:
            if not url or not self.window.alive:
                raise
            self.window.close()
            why = str(error).splitlines()[0].removeprefix("Page.goto: ").partition(" at http")[0]
            if isinstance(error, TimeoutError):
                why = f"did not finish loading in {self.window.patience // 1000} s"
            elif "Download is starting" in why or "ERR_ABORTED" in why:
                why = "is a download, not a page"
            raise PageError(f"{url}: {why}") from error

    def _check_arrival(self, response: Response | None) -> None:
        """Refuse to call an error page, a file or a login wall the page that was asked for."""
        from playwright.sync_api import Error

        url = self.subject.url
        if response is None or not response.ok:
            raise PageError(f"{url} answered {response.status if response else '-'}")
        there = self.window.page.url
        # The browser writes an address in its own way: `PÄIVÄ` in ASCII, no port that is the usual.
        if self.js(PLACE, url) != self.js(PLACE, there) or self._visit.led_to:
            raise PageError(
                f"{url} led to {self._visit.led_to or there}: name that address, or log in if it "
                "is a login wall"
            )
        headers = Message()
        headers["content-type"] = response.headers.get("content-type") or "text/html"
        if headers.get_content_type() not in {"text/html", "application/xhtml+xml"}:
            raise PageError(f"{url} is {headers.get_content_type()}, not a page")
        if self._login and self.js(LOGIN):
            raise PageError(f"{url} asks for a password: save the login again")
        charset = headers.get_content_charset("utf-8")
        with suppress(Error, LookupError):
            self.html = response.body().decode(charset, "replace")

    def restored(self) -> bool:
        """See `Stage.restored`. What a script remembers can't be seen, but what it showed can."""
        self.untouched = self.scripts and bool(self.js("() => cityAudit.back()"))
        return self.untouched

    def act(self, steps: Sequence[Step]) -> None:
        """See `Stage.act`."""
        from playwright.sync_api import Error

        self.untouched = False
        page = self.window.page
        for step in steps:
            try:
                if step.verb == "click":
                    self._pointed = True
                    page.click(step.target, timeout=2000)
                elif step.verb == "focus":
                    page.focus(step.target, timeout=2000)
                elif step.verb == "press":
                    page.keyboard.press(step.target)
                elif step.verb == "type":
                    page.keyboard.type(step.target)
                else:
                    raise StateError(f"unknown step `{step.verb}`")
            except Error as error:
                reason = str(error).splitlines()[0]
                raise StateError(f"`{step.verb} {step.target}`: {reason}") from error
        self.settle()
