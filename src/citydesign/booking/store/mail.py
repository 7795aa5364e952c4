"""What residents get by mail about a booking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from citydesign.booking.core.diary import Booking
from citydesign.booking.core.payment import Payment
from citydesign.booking.store.quiet import Quiet
from citydesign.booking.store.schema import message
from citydesign.store.details import Data
from citydesign.store.outbox import Outbox, Sending

outbox = Outbox(message, "booking")


@dataclass(frozen=True, slots=True)
class Message:
    """Something to send about a booking as it is now.

    `kind` says what: "submitted" (a request waits for approval), "confirmed", "rescheduled",
    "retimed", "shortened" (a date of a series was given up), "cancelled", "expired" (a request that
    nobody approved), "offered" (to one who waits), "flagged" (something is in the way; staff will
    call), "unflagged" (all is well again), "reminder-1440" (minutes before), "returned-…" (money
    came too late or twice, and goes back). `sequence` is that of the booking. `details` is what the
    resident told; None when it was forgotten since. `token` opens the booking as it is now: to
    manage it, to accept an offer, or only to read what was cancelled. `payment` is what was paid
    for it, or has to go back; None where nothing was.
    """

    id: int
    kind: str
    booking: Booking
    details: Data | None
    token: str
    sequence: int
    payment: Payment | None = None


def put(connection: Connection, booking: Booking, kind: str, due: datetime) -> None:
    """Make a message due, once for each kind and version of a booking, whose row is locked."""
    outbox.put(connection, booking.id, kind, booking.sequence, due)


def remind(
    connection: Connection,
    booking: Booking,
    before: Iterable[timedelta],
    quiet: Quiet | None,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    """Make the reminders of this version due, out of quiet hours, and none of an older one."""
    withdraw(connection, booking.id)
    for length in before:
        due = booking.start - length
        if quiet is not None:
            due = quiet.moved(due, booking.start, zone)
        if due > now:
            minutes = length // timedelta(minutes=1)
            put(connection, booking, f"reminder-{minutes}", due)


def timely(
    connection: Connection,
    sending: Sending,
    booking: Booking,
    quiet: Quiet | None,
    now: datetime,
    zone: ZoneInfo | None,
) -> bool:
    """May a message go out now? A reminder never after the start, nor in quiet hours."""
    if not sending.kind.startswith("reminder-"):
        return True
    if booking.start <= now:
        outbox.drop(connection, sending.id)
        return False
    around = quiet.around(now, zone) if quiet is not None and zone is not None else None
    if around is not None:
        outbox.postpone(connection, sending.id, around[1])
    return around is None


def flag(connection: Connection, booking: Booking, now: datetime) -> None:
    """Tell the resident that something is in the way, or that it no longer is."""
    if booking.flag is not None:
        outbox.withdraw(connection, booking.id, "unflagged")
        outbox.again(connection, booking.id, "flagged", booking.sequence, now)
    elif outbox.waits(connection, booking.id, "flagged"):
        outbox.withdraw(connection, booking.id, "flagged")
    else:
        outbox.again(connection, booking.id, "unflagged", booking.sequence, now)


def withdraw(connection: Connection, booking: str) -> None:
    """Send no reminder and no offer of a booking any more, nor what staff want to tell."""
    outbox.withdraw(connection, booking, "reminder-", "offered", "flagged", "unflagged")
