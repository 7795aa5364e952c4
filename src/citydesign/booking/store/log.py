"""What happened to a booking, when, who did it and why: one log for residents, staff and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from citydesign.booking.core.outcome import Event, Kind
from citydesign.booking.store.schema import log
from citydesign.store.instants import instant, milliseconds


@dataclass(frozen=True, slots=True)
class Cause:
    """Who does something, and why.

    ``by``: an opaque id of a member of staff, or one of the words "resident", "staff" and
    "system"; never a name. ``reason``: in staff's own words, kept as long as the booking.
    """

    by: str
    reason: str | None = None


RESIDENT, STAFF, SYSTEM = Cause("resident"), Cause("staff"), Cause("system")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``sequence`` is the version of the booking after it."""

    kind: Kind
    at: datetime
    by: str
    reason: str | None
    sequence: int


def note(connection: Connection, events: Iterable[Event], cause: Cause) -> None:
    """Write down what happened, in the transaction in which it happens."""
    rows = [
        {
            "booking": event.booking.id,
            "kind": event.kind.value,
            "at": milliseconds(event.at),
            "actor": cause.by,
            "reason": event.reason or cause.reason,
            "sequence": event.booking.sequence,
        }
        for event in events
    ]
    if rows:
        connection.execute(log.insert(), rows)


def entries(connection: Connection, booking: str) -> list[Entry]:
    """Read what happened to a booking, the oldest first."""
    rows = connection.execute(select(log).where(log.c.booking == booking).order_by(log.c.id))
    return [
        Entry(Kind(row.kind), instant(row.at), row.actor, row.reason, row.sequence) for row in rows
    ]
