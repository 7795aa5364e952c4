"""Booking said as plainly as can be, minute by minute and by trying every way; slow on purpose.

Nothing here uses the bits, the clock or the matching of the package.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from citydesign.booking.core.diary import Booking, Slot
from citydesign.booking.core.plan import Plan, Service
from citydesign.hours import Hours

BUCKET = timedelta(minutes=5)


def shown(hours: Hours, zone: ZoneInfo, moment: datetime) -> bool:
    """Does the clock on the wall show a time at which these hours are open, closures aside?"""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    openings = [
        opening for rule in hours.rules if rule.meets(wall.date()) for opening in rule.openings
    ]
    tomorrow = wall.date() + timedelta(days=1)
    holidays = hours.public_holidays
    if holidays and wall.date() in holidays.names(wall.year):
        openings = []
    early = hours.eve_closes if holidays and tomorrow in holidays.names(tomorrow.year) else None
    if early and wall.time() >= early:
        openings = []
    for special in hours.special_days:
        if special.first <= wall.date() <= special.last:
            openings = list(special.openings)
    return any(
        opening.opens <= wall.time() and (wall.time() < opening.closes or opening.closes == time(0))
        for opening in openings
    )


def ticks(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += BUCKET


def apart(one: Slot, other: Slot) -> bool:
    """Is what is kept free between two who sit on one thing long enough?"""
    first, then = sorted((one, other), key=lambda slot: slot.start)
    both = first.after, then.before
    soft = first.buffers == then.buffers == "overlap"
    return then.start - first.end >= (max(both) if soft else sum(both, timedelta(0)))


def crowds(sitting: list[tuple[Slot, int]]) -> Iterator[list[tuple[Slot, int]]]:
    """Who is there together: with the time after them, and with the time before them."""
    for late in (True, False):
        times = []
        for slot, number in sitting:
            hard = slot.buffers == "stack"
            start = slot.start - (slot.before if hard or not late else timedelta(0))
            end = slot.end + (slot.after if hard or late else timedelta(0))
            times.append((start, end, slot, number))
        for moment, *_ in times:
            yield [(s, n) for start, end, s, n in times if start <= moment < end]


class Oracle:
    def __init__(self, plan: Plan, bookings: list[Booking], now: datetime) -> None:
        self.plan, self.now = plan, now
        self.bookings = [booking for booking in bookings if booking.lives(now)]
        self.office = plan.offices[0]
        self.zone = ZoneInfo(self.office.zone)

    def hours_of(self, resource: str) -> list[Hours]:
        own = self.plan.resource[resource].hours
        return [self.office.hours] + ([own] if own else [])

    @cache  # noqa: B019 - an oracle lives for one example
    def clock_open(self, resource: str, moment: datetime) -> bool:
        return all(shown(hours, self.zone, moment) for hours in self.hours_of(resource))

    @cache  # noqa: B019 - an oracle lives for one example
    def shut(self, resource: str) -> list[tuple[datetime, datetime]]:
        """From the first moment at or after the start to the last moment before the end."""
        found = []
        for hours in self.hours_of(resource):
            for closure in hours.closures:
                around = closure.start.replace(tzinfo=UTC)
                inside = list(ticks(around - timedelta(days=1), around + timedelta(days=2)))
                walls = [moment.astimezone(self.zone).replace(tzinfo=None) for moment in inside]
                first = next(n for n, wall in enumerate(walls) if wall >= closure.start)
                last = max(n for n, wall in enumerate(walls) if wall < closure.end)
                found.append((inside[first], inside[last] + BUCKET))
        return found

    def open(self, resource: str, start: datetime, end: datetime) -> bool:
        if any(shuts < end and start < opens for shuts, opens in self.shut(resource)):
            return False
        return all(self.clock_open(resource, moment) for moment in ticks(start, end))

    def grid(self, service: Service, start: datetime, end: datetime) -> set[datetime]:
        """Count from the first open moment of each stretch of each local day."""
        found = set()
        around = service.before, service.after
        free = max(around) if service.buffers == "overlap" else sum(around, timedelta(0))
        step = service.step or service.duration + free
        for role in service.needs:
            for resource in self.plan.resources:
                if role not in resource.roles:
                    continue
                run: datetime | None = None
                before = None
                for moment in ticks(start - timedelta(days=1), end):
                    day = moment.astimezone(self.zone).date()
                    if not self.clock_open(resource.id, moment):
                        run = None
                    elif run is None or day != before:
                        run = moment
                    before = day
                    if run is not None and (moment - run) % step == timedelta(0):
                        found.add(moment)
        return {moment for moment in found if start <= moment < end}

    def leaves(self, resource: str) -> dict[str, int]:
        parts = [other.id for other in self.plan.resources if other.parent == resource]
        if not parts:
            return {resource: self.plan.resource[resource].capacity}
        return {leaf: n for part in parts for leaf, n in self.leaves(part).items()}

    def takes(self, resource: str) -> dict[str, int]:
        parts = any(other.parent == resource for other in self.plan.resources)
        return self.leaves(resource) if parts else {resource: 1}

    def fits(self, sittings: list[tuple[Slot, str]]) -> bool:
        """Does everybody keep their distance, and is no capacity passed at any moment?"""
        there: dict[str, list[tuple[Slot, int]]] = {}
        for slot, resource in sittings:
            for leaf, number in self.takes(resource).items():
                if number:
                    there.setdefault(leaf, []).append((slot, number))
        for leaf, sitting in there.items():
            capacity = self.plan.resource[leaf].capacity
            if any(number > capacity for _, number in sitting):
                return False
            if capacity == 1:
                pairs = itertools.combinations([slot for slot, _ in sitting], 2)
                if not all(apart(one, other) for one, other in pairs):
                    return False
            elif any(sum(n for _, n in crowd) > capacity for crowd in crowds(sitting)):
                return False
        return True

    def ways(self, slot: Slot) -> list[list[str]]:
        """For each need, who could serve it at that time."""
        found = []
        for number, role in enumerate(self.plan.service[slot.service].needs):
            found.append(
                [
                    resource.id
                    for resource in self.plan.resources
                    if role in resource.roles
                    and self.open(resource.id, slot.start, slot.end)
                    and (number or slot.resource is None or slot.resource == resource.id)
                ]
            )
        return found

    def can_be_had(self, *slots: Slot) -> bool:
        """Try every way in which everybody keeps their time."""
        new = [(slot, options) for slot in slots for options in self.ways(slot)]
        old = []
        for booking in self.bookings:
            for other, sits in zip(booking.slots, booking.resources, strict=True):
                fixed = booking.start <= self.now
                ways = self.ways(other)
                for need, resource in enumerate(sits):
                    more = [] if fixed else ways[need]
                    old.append((other, list(dict.fromkeys([resource, *more]))))
        stay = [(other, options[0]) for other, options in old]
        for way in itertools.product(*(options for _, options in new)):
            if self.fits(stay + [(slot, name) for (slot, _), name in zip(new, way, strict=True)]):
                return True
        every = new + old
        return any(
            self.fits([(other, name) for (other, _), name in zip(every, way, strict=True)])
            for way in itertools.product(*(options for _, options in every))
        )

    def offered(self, service: Service, start: datetime, end: datetime) -> set[datetime]:
        return {
            moment
            for moment in self.grid(service, start, end)
            if self.can_be_had(self.plan.slot(self.office.id, service.id, moment))
        }
