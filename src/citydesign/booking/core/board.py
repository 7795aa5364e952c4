"""One office over a window of time: what is open, what is taken, what can begin when.

Time is a row of buckets and each set of buckets is one whole number, a bit for each: a month of an
office is a few thousand bits, so that a question about all its times is a handful of operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, lru_cache, reduce
from operator import and_

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.diary import Booking, Bookings, Slot, Span
from citydesign.booking.core.matching import Task, assign
from citydesign.booking.core.plan import Plan, Service, buckets
from citydesign.hours import Hours
from citydesign.hours.clock import DAY, SECOND, local_date, seconds, shut, utc

#: How far around a time other bookings are looked at, and may change their resource.
REACH = timedelta(days=1)

NOTHING: Mapping[str, int] = {}

_DIGITS = b"01" + bytes(254)

#: For each undivided resource: where one seat is taken, where two are, and so on.
_Taken = Mapping[str, list[int]]

#: Names one need of one slot of one booking; the booking is "" for the one that is to be made.
Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where new slots can sit, and the bookings that then sit elsewhere."""

    resources: tuple[tuple[str, ...], ...]
    moved: Mapping[str, tuple[tuple[str, ...], ...]]


class Board:
    """An office of a plan as it is at ``now``, for questions about [start, end).

    ``without`` is the id of a booking to be overlooked: the one that is being moved.
    The diary must hold every living booking at the office within `REACH` of the window.
    """

    def __init__(
        self,
        plan: Plan,
        diary: Bookings,
        office: str,
        window: tuple[datetime, datetime],
        now: datetime,
        without: str | None = None,
    ) -> None:
        self.plan, self.office, self.now = plan, plan.office[office], now
        self.diary, self.without = diary, without
        self.zone = self.office.tz
        self.grain = plan.bucket // SECOND
        reach = max(REACH // plan.bucket, plan.longest // plan.bucket)
        self.first = seconds(window[0]) // self.grain
        self.until = -(-seconds(window[1]) // self.grain)
        self.base = self.first - reach
        self.length = self.until + reach - self.base
        self._open: dict[int, int] = {}
        self._days: dict[int, list[tuple[int, int]]] = {}

    # Open time

    def _stretches(self, hours: Hours | None) -> list[tuple[int, int]]:
        """When hours are open within those of the office, on each day of the board."""
        key = id(hours)
        if key not in self._days:
            day = local_date(self.base * self.grain, self.zone)
            last = local_date((self.base + self.length) * self.grain, self.zone)
            timetable, office, zone = self.plan.timetable, self.office.hours, self.zone
            found: list[tuple[int, int]] = []
            while day <= last:
                found += timetable.stretches(office, hours, zone, day)
                day += DAY
            self._days[key] = found
        return self._days[key]

    def open(self, resource: str) -> int:
        """The buckets in which a resource is open."""
        hours = self.plan.resource[resource].hours
        key = id(hours)
        if key not in self._open:
            mask = 0
            for start, end in self._stretches(hours):
                mask |= self._span(-(-start // self.grain), end // self.grain)
            for part in (self.office.hours, hours):
                for start, end, _ in shut(part, self.zone) if part else ():
                    mask &= ~self._span(start // self.grain, -(-end // self.grain))
            self._open[key] = mask
        return self._open[key]

    def starts(self, service: Service) -> int:
        """The buckets at which a time of a service begins by the clock, open or not: its grid."""
        step = service.rhythm // self.plan.bucket
        kinds = {
            id(hours): hours
            for role in service.needs
            for resource in self.plan.options(self.office.id, role)
            for hours in (self.plan.resource[resource].hours,)
        }
        mask = 0
        for hours in kinds.values():
            for start, end in self._stretches(hours):
                bucket, last = -(-start // self.grain) - self.base, end // self.grain - self.base
                if bucket < 0:
                    bucket %= step
                if bucket < last:
                    mask |= _comb(step, -(-(last - bucket) // step)) << bucket
        return mask

    # Taken time

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """From when to when bookings are looked at."""
        return utc(self.base * self.grain), utc((self.base + self.length) * self.grain)

    @cached_property
    def bookings(self) -> list[Booking]:
        """The bookings that live and touch the board."""
        return [
            booking
            for booking in self.diary.between(self.office.id, *self.reach)
            if booking.lives(self.now) and booking.id != self.without
        ]

    @cached_property
    def _by_id(self) -> Mapping[str, Booking]:
        return {booking.id: booking for booking in self.bookings}

    @cached_property
    def _taken(self) -> Sequence[_Taken]:
        """What is taken on each line of the resources; once, where both lines are alike."""
        found = self.diary.spans(self.office.id, *self.reach, self.now, self.without)
        return [self._line(spans) for spans in found]

    def _line(self, spans: Iterable[Span]) -> _Taken:
        rows: dict[str, bytearray] = {}
        sets: dict[str, list[tuple[bytearray, str, int]]] = {}
        again: list[tuple[str, int, int, int]] = []
        grain, base, length = self.grain * 1000, self.base, self.length
        for since, until, resources in spans:
            start, end = since // grain - base, -(-until // grain) - base
            if start < 0 or end > length:
                start, end = max(start, 0), min(end, length)
                if start >= end:
                    continue
            own = sets.get(resources)
            if own is None:
                own = sets[resources] = self._rows(resources, rows)
            for row, leaf, number in own:
                if row.find(1, start, end) < 0:
                    row[start:end] = _ones(end - start)
                    number -= 1
                if number:
                    again.append((leaf, start, end, number))
        levels = {leaf: [_read(row)] for leaf, row in rows.items()}
        for leaf, start, end, number in again:
            for _ in range(number):
                _stack(levels[leaf], (1 << end) - (1 << start))
        return levels

    def _rows(self, resources: str, rows: dict[str, bytearray]) -> list[tuple[bytearray, str, int]]:
        """The row of each seat that resources take, a byte for each bucket, and how many."""
        found = []
        for resource in resources.split("|"):
            for leaf, number in self.plan.seats.get(resource, NOTHING).items():
                if leaf not in rows:
                    rows[leaf] = bytearray(self.length)
                found.append((rows[leaf], leaf, number))
        return found

    def free(self, resource: str, line: int) -> int:
        """The buckets in which a resource has room for one more on a line."""
        taken = self._taken[line % len(self._taken)]
        seats = self.plan.seats[resource]
        whole = list(seats) != [resource]
        mask = self._all
        for leaf in seats:
            capacity = self.plan.resource[leaf].capacity
            levels = taken.get(leaf, [])
            if whole:
                mask &= ~levels[0] if levels else self._all
            elif capacity == 0:
                return 0
            elif len(levels) >= capacity:
                mask &= ~levels[capacity - 1]
        return mask

    # Both

    def offered(self, service: Service, resource: str | None = None) -> int:
        """The buckets of the window at which a time of a service is open by rules and clock."""
        mask = self.starts(service) & self._window
        for _, options in self._choices(service, resource):
            opens = 0
            for option in options:
                opens |= _runs(self.open(option), service.duration // self.plan.bucket)
            mask &= opens
        return mask

    def possible(self, service: Service, resource: str | None = None) -> int:
        """Those of `offered` at which the resources can also be had, policy aside."""
        duration = service.duration // self.plan.bucket
        offered = self.offered(service, resource)
        direct = maybe = offered
        for role, options in self._choices(service, resource):
            fits = 0
            for option in options:
                fits |= _runs(self.open(option), duration) & self._clear(service, option)
            direct &= fits
            if maybe & ~direct:
                maybe &= self._roomy(service, role)
        sure = direct if self.plan.apart(self.office.id, service.needs) else 0
        unsure = (maybe | direct) & ~sure
        for bit, slot in zip(bits(unsure), self.slots(service, unsure, resource), strict=True):
            if self.place((slot,)) is not None:
                sure |= 1 << bit
        return sure

    def direct(self, service: Service, number: int = 1) -> int:
        """Those of `offered` at which so many can be had at once and nothing need move, for sure.

        There may be more, found by `place`.
        """
        duration, needs = service.duration // self.plan.bucket, service.needs
        if not self.plan.apart(self.office.id, needs):
            return 0
        mask = self.offered(service)
        for _, options in self._choices(service, None):
            if number > 1 and len(self._leaves(options)) < sum(
                len(self.plan.seats[option]) for option in options
            ):
                return 0
            levels: list[int] = []
            for option in options:
                fits = self._clear(service, option)
                _stack(levels, _runs(self.open(option), duration) & fits)
            mask &= levels[number - 1] if len(levels) >= number else 0
        return mask

    def roomy(self, service: Service, number: int) -> int:
        """Where so many might be had at once, whatever moves: elsewhere too few seats are free."""
        mask = self._all
        for role in service.needs:
            if not self.plan.even(self.office.id, role):
                continue
            for line, before, whole in self._stretches_of(service):
                levels: list[int] = []
                for leaf in self.plan.kin(self.office.id, role):
                    taken, capacity = self._taken[line].get(leaf, []), self._capacity(leaf)
                    for seat in range(capacity):
                        _stack(levels, self._all & ~(taken[seat] if seat < len(taken) else 0))
                mask &= _runs(levels[number - 1], whole) << before if len(levels) >= number else 0
        return mask

    def _stretches_of(self, service: Service) -> Iterator[tuple[int, int, int]]:
        """What a time takes: a line, how many buckets before its start, how many in all."""
        grain, lines = self.plan.bucket, len(self._taken)
        before, after = service.before // grain, service.after // grain
        duration = service.duration // grain
        if service.buffers is Buffers.OVERLAP:
            yield 0, 0, duration + after
            yield 1 % lines, before, before + duration
        else:
            for line in range(lines):
                yield line, before, before + duration + after

    def _clear(self, service: Service, resource: str) -> int:
        """The buckets at which a time could begin on a resource, as far as others sit there."""
        stretches = self._stretches_of(service)
        return reduce(
            and_,
            (_runs(self.free(resource, line), whole) << first for line, first, whole in stretches),
        )

    def slots(self, service: Service, mask: int, resource: str | None = None) -> list[Slot]:
        """The times of a service that begin at the bits of a mask: what `Plan.slot` writes."""
        known = self.plan.timetable.times(self.office.id, service.id, resource, self.zone)
        where, base = bits(mask), self.base
        new = [bit for bit in where if base + bit not in known]
        if new:
            known.update(self._made(service, new, resource))
            self.plan.timetable.grown(len(new))
        return [known[base + bit] for bit in where]

    def _made(
        self, service: Service, where: Iterable[int], resource: str | None
    ) -> Iterator[tuple[int, Slot]]:
        office, name, length = self.office.id, service.id, service.duration
        around = service.before, service.after
        base, grain = utc(self.base * self.grain), self.plan.bucket
        first, a_day = self.base * self.grain, 86400
        clock = base.replace(tzinfo=None)
        offsets: dict[int, timedelta | None] = {}
        for bit in where:
            into = grain * bit
            start = base + into
            day = (first + bit * self.grain) // a_day
            if day not in offsets:
                offsets[day] = self._offset(day)
            offset = offsets[day]
            if offset is None:
                made = self.plan.slot(office, name, start, resource)
            else:
                wall = clock + into + offset
                end, kind = start + length, service.buffers
                made = Slot(office, name, start, end, wall, *around, resource, kind)
            yield self.base + bit, made

    def _offset(self, day: int) -> timedelta | None:
        """How far the office's clock is from UTC all through a day of UTC, None when it changes."""
        first = utc(day * 86400).astimezone(self.zone).utcoffset()
        last = utc(day * 86400 + 86399).astimezone(self.zone).utcoffset()
        return first if first == last else None

    def place(self, slots: Sequence[Slot]) -> Placement | None:
        """Find resources for slots that are offered, moving other bookings only if need be.

        Slots of other bookings keep their time; those that have begun, that chose their resource
        or that reach beyond `REACH` keep their resource too. None when nothing fits.
        """
        return self._place_beside(slots) or self._place_by_moving(slots)

    def _choices(
        self, service: Service, resource: str | None
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """For each need, the resources that could meet it; a chosen one replaces the first."""
        for number, role in enumerate(service.needs):
            options = self.plan.options(self.office.id, role)
            if number == 0 and resource is not None:
                options = tuple(option for option in options if option == resource)
            yield role, options

    def _roomy(self, service: Service, role: str) -> int:
        """Where some resource that a move could reach has room: without it, no move helps."""
        mask = self._all
        if not self.plan.even(self.office.id, role):
            return mask
        for line, before, whole in self._stretches_of(service):
            room = 0
            for leaf in self.plan.kin(self.office.id, role):
                near = 0
                for resource in self.plan.above[leaf]:
                    near |= self.open(resource)
                near = _widened(near, self.plan.buffer // self.plan.bucket)
                room |= near & self.free(leaf, line)
            mask &= _runs(room, whole) << before
        return mask

    def _place_beside(self, slots: Sequence[Slot]) -> Placement | None:
        wanted = [self._buckets(slot) for slot in slots]
        alike = len(self._taken) == 1 and all(first == second for first, second in wanted)
        lines: list[tuple[_Taken, dict[str, list[int]]]] = [
            (self._taken[line % len(self._taken)], {}) for line in range(1 if alike else 2)
        ]
        placed = []
        for slot, both in zip(slots, wanted, strict=True):
            masks = [self._span(taken.start, taken.stop) for taken in both[: len(lines)]]
            own = []
            for options in self._options(slot):
                for option in options:
                    seats = self.plan.seats[option]
                    whole = list(seats) != [option]
                    rows = [
                        (taken.setdefault(leaf, list(before.get(leaf, ()))), leaf, mask)
                        for (before, taken), mask in zip(lines, masks, strict=True)
                        for leaf in seats
                    ]
                    if all(
                        not _full(levels, 1 if whole else self._capacity(leaf), mask)
                        for levels, leaf, mask in rows
                    ):
                        for levels, leaf, mask in rows:
                            for _ in range(seats[leaf]):
                                _stack(levels, mask)
                        own.append(option)
                        break
                else:
                    return None
            placed.append(tuple(own))
        return Placement(tuple(placed), {})

    def _place_by_moving(self, slots: Sequence[Slot]) -> Placement | None:
        cluster: dict[Key, Task[Key]] = {}
        for number, slot in enumerate(slots):
            for need, options in enumerate(self._options(slot)):
                if not options:
                    return None
                cluster["", number, need] = self._task(("", number, need), slot, options)
        reach = REACH // self.plan.bucket
        earliest = min(task.start - task.before for task in cluster.values()) - reach
        latest = max(task.end + task.after for task in cluster.values()) + reach
        waiting = list(cluster.values())
        while waiting:
            task = waiting.pop()
            leaves = self._leaves(task.options)
            for other in self._around(task):
                if other.key in cluster or leaves.isdisjoint(self._leaves(other.options)):
                    continue
                if other.start - other.before < earliest or other.end + other.after > latest:
                    other = replace(other, options=other.options[:1])
                cluster[other.key] = other
                if len(other.options) > 1:
                    waiting.append(other)
        seats = {name: self.plan.seats[name] for task in cluster.values() for name in task.options}
        capacity = {leaf: self._capacity(leaf) for own in seats.values() for leaf in own}
        found = assign(list(cluster.values()), seats, capacity)
        if found is None:
            return None
        resources = tuple(
            tuple(found["", number, need] for need, _ in enumerate(self._options(slot)))
            for number, slot in enumerate(slots)
        )
        moved = {}
        for name in {name for name, _, _ in found if name}:
            booking = self._by_id[name]
            now = tuple(
                tuple(found.get((name, n, m), has) for m, has in enumerate(own))
                for n, own in enumerate(booking.resources)
            )
            if now != booking.resources:
                moved[name] = now
        return Placement(resources, moved)

    def _options(self, slot: Slot) -> list[tuple[str, ...]]:
        """For each need of a slot, the resources open for it; the least versatile come first."""
        start, end = seconds(slot.start) // self.grain, -(-seconds(slot.end) // self.grain)
        mask = self._span(start, end)
        service = self.plan.service[slot.service]
        return [
            tuple(
                sorted(
                    (option for option in options if mask & ~self.open(option) == 0),
                    key=lambda option: len(self.plan.resource[option].roles),
                )
            )
            for _, options in self._choices(service, slot.resource)
        ]

    @cached_property
    def _tasks(self) -> dict[int, list[Task[Key]]]:
        """The bookings as tasks, by each day (of UTC) that they touch."""
        day = DAY // self.plan.bucket
        found: dict[int, list[Task[Key]]] = {}
        for booking in self.bookings:
            begun = booking.start <= self.now
            for number, (slot, own) in enumerate(
                zip(booking.slots, booking.resources, strict=True)
            ):
                fixed = begun or slot.resource is not None or slot.service not in self.plan.service
                choices = [()] * len(own) if fixed else self._options(slot)
                for need, has in enumerate(own):
                    if has not in self.plan.seats:
                        continue
                    others = choices[need] if need < len(choices) else ()
                    options = (has, *(option for option in others if option != has))
                    task = self._task((booking.id, number, need), slot, options)
                    for touched in _days(task, day):
                        found.setdefault(touched, []).append(task)
        return found

    def _around(self, task: Task[Key]) -> Iterator[Task[Key]]:
        day = DAY // self.plan.bucket
        for touched in _days(task, day):
            for other in self._tasks.get(touched, ()):
                if task.meets(other):
                    yield other

    def _leaves(self, options: Iterable[str]) -> set[str]:
        return {leaf for option in options for leaf in self.plan.seats[option]}

    def _capacity(self, leaf: str) -> int:
        return self.plan.resource[leaf].capacity

    # Bits

    def _task(self, key: Key, slot: Slot, options: tuple[str, ...]) -> Task[Key]:
        first, second = self._buckets(slot)
        start, end = first.start, second.stop
        return Task(key, start, end, options, start - second.start, first.stop - end)

    def _buckets(self, slot: Slot) -> tuple[range, range]:
        return buckets(slot, self.plan.bucket)

    def _span(self, start: int, end: int) -> int:
        """The buckets [start, end) as bits, cut to the board."""
        start, end = self._cut(start, end)
        return (1 << end) - (1 << start)

    def _cut(self, start: int, end: int) -> tuple[int, int]:
        start = min(max(start - self.base, 0), self.length)
        return start, min(max(end - self.base, start), self.length)

    @cached_property
    def _all(self) -> int:
        return (1 << self.length) - 1

    @cached_property
    def _window(self) -> int:
        return self._span(self.first, self.until)


def _days(task: Task[Key], length: int) -> range:
    """The days that a task touches."""
    first, last = task.start - task.before, task.end + task.after - 1
    return range(first // length, last // length + 1)


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, from the lowest."""
    text = bin(mask)[:1:-1]
    found = []
    at = text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


@lru_cache(maxsize=4096)
def _ones(count: int) -> bytes:
    return b"\1" * count


def _read(row: bytearray) -> int:
    """A row of bytes 0 and 1, the first bucket first, as bits."""
    return int(row.translate(_DIGITS)[::-1], 2)


def _runs(mask: int, length: int) -> int:
    """The bits from which on ``length`` bits in a row are set."""
    done = 1
    while done < length:
        step = min(done, length - done)
        mask &= mask >> step
        done += step
    return mask


def _widened(mask: int, by: int) -> int:
    """The bits at most ``by`` away from one that is set."""
    done = 0
    while done < by:
        step = min(done + 1, by - done)
        mask |= mask << step | mask >> step
        done += step
    return mask


@lru_cache(maxsize=4096)
def _comb(step: int, count: int) -> int:
    """``count`` bits, ``step`` apart."""
    return ((1 << step * count) - 1) // ((1 << step) - 1)


def _stack(levels: list[int], mask: int) -> None:
    """Take one more seat in each bit of a mask."""
    for number, level in enumerate(levels):
        levels[number], mask = level | mask, level & mask
        if not mask:
            return
    levels.append(mask)


def _full(levels: list[int], capacity: int, mask: int) -> bool:
    if capacity == 0:
        return True
    return len(levels) >= capacity and bool(levels[capacity - 1] & mask)
