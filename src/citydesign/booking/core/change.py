"""When the plan or the country's clock changes under bookings that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import Booking, Diary, Slot
from citydesign.booking.core.outcome import Event, Kind
from citydesign.booking.core.plan import Plan, ZoneChange
from citydesign.hours.clock import instant, seconds, utc, why_closed


def recheck(plan: Plan, diary: Diary, now: datetime) -> tuple[Event, ...]:
    """Look at all that lies ahead after hours, closures or resources were changed.

    A booking whose resource has closed moves to another that is open, where there is one; the
    resident sees nothing of it. Otherwise it is flagged with the name of what closed, for staff to
    call the resident: no booking is ever deleted by a rule. The flag goes when the place opens
    again. The diary must hold all that lies ahead.
    """
    found = []
    current = Diary(diary)
    for booking in sorted(diary, key=lambda booking: (booking.start, booking.id)):
        if not booking.lives(now) or booking.start <= now:
            continue
        for event in _recheck(plan, current, booking, now):
            current.put(event.booking)
            found.append(event)
    return tuple(found)


def _recheck(plan: Plan, diary: Diary, booking: Booking, now: datetime) -> Iterator[Event]:
    flag = _closed(plan, booking)
    if flag is not None and all(_known(plan, slot) for slot in booking.slots):
        starts = [slot.start for slot in booking.slots]
        window = min(starts), max(starts) + plan.bucket
        placed = Board(plan, diary, booking.office, window, now, booking.id).place(booking.slots)
        if placed is not None:
            for name, resources in sorted(placed.moved.items()):
                other = diary.get(name)
                assert other is not None  # the board is made of the diary
                yield Event(Kind.REASSIGNED, replace(other, resources=resources), now)
            booking = replace(booking, resources=placed.resources)
            yield Event(Kind.REASSIGNED, booking, now)
            flag = None
    if flag != booking.flag:
        kind = Kind.UNFLAGGED if flag is None else Kind.FLAGGED
        yield Event(kind, replace(booking, flag=flag), now)


def _known(plan: Plan, slot: Slot) -> bool:
    return slot.office in plan.office and slot.service in plan.service


def _closed(plan: Plan, booking: Booking) -> str | None:
    """The name of what keeps a booking from taking place."""
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
        for name in resources:
            resource = plan.resource.get(name)
            if resource is None:
                return name
            if resource.hours is not None:
                why = why_closed(resource.hours, office.tz, start, end)
                if why is not None:
                    return why
    return None


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
