"""Several things in one booking: the matters of one person, or the people of one family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import combinations, pairwise

from citydesign.booking.core.bits import bits
from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import DAY, KEPT, LAST, Bookings, Slot
from citydesign.booking.core.offer import Window, bounds
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.plan import Plan, kind

WEEK = timedelta(weeks=1)

#: Where a time of which service begins: the bit of a board, and the service.
_Step = tuple[int, str]
#: Can slots be had together?
Had = Callable[[Sequence[Slot]], bool]


class Order(StrEnum):
    """How the times of a visit lie."""

    TOGETHER = "together"
    """All begin at the same moment."""
    IN_TURN = "in-turn"
    """One follows another, each with no longer a pause before it than its policy allows."""
    WEEKLY = "weekly"
    """The same service each week, at the same time by the clock of the office."""
    WEEKLY_FREE = "weekly-free"
    """Weekly; weeks in which it can't be had are left out, and any that are not wanted."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one booking is for: a time of each of ``services``, one named twice for two people.

    Which of them comes first is not said: what is offered is the order with the shortest pauses.
    A service is named once for each week of a series, those that are left out too.
    """

    services: tuple[str, ...]
    order: Order = Order.IN_TURN

    def __post_init__(self) -> None:
        object.__setattr__(self, "services", tuple(sorted(self.services)))
        if len(self.services) < 2:
            raise ValueError(f"A visit of {self.services} is a single time: book that.")

    @property
    def key(self) -> str:
        """A name for forms and links, which no service has; nothing in it is secret or trusted."""
        return "|".join([self.order, *self.services])

    @classmethod
    def of(cls, key: str) -> Visit | None:
        """The visit that a `key` names; None for anything else."""
        order, *services = key.split("|")
        if order not in list(Order) or len(services) < 2:
            return None
        visit = cls(tuple(services), Order(order))
        return visit if visit.key == key else None

    @classmethod
    def made_of(cls, slots: Sequence[Slot]) -> Visit:
        """The visit that several slots are."""
        services = tuple(slot.service for slot in slots)
        if len({slot.start for slot in slots}) == 1:
            return cls(services, Order.TOGETHER)
        weeks = span(slots)
        if weeks is None:
            days = max(slot.start for slot in slots) - min(slot.start for slot in slots) >= DAY
            # A series of which a date was moved is still one.
            one = days and len(set(services)) == 1
            return cls(services, Order.WEEKLY_FREE if one else Order.IN_TURN)
        return cls(services[:1] * weeks, _SERIES[weeks > len(slots)])

    def allowed(self, plan: Plan) -> bool:
        """Can one booking be for all of it?"""
        if any(service not in plan.service for service in self.services):
            return False
        if self.order in _SERIES:
            weeks = plan.service[self.services[0]].policy.weeks
            return len(set(self.services)) == 1 and len(self.services) <= weeks
        return beside(plan, self.services) is None

    def fits(self, plan: Plan, slots: Sequence[Slot]) -> bool:
        """Do these slots, free or not, lie as the visit says?"""
        services = tuple(sorted(slot.service for slot in slots))
        if self.order in _SERIES:
            # Who books a series leaves out the weeks that they don't want.
            weeks = span(slots) or 0
            return set(services) == set(self.services) and 0 < weeks <= len(self.services)
        if services != self.services:
            return False
        if self.order is Order.TOGETHER:
            return len({slot.start for slot in slots}) == 1
        ordered = sorted(slots, key=lambda slot: (slot.start, slot.end))
        return all(
            timedelta(0) <= after.start - before.end <= plan.service[after.service].policy.pause
            for before, after in pairwise(ordered)
        )


#: Each week, and those that are left over.
_SERIES = (Order.WEEKLY, Order.WEEKLY_FREE)


def span(slots: Sequence[Slot]) -> int | None:
    """Over how many weeks slots repeat one time; None when they don't."""
    first, last = min(slot.wall for slot in slots), max(slot.wall for slot in slots)
    alike = {(slot.service, slot.office, slot.resource) for slot in slots}
    walls = {slot.wall for slot in slots}
    weekly = all((wall - first) % WEEK == timedelta(0) for wall in walls)
    if len(alike) > 1 or len(walls) < len(slots) or not weekly:
        return None
    return (last - first) // WEEK + 1


def together(plan: Plan, slots: Sequence[Slot]) -> Code | None:
    """Why one booking can't have these slots; None when it can."""
    weeks = span(slots)
    if weeks is not None and weeks <= plan.service[slots[0].service].policy.weeks:
        return None
    return beside(plan, [slot.service for slot in slots])


def beside(plan: Plan, services: Iterable[str]) -> Code | None:
    """Why one booking can't be for a time of each of these services; None when it can."""
    kinds = Counter(kind(service) for service in services)
    for one, other in combinations(sorted(kinds), 2):
        if other not in plan.service[one].beside and one not in plan.service[other].beside:
            return Code.NOT_OFFERED
    if any(number > plan.service[one].policy.group for one, number in kinds.items()):
        return Code.TOO_MANY_TIMES
    return None


