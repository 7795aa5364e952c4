"""The browser that takes pictures for the board and the start page, and the pages it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citydesign.assets import assets_path
from citydesign.audit.stage.browser import NoBrowserError, chromium
from citydesign.audit.stage.server import Server, Site
from citydesign.errors import CityDesignError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: Address of the pages that `window` shows; nothing is sent to the network.
# A browser trusts localhost, so that what needs a secure page works, copying for one.
ORIGIN = "http://gallery.localhost"
#: The face of the gallery and its pictures: it ships, so it is the same on each machine.
FACE = "inter"

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


def window(context: BrowserContext, pages: Pages) -> Page:
    """Open a page that gets pages by path from `pages`, and the built assets.

    Args:
        context: Where to open it; whatever else it asks for is refused.
        pages: Gives the HTML of a path such as `/button/default`, or None.
    """
    page = context.new_page()
    Server(Site(pages, assets_path(), origin=ORIGIN)).attach(page)
    return page
