"""A watch over a page that never answers: a script without an end stops every question to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["Watch"]

#: Seconds in which a page must answer one question; axe on a huge page takes the longest.
LONGEST = 120.0


class Watch:
    """Acts when nothing was heard for a while.

    Args:
        act: What to do then, once; it runs in a thread of the watch.
        longest: Seconds of silence; `LONGEST` unless given.
    """

    def __init__(self, act: Callable[[], object], longest: float | None = None) -> None:
        self._act = act
        self.longest = LONGEST if longest is None else longest
        self._until: float | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="citydesign-watch", daemon=True)
        self.fired = False

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited."""
        return self._until is not None

    def start(self) -> None:
        """Begin to run."""
        self._thread.start()

    def hear(self) -> None:
        """Something was asked: wait for its answer, not longer than allowed."""
        self._until = time.monotonic() + self.longest

    def rest(self) -> None:
        """Nothing is being asked."""
        self._until = None
        self.fired = False

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(min(1.0, self.longest / 4)):
            if self._until is not None and time.monotonic() > self._until:
                self._until, self.fired = None, True
                self._act()
