"""The forms in which a report is written, for people and for machines."""

from collections.abc import Callable

from citydesign.audit.verdict.formats.junit import junit
from citydesign.audit.verdict.formats.markdown import markdown
from citydesign.audit.verdict.formats.sarif import sarif
from citydesign.audit.verdict.formats.terminal import terminal
from citydesign.audit.verdict.report import Report

__all__ = ["FORMATS"]

#: The formats that are one text; `citydesign.audit.verdict.formats.html` writes a folder.
FORMATS: dict[str, Callable[[Report], str]] = {
    "text": terminal,
    "json": Report.json,
    "junit": junit,
    "sarif": sarif,
    "markdown": markdown,
}
