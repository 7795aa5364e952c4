"""What is open at an office, whatever is taken."""

from __future__ import annotations

from collections.abc import Iterator

from citydesign.booking.core.bits import comb
from citydesign.booking.core.diary import Slot
from citydesign.booking.core.frame import Frame
from citydesign.booking.core.plan import Service
from citydesign.hours import Hours
from citydesign.hours.clock import DAY, local_date, seconds, shut


class Opened:
    """When resources are open, when times begin by the clock, and who could serve them."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._plan, self._office = frame, frame.plan, frame.office
        self._zone, self._grain = frame.zone, frame.grain
        self._open: dict[int, int] = {}
        self._days: dict[int, list[tuple[int, int]]] = {}

    def _stretches(self, hours: Hours | None) -> list[tuple[int, int]]:
        """When hours are open within those of the office, on each day of the board."""
        key = id(hours)
        if key not in self._days:
            day = local_date(self._frame.base * self._grain, self._zone)
            last = local_date((self._frame.base + self._frame.length) * self._grain, self._zone)
            timetable, office, zone = self._plan.timetable, self._office.hours, self._zone
            found: list[tuple[int, int]] = []
            while day <= last:
                found += timetable.stretches(office, hours, zone, day)
                day += DAY
            self._days[key] = found
        return self._days[key]

    def open(self, resource: str) -> int:
        """The buckets in which a resource is open."""
        hours = self._plan.resource[resource].hours
        key = id(hours)
        if key not in self._open:
            mask = 0
            for start, end in self._stretches(hours):
                mask |= self._frame.span(-(-start // self._grain), end // self._grain)
            for part in (self._office.hours, hours):
                for start, end, _ in shut(part, self._zone) if part else ():
                    mask &= ~self._frame.span(start // self._grain, -(-end // self._grain))
            self._open[key] = mask
        return self._open[key]

    def starts(self, service: Service) -> int:
        """The buckets at which a time of a service begins by the clock, open or not: its grid."""
        step = service.rhythm // self._plan.bucket
        kinds = {
            id(hours): hours
            for role in service.needs
            for resource in self._plan.options(self._office.id, role)
            for hours in (self._plan.resource[resource].hours,)
        }
        mask = 0
        for hours in kinds.values():
            for start, end in self._stretches(hours):
                bucket = -(-start // self._grain) - self._frame.base
                last = end // self._grain - self._frame.base
                if bucket < 0:
                    bucket %= step
                if bucket < last:
                    mask |= comb(step, -(-(last - bucket) // step)) << bucket
        return mask

    def choices(
        self, service: Service, resource: str | None
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """For each need, the resources that could meet it; a chosen one replaces the first."""
        for number, role in enumerate(service.needs):
            options = self._plan.options(self._office.id, role)
            if number == 0 and resource is not None:
                options = tuple(option for option in options if option == resource)
            yield role, options

    def options(self, slot: Slot) -> list[tuple[str, ...]]:
        """For each need of a slot, the resources open for it; the least versatile come first."""
        start, end = seconds(slot.start), seconds(slot.end)
        mask = self._frame.span(start // self._grain, -(-end // self._grain))
        service = self._plan.service[slot.service]
        return [
            tuple(
                sorted(
                    (option for option in options if mask & ~self.open(option) == 0),
                    key=lambda option: len(self._plan.resource[option].roles),
                )
            )
            for _, options in self.choices(service, slot.resource)
        ]