def visits(
    plan: Plan,
    diary: Bookings,
    window: Window,
    now: datetime,
    visit: Visit,
    offices: Iterable[str] | None = None,
    *,
    without: str | None = None,
) -> tuple[tuple[Slot, ...], ...]:
    """The ways in which a visit can be held at ``now``: for each first start, the one that ends
    soonest.

    ``window``: when the first slot begins; all else is as for `availability`. Each way is given in
    the order of time, to be held as one booking. None for a visit that the plan does not allow.
    Where ``without`` is a booking, what would replace it has as many slots.
    """
    if not visit.allowed(plan):
        return ()
    found: list[tuple[Slot, ...]] = []
    for office in plan.office if offices is None else offices:
        roles = {role for service in visit.services for role in plan.service[service].needs}
        if all(plan.options(office, role) for role in roles):
            found += _at(plan, diary, window, now, visit, office, without)
    moved = diary.get(without) if without is not None else None
    if moved is not None and moved.state in KEPT:
        found = [slots for slots in found if len(slots) == len(moved.slots)]
    found.sort(key=lambda slots: slots[0].start)
    return tuple(found)


def _at(
    plan: Plan,
    diary: Bookings,
    window: Window,
    now: datetime,
    visit: Visit,
    office: str,
    without: str | None,
) -> Iterator[tuple[Slot, ...]]:
    """The ways at one office, in order."""
    what = {name: plan.service[name] for name in visit.services}
    length = timedelta(0)
    if visit.order is Order.IN_TURN:
        lengths = (what[name].duration + what[name].policy.pause for name in visit.services)
        length = sum(lengths, timedelta(0))
    elif visit.order in _SERIES:
        # A day more, for the clock may be put back meanwhile.
        length = len(visit.services) * WEEK + DAY
    first = {name: bounds(plan, office, name, window, now) for name in what}
    # Around the ends of the calendar nothing can be added.
    whole = window[0], min(window[1], LAST) + length
    later = {name: bounds(plan, office, name, whole, now) for name in what}
    earliest = min(start for start, _ in later.values())
    latest = max(end for _, end in later.values())
    if earliest >= latest:
        return
    board = Board(plan, diary, office, (earliest, latest), now, without)
    number = len(visit.services) if visit.order is Order.TOGETHER and len(what) == 1 else 1
    free: dict[str, dict[int, Slot]] = {}
    begins: set[int] = set()
    sure: set[Slot] = set()
    for name, service in what.items():
        mask = board.possible(service) & board.roomy(service, number)
        slots = zip(bits(mask), board.slots(service, mask), strict=True)
        free[name] = {bit: slot for bit, slot in slots if _within(slot, later[name])}
        begins |= {bit for bit, slot in free[name].items() if _within(slot, first[name])}
        sure |= {
            free[name][bit]
            for bit in bits(board.direct(service, number) & mask)
            if bit in free[name]
        }

    def had(slots: Sequence[Slot]) -> bool:
        """Can they be had together? It is seldom necessary to try."""
        if sure.issuperset(slots) and (number > 1 or _apart(slots)):
            return True
        return board.place(slots) is not None

    # Of an hour that the clock shows twice, the first.
    walls = {slot.wall: slot for name in free for slot in reversed(free[name].values())}
    for bit in sorted(begins):
        if visit.order in _SERIES:
            found = _weekly(had, visit, walls, free[visit.services[0]][bit])
        elif visit.order is Order.TOGETHER:
            found = _together(had, visit.services, free, first, bit)
        else:
            found = _in_turn(had, plan, visit.services, free, first, bit)
        if found is not None:
            yield found


def _apart(slots: Sequence[Slot]) -> bool:
    """Is the time that each takes, buffers included, none that another takes?"""
    taken = sorted(slot.blocked for slot in slots)
    return all(before[1] <= after[0] for before, after in pairwise(taken))


def _within(slot: Slot, window: Window) -> bool:
    return window[0] <= slot.start < window[1]


def _together(
    had: Had,
    services: Sequence[str],
    free: Mapping[str, Mapping[int, Slot]],
    first: Mapping[str, Window],
    bit: int,
) -> tuple[Slot, ...] | None:
    """A slot of each service at one bit."""
    if not all(bit in free[name] and _within(free[name][bit], first[name]) for name in services):
        return None
    slots = tuple(free[name][bit] for name in services)
    return slots if had(slots) else None


def _in_turn(
    had: Had,
    plan: Plan,
    services: Sequence[str],
    free: Mapping[str, Mapping[int, Slot]],
    first: Mapping[str, Window],
    bit: int,
) -> tuple[Slot, ...] | None:
    """One slot after another from a bit on, with the shortest pauses in all (Dijkstra 1959)."""
    wanted = Counter(services)
    grain = plan.bucket
    ways: list[tuple[int, tuple[_Step, ...]]] = [
        (0, ((bit, name),))
        for name in sorted(wanted)
        if bit in free[name] and _within(free[name][bit], first[name])
    ]
    while ways:
        paused, steps = heappop(ways)
        slots = tuple(free[name][at] for at, name in steps)
        # What can't be had in part can't be had whole.
        if len(steps) > 1 and not had(slots):
            continue
        if len(steps) == len(services):
            return slots
        at, name = steps[-1]
        end = at + plan.service[name].duration // grain
        left = wanted - Counter(name for _, name in steps)
        for other in sorted(left):
            pause = plan.service[other].policy.pause // grain
            for start in range(end, end + pause + 1):
                if start in free[other]:
                    heappush(ways, (paused + start - end, (*steps, (start, other))))
    return None


def _weekly(
    had: Had, visit: Visit, free: Mapping[datetime, Slot], begin: Slot
) -> tuple[Slot, ...] | None:
    """A time, and the same by the clock of the office in the weeks after it."""
    walls = [begin.wall + week * WEEK for week in range(1, len(visit.services))]
    slots = (begin, *(free[wall] for wall in walls if wall in free))
    if len(slots) == 1 or (len(slots) <= len(walls) and visit.order is Order.WEEKLY):
        return None
    return slots if had(slots) else None
