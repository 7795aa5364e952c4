"""The waiting list: a freed time is offered to one person at a time, who takes it or lets it pass.

An offer is a hold in the person's name, so nobody else can take the time meanwhile, and nobody is
booked who did not confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core import commands
from citydesign.booking.core.diary import LAST, Diary, Slot, Waiting, WaitingState
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal, WaitingEvent
from citydesign.booking.core.plan import Plan


def join(plan: Plan, entries: Iterable[Waiting], entry: Waiting, now: datetime) -> Outcome:
    """Put a person on the list, once for each service and office."""
    if entry.office not in plan.office or entry.service not in plan.service:
        return Refusal(Code.NOT_OFFERED)
    entry = replace(entry, earliest=max(entry.earliest, now), latest=min(entry.latest, LAST))
    if entry.latest <= entry.earliest:
        return Refusal(Code.TOO_SOON)
    for other in entries:
        waits = other.state in (WaitingState.WAITING, WaitingState.OFFERED)
        mine = (entry.person, entry.office, entry.service)
        if waits and (other.person, other.office, other.service) == mine:
            return ()
    return (WaitingEvent(replace(entry, state=WaitingState.WAITING, joined=now), now),)


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
            if slot.start <= now or not entry.earliest <= slot.start < entry.latest:
                continue
            name = name or next(ids)
            answer = commands.hold(
                plan, current, name, entry.person, (slot,), now, waiting=entry.id
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


def follow(entry: Waiting, event: Event) -> tuple[WaitingEvent, ...]:
    """What an event of an offered booking means for its entry: booked, or off the list."""
    after = {
        Kind.CONFIRMED: WaitingState.BOOKED,
        Kind.SUBMITTED: WaitingState.BOOKED,
        Kind.CANCELLED: WaitingState.LEFT,
        Kind.EXPIRED: WaitingState.LEFT,
    }.get(event.kind)
    if (
        after is None
        or entry.state is not WaitingState.OFFERED
        or event.booking.waiting != entry.id
    ):
        return ()
    return (WaitingEvent(replace(entry, state=after), event.at),)
