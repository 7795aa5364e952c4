"""The waiting list: a freed time is offered to one person at a time, who takes it or lets it pass.

An offer is a hold in the person's name, so nobody else can take the time meanwhile, and nobody is
booked who did not confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core import commands
from citydesign.booking.core.diary import KEPT, LAST, Booking, Diary, Slot, Waiting, WaitingState
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal, WaitingEvent
from citydesign.booking.core.plan import Plan


def join(plan: Plan, entries: Iterable[Waiting], entry: Waiting, now: datetime) -> Outcome:
    """Put a person on the list, once for each service and office, and for each booking."""
    if entry.office not in plan.office or entry.service not in plan.service:
        return Refusal(Code.NOT_OFFERED)
    entry = replace(entry, earliest=max(entry.earliest, now), latest=min(entry.latest, LAST))
    if entry.latest <= entry.earliest:
        return Refusal(Code.TOO_SOON)
    for other in entries:
        waits = other.state in (WaitingState.WAITING, WaitingState.OFFERED)
        if waits and _same(other) == _same(entry):
            return ()
    return (WaitingEvent(replace(entry, state=WaitingState.WAITING, joined=now), now),)


def _same(entry: Waiting) -> tuple[str, str, str, str | None]:
    return entry.person, entry.office, entry.service, entry.booking


def earlier(plan: Plan, booking: Booking, name: str, now: datetime) -> Waiting | Refusal:
    """The entry, to `join` with, of somebody who would take an earlier time than they have.

    Args:
        plan: what there is.
        booking: what they have; a visit of several times waits for nothing.
        name: the id of the entry.
        now: the present instant, aware.
    """
    if len(booking.slots) > 1 or booking.start <= now:
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if not commands.can_move(plan, booking, now):
        late = booking.state in KEPT
        return Refusal(Code.TOO_LATE_TO_RESCHEDULE if late else Code.NOT_POSSIBLE_NOW)
    window = now, booking.start
    where = booking.person, booking.office, booking.service
    return Waiting(name, *where, *window, now, booking=booking.id)


def leave(entry: Waiting, now: datetime) -> tuple[WaitingEvent, ...]:
    """Take a person off the list. An offer that is open is a booking: cancel that."""
    if entry.state is not WaitingState.WAITING:
        return ()
    return (WaitingEvent(replace(entry, state=WaitingState.LEFT), now),)


def offer(
    plan: Plan, diary: Diary, entries: Iterable[Waiting], ids: Iterator[str], now: datetime
) -> tuple[Event | WaitingEvent, ...]:
    """Offer what is free to those who wait, the longest first. ``ids`` names the new bookings.

    The diary must hold what lies between the earliest and the latest time anyone waits for.
    """
    found: list[Event | WaitingEvent] = []
    current = Diary(diary)
    waiting = [
        entry
        for entry in entries
        if entry.state is WaitingState.WAITING
        and entry.latest > now
        and entry.office in plan.office
        and entry.service in plan.service
        and _may_move(plan, diary, entry, now)
    ]
    # What is free is asked once for all who wait for the same, and again after each offer.
    known: dict[tuple[str, str], tuple[Slot, ...]] = {}
    for entry in sorted(waiting, key=lambda entry: (entry.joined, entry.id)):
        policy = plan.service[entry.service].policy
        same = entry.office, entry.service
        if same not in known:
            alike = [other for other in waiting if (other.office, other.service) == same]
            window = now, max(other.latest for other in alike)
            known[same] = availability(plan, current, window, now, same[1], same[:1])
        name = None
        for slot in known[same]:
            latest = _latest(diary, entry)
            if slot.start <= now or not entry.earliest <= slot.start < latest:
                continue
            name = name or next(ids)
            answer = commands.hold(
                plan,
                current,
                name,
                entry.person,
                (slot,),
                now,
                waiting=entry.id,
                instead=entry.booking,
            )
            if isinstance(answer, Refusal):
                continue
            for event in answer:
                assert isinstance(event, Event)
                if event.kind is Kind.HELD:
                    until = min(now + policy.offer, slot.start)
                    event = replace(event, booking=replace(event.booking, expires=until))
                current.put(event.booking)
                found.append(event)
            found.append(WaitingEvent(replace(entry, state=WaitingState.OFFERED), now))
            known.clear()
            break
    return tuple(found)


def _may_move(plan: Plan, diary: Diary, entry: Waiting, now: datetime) -> bool:
    """Could the booking of an entry still be moved to what is offered, if it has one?"""
    kept = diary.get(entry.booking) if entry.booking else None
    return not entry.booking or (kept is not None and commands.can_move(plan, kept, now))


def _latest(diary: Diary, entry: Waiting) -> datetime:
    """Until when a time may begin: of who has one, before that."""
    kept = diary.get(entry.booking) if entry.booking else None
    return entry.latest if kept is None else min(entry.latest, kept.start)


def follow(entry: Waiting, event: Event) -> tuple[WaitingEvent, ...]:
    """What an event of an offered booking means for its entry: booked, or off the list."""
    after = {
        Kind.CONFIRMED: WaitingState.BOOKED,
        Kind.SUBMITTED: WaitingState.BOOKED,
        Kind.CANCELLED: WaitingState.LEFT,
        Kind.EXPIRED: WaitingState.LEFT,
    }.get(event.kind)
    if event.reason == commands.ACCEPTED:
        after = WaitingState.BOOKED
    if (
        after is None
        or entry.state is not WaitingState.OFFERED
        or event.booking.waiting != entry.id
    ):
        return ()
    return (WaitingEvent(replace(entry, state=after), event.at),)
