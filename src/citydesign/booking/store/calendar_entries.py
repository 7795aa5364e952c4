"""The bookings of a store for residents' own calendars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from citydesign.booking import calendar, offering
from citydesign.booking.core.diary import Booking, Slot, State
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Kind
from citydesign.booking.store.reader import Reader
from citydesign.booking.words import spoken
from citydesign.locale import use_locale


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar entries of bookings say.

    ``organiser``: who invites. ``domain``: makes their UIDs the city's own; never change it.
    ``summary``: gives their title in a locale. It goes into calendars that others may see: keep the
    resident's affair out of it.
    """

    organiser: calendar.Organiser
    domain: str
    summary: Callable[[str], str]


class CalendarEntries:
    """Writes ``.ics`` files.

    Args:
        store: where the bookings are kept.
        invitation: what all entries say.
        where: gives the name and the address of an office in a locale, by its id.
    """

    def __init__(
        self, store: Reader, invitation: Invitation, where: Callable[[str, str], Sequence[str]]
    ) -> None:
        self._store, self._invitation, self._where = store, invitation, where

    def of(self, booking: Booking, locale: str) -> bytes:
        """The entry of a booking as it is; of a cancelled one, what takes it out."""
        said, attendee = self._invitation, (self._store.details(booking.id) or {}).get("email")
        by = offering.met(self._store.plan, booking.service)
        place = self._where(booking.office, locale)
        if by is not Meeting.PLACE:
            # Others may see a calendar, and whoever has the address of a meeting can come in.
            with use_locale(locale):
                place = [spoken(f"at-{by}")]
        entries = calendar.entries(
            self._store.plan, booking, said.domain, said.summary(locale), location=", ".join(place)
        )
        return calendar.write(
            entries, said.organiser, self._store.clock(), str(attendee) if attendee else None
        )

    def of_dropped(self, booking: Booking, sequence: int, locale: str) -> bytes | None:
        """What takes a dropped date of a series out; see `dropped`."""
        lost = dropped(self._store, booking, sequence)
        if lost is None:
            return None
        number, slot = lost
        gone = replace(
            booking,
            slots=(slot,),
            resources=booking.resources[:1],
            numbers=(number,),
            state=State.CANCELLED,
            sequence=sequence,
        )
        return self.of(gone, locale)


def dropped(store: Reader, booking: Booking, sequence: int) -> tuple[int, Slot] | None:
    """The date that a series lost with a version of it, and its number."""
    for entry in store.log(booking.id):
        if (entry.kind, entry.sequence) == (Kind.SHORTENED, sequence):
            number, _, key = (entry.reason or "").partition(" ")
            slot = store.plan.slot_of(key)
            return (int(number), slot) if slot else None
    return None
