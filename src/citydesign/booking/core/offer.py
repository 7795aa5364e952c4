"""What can be had: one judgement, for the list that a resident sees and for the hold after it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Protocol

from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import FIRST, LAST, Bookings, Slot
from citydesign.booking.core.limits import bookable
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.plan import Plan
from citydesign.hours.clock import SECOND, seconds, utc

Window = tuple[datetime, datetime]


class Seek(Protocol):
    """How the alternatives of a refusal are sought: by `near`, unless a store looks later."""

    def __call__(
        self,
        plan: Plan,
        diary: Bookings,
        slot: Slot,
        now: datetime,
        *,
        without: str | None = None,
        staff: bool = False,
    ) -> tuple[Slot, ...]:
        """The times to offer in place of a slot."""


#: How far from a time that cannot be had others are looked for, nearest first.
NEAR = (timedelta(days=1), timedelta(days=7), timedelta(days=28))


def availability(
    plan: Plan,
    diary: Bookings,
    window: Window,
    now: datetime,
    service: str,
    offices: Iterable[str] | None = None,
    *,
    resource: str | None = None,
    without: str | None = None,
    staff: bool = False,
) -> tuple[Slot, ...]:
    """The times of a service that begin in the window and can be held at ``now``, in order.

    ``offices``: where to look, None for everywhere. ``resource``: the one the resident wants.
    ``without``: the booking to be moved, whose own time is not in its way. ``staff``: book
    past lead and horizon, and what has begun and is not over: somebody walks in late. The window
    is two aware datetimes, the second one excluded; the diary must hold the living bookings that
    touch it or the day (see `REACH`) on either side.
    Costs by the window and what is booked in it. Raises `UnknownIdError`.
    """
    what = plan.service[service]
    if resource is not None:
        plan.resource[resource]
    boards = []
    for office in plan.office if offices is None else offices:
        earliest, latest = bounds(plan, office, service, window, now, staff)
        if earliest < latest and all(plan.options(office, role) for role in what.needs):
            boards.append(Board(plan, diary, office, (earliest, latest), now, without))
    if len(boards) > 1:
        starts, ends = zip(*(board.reach for board in boards), strict=True)
        names = [board.office.id for board in boards]
        diary.foresee(names, min(starts), max(ends), now, without)
    found: list[Slot] = []
    for board in boards:
        found += board.slots(what, board.possible(what, resource), resource)
    found.sort(key=attrgetter("start"))
    return tuple(found)


def judge(
    plan: Plan,
    diary: Bookings,
    slot: Slot,
    now: datetime,
    *,
    without: str | None = None,
    staff: bool = False,
) -> Code | None:
    """Why a slot cannot be had at ``now``; None when `availability` offers it.

    The slot may come from anywhere: whatever the plan would not itself write, letter by letter,
    is not offered.
    """
    if not FIRST <= slot.start < LAST:
        return Code.NOT_OFFERED
    start = seconds(slot.start)
    try:
        genuine = plan.slot(slot.office, slot.service, slot.start, slot.resource)
    except KeyError:
        return Code.NOT_OFFERED
    if slot != genuine or start * SECOND % plan.bucket:
        return Code.NOT_OFFERED
    service = plan.service[slot.service]
    board = Board(plan, diary, slot.office, (slot.start, slot.start + plan.bucket), now, without)
    if not board.offered(service, slot.resource):
        return Code.NOT_OFFERED
    earliest, latest = bookable(service.policy, plan.office[slot.office].tz, seconds(now))
    if seconds(slot.end) <= seconds(now) if staff else start < earliest:
        return Code.TOO_SOON
    if start >= latest and not staff:
        return Code.TOO_FAR
    return None if board.possible(service, slot.resource) else Code.TAKEN


def places_left(
    plan: Plan, diary: Bookings, slots: Sequence[Slot], now: datetime, without: str | None = None
) -> tuple[int, ...]:
    """How often each slot can still be held at ``now``: places in a course, or desks.

    ``slots``: of one office, as `availability` gave them. ``without``: as for `availability`; the
    diary must hold the same. Each number is as if nobody booked the other slots.
    """
    if not slots:
        return ()
    start, end = min(slot.start for slot in slots), max(slot.start for slot in slots)
    board = Board(plan, diary, slots[0].office, (start, end + plan.bucket), now, without)
    found = []
    for slot in slots:
        role = plan.service[slot.service].needs[0]
        most = sum(
            plan.resource[leaf].capacity
            for option in plan.options(slot.office, role)
            for leaf in plan.seats[option]
        )
        full = bisect_left(
            range(1, most + 1), True, key=lambda number: board.place((slot,) * number) is None
        )
        found.append(full)
    return tuple(found)


def near(
    plan: Plan,
    diary: Bookings,
    slot: Slot,
    now: datetime,
    *,
    count: int = 3,
    without: str | None = None,
    staff: bool = False,
) -> tuple[Slot, ...]:
    """The times nearest to a slot at its office that can be had, itself among them, in order.

    The times that the booking ``without`` has now are left out. Looks into the diary up
    to 28 days to either side. Gives none for an unknown office, service or resource.
    """
    if slot.office not in plan.office or slot.service not in plan.service:
        return ()
    if slot.resource is not None and slot.resource not in plan.resource:
        return ()
    if not FIRST <= slot.start < LAST:
        return ()
    moved = diary.get(without) if without is not None else None
    known = moved.slots if moved is not None else ()
    found: list[Slot] = []
    for reach in NEAR:
        around = availability(
            plan,
            diary,
            (slot.start - reach, slot.start + reach),
            now,
            slot.service,
            (slot.office,),
            resource=slot.resource,
            without=without,
            staff=staff,
        )
        found = [other for other in around if other not in known]
        if len(found) >= count:
            break
    nearest = sorted(found, key=lambda other: (abs(other.start - slot.start), other.start))
    return tuple(sorted(nearest[:count], key=lambda other: other.start))


def bounds(
    plan: Plan, office: str, service: str, window: Window, now: datetime, staff: bool = False
) -> Window:
    """The window, cut to the buckets at which the policy lets a time begin."""
    policy = plan.service[service].policy
    earliest, latest = bookable(policy, plan.office[office].tz, seconds(now))
    # Around the ends of the calendar no day can be added.
    start, end = (seconds(min(max(moment, FIRST), LAST)) for moment in window)
    running = seconds(now) - plan.service[service].duration // SECOND + 1
    start = max(start, running if staff else earliest)
    end = end if staff else min(end, latest)
    grain = plan.bucket // SECOND
    return utc(-(-start // grain) * grain), utc(-(-end // grain) * grain)
