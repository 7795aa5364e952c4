"""When the plan or the country's clock changes under bookings that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import Booking, Diary, Slot
from citydesign.booking.core.outcome import Event, Kind
from citydesign.booking.core.plan import Plan, ZoneChange, buckets
from citydesign.hours.clock import instant, seconds, utc, why_closed

#: Seats that are spoken for, by undivided resource, line and bucket.
_Taken = Counter[tuple[str, int, int]]


def recheck(
    plan: Plan, diary: Diary, now: datetime, until: datetime | None = None
) -> tuple[Event, ...]:
    """Ask of each booking ahead: would the plan of today accept it where it is?

    It would not when the office or the service is gone, the office or a resource is closed, a
    resource is gone or has lost the role, or more sit there than the capacity allows; who booked
    first stays. Such a booking moves to other resources where there are some; the resident sees
    nothing of it. Otherwise it is flagged with the name of what is in the way, for staff to call
    the resident: no booking is ever deleted by a rule, and its time and place never change. The
    flag goes when the booking would be accepted again. Lead, horizon, caps and the rhythm of
    starts are rules for those who book today, and ask nothing of those who have booked.

    ``until``: judge what begins before then; None for all. The diary must hold all that lies
    ahead, and a day more than is judged.
    """
    current, taken = Diary(diary), _Taken()
    living = [booking for booking in diary if booking.lives(now)]
    judged, misfits = set(), {}
    for booking in sorted(living, key=lambda b: (_ahead(b, now, until), b.created, b.id)):
        if _ahead(booking, now, until):
            judged.add(booking.id)
            why = _why_not(plan, booking, taken)
            if why is not None:
                misfits[booking.id] = why
                continue
        taken.update(_seats(plan, booking))
    found = [*_moved(plan, current, misfits, now)]
    for name in sorted(judged, key=lambda name: (_at(current, name).start, name)):
        booking, flag = _at(current, name), misfits.get(name)
        if flag != booking.flag:
            kind = Kind.UNFLAGGED if flag is None else Kind.FLAGGED
            found.append(Event(kind, replace(booking, flag=flag), now, flag))
    return tuple(found)


def _ahead(booking: Booking, now: datetime, until: datetime | None) -> bool:
    return booking.start > now and (until is None or booking.start < until)


def _moved(plan: Plan, current: Diary, misfits: dict[str, str], now: datetime) -> Iterator[Event]:
    """Seat misfits elsewhere, as long as one of them finds a place; the others remain."""
    waiting = list(misfits)
    while waiting:
        still = []
        for name in waiting:
            booking = _at(current, name)
            placed = None
            if all(s.office in plan.office and s.service in plan.service for s in booking.slots):
                starts = [slot.start for slot in booking.slots]
                window = min(starts), max(starts) + plan.bucket
                board = Board(plan, current, booking.office, window, now, name)
                placed = board.place(booking.slots)
            if placed is None:
                still.append(name)
                continue
            del misfits[name]
            seated = {**placed.moved, name: placed.resources}
            for other in (*sorted(placed.moved), name):
                moved = replace(_at(current, other), resources=seated[other])
                if moved != current.get(other):
                    current.put(moved)
                    why = "plan changed" if other == name else "made room"
                    yield Event(Kind.REASSIGNED, moved, now, why)
        if len(still) == len(waiting):
            return
        waiting = still


def _at(diary: Diary, name: str) -> Booking:
    booking = diary.get(name)
    assert booking is not None  # the names come from the diary
    return booking


def _why_not(plan: Plan, booking: Booking, taken: _Taken) -> str | None:
    """The name of what keeps a booking from taking place where it is."""
    for slot, resources in zip(booking.slots, booking.resources, strict=True):
        if slot.office not in plan.office:
            return slot.office
        if slot.service not in plan.service:
            return slot.service
        office = plan.office[slot.office]
        start, end = seconds(slot.start), seconds(slot.end)
        why = why_closed(office.hours, office.tz, start, end)
        if why is not None:
            return why
        needs = plan.service[slot.service].needs
        if len(needs) != len(resources):
            return slot.service
        for role, name in zip(needs, resources, strict=True):
            if name not in plan.options(slot.office, role):
                return name
            hours = plan.resource[name].hours
            why = why_closed(hours, office.tz, start, end) if hours is not None else None
            if why is not None:
                return why
    for place, seats in _seats(plan, booking).items():
        if taken[place] + seats > plan.resource[place[0]].capacity:
            return place[0]
    return None


def _seats(plan: Plan, booking: Booking) -> _Taken:
    found = _Taken()
    for slot, resources in zip(booking.slots, booking.resources, strict=True):
        for name in resources:
            for leaf, seats in plan.seats.get(name, {}).items():
                for line, taken in enumerate(buckets(slot, plan.bucket)):
                    for bucket in taken:
                        found[leaf, line, bucket] += seats
    return found


def retime(plan: Plan, diary: Diary, now: datetime) -> tuple[Event, ...]:
    """Bring what lies ahead in line with the time zone rules that are installed now.

    Each slot remembers what the office's clock was to show. Where that is no longer so, the office
    decides (`ZoneChange`): the clock time stays and the instant moves, or the instant stays and
    the resident is given another clock time. Either way the sequence rises. Call `recheck` after.
    """
    found = []
    for booking in sorted(diary, key=lambda booking: (booking.start, booking.id)):
        if not booking.lives(now) or booking.start <= now:
            continue
        slots = tuple(_retimed(plan, slot) for slot in booking.slots)
        if slots != booking.slots:
            moved = replace(booking, slots=slots, sequence=booking.sequence + 1)
            found.append(Event(Kind.RETIMED, moved, now))
    return tuple(found)


def _retimed(plan: Plan, slot: Slot) -> Slot:
    if slot.office not in plan.office:
        return slot
    office = plan.office[slot.office]
    wall = slot.start.astimezone(office.tz).replace(tzinfo=None)
    if wall == slot.wall and wall.fold == slot.wall.fold:
        return slot
    if office.zone_change is ZoneChange.KEEP_INSTANT:
        return replace(slot, wall=wall)
    start = utc(instant(slot.wall, office.tz, last=bool(slot.wall.fold)))
    return replace(
        slot,
        start=start,
        end=start + (slot.end - slot.start),
        wall=start.astimezone(office.tz).replace(tzinfo=None),
    )
