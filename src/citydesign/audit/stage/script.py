"""The scripts that are run in a page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

__all__ = ["WORLD", "begin_with", "script"]

#: What the page's own scripts see nothing of, and change nothing in.
WORLD = "citydesign"


@cache
def script(name: str) -> str:
    """The expression of a script of the audit, by its path below ``citydesign/audit``."""
    text = (files("citydesign.audit") / name).read_text("utf-8")
    return text.rstrip().removesuffix(";")


def begin_with(cdp: CDPSession, program: str) -> None:
    """Run a program at the beginning of each further document, in the world of our own.

    Args:
        cdp: A DevTools session of the page.
        program: Its text.
    """
    cdp.send("Page.enable")
    cdp.send("Page.addScriptToEvaluateOnNewDocument", {"source": program, "worldName": WORLD})
