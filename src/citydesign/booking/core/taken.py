"""What is taken at an office, whatever is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, reduce
from operator import and_

from citydesign.booking.core.bits import ones, read, runs, stack
from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.diary import Booking, Bookings, Span
from citydesign.booking.core.frame import Frame
from citydesign.booking.core.plan import Service

#: For each undivided resource: where one seat is taken, where two are, and so on.
Levels = Mapping[str, list[int]]


class Taken:
    """The bookings that live at ``now``, save ``without``, and what they take."""

    def __init__(self, frame: Frame, diary: Bookings, now: datetime, without: str | None) -> None:
        self._frame, self._plan = frame, frame.plan
        self._diary, self._now, self._without = diary, now, without

    @cached_property
    def bookings(self) -> list[Booking]:
        """The bookings that live and touch the board."""
        return [
            booking
            for booking in self._diary.between(self._frame.office.id, *self._frame.reach)
            if booking.lives(self._now) and booking.id != self._without
        ]

    @cached_property
    def by_id(self) -> Mapping[str, Booking]:
        """The same, by their ids."""
        return {booking.id: booking for booking in self.bookings}

    @cached_property
    def lines(self) -> Sequence[Levels]:
        """What is taken on each line of the resources; once, where both lines are alike."""
        office, reach = self._frame.office.id, self._frame.reach
        found = self._diary.spans(office, *reach, self._now, self._without)
        return [self._line(spans) for spans in found]

    def _line(self, spans: Iterable[Span]) -> Levels:
        rows: dict[str, bytearray] = {}
        sets: dict[str, list[tuple[bytearray, str, int]]] = {}
        again: list[tuple[str, int, int, int]] = []
        grain, base, length = self._frame.grain * 1000, self._frame.base, self._frame.length
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
                    row[start:end] = ones(end - start)
                    number -= 1
                if number:
                    again.append((leaf, start, end, number))
        levels = {leaf: [read(row)] for leaf, row in rows.items()}
        for leaf, start, end, number in again:
            for _ in range(number):
                stack(levels[leaf], (1 << end) - (1 << start))
        return levels

    def _rows(self, resources: str, rows: dict[str, bytearray]) -> list[tuple[bytearray, str, int]]:
        """The row of each seat that resources take, a byte for each bucket, and how many."""
        found = []
        for resource in resources.split("|"):
            for leaf, number in (self._plan.seats.get(resource) or {}).items():
                if leaf not in rows:
                    rows[leaf] = bytearray(self._frame.length)
                found.append((rows[leaf], leaf, number))
        return found

    def free(self, resource: str, line: int) -> int:
        """The buckets in which a resource has room for one more on a line."""
        taken = self.lines[line]
        seats = self._plan.seats[resource]
        whole = list(seats) != [resource]
        mask = self._frame.all
        for leaf in seats:
            capacity = self._plan.resource[leaf].capacity
            levels = taken.get(leaf, [])
            if whole:
                mask &= ~levels[0] if levels else self._frame.all
            elif capacity == 0:
                return 0
            elif len(levels) >= capacity:
                mask &= ~levels[capacity - 1]
        return mask

    def stretches(self, service: Service) -> Iterator[tuple[int, int, int]]:
        """What a time takes: a line, how many buckets before its start, how many in all."""
        grain, lines = self._plan.bucket, len(self.lines)
        before, after = service.before // grain, service.after // grain
        duration = service.duration // grain
        if service.buffers is Buffers.OVERLAP:
            yield 0, 0, duration + after
            yield 1 % lines, before, before + duration
        else:
            for line in range(lines):
                yield line, before, before + duration + after

    def clear(self, service: Service, resource: str) -> int:
        """The buckets at which a time could begin on a resource, as far as others sit there."""
        stretches = self.stretches(service)
        return reduce(
            and_,
            (runs(self.free(resource, line), whole) << first for line, first, whole in stretches),
        )
