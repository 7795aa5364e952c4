"""Where uploads are kept: a port, and a folder that no web server shows."""

import datetime as dt
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from citydesign.errors import CityDesignError
from citydesign.forms.core.files import KeptFile

#: A key of ours. What a page sent under that name is used for nothing else.
_KEY = re.compile(r"(?:sent-|journey-)?[0-9a-f]{32}")


class FileStore(Protocol):
    """Keeps files by the key of their owner; write one for the storage that your city has.

    Owners and ids are lower-case letters, digits and hyphens, made by us and never by a resident.
    """

    def add(self, owner: str, id: str, name: str, type: str, content: BinaryIO) -> KeptFile:
        """Keep a file. Where that fails, nothing of it stays.

        An owner has one file of an id: kept again, also by two at once, it is there once.
        """

    def files(self, owner: str) -> list[KeptFile]:
        """Give the files of an owner, in the order in which they came."""

    def open(self, file: KeptFile) -> BinaryIO:
        """Open a file to read it.

        Raises:
            FileNotFoundError: It is gone.
        """

    def remove(self, file: KeptFile) -> None:
        """Keep a file no longer."""

    def move(self, owner: str, new: str) -> None:
        """Give all files of an owner to a new one, at once."""

    def forget(self, owner: str) -> None:
        """Keep nothing of an owner."""

    def owners(self) -> Iterator[tuple[str, dt.datetime]]:
        """Give each owner, and when something of theirs changed last."""


class FolderStore:
    """Keeps files in a folder, under names of our own without an ending.

    Args:
        folder: Made if it is missing, readable by you alone. Not one whose files a web server
            shows, such as `static` or `media`.
    """

    def __init__(self, folder: str | os.PathLike[str]):
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def add(self, owner: str, id: str, name: str, type: str, content: BinaryIO) -> KeptFile:
        """Keep a file; it is copied piece by piece, and counts when it is whole."""
        folder = self._of(owner)
        folder.mkdir(exist_ok=True, mode=0o700)
        at = dt.datetime.now(dt.UTC)
        # Under a name of its own until it is whole: another request may be keeping the same file.
        part = folder / f"{secrets.token_hex(16)}.part"
        try:
            content.seek(0)
            with open(part, "xb", opener=_private) as kept:
                shutil.copyfileobj(content, kept, 65_536)
                size = kept.tell()
                kept.flush()
                os.fsync(kept.fileno())
            part.rename(folder / id)
            known = {"name": name, "type": type, "size": size, "at": at.isoformat()}
            with open(part, "x", encoding="utf-8", opener=_private) as written:
                json.dump(known, written)
            part.rename(folder / f"{id}.json")
        except BaseException:
            part.unlink(missing_ok=True)
            if not (folder / f"{id}.json").exists():
                (folder / id).unlink(missing_ok=True)
            raise
        return KeptFile(owner, id, name, type, size, at)

    def files(self, owner: str) -> list[KeptFile]:
        """Give the files of an owner, in the order in which they came."""
        found = []
        for about in self._of(owner).glob("*.json"):
            # Another request may have removed it just now.
            with suppress(FileNotFoundError):
                known = json.loads(about.read_text("utf-8"))
                known["at"] = dt.datetime.fromisoformat(known["at"])
                found.append(KeptFile(owner, about.stem, **known))
        return sorted(found, key=lambda one: (one.at, one.id))

    def open(self, file: KeptFile) -> BinaryIO:
        """Open a file to read it.

        Raises:
            FileNotFoundError: It is gone.
        """
        return (self._of(file.owner) / file.id).open("rb")

    def remove(self, file: KeptFile) -> None:
        """Keep a file no longer."""
        path = self._of(file.owner) / file.id
        path.with_suffix(".json").unlink(missing_ok=True)
        path.unlink(missing_ok=True)

    def move(self, owner: str, new: str) -> None:
        """Give all files of an owner to a new one, at once."""
        with suppress(FileNotFoundError):
            self._of(owner).rename(self._of(new))

    def forget(self, owner: str) -> None:
        """Keep nothing of an owner."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._of(owner))

    def owners(self) -> Iterator[tuple[str, dt.datetime]]:
        """Give each owner, and when something of theirs changed last."""
        for folder in self._folder.iterdir():
            if _KEY.fullmatch(folder.name):
                with suppress(FileNotFoundError):
                    yield folder.name, dt.datetime.fromtimestamp(folder.stat().st_mtime, dt.UTC)

    def _of(self, owner: str) -> Path:
        if not _KEY.fullmatch(owner):
            raise CityDesignError(f"{owner!r} is no key of a folder of files")
        return self._folder / owner


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
