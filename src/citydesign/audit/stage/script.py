"""The scripts that are run in a page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["script"]


@cache
def script(name: str) -> str:
    """The expression of a script of the audit, by its path below ``citydesign/audit``."""
    text = (files("citydesign.audit") / name).read_text("utf-8")
    return text.rstrip().removesuffix(";")
