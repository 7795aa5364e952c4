"""Housekeeping: what has expired is written down, what is old enough is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select

from citydesign.booking.core import commands
from citydesign.booking.core.diary import OVER, Diary, State
from citydesign.booking.store import records
from citydesign.booking.store.ledger import Ledger, details
from citydesign.booking.store.log import SYSTEM
from citydesign.booking.store.payments import OWED
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.schema import log as happened
from citydesign.booking.store.schema import payment as payments
from citydesign.booking.store.schema import slot as slots
from citydesign.booking.store.schema import waiting as waitings
from citydesign.booking.store.transaction import Transaction
from citydesign.booking.store.waiting_list import OPEN
from citydesign.store.instants import milliseconds


def expire(t: Transaction, ledger: Ledger, limit: int) -> set[str]:
    """Write down what has expired and forget who held it; return the ids of the bookings."""
    found = Diary(t.diary.expired(limit))
    events = []
    for event in commands.expire(found, t.now):
        before = found.get(event.booking.id)
        if before is not None and before.state is State.HELD:
            event = replace(event, booking=replace(event.booking, person=""))
        events.append(event)
    ledger.record(t, tuple(events), SYSTEM)
    return {event.booking.id for event in events}


def forget(t: Transaction, keep: timedelta) -> int:
    """Delete some of what ended longer ago than `keep`; return how many bookings that were."""
    limit = milliseconds(t.now - keep)
    recent = select(slots.c.booking).where(slots.c.booking == bookings.c.id, slots.c.ends > limit)
    over = [state.value for state in OVER]
    touched = select(happened.c.id).where(
        happened.c.booking == bookings.c.id, happened.c.at > limit
    )
    # Money that is on its way, here or back, is not forgotten.
    owed = select(payments.c.id).where(
        payments.c.booking == bookings.c.id, payments.c.state.in_([state.value for state in OWED])
    )
    # By time alone, whether or not `tend` has ever written down what expired.
    ended = select(bookings.c.id).where(
        bookings.c.created <= limit,
        ~owed.exists(),
        or_(
            bookings.c.expires <= limit,
            and_(
                bookings.c.expires.is_(None),
                or_(~recent.exists(), and_(bookings.c.state.in_(over), ~touched.exists())),
            ),
        ),
    )
    names = list(t.connection.execute(ended.order_by(bookings.c.id).limit(500)).scalars())
    t.release(names)
    details.forget(t.connection, names)
    done = t.connection.execute(delete(bookings).where(bookings.c.id.in_(names)))
    past = waitings.c.state.not_in(OPEN) | (waitings.c.latest <= limit)
    passed = [entry.id for entry in records.entries(t.connection, past)]
    details.forget(t.connection, passed)
    t.connection.execute(delete(waitings).where(waitings.c.id.in_(passed)))
    return done.rowcount
