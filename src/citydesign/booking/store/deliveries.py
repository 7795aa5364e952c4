"""Deliveries: the messages of the outbox that are due, as somebody sends them."""

from __future__ import annotations

from datetime import timedelta

from citydesign.booking.store import mail, payments
from citydesign.booking.store.ledger import Ledger
from citydesign.booking.store.mail import Message
from citydesign.booking.store.transaction import Transaction


def due(t: Transaction, ledger: Ledger, limit: int, lease: timedelta) -> list[Message]:
    """Claim up to `limit` messages for the length of a lease; drop and postpone the untimely."""
    found: list[Message] = []
    while leased := mail.outbox.lease(t.connection, t.now, t.now + lease, limit):
        for sending in leased:
            number, name, kind, sequence = sending
            booking = t.diary.get(name)
            if booking is None:
                continue
            office = t.plan.office.get(booking.office)
            zone = office.tz if office else None
            if mail.timely(t.connection, sending, booking, ledger.quiet, t.now, zone):
                own = ledger.told(t, booking)
                token = ledger.token(booking)
                tries = payments.of(t.connection, name)
                paid = next((o for o in tries if kind == payments.returned(o)), None)
                paid = paid or payments.shown(tries, waits=False)
                found.append(Message(number, kind, booking, own, token, sequence, paid))
        if found:
            break
    return found
