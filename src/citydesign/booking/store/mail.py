"""What residents get by mail about a booking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from citydesign.booking.core.diary import Booking
from citydesign.booking.store.schema import message
from citydesign.store.details import Data
from citydesign.store.outbox import Outbox

outbox = Outbox(message, "booking")


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
    details: Data | None
    token: str
    sequence: int


def put(connection: Connection, booking: Booking, kind: str, due: datetime) -> None:
    """Make a message due, once for each kind and version of a booking, whose row is locked."""
    outbox.put(connection, booking.id, kind, booking.sequence, due)


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
    outbox.withdraw(connection, booking, "reminder-", "offered")
