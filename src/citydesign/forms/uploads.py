"""Files that residents send with a form: judged, kept over errors elsewhere, and forgotten.

uploads = Uploads(FolderStore("/srv/city/files"), types=("pdf", "jpg"), max_size=10_000_000)

A form has a tray for each of its questions for files. What is in the tray stays while the form is
filled in; `claim` gives it to the answers when they are kept.
"""

import datetime as dt
import hashlib
import logging
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from citydesign.forms.core.answers import AnswerError, is_answered
from citydesign.forms.core.fields import Field, Kind
from citydesign.forms.core.files import (
    FileLimits,
    KeptFile,
    Owner,
    file_name,
    judge_file,
    numbered_name,
    upload_of,
)
from citydesign.forms.file_store import FileStore
from citydesign.forms.virus_scan import Scan
from citydesign.forms.words import explain_error

_DRAFT = re.compile(r"[0-9a-f]{32}")
_PIECE = 65_536


class Uploads:
    """What files you take, where they are kept, and who looks at them first.

    Attributes:
        limits: What you take.
        store: Keeps them.

    Args:
        store: Keeps them.
        types: Endings that you take, without the point; see `citydesign.forms.core.files.TYPES`.
        max_size: Most bytes of one file.
        max_files: Most files of one form.
        scan: Looks for viruses; nobody does unless given.

    Raises:
        CityDesignError: A type is none that can be judged, or a limit is below 1.
    """

    def __init__(
        self,
        store: FileStore,
        *,
        types: Sequence[str],
        max_size: int,
        max_files: int = 1,
        scan: Scan | None = None,
    ):
        given = types if isinstance(types, str) else tuple(types)
        self.limits = FileLimits(given, max_size, max_files)  # type: ignore[arg-type]
        self.store, self._scan = store, scan

    def tray(self, key: object = None) -> "Tray":
        """Give the tray of a form.

        Args:
            key: What the form sent as its key, or an `Owner` of yours. A new one is made where that
                is none of ours: who makes a key up finds nothing there.
        """
        known = isinstance(key, Owner) or (isinstance(key, str) and _DRAFT.fullmatch(key))
        return Tray(self, self.store, str(key) if known else secrets.token_hex(16))

    def claim(self, files: Iterable[KeptFile]) -> str:
        """Give the files of a form to its answers; return the key to keep with them.

        No page knows that key, so nobody adds or removes anything from then on.
        """
        key = f"sent-{secrets.token_hex(16)}"
        for owner in {one.owner for one in files}:
            self.store.move(owner, key)
        return key

    def files(self, key: str) -> list[KeptFile]:
        """Give the files of a key, in the order in which they came."""
        return self.store.files(key)

    def find(self, key: str, id: str) -> KeptFile | None:
        """Give one file; None if there is none."""
        return next((one for one in self.files(key) if one.id == id), None)

    def read(self, file: KeptFile) -> Iterator[bytes]:
        """Give a file's content in pieces. Send it with `file.headers()`.

        Raises:
            FileNotFoundError: It is gone. Raised at once, before anything is sent.
        """
        content = self.store.open(file)

        def pieces() -> Iterator[bytes]:
            with content:
                while piece := content.read(_PIECE):
                    yield piece

        return pieces()

    def forget(self, key: str) -> None:
        """Delete the files of a key, when you delete the answers."""
        self.store.forget(key)

    def forget_abandoned(self, before: dt.datetime, is_kept: Callable[[str], bool]) -> int:
        """Delete what was never sent, or whose answers are gone; return how many keys.

        What is asked for in a journey is left out: its own store deletes it.

        Args:
            before: What changed later stays, because its form may still be open.
            is_kept: Says whether you have answers with this key.
        """
        gone = 0
        for owner, changed in self.store.owners():
            if owner.startswith("journey-") or changed >= before:
                continue
            if not is_kept(owner):
                self.store.forget(owner)
                gone += 1
        return gone

    def judge(self, name: str, content: Any) -> str:
        """Give the media type of a file that may be kept.

        Raises:
            AnswerError: It may not.
        """
        media_type = judge_file(name, content, self.limits)
        if self._scan is not None:
            log = logging.getLogger("citydesign")
            try:
                found = self._scan(content)
            except OSError as error:
                log.warning("uploads: a file could not be checked for viruses: %s", error)
                raise AnswerError("file_unchecked") from None
            if found is not None:
                log.warning("uploads: a file was refused: %s", found)
                raise AnswerError("file_virus")
        return media_type


