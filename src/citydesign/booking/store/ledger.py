"""The ledger: writes what commands answer, and what follows from it for the resident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_

from citydesign.booking.core import waitlist
from citydesign.booking.core.diary import KEPT, OVER, Booking, State, WaitingState
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal, WaitingEvent
from citydesign.booking.store import log, mail, payments, records
from citydesign.booking.store.log import RESIDENT, Cause
from citydesign.booking.store.quiet import Quiet
from citydesign.booking.store.schema import detail, link
from citydesign.booking.store.schema import waiting as waitings
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data, Details
from citydesign.store.links import Links
from citydesign.store.secret import Secret

_MAIL = {
    Kind.SUBMITTED: "submitted",
    Kind.CONFIRMED: "confirmed",
    Kind.RESCHEDULED: "rescheduled",
    Kind.RETIMED: "retimed",
    Kind.SHORTENED: "shortened",
}
#: What the link of a booking that is over is for: to be read, not managed.
_RECEIPT = "receipt"
#: What residents said about themselves, beside bookings and entries of the waiting list.
details = Details(detail)


class Ledger:
    """Writes events: bookings first, then seats, then the log and what follows from them.

    Args:
        secret: links are derived from it.
        reminders: how long before its start a booking is reminded of.
        quiet: when no reminder goes out; None for never.
    """

    def __init__(self, secret: Secret, reminders: Sequence[timedelta], quiet: Quiet | None) -> None:
        self.links = Links(secret, link, "booking")
        self.quiet = quiet
        self._reminders = tuple(reminders)

    def token(self, booking: Booking) -> str:
        """Return the token of the link for a booking as it is; see `Store.token`."""
        return self.links.token(booking.id, _RECEIPT if booking.state in OVER else "manage")

    def told(self, t: Transaction, booking: Booking) -> Data | None:
        """Return what the resident said; of an offer, when they joined the list."""
        subjects = [booking.id, *([booking.waiting] if booking.waiting else [])]
        told = details.known(t.connection, subjects)
        return next((told[subject] for subject in subjects if subject in told), None)

    def keep(self, t: Transaction, name: str, outcome: Outcome, cause: Cause) -> Booking | Refusal:
        """Write what a command answered; return the booking as it then is, or the refusal."""
        if isinstance(outcome, Refusal):
            return outcome
        self.record(t, outcome, cause)
        return t.diary.get(name) or Refusal(Code.UNKNOWN)

    def record(self, t: Transaction, outcome: Sequence[Event | WaitingEvent], cause: Cause) -> None:
        """Write events.

        Raises:
            Again: somebody else changed one of the bookings, or took one of the seats.
        """
        events = [event for event in outcome if isinstance(event, Event)]
        before = {event.booking.id: t.diary.known(event.booking.id) for event in events}
        t.write(event.booking for event in events)
        log.note(t.connection, events, cause)
        for event in events:
            self._follow(t, event, before[event.booking.id], cause)
        for step in outcome:
            if isinstance(step, WaitingEvent):
                records.pass_on(t.connection, step.waiting, WaitingState.WAITING)

    def _follow(self, t: Transaction, event: Event, before: Booking | None, cause: Cause) -> None:
        booking, kind = event.booking, event.kind
        if kind in _MAIL:
            mail.put(t.connection, booking, _MAIL[kind], t.now)
        if kind is Kind.HELD and booking.waiting:
            mail.put(t.connection, booking, "offered", t.now)
        end = max(slot.end for slot in booking.slots)
        if booking.state in KEPT and kind in _MAIL:
            zone = t.plan.office[booking.office].tz
            mail.remind(t.connection, booking, self._reminders, self.quiet, zone, t.now)
            self.links.issue(t.connection, booking.id, end)
        elif booking.expires and (booking.waiting or booking.state is State.PENDING):
            # An offer can be accepted, a request seen and withdrawn, as long as it lives.
            self.links.issue(t.connection, booking.id, booking.expires)
        if kind in (Kind.FLAGGED, Kind.UNFLAGGED) and booking.state is not State.HELD:
            was_flagged = before is not None and before.flag is not None
            if was_flagged != (booking.flag is not None):
                mail.flag(t.connection, booking, t.now)
        if kind is Kind.CANCELLED and before is not None and before.state in KEPT:
            self._stop(t, booking)
        if kind in (Kind.CANCELLED, Kind.EXPIRED):
            mail.withdraw(t.connection, booking.id)
            self.links.revoke(t.connection, booking.id)
            if before is not None and before.state is not State.HELD:
                mail.put(t.connection, booking, kind.value, t.now)
                shown = max(end, t.now + timedelta(days=1))
                self.links.issue(t.connection, booking.id, shown, _RECEIPT)
            if before is not None:
                city = cause.by != RESIDENT.by
                payments.end(t.connection, t.plan, before, t.now, city=city)
                if before.state is State.HELD and not payments.awaited(t.connection, booking.id):
                    details.forget(t.connection, [booking.id])
        if booking.waiting:
            mine = waitings.c.id == booking.waiting
            for entry in records.entries(t.connection, mine):
                for step in waitlist.follow(entry, event):
                    records.pass_on(t.connection, step.waiting, entry.state)
                    details.forget(t.connection, [entry.id])

    def _stop(self, t: Transaction, booking: Booking) -> None:
        """Who gave their booking up waits for no earlier time."""
        waits = and_(
            waitings.c.booking == booking.id, waitings.c.state == WaitingState.WAITING.value
        )
        for entry in records.entries(t.connection, waits):
            for step in waitlist.leave(entry, t.now):
                records.pass_on(t.connection, step.waiting, entry.state)
                details.forget(t.connection, [entry.id])
