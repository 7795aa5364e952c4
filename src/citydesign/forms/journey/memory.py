"""Journeys in memory, while you try one out."""

from __future__ import annotations

import secrets
from dataclasses import replace
from threading import Lock

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import FIRST, Kept
from citydesign.forms.file_store import FileStore
from citydesign.forms.journey.port import Changed, Submission, Visit


class MemoryStore:
    """Keeps journeys until the process ends, and shares them with no other process.

    Attributes:
        received: What was sent, in its order.
        files: Keeps the files that are asked for. They stay there when the process ends.

    Args:
        debug: The host's debug flag.
        files: Keeps the files that are asked for.

    Raises:
        CityDesignError: The host does not run in debug mode: residents would lose their answers.
    """

    idle = None

    def __init__(self, debug: bool, files: FileStore | None = None) -> None:
        if debug is not True:
            raise CityDesignError(
                "MemoryStore loses all answers when the process ends, so it runs in debug mode "
                "only; use SqlStore or CookieStore"
            )
        self._visits: dict[str, tuple[str, Visit]] = {}
        self._lock = Lock()
        self.files = files
        self.received: list[Submission] = []

    def begin(self, journey: str, language: str, version: str = FIRST) -> tuple[Visit, str]:
        """Begin a journey; see `Store.begin`."""
        visit = Visit(secrets.token_hex(16), journey, Kept(), language, version=version)
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            self._visits[visit.id] = (cookie, visit)
        return visit, cookie

    def open(self, journey: str, id: str, cookie: str) -> Visit | None:
        """Give a journey; see `Store.open`."""
        key, visit = self._visits.get(id, ("", None))
        if visit is None or visit.journey != journey:
            return None
        return visit if secrets.compare_digest(key.encode(), cookie.encode()) else None

    def timed_out(self, journey: str, id: str, cookie: str) -> bool:
        """Say no: nothing ends here; see `Store.timed_out`."""
        return False

    def save(self, visit: Visit) -> None:
        """Keep a journey; see `Store.save`.

        Raises:
            Changed: Somebody else saved it meanwhile.
        """
        with self._lock:
            key, known = self._visits[visit.id]
            if known.revision != visit.revision:
                raise Changed
            self._visits[visit.id] = (key, replace(visit, revision=visit.revision + 1))

    def note_files(self, id: str, owner: str) -> None:
        """Nothing: all is forgotten at once; see `FilingStore.note_files`."""

    def receive(self, submission: Submission) -> bool:
        """Keep what was sent, unless that journey was sent before.

        Returns:
            Whether these very answers are what is kept.
        """
        with self._lock:
            kept = next((one for one in self.received if one.id == submission.id), None)
            if kept is None:
                self.received.append(submission)
        return kept is None or kept.data == submission.data
