"""Proof of consent in a file: a line for each choice."""

from __future__ import annotations

import json
import os
from pathlib import Path

from citydesign.choices.core.consent import Consent


class FileProofs:
    """Keeps each consent as a line of JSON, and who gave it stays unknown.

    A line is added at once and on the disk before the resident sees an answer; several processes of
    one machine may write into one file. Keep the texts of each version beside it, and delete lines
    when nobody can ask any more: `logrotate` does.

    Args:
        path: The file; it is made when the first line is written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)

    def __call__(self, consent: Consent) -> None:
        """Keep a consent.

        Raises:
            OSError: It can't be written.
        """
        line = json.dumps(
            {
                "reference": consent.reference,
                "made": consent.made.isoformat(timespec="seconds"),
                "version": consent.version,
                "allowed": sorted(consent.allowed),
            }
        )
        # One write to a file that is only added to: lines of two processes don't mix.
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{line}\n".encode())
            os.fsync(file)
        finally:
            os.close(file)
