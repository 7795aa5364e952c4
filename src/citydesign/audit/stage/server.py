"""The one way in which pages and files that are nowhere else are served to a browser page.

The audit, the gallery's pictures and the tests look at an example through it, so what designers
see is what was judged. Nothing of it is sent to the network.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.script import begin_with, script
from citydesign.audit.stage.traffic import Traffic

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

__all__ = ["Server", "Site"]

HASHED = re.compile(r"-[0-9a-f]{10}\.\w+$")


@dataclass(frozen=True)
class Site:
    """What is served.

    ``pages`` gives the HTML of a path such as ``/button/default``, or None. The files of the folder
    ``assets`` are served below ``assets_url``, and those of ``packs`` below it and their names.
    ``policy`` is the Content-Security-Policy of each page. With ``closed``
    other origins get no answer; else they are asked over the network.
    """

    pages: Callable[[str], str | None] = lambda path: None
    assets: Path | None = None
    assets_url: str = "/citydesign"
    policy: str = ""
    origin: str = ORIGIN
    closed: bool = True
    packs: Mapping[str, Path] = field(default_factory=dict)

    def file(self, path: str) -> Path | None:
        """The file of a path, never one outside the folder."""
        prefix = self.assets_url.rstrip("/") + "/"
        if self.assets is None or not path.startswith(prefix):
            return None
        below = path.removeprefix(prefix)
        pack, _, rest = below.partition("/")
        folder, below = (self.packs[pack], rest) if pack in self.packs else (self.assets, below)
        file = (folder / below).resolve()
        return file if file.is_file() and file.is_relative_to(folder.resolve()) else None


class Server(Traffic):
    """Answers what a browser page asks for.

    A document that is no page of the site leaves the browser where it is. Once the page has
    arrived, that goes for every further document.
    """

    def __init__(self, site: Site | None = None) -> None:
        super().__init__()
        self.site = site or Site()

    def attach(self, page: Page, cdp: CDPSession | None = None) -> None:
        """Answer whatever this page asks for.

        Playwright's own routes switch the cache off, and each load would fetch all files.

        Args:
            page: The page.
            cdp: A DevTools session of it; one of the server's own unless given.
        """
        session = cdp or page.context.new_cdp_session(page)
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        session.on("Fetch.requestPaused", lambda event: self._answer(session, frame, event))
        session.send("Fetch.enable")
        begin_with(session, script("stage/drawn.js"))

    def _answer(self, cdp: CDPSession, main: str, event: dict[str, Any]) -> None:
        url, method = event["request"]["url"], event["request"]["method"]
        parts, kind = urlsplit(url), event["resourceType"]
        own = f"{parts.scheme}://{parts.netloc}" == self.site.origin
        document = kind == "Document" and event["frameId"] == main
        # A form that sends to its own page would load it again. The tools of the browser read it
        # once more, as "Other".
        readable = method == "GET" and kind in {"Document", "Other"} and not parts.query
        stays = document and self.arrived
        html = self.site.pages(unquote(parts.path)) if own and readable and not stays else None
        if html is not None:
            policy = {"content-security-policy": self.site.policy} if self.site.policy else {}
            headers = {"content-type": "text/html; charset=utf-8"} | policy
            _fulfil(cdp, event, 200, html.encode(), headers)
            return
        file = self.site.file(unquote(parts.path)) if own else None
        if document:
            self.left.append((method, url))
            _fulfil(cdp, event, 204)
            return
        if parts.path == "/favicon.ico":  # The browser asks for it, not the page.
            _fulfil(cdp, event, 204)
            return
        self.requests.append((url, 0 if not own else 200 if file else 404))
        if file:
            # A file whose name holds its hash never changes.
            keep = "max-age=86400, immutable" if HASHED.search(file.name) else "no-store"
            media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            _fulfil(cdp, event, 200, file.read_bytes(),
                    {"content-type": media, "cache-control": keep})  # fmt: skip
        elif own:
            _fulfil(cdp, event, 404)
        elif self.site.closed:
            reason = {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
            _reply(cdp, "Fetch.failRequest", reason)
        else:
            _reply(cdp, "Fetch.continueRequest", {"requestId": event["requestId"]})


def _fulfil(
    cdp: CDPSession,
    event: Mapping[str, Any],
    status: int,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> None:
    answer = {
        "requestId": event["requestId"],
        "responseCode": status,
        "responseHeaders": [{"name": k, "value": v} for k, v in (headers or {}).items()],
        "body": base64.b64encode(body).decode(),
    }
    _reply(cdp, "Fetch.fulfillRequest", answer)


def _reply(cdp: CDPSession, method: str, answer: dict[str, Any]) -> None:
    from playwright.sync_api import Error

    try:
        cdp.send(method, answer)
    except Error as error:
        # A page that was left meanwhile no longer waits for its files.
        if "Invalid InterceptionId" not in str(error):
            raise
