"""The audit: oracles over every example page, and over a city's own pages.

What is named here is imported when it is used: pytest loads `citydesign.audit.plugin` at
every start, also where the extra `audit` is not installed.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from citydesign.extras import extra

if TYPE_CHECKING:
    from citydesign.audit.faces.site import audit
    from citydesign.audit.pages.setting import Setting
    from citydesign.audit.pages.targets import TargetError
    from citydesign.audit.verdict.finding import Finding
    from citydesign.audit.verdict.formats import FORMATS
    from citydesign.audit.verdict.report import Report

__all__ = ["FORMATS", "Finding", "Report", "Setting", "TargetError", "audit"]

_HOMES = {
    "FORMATS": "verdict.formats",
    "Finding": "verdict.finding",
    "Report": "verdict.report",
    "Setting": "pages.setting",
    "TargetError": "pages.targets",
    "audit": "faces.site",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with extra("audit", "the audit"):
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
