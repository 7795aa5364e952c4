"""Whose turn it is to write to an SQLite file.

SQLite wakes nobody when its write lock is free again: each writer looks again after a pause that
grows the longer it waits, so newcomers overtake. Here writers first lock a file beside the
database, for which the operating system wakes them in the order in which they came, and which it
takes from a process that is killed. It is a courtesy only: the lock of SQLite decides, so nothing
is lost where a file cannot be locked.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]


class Turn:
    """The turn of one connection; `path` is the file to lock."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def take(self, wait: float) -> bool:
        """Wait for the turn, at most so many seconds. False: go on without it."""
        if fcntl is None or self._file is not None:
            return True
        try:
            file = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:  # SQLite will say what is wrong with the folder
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _Waiter(file).wait(wait):
                return False
        except OSError:
            os.close(file)
            return True
        self._file = file
        return True

    def give(self) -> None:
        """Let the next one write."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _Waiter:
    """Locks a file in a thread of its own, since the call that waits in line knows no time limit.

    Who gives up leaves the thread behind; when its turn comes it lets the next one go.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._locked = threading.Event()
        self._gone = False

    def wait(self, seconds: float) -> bool:
        threading.Thread(target=self._run, name="citydesign-turn", daemon=True).start()
        if self._locked.wait(seconds):
            return True
        with self._lock:
            self._gone = not self._locked.is_set()
        return not self._gone

    def _run(self) -> None:
        with suppress(OSError):  # then SQLite decides
            fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._lock:
            if self._gone:
                os.close(self._file)
            else:
                self._locked.set()
