"""Where new slots can sit: beside the others, or when some of these move to other resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from citydesign.booking.core.bits import full, stack
from citydesign.booking.core.diary import Slot
from citydesign.booking.core.frame import REACH, Frame
from citydesign.booking.core.matching import Task, assign
from citydesign.booking.core.opened import Opened
from citydesign.booking.core.plan import buckets
from citydesign.booking.core.taken import Levels, Taken
from citydesign.hours.clock import DAY

#: Names one need of one slot of one booking; the booking is "" for the one that is to be made.
Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where new slots can sit, and the bookings that then sit elsewhere."""

    resources: tuple[tuple[str, ...], ...]
    moved: Mapping[str, tuple[tuple[str, ...], ...]]


class Placing:
    """Finds resources for slots among what is open and taken at ``now``."""

    def __init__(self, frame: Frame, opened: Opened, taken: Taken, now: datetime) -> None:
        self._frame, self._plan, self._now = frame, frame.plan, now
        self._opened, self._taken = opened, taken

    def place(self, slots: Sequence[Slot]) -> Placement | None:
        """Find resources for slots that are offered, moving other bookings only if need be.

        Slots of other bookings keep their time; those that have begun, that chose their resource
        or that reach beyond `REACH` keep their resource too. None when nothing fits.
        """
        return self._place_beside(slots) or self._place_by_moving(slots)

    def _place_beside(self, slots: Sequence[Slot]) -> Placement | None:
        wanted = [self._buckets(slot) for slot in slots]
        alike = len(self._taken.lines) == 1 and all(first == second for first, second in wanted)
        lines: list[tuple[Levels, dict[str, list[int]]]] = [
            (self._taken.lines[line % len(self._taken.lines)], {})
            for line in range(1 if alike else 2)
        ]
        placed = []
        for slot, both in zip(slots, wanted, strict=True):
            masks = [self._frame.span(taken.start, taken.stop) for taken in both[: len(lines)]]
            own = []
            for options in self._opened.options(slot):
                for option in options:
                    seats = self._plan.seats[option]
                    whole = list(seats) != [option]
                    rows = [
                        (taken.setdefault(leaf, list(before.get(leaf, ()))), leaf, mask)
                        for (before, taken), mask in zip(lines, masks, strict=True)
                        for leaf in seats
                    ]
                    if all(
                        not full(levels, 1 if whole else self._capacity(leaf), mask)
                        for levels, leaf, mask in rows
                    ):
                        for levels, leaf, mask in rows:
                            for _ in range(seats[leaf]):
                                stack(levels, mask)
                        own.append(option)
                        break
                else:
                    return None
            placed.append(tuple(own))
        return Placement(tuple(placed), {})

    def _place_by_moving(self, slots: Sequence[Slot]) -> Placement | None:
        cluster: dict[Key, Task[Key]] = {}
        for number, slot in enumerate(slots):
            for need, options in enumerate(self._opened.options(slot)):
                if not options:
                    return None
                cluster["", number, need] = self._task(("", number, need), slot, options)
        reach = REACH // self._plan.bucket
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
        seats = {name: self._plan.seats[name] for task in cluster.values() for name in task.options}
        capacity = {leaf: self._capacity(leaf) for own in seats.values() for leaf in own}
        found = assign(list(cluster.values()), seats, capacity)
        if found is None:
            return None
        resources = tuple(
            tuple(found["", number, need] for need, _ in enumerate(self._opened.options(slot)))
            for number, slot in enumerate(slots)
        )
        moved = {}
        for name in {name for name, _, _ in found if name}:
            booking = self._taken.by_id[name]
            now = tuple(
                tuple(found.get((name, n, m), has) for m, has in enumerate(own))
                for n, own in enumerate(booking.resources)
            )
            if now != booking.resources:
                moved[name] = now
        return Placement(resources, moved)

    @cached_property
    def _tasks(self) -> dict[int, list[Task[Key]]]:
        """The bookings as tasks, by each day (of UTC) that they touch."""
        day = DAY // self._plan.bucket
        found: dict[int, list[Task[Key]]] = {}
        for booking in self._taken.bookings:
            begun = booking.start <= self._now
            for number, (slot, own) in enumerate(
                zip(booking.slots, booking.resources, strict=True)
            ):
                fixed = begun or slot.resource is not None or slot.service not in self._plan.service
                choices = [()] * len(own) if fixed else self._opened.options(slot)
                for need, has in enumerate(own):
                    if has not in self._plan.seats:
                        continue
                    others = choices[need] if need < len(choices) else ()
                    options = (has, *(option for option in others if option != has))
                    task = self._task((booking.id, number, need), slot, options)
                    for touched in _days(task, day):
                        found.setdefault(touched, []).append(task)
        return found

    def _around(self, task: Task[Key]) -> Iterator[Task[Key]]:
        day = DAY // self._plan.bucket
        for touched in _days(task, day):
            for other in self._tasks.get(touched, ()):
                if task.meets(other):
                    yield other

    def _leaves(self, options: Iterable[str]) -> set[str]:
        return {leaf for option in options for leaf in self._plan.seats[option]}

    def _capacity(self, leaf: str) -> int:
        return self._plan.resource[leaf].capacity

    def _task(self, key: Key, slot: Slot, options: tuple[str, ...]) -> Task[Key]:
        first, second = self._buckets(slot)
        start, end = first.start, second.stop
        return Task(key, start, end, options, start - second.start, first.stop - end)

    def _buckets(self, slot: Slot) -> tuple[range, range]:
        return buckets(slot, self._plan.bucket)


def _days(task: Task[Key], length: int) -> range:
    """The days that a task touches."""
    first, last = task.start - task.before, task.end + task.after - 1
    return range(first // length, last // length + 1)
