"""Holds: a time taken for a person, within the rate, and turned into a booking."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from citydesign.booking.core import commands
from citydesign.booking.core.diary import Booking, Slot, State
from citydesign.booking.core.outcome import Code, Event, Outcome, Refusal
from citydesign.booking.rate import OpenHolds, Rate
from citydesign.booking.store import records, waiting_list
from citydesign.booking.store.alternatives import Later
from citydesign.booking.store.ledger import Ledger, details
from citydesign.booking.store.log import Cause
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data


@dataclass(frozen=True)
class Request:
    """Who asks for which times. ``name``: the id of the booking; the rest as in `Store.hold`.

    ``ways``: the slots of one booking, in one or another way: the first that can be had.
    """

    name: str
    ways: Sequence[Sequence[Slot]]
    person: str
    origin: str | None
    staff: bool
    cause: Cause

    @property
    def queues(self) -> list[str]:
        """Who holds one at a time: nobody then passes a cap in two windows."""
        origin = [f"origin {self.origin}"] if self.origin is not None else []
        return [f"person {self.person}", *origin]


class Holds:
    """Takes times and confirms them, inside a transaction.

    Args:
        ledger: writes them.
        rate: says whether one more time may be held.
    """

    def __init__(self, ledger: Ledger, rate: Rate) -> None:
        self._ledger, self._rate = ledger, rate

    def hold(self, t: Transaction, seek: Later, asked: Request) -> Booking | Refusal:
        """Hold all the times of one way, or none."""
        outcome = commands.hold_any(
            t.plan,
            t.diary,
            asked.name,
            asked.person,
            asked.ways,
            t.now,
            staff=asked.staff,
            seek=seek,
        )
        new = bool(outcome) and not isinstance(outcome, Refusal)
        if new and not asked.staff and not self._rate.allows(_open(t, asked, outcome)):
            return Refusal(Code.TOO_MANY_HOLDS)
        answer = self._ledger.keep(t, asked.name, outcome, asked.cause)
        if new and asked.origin is not None:
            records.note_origin(t.connection, asked.name, asked.origin)
        return answer

    def confirm(
        self,
        t: Transaction,
        seek: Later,
        name: str,
        told: Data,
        cause: Cause,
        keep: Container[int] | None = None,
        *,
        paid: bool = False,
    ) -> Booking | Refusal:
        """Turn a hold into a booking, and keep what the resident said."""
        entry = waiting_list.instead_of(t, name)
        instead = entry.booking if entry else None
        if instead and commands.ahead(t.diary.get(instead), t.now):
            outcome = commands.accept_earlier(t.plan, t.diary, name, instead, t.now, seek=seek)
            return self._ledger.keep(t, instead, outcome, cause)
        outcome = commands.confirm(t.plan, t.diary, name, t.now, keep=keep, paid=paid, seek=seek)
        if outcome and not isinstance(outcome, Refusal):
            details.keep(t.connection, name, told)
        return self._ledger.keep(t, name, outcome, cause)


def _open(t: Transaction, request: Request, outcome: Outcome) -> OpenHolds:
    """What is held beside the bookings of an outcome."""
    events = () if isinstance(outcome, Refusal) else outcome
    asked = {event.booking.id for event in events if isinstance(event, Event)}
    by_person = sum(
        other.state is State.HELD and other.waiting is None and other.id not in asked
        for other in t.diary.of(request.person)
    )
    if request.origin is None:
        return OpenHolds(by_person, 0)
    return OpenHolds(by_person, records.open_holds(t.connection, t.now, asked, request.origin))
