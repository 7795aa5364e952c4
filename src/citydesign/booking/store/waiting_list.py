"""The waiting list: who waits for a time, and to whom a free one is offered."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from citydesign.booking.core import waitlist
from citydesign.booking.core.diary import LAST, Booking, Diary, Waiting, WaitingState
from citydesign.booking.core.outcome import Code, Event, Kind, Refusal, WaitingEvent
from citydesign.booking.store import records
from citydesign.booking.store.ledger import Ledger, details
from citydesign.booking.store.log import SYSTEM
from citydesign.booking.store.schema import waiting as waitings
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data
from citydesign.store.instants import milliseconds

#: States in which somebody is on the list.
OPEN = (WaitingState.WAITING.value, WaitingState.OFFERED.value)
_WAITS = waitings.c.state == WaitingState.WAITING.value


def join(
    t: Transaction,
    person: str,
    office: str,
    service: str,
    window: tuple[datetime, datetime],
    told: Data,
) -> Waiting | Refusal:
    """Put a person on the list, once for each office and service."""
    new = Waiting(secrets.token_hex(16), person, office, service, *window, t.now)
    return _join(t, new, told)


def join_earlier(t: Transaction, name: str) -> Waiting | Refusal:
    """Put somebody who has a booking on the list for an earlier time, once."""
    kept = t.diary.get(name)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    new = waitlist.earlier(t.plan, kept, secrets.token_hex(16), t.now)
    if isinstance(new, Refusal):
        return new
    return _join(t, new, details.known(t.connection, [name]).get(name) or {})


def earlier(t: Transaction, name: str) -> Waiting | None:
    """Return the open entry for an earlier time than a booking has."""
    mine = and_(waitings.c.booking == name, waitings.c.state.in_(OPEN))
    return next(iter(records.entries(t.connection, mine)), None)


def instead_of(t: Transaction, offer: str) -> Waiting | None:
    """Return the entry of an offer that would take the place of a booking; None for any other."""
    held = t.diary.get(offer)
    if held is None or held.waiting is None:
        return None
    mine = and_(waitings.c.id == held.waiting, waitings.c.booking.is_not(None))
    return next(iter(records.entries(t.connection, mine)), None)


def _join(t: Transaction, new: Waiting, told: Data) -> Waiting | Refusal:
    before = of(t, new.person)
    outcome = waitlist.join(t.plan, before, new, t.now)
    if isinstance(outcome, Refusal):
        return outcome
    for event in outcome:
        if isinstance(event, WaitingEvent):
            records.enter(t.connection, event.waiting)
            details.keep(t.connection, event.waiting.id, told)
            return event.waiting
    same = new.office, new.service, new.booking
    return next(e for e in before if (e.office, e.service, e.booking) == same)


def of(t: Transaction, person: str) -> list[Waiting]:
    """Return the open entries of a person, the longest waiting first."""
    mine = and_(waitings.c.person == person, waitings.c.state.in_(OPEN))
    return records.entries(t.connection, mine)


def leave(t: Transaction, entry: str) -> None:
    """Take a person off the list, and forget what they said."""
    for found in records.entries(t.connection, waitings.c.id == entry):
        for event in waitlist.leave(found, t.now):
            records.pass_on(t.connection, event.waiting, found.state)
            details.forget(t.connection, [entry])


def served(t: Transaction, office: str) -> list[Waiting]:
    """Return to whom something free at an office would be offered now."""
    found = records.entries(t.connection, and_(waitings.c.office == office, _WAITS))
    return [e.waiting for e in _offers(t, found) if isinstance(e, WaitingEvent)]


def offer(t: Transaction, ledger: Ledger, entry: Waiting) -> Booking | None:
    """Hold what is free for one who waits; None when there is nothing any more."""
    still = and_(waitings.c.id == entry.id, _WAITS)
    outcome = _offers(t, records.entries(t.connection, still))
    ledger.record(t, outcome, SYSTEM)
    held = [e.booking for e in outcome if isinstance(e, Event) and e.kind is Kind.HELD]
    return held[0] if held else None


def offices(t: Transaction) -> set[str]:
    """Return the offices where somebody waits for a time that may still come."""
    waiting = select(waitings.c.office).distinct()
    asked = waiting.where(_WAITS, waitings.c.latest > milliseconds(t.now))
    return set(t.connection.execute(asked).scalars())


def _offers(t: Transaction, entries: list[Waiting]) -> tuple[Event | WaitingEvent, ...]:
    if not entries:
        return ()
    reach = timedelta(days=1) + t.plan.longest
    earliest = min(entry.earliest for entry in entries) - reach
    latest = min(LAST, max(entry.latest for entry in entries)) + reach
    known = Diary()
    for office in {entry.office for entry in entries}:
        for booking in t.diary.between(office, earliest, latest):
            known.put(booking)
    for person in {entry.person for entry in entries}:
        for booking in t.diary.of(person):
            known.put(booking)
    names = iter(lambda: secrets.token_hex(16), "")
    return waitlist.offer(t.plan, known, entries, names, t.now)
