"""The stretch of time at an office that a `Board` looks at, in buckets."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from citydesign.booking.core.plan import Plan
from citydesign.hours.clock import SECOND, seconds, utc

#: How far around a time other bookings are looked at, and may change their resource.
REACH = timedelta(days=1)


class Frame:
    """The buckets around [start, end): which are its own, and from when to when they are looked at.

    Buckets are numbered from 1970; bit 0 of a mask is ``base``, and ``grain`` is their length in
    seconds.
    """

    def __init__(self, plan: Plan, office: str, window: tuple[datetime, datetime]) -> None:
        self.plan, self.office = plan, plan.office[office]
        self.zone = self.office.tz
        self.grain = plan.bucket // SECOND
        reach = max(REACH // plan.bucket, plan.longest // plan.bucket)
        self._first = seconds(window[0]) // self.grain
        self._until = -(-seconds(window[1]) // self.grain)
        self.base = self._first - reach
        self.length = self._until + reach - self.base

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """From when to when bookings are looked at."""
        return utc(self.base * self.grain), utc((self.base + self.length) * self.grain)

    def span(self, start: int, end: int) -> int:
        """The buckets [start, end) as bits, cut to the board."""
        start, end = self._cut(start, end)
        return (1 << end) - (1 << start)

    def _cut(self, start: int, end: int) -> tuple[int, int]:
        start = min(max(start - self.base, 0), self.length)
        return start, min(max(end - self.base, start), self.length)

    @cached_property
    def all(self) -> int:
        """Every bucket that is looked at."""
        return (1 << self.length) - 1

    @cached_property
    def window(self) -> int:
        """The buckets of [start, end)."""
        return self.span(self._first, self._until)
