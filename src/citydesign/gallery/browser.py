"""The browser that takes pictures for the board and the start page, and the pages it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from citydesign.assets import assets_path
from citydesign.audit.stage.browser import NoBrowserError, chromium
from citydesign.errors import CityDesignError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

#: Address under which `serve` answers; nothing is sent to the network.
# A browser trusts localhost, so that what needs a secure page works, copying for one.
ORIGIN = "http://gallery.localhost"
#: The face of every picture: free, in Debian, and the same on each machine that has it.
FACE = "Inter"
# A fall-back face would be another one on each machine.
STYLE = (
    f":root{{--city-font-family:{FACE},sans-serif;--city-font-family-heading:{FACE},sans-serif}}"
)

Pages = Callable[[str], str | None]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser of the audit.

    Raises:
        CityDesignError: There is no Playwright or no Chromium.
    """
    try:
        with chromium() as running:
            yield running.browser
    except NoBrowserError as error:
        raise CityDesignError(f"pictures need a browser: {error}") from error


def serve(context: BrowserContext, pages: Pages) -> None:
    """Answer every request of a context: pages by path from `pages`, and the built assets.

    Args:
        context: The context; whatever else it asks for is refused.
        pages: Gives the HTML of a path such as `/button/default`, or None.
    """
    folder = assets_path()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = folder / path.removeprefix("/citydesign/")
        if path.startswith("/citydesign/") and file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=guess_type(file)[0] or "text/plain")
        elif (html := pages(path)) is not None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    context.route("**/*", answer)
