"""Handing over to another program by files in a folder: whole ones, and readable by few."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,120}\.[a-z0-9]{1,10}")


class DropFolder:
    """A folder from which another program takes files.

    A file appears at once and whole, survives a power cut, and is readable by its owner only.
    Written again, as after a crash, it is the same file.

    Args:
        path: The folder; it is made, for its owner only, unless it is there.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, name: str, content: bytes) -> None:
        """Write one file.

        Args:
            name: Letters, digits, hyphens and underscores, a dot and an ending.
            content: What it holds.

        Raises:
            ValueError: The name is another.
            OSError: It could not be written; nothing of it is there.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a file here; write it like ABC-123.json")
        # Programs that take files leave those alone that begin with a dot.
        handle, made = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._path)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, self._path / name)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
