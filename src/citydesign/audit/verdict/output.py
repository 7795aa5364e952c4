"""Where a report goes: a format, and a file, folder or the terminal."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citydesign.audit.verdict.report import Report

__all__ = ["NAMES", "Output", "OutputError", "parse"]

#: The formats by name.
NAMES = ("text", "html", "junit", "sarif", "markdown", "json")


class OutputError(ValueError):
    """A report that can't be written as asked."""


@dataclass(frozen=True)
class Output:
    """One report: its format and its path; without a path it goes to standard output."""

    format: str
    path: Path | None = None

    def check(self) -> None:
        """Find out before a long run whether the report can be written after it.

        Raises:
            OutputError: when it can't.
        """
        if self.path is None:
            return
        try:
            self.path.absolute().parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{error.filename or self.path}: {error.strerror}") from error
        if self.format == "html":
            from citydesign.audit.verdict.formats.html import MARKER

            if self.path.exists() and not self.path.is_dir():
                raise OutputError(f"{self.path}: a file; html is a folder")
            full = self.path.exists() and any(self.path.iterdir())
            if full and not (self.path / MARKER).exists():
                raise OutputError(f"{self.path} holds something else; name an empty folder")
        elif self.path.is_dir():
            raise OutputError(f"{self.path}: a folder; {self.format} is a file")
        nearest = self.path if self.path.exists() else self.path.absolute().parent
        if not os.access(nearest, os.W_OK):
            raise OutputError(f"{self.path}: it can't be written")

    def write(self, report: Report) -> None:
        """Write a report.

        Raises:
            OutputError: when it can't be written.
        """
        from citydesign.audit.verdict.formats import FORMATS
        from citydesign.audit.verdict.formats.html import html

        try:
            if self.format == "html":
                assert self.path is not None
                html(report, self.path)
            elif self.path is None:
                sys.stdout.write(FORMATS[self.format](report).rstrip("\n") + "\n")
            else:
                self.path.write_text(FORMATS[self.format](report), "utf-8")
        except OSError as error:
            raise OutputError(f"{error.filename or self.path}: {error.strerror}") from error


def parse(text: str) -> Output:
    """Read ``FORMAT`` or ``FORMAT=PATH``.

    Raises:
        OutputError: when the format is unknown or html has no folder.
    """
    name, _, path = text.partition("=")
    if name not in NAMES:
        raise OutputError(f"unknown report {name!r}: one of {', '.join(NAMES)}")
    if name == "html" and not path:
        raise OutputError("html needs a folder: html=out/")
    return Output(name, Path(path) if path else None)