@dataclass(frozen=True)
class Refused:
    """A file that was not kept, and why."""

    name: str
    error: AnswerError


class Tray:
    """The files of one question while its form is filled in.

    Attributes:
        key: Travels with the form, in a hidden field named `<name>-key`.
        files: What is kept.
        store: Keeps them.
        refused: What was sent just now and is not kept.
        removed: The form was sent by the button that removes a file, and is not ready yet.
    """

    def __init__(self, uploads: Uploads, store: FileStore, key: str):
        self.key = key
        self.files = store.files(key)
        self.refused: list[Refused] = []
        self.removed = False
        self.store = store
        self._uploads = uploads

    def receive(self, sent: Iterable[Any], remove: object = None) -> None:
        """Remove a file, then judge and keep those that were sent.

        Where you take one file, a new one replaces it. A form that is sent twice keeps each once.

        Args:
            sent: Uploads of Werkzeug, Django or Starlette; others are left out.
            remove: The id of the file to remove, as the form sent it.
        """
        if remove:
            self.removed = True
            for file in [one for one in self.files if one.id == remove]:
                self._drop(file)
        alike: Counter[str] = Counter()
        for one in sent:
            if not isinstance(one, str) and is_answered(one):
                self._add(one, alike)

    def _add(self, sent: Any, alike: Counter[str]) -> None:
        limits = self._uploads.limits
        given, content = upload_of(sent)
        name = file_name(given)
        try:
            media_type = self._uploads.judge(name, content)
            id = self._id(name, content, alike)
            if id in {one.id for one in self.files}:
                return
            if limits.max_files > 1 and len(self.files) >= limits.max_files:
                raise AnswerError("file_count", count=limits.max_files)
        except AnswerError as error:
            self.refused.append(Refused(name, error))
            return
        if limits.max_files == 1:
            for file in [*self.files]:
                self._drop(file)
        name = numbered_name(name, {one.name for one in self.files})
        self.files.append(self.store.add(self.key, id, name, media_type, content))

    def _id(self, name: str, content: Any, alike: Counter[str]) -> str:
        """Give the id of a file: the same whenever it is sent again, but not twice in one form."""
        content.seek(0)
        whole = hashlib.sha256(f"{self.key} {name}\n".encode())
        while piece := content.read(_PIECE):
            whole.update(piece)
        number = alike[whole.hexdigest()]
        alike[whole.hexdigest()] += 1
        whole.update(f"\n{number}".encode())
        return whole.hexdigest()[:32]

    def _drop(self, file: KeptFile) -> None:
        self.store.remove(file)
        self.files.remove(file)

    def errors(self, label: str) -> list[str]:
        """Say what is wrong with what was refused, about the field of this label."""
        return [explain_error(one.error, label) for one in self.refused]

    def hidden(self, name: str) -> Field:
        """Give the hidden field that takes the key along with a field of this name."""
        return Field(Kind.HIDDEN, f"{name}-key", "", f"{name}-key", value=self.key)

    def limits(self, label: str) -> dict[str, Any]:
        """Give what a field of this label shows: what you take, and the files so far."""
        limits = self._uploads.limits
        files = [{"name": one.name, "value": one.id, "size": one.size} for one in self.files]
        files += [
            {"name": one.name, "error": text}
            for one, text in zip(self.refused, self.errors(label), strict=True)
        ]
        return {
            "types": list(limits.types),
            "max_size": limits.max_size,
            "max_files": limits.max_files,
            "files": files,
        }
