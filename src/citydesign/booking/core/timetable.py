"""What stays the same from question to question: when a day is open, and the times that begin.

A plan never changes, so these are worked out once for each day and kept beside it.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from citydesign.booking.core.diary import Slot
from citydesign.hours import Hours
from citydesign.hours.clock import common, stretches

Stretches = list[tuple[int, int]]

#: How many days and how many times are kept, about 10 MB of each; then it starts again.
DAYS = 20_000
TIMES = 40_000


class Timetable:
    """Keeps open stretches and slots by what they are made of.

    A zone is known by its object: after `ZoneInfo.clear_cache` all is worked out with the new
    rules. A copy or a pickle starts empty, so that a plan stays small on its way.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[int, int, ZoneInfo, date], tuple[Stretches, object]] = {}
        self._times: dict[tuple[str, str, str | None, ZoneInfo], dict[int, Slot]] = {}
        self._count = 0

    def __reduce__(self) -> tuple[type[Timetable], tuple[()]]:
        return Timetable, ()

    def stretches(self, office: Hours, own: Hours | None, zone: ZoneInfo, day: date) -> Stretches:
        """When a resource with hours of its own, or without, is open on a day, closures aside."""
        # By identity: hours compare by all their rules. They are kept, so an id is not used twice.
        key = id(office), id(own), zone, day
        kept = self._days.get(key)
        if kept is None:
            found = stretches(office, zone, day)
            if own is not None and found:
                found = common(found, stretches(own, zone, day))
            if len(self._days) >= DAYS:
                self._days.clear()
            kept = self._days[key] = found, (office, own)
        return kept[0]

    def times(
        self, office: str, service: str, resource: str | None, zone: ZoneInfo
    ) -> dict[int, Slot]:
        """The known times of a service by the bucket they begin in; put new ones into it."""
        return self._times.setdefault((office, service, resource, zone), {})

    def grown(self, by: int) -> None:
        """So many times were put in."""
        self._count += by
        if self._count > TIMES:
            self._times.clear()
            self._count = 0
