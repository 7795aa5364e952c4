"""One office over a window of time: what is open, what is taken, what can begin when.

Time is a row of buckets and each set of buckets is one whole number, a bit for each: a month of an
office is a few thousand bits, so that a question about all its times is a handful of operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from citydesign.booking.core.bits import bits, runs, stack, widened
from citydesign.booking.core.diary import Bookings, Slot
from citydesign.booking.core.frame import Frame
from citydesign.booking.core.opened import Opened
from citydesign.booking.core.placing import Placement, Placing
from citydesign.booking.core.plan import Plan, Service
from citydesign.booking.core.taken import Taken
from citydesign.hours.clock import utc


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
        self.plan = plan
        self._frame = Frame(plan, office, window)
        self.office = self._frame.office
        self._opened = Opened(self._frame)
        self._taken = Taken(self._frame, diary, now, without)
        self._placing = Placing(self._frame, self._opened, self._taken, now)

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """From when to when bookings are looked at."""
        return self._frame.reach

    def offered(self, service: Service, resource: str | None = None) -> int:
        """The buckets of the window at which a time of a service is open by rules and clock."""
        mask = self._opened.starts(service) & self._frame.window
        for _, options in self._opened.choices(service, resource):
            opens = 0
            for option in options:
                opens |= runs(self._opened.open(option), service.duration // self.plan.bucket)
            mask &= opens
        return mask

    def possible(self, service: Service, resource: str | None = None) -> int:
        """Those of `offered` at which the resources can also be had, policy aside."""
        duration = service.duration // self.plan.bucket
        offered = self.offered(service, resource)
        direct = maybe = offered
        for role, options in self._opened.choices(service, resource):
            fits = 0
            for option in options:
                clear = self._taken.clear(service, option)
                fits |= runs(self._opened.open(option), duration) & clear
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
        for _, options in self._opened.choices(service, None):
            if number > 1 and len(self._leaves(options)) < sum(
                len(self.plan.seats[option]) for option in options
            ):
                return 0
            levels: list[int] = []
            for option in options:
                fits = self._taken.clear(service, option)
                stack(levels, runs(self._opened.open(option), duration) & fits)
            mask &= levels[number - 1] if len(levels) >= number else 0
        return mask

    def roomy(self, service: Service, number: int) -> int:
        """Where so many might be had at once, whatever moves: elsewhere too few seats are free."""
        mask = self._frame.all
        for role in service.needs:
            if not self.plan.even(self.office.id, role):
                continue
            for line, before, whole in self._taken.stretches(service):
                levels: list[int] = []
                for leaf in self.plan.kin(self.office.id, role):
                    taken, capacity = self._taken.lines[line].get(leaf, []), self._capacity(leaf)
                    for seat in range(capacity):
                        stack(levels, self._frame.all & ~(taken[seat] if seat < len(taken) else 0))
                mask &= runs(levels[number - 1], whole) << before if len(levels) >= number else 0
        return mask

    def slots(self, service: Service, mask: int, resource: str | None = None) -> list[Slot]:
        """The times of a service that begin at the bits of a mask: what `Plan.slot` writes."""
        known = self.plan.timetable.times(self.office.id, service.id, resource, self._frame.zone)
        where, base = bits(mask), self._frame.base
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
        base, grain = utc(self._frame.base * self._frame.grain), self.plan.bucket
        first, a_day = self._frame.base * self._frame.grain, 86400
        clock = base.replace(tzinfo=None)
        offsets: dict[int, timedelta | None] = {}
        for bit in where:
            into = grain * bit
            start = base + into
            day = (first + bit * self._frame.grain) // a_day
            if day not in offsets:
                offsets[day] = self._offset(day)
            offset = offsets[day]
            if offset is None:
                made = self.plan.slot(office, name, start, resource)
            else:
                wall = clock + into + offset
                end, kind = start + length, service.buffers
                made = Slot(office, name, start, end, wall, *around, resource, kind)
            yield self._frame.base + bit, made

    def _offset(self, day: int) -> timedelta | None:
        """How far the office's clock is from UTC all through a day of UTC, None when it changes."""
        first = utc(day * 86400).astimezone(self._frame.zone).utcoffset()
        last = utc(day * 86400 + 86399).astimezone(self._frame.zone).utcoffset()
        return first if first == last else None

    def _roomy(self, service: Service, role: str) -> int:
        """Where some resource that a move could reach has room: without it, no move helps."""
        mask = self._frame.all
        if not self.plan.even(self.office.id, role):
            return mask
        for line, before, whole in self._taken.stretches(service):
            room = 0
            for leaf in self.plan.kin(self.office.id, role):
                near = 0
                for resource in self.plan.above[leaf]:
                    near |= self._opened.open(resource)
                near = widened(near, self.plan.buffer // self.plan.bucket)
                room |= near & self._taken.free(leaf, line)
            mask &= runs(room, whole) << before
        return mask

    def place(self, slots: Sequence[Slot]) -> Placement | None:
        """Find resources for slots that are offered; see `Placing.place`."""
        return self._placing.place(slots)

    def _leaves(self, options: Iterable[str]) -> set[str]:
        return {leaf for option in options for leaf in self.plan.seats[option]}

    def _capacity(self, leaf: str) -> int:
        return self.plan.resource[leaf].capacity
