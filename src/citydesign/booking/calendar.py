"""A booking in the resident's own calendar (RFC 5545, RFC 5546).

The UID of an entry stays the same for good, its SEQUENCE rises with each change the resident must
hear of, and a cancelled booking is taken out of the calendar by METHOD:CANCEL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from citydesign.booking.core.diary import EXPIRING, Booking, State
from citydesign.booking.core.plan import Plan
from citydesign.extras import extra

with extra("booking", "calendar entries"):
    import icalendar

PRODUCT = "-//citydesign//booking//EN"
#: How far around the entries the definition of a zone reaches.
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One slot as a calendar keeps it. ``start`` and ``end`` are in UTC, shown in ``zone``."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who invites: the name and the mail address of the city's service."""

    name: str
    email: str


def entries(
    plan: Plan,
    booking: Booking,
    domain: str,
    summary: str,
    *,
    location: str = "",
    description: str = "",
    url: str = "",
) -> tuple[Entry, ...]:
    """The entries of a booking: one for each slot, and one for those that people share.

    ``domain`` makes the UIDs the city's own ("varaukset.example.fi"); never change it. The texts
    go into calendars that others may see: keep the resident's affair out of them.
    Raises ValueError for a booking that is only held, pending or expired.
    """
    if booking.state in EXPIRING or booking.state is State.EXPIRED:
        raise ValueError(f"Booking {booking.id!r} is {booking.state}: only a kept one has entries.")
    numbered = [*zip(booking.numbered, booking.slots, strict=True)]
    firsts = {(slot.start, slot.end): n for n, slot in reversed(numbered)}
    return tuple(
        Entry(
            f"{booking.id}-{number + 1}@{domain}",
            booking.sequence,
            slot.start,
            slot.end,
            plan.office[slot.office].zone,
            summary,
            location,
            description,
            url,
            booking.state is State.CANCELLED,
        )
        for number, slot in numbered
        if firsts[slot.start, slot.end] == number
    )


def write(
    entries: Sequence[Entry], organiser: Organiser, now: datetime, attendee: str | None = None
) -> bytes:
    """The text of an ``.ics`` file, with the definitions of the time zones it uses.

    ``attendee``: the mail address of the resident. A file that cancels must name who is no longer
    expected (RFC 5546, 3.2.5), or calendars ignore it; without an address it is ``invalid:nomail``,
    as Exchange writes it. A file that publishes names nobody (3.2.1).
    Entries of one file are all cancelled or none is. Raises ValueError otherwise.
    """
    cancelled = {entry.cancelled for entry in entries}
    if len(cancelled) != 1:
        raise ValueError(
            "A file contains entries that are kept or cancelled ones, not both: write two."
        )
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled.pop() else "PUBLISH")
    for entry in entries:
        event = _event(entry, organiser, now)
        if entry.cancelled:
            address = f"mailto:{attendee}" if attendee else "invalid:nomail"
            event["attendee"] = icalendar.vCalAddress(address)
        calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=min(entry.start for entry in entries).date() - YEAR,
        last_date=max(entry.end for entry in entries).date() + YEAR,
    )
    return bytes(calendar.to_ical())


def _event(entry: Entry, organiser: Organiser, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    start, end = (when.astimezone(ZoneInfo(entry.zone)) for when in (entry.start, entry.end))
    if start.fold or end.fold:
        # RFC 5545, 3.3.5: a local time that comes twice means the first. The second needs UTC.
        start, end = entry.start, entry.end
        event.add("x-citydesign-zone", entry.zone)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", entry.summary)
    for name in ("location", "description", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    sender = icalendar.vCalAddress(f"mailto:{organiser.email}")
    sender.params["CN"] = organiser.name
    event["organizer"] = sender
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event


def read(text: bytes) -> tuple[Entry, ...]:
    """The entries of an ``.ics`` file that `write` made."""
    calendar: Any = icalendar.Calendar.from_ical(text)
    cancelled = calendar["method"] == "CANCEL"
    found = []
    for event in calendar.walk("VEVENT"):
        start, end = event["dtstart"].dt, event["dtend"].dt
        zone = event.get("x-citydesign-zone") or start.tzinfo.key
        found.append(
            Entry(
                str(event["uid"]),
                int(event["sequence"]),
                start.astimezone(UTC),
                end.astimezone(UTC),
                str(zone),
                str(event["summary"]),
                str(event.get("location", "")),
                str(event.get("description", "")),
                str(event.get("url", "")),
                cancelled,
            )
        )
    return tuple(found)
