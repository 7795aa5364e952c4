"""What a resident is shown of a booking, and what they can do with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from citydesign.booking import offering
from citydesign.booking.core.commands import can_move
from citydesign.booking.core.dates import changeable
from citydesign.booking.core.diary import KEPT, OVER, Booking, State
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Kind
from citydesign.booking.core.price import price
from citydesign.booking.provider import Deed, Receipt, Time
from citydesign.booking.store.reader import Reader


class Receipts:
    """Makes receipts of the bookings of a store.

    Args:
        store: where the bookings are kept.
        meeting: as for `StoreProvider`.
        calendar: are there calendar entries?
    """

    def __init__(
        self, store: Reader, meeting: Callable[[str], str | None], *, calendar: bool
    ) -> None:
        self._store, self._meeting, self._calendar = store, meeting, calendar

    def of(self, booking: Booking, told: Mapping[str, str]) -> Receipt:
        """The receipt of a booking as it is now; ``told``: what the resident said."""
        lives = booking.lives(self._store.clock())
        return Receipt(
            booking.id,
            offering.kept_as(booking.slots),
            booking.office,
            Time.of(*booking.slots),
            booking.state if lives or booking.state in OVER else State.EXPIRED,
            booking.expires if lives else None,
            told.get("name", ""),
            booking.reference,
            booking.flag is not None,
            self.deeds(booking),
            self._granted(booking),
            self._instead(booking),
            meeting=self.meeting(booking),
            dates=offering.dates(booking, self._store.clock()) if lives else (),
        )

    def deeds(self, booking: Booking) -> frozenset[Deed]:
        """What can be done with a booking now."""
        found: set[Deed] = set()
        if booking.lives(self._store.clock()):
            if booking.state in KEPT:
                plan, now = self._store.plan, self._store.clock()
                found |= {"delete"}
                if offering.offered(plan, offering.kept_as(booking.slots)):
                    found |= {"move"}
                    if changeable(booking, now):
                        found |= {"date"}
                        # What was paid is for all of them.
                        found |= {"drop-date"} if price(plan, booking.slots) is None else set()
                    alone = len(booking.slots) == 1
                    if alone and booking.start > now and can_move(plan, booking, now):
                        found |= {"earlier"}
            elif booking.state is State.PENDING:
                found |= {"delete"}
            elif booking.state is State.HELD:
                found |= {"delete", "accept"}
        kept = booking.state in KEPT or booking.state is State.ATTENDED
        gone = booking.state is State.CANCELLED and self._granted(booking)
        if self._calendar and (kept or gone):
            found |= {"calendar"}
        return frozenset(found)

    def meeting(self, booking: Booking) -> str | None:
        """The address at which a booking by video takes place, until it is over."""
        video = offering.met(self._store.plan, booking.service) is Meeting.VIDEO
        ahead = max(slot.end for slot in booking.slots) > self._store.clock()
        return self._meeting(booking.id) if video and ahead and booking.state in KEPT else None

    def _instead(self, booking: Booking) -> Time | None:
        """The time that an offer would take the place of."""
        if booking.state is not State.HELD or booking.waiting is None:
            return None
        kept = self._store.instead_of(booking.id)
        return Time.of(*kept.slots) if kept else None

    def _granted(self, booking: Booking) -> bool:
        """Was it ever more than a hold or a request?"""
        if booking.state not in OVER:
            return booking.state not in (State.HELD, State.PENDING)
        return any(entry.kind is Kind.CONFIRMED for entry in self._store.log(booking.id))
