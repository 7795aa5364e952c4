"""What a page asked for, and where it would have led."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citydesign.audit.stage.script import begin_with, script

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Request, Route

__all__ = ["Traffic", "Visit"]


class Traffic:
    """The requests of one page.

    ``requests`` holds each file that was asked for and the status of the answer, 0 for another
    origin. ``left`` holds the method and address of each document to which the page would have
    led. ``arrived`` is true once the page that was asked for is there.
    """

    def __init__(self) -> None:
        self.arrived = False
        self.requests: list[tuple[str, int]] = []
        self.left: list[tuple[str, str]] = []
        self._lost: set[str] = set()

    def begin(self) -> None:
        """Forget what the page before has asked for."""
        self.requests, self.left, self._lost = [], [], set()

    @property
    def missed(self) -> set[str]:
        """URLs of files that may be there, but not for us."""
        return self._lost | {url for url, status in self.requests if status == 404}

    def lose(self, request: Request) -> None:
        """Note that a request failed; what the page itself or its policy gave up is no loss."""
        if not re.search("ABORTED|BLOCKED_BY|csp", request.failure or ""):
            self._lost.add(request.url)


class Visit(Traffic):
    """Lets a city's own page be looked at, never used: nothing is sent, nothing left.

    The first document is the page that was asked for. Any other is one that a script or a refresh
    leads to, and must not be judged in its place: ``led_to`` names the one that it went to while
    it loaded.
    """

    def __init__(self) -> None:
        super().__init__()
        self.led_to = ""
        self._asked = False

    def attach(self, page: Page, cdp: CDPSession) -> None:
        """Watch over what this page asks for."""
        begin_with(cdp, script("stage/drawn.js"))
        page.route("**/*", lambda route: self._look_only(page, route))

    def expect(self) -> None:
        """Let the next document be the page that is asked for."""
        self.arrived = self._asked = False
        self.led_to = ""

    def _look_only(self, page: Page, route: Route) -> None:
        request = route.request
        document = request.is_navigation_request() and request.frame == page.main_frame
        if document and self._asked and not self.arrived:
            self.led_to = request.url
        if request.method not in {"GET", "HEAD"} or (document and self._asked):
            if document and self.arrived:
                self.left.append((request.method, request.url))
            # Once it is there, another failure would put the browser's error page in its place.
            route.abort("aborted" if self.arrived else "failed")
        else:
            route.continue_()
        self._asked = self._asked or document
