"""A watch over a page that never answers: a script without an end stops every question to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["Watch"]

#: Seconds of the browser's own work in which a page must answer one question, however busy the
#: machine is; axe on a huge page takes the longest.
LONGEST = 120.0
#: Share of the time that a browser works at least while it works at an answer at all.
IDLE = 0.01


class Watch:
    """Acts when a question is not answered.

    That is so when the browser has worked long enough on it, or has hardly worked for as long: then
    it waits for what never comes.

    Args:
        act: What to do then, once; it runs in a thread of the watch.
        work: Seconds of CPU that the browser has used since it was started.
        longest: Seconds of work; `LONGEST` unless given.
        clock: Seconds that pass; the machine's own unless given.
    """

    def __init__(
        self,
        act: Callable[[], object],
        work: Callable[[], float],
        longest: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._act = act
        self._work = work
        self._clock = clock
        self.longest = LONGEST if longest is None else longest
        # The number of the question that waits for its answer; 0 when none does.
        self._question = self._asked = 0
        # Work that the browser told of last, and what it has done since the question was seen to
        # wait; time and work at the beginning of a stretch.
        self._told = self._done = 0.0
        self._stretch = 0.0, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="citydesign-watch", daemon=True)
        self.fired = False

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited."""
        return self._question > 0

    def start(self) -> None:
        """Begin to run."""
        self._thread.start()

    def hear(self) -> None:
        """Something was asked: wait for its answer, not longer than allowed."""
        self._asked += 1
        self._question = self._asked

    def rest(self) -> None:
        """Nothing is being asked."""
        self._question = 0
        self.fired = False

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        seen = counted = 0
        while not self._over.wait(min(1.0, self.longest / 4)):
            question = self._question
            if question and question == counted:
                if self._is_lost():
                    self._question, self.fired = 0, True
                    self._act()
            elif question and question == seen:
                # To ask how much was worked costs, and nearly every question is answered by now.
                self._told, self._done = self._work(), 0.0
                self._stretch = self._clock(), 0.0
                counted = question
            seen = question

    def _is_lost(self) -> bool:
        clock, work = self._clock(), self._work()
        # What a process has worked is no longer told of once it has ended.
        self._done += max(0.0, work - self._told)
        self._told = work
        if self._done >= self.longest:
            return True
        if clock - self._stretch[0] < self.longest:
            return False
        idle = self._done - self._stretch[1] < IDLE * self.longest
        self._stretch = clock, self._done
        return idle
