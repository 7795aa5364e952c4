"""The outbox: mail and reminders, written in the transaction that makes them due.

A change and its mail are one: neither without the other, and no mail server is asked inside a
transaction. A sender of the city (any number of processes) fetches what is due and reports what it
sent. Between the two a sender has a message alone; if it dies there, the message comes again after
the lease with the same `id`, by which the mail server or the sender tells the second from the
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from citydesign.booking.core.diary import Booking
from citydesign.booking.store.records import milliseconds
from citydesign.booking.store.schema import message


@dataclass(frozen=True, slots=True)
class Message:
    """Something to send about a booking as it is now.

    `kind` says what: "confirmed", "rescheduled", "cancelled", "offered", "reminder-1440" (minutes
    before). `sequence` is that of the booking. `details` is what the resident told; None when it
    was forgotten since.
    """

    id: int
    kind: str
    booking: Booking
    details: Mapping[str, Any] | None
    token: str
    sequence: int


def put(connection: Connection, booking: Booking, kind: str, due: datetime) -> None:
    """Make a message due, once for each kind and version of a booking."""
    key = {"booking": booking.id, "kind": kind, "sequence": booking.sequence}
    same = [message.c[name] == value for name, value in key.items()]
    # The row of the booking is locked, so nobody else puts it between the look and the insert.
    if connection.execute(select(message.c.id).where(*same)).first() is None:
        connection.execute(message.insert(), {**key, "due": milliseconds(due)})


def remind(
    connection: Connection, booking: Booking, before: Iterable[timedelta], now: datetime
) -> None:
    """Make the reminders of this version due, and none of an older one."""
    withdraw(connection, booking.id)
    for length in before:
        if booking.start - length > now:
            minutes = length // timedelta(minutes=1)
            put(connection, booking, f"reminder-{minutes}", booking.start - length)


def withdraw(connection: Connection, booking: str) -> None:
    """Send no reminder and no offer of a booking any more."""
    connection.execute(
        delete(message).where(
            message.c.booking == booking,
            or_(message.c.kind.startswith("reminder-"), message.c.kind == "offered"),
            message.c.sent.is_(None),
        )
    )


def lease(
    connection: Connection, now: datetime, until: datetime, limit: int
) -> list[tuple[int, str, str, int]]:
    """Take what is due into hand: id, booking, kind and sequence of each message."""
    moment = milliseconds(now)
    due = and_(
        message.c.sent.is_(None),
        message.c.due <= moment,
        or_(message.c.lease.is_(None), message.c.lease <= moment),
    )
    ids = connection.execute(
        select(message.c.id)
        .where(due)
        .order_by(message.c.due, message.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).scalars()
    rows = connection.execute(
        update(message)
        .where(message.c.id.in_(list(ids)))
        .values(lease=milliseconds(until))
        .returning(message.c.id, message.c.booking, message.c.kind, message.c.sequence)
    )
    return sorted((row.id, row.booking, row.kind, row.sequence) for row in rows)


def sent(connection: Connection, number: int, now: datetime) -> bool:
    """Note that a message went out; False when that was noted before, or it was withdrawn."""
    done = connection.execute(
        update(message)
        .where(message.c.id == number, message.c.sent.is_(None))
        .values(sent=milliseconds(now))
    )
    return done.rowcount == 1
