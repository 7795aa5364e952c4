"""What a store knows: what is free, what is booked and who waits; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Engine

from citydesign.booking.core import commands
from citydesign.booking.core.diary import FIRST, LAST, Booking, Slot, Waiting
from citydesign.booking.core.offer import availability, places_left
from citydesign.booking.core.plan import Plan, kind
from citydesign.booking.core.visit import Visit, visits
from citydesign.booking.store import log, waiting_list
from citydesign.booking.store.ledger import Ledger, details
from citydesign.booking.store.log import Entry
from citydesign.booking.store.transaction import Transaction, Transactions
from citydesign.store.details import Data
from citydesign.store.secret import Secret


class Reader:
    """Answers from the bookings of a city.

    Args:
        engine: as for `Store`.
        plan: what the city offers; it may be set again.
        secret: for links and pseudonyms.
        ledger: knows the links, and what residents said.
        clock: returns the present instant, aware.
    """

    def __init__(
        self,
        engine: Engine,
        plan: Plan,
        secret: Secret,
        ledger: Ledger,
        clock: Callable[[], datetime],
    ) -> None:
        self.engine, self.plan, self.clock = engine, plan, clock
        self.secret, self.ledger, self.links = secret, ledger, ledger.links
        self.transactions = Transactions(engine, clock)

    def availability(
        self,
        window: tuple[datetime, datetime],
        service: str,
        offices: Iterable[str] | None = None,
        *,
        resource: str | None = None,
        without: str | None = None,
        staff: bool = False,
    ) -> tuple[Slot, ...]:
        """Return the times that can be held now; see `citydesign.booking.availability`."""
        plan = self.plan
        return self.transactions.read(
            plan,
            lambda t: availability(
                plan,
                t.diary,
                window,
                t.now,
                service,
                offices,
                resource=resource,
                without=without,
                staff=staff,
            ),
        )

    def visits(
        self,
        window: tuple[datetime, datetime],
        visit: Visit,
        offices: Iterable[str] | None = None,
        *,
        without: str | None = None,
    ) -> tuple[tuple[Slot, ...], ...]:
        """Return the ways in which a visit can be held; see `citydesign.booking.visits`."""
        plan = self.plan
        return self.transactions.read(
            plan, lambda t: visits(plan, t.diary, window, t.now, visit, offices, without=without)
        )

    def places_left(self, slots: Sequence[Slot], *, without: str | None = None) -> tuple[int, ...]:
        """Return how often each slot can still be held; see `citydesign.booking.places_left`."""
        return self.transactions.read(
            self.plan, lambda t: places_left(t.plan, t.diary, slots, t.now, without)
        )

    def booking(self, name: str) -> Booking | None:
        """Return a booking by its id."""
        return self.transactions.read(self.plan, lambda t: t.diary.get(name))

    def bookings(self, office: str, start: datetime, end: datetime) -> list[Booking]:
        """Return what is booked at an office in a window, in the order of time: the day list."""
        # Around the ends of the calendar no day can be added.
        first, last = max(start, FIRST), min(end, LAST)

        def work(t: Transaction) -> list[Booking]:
            return sorted(t.diary.between(office, first, last), key=lambda b: (b.start, b.id))

        return self.transactions.read(self.plan, work)

    def details(self, name: str) -> Data | None:
        """Return what the resident said about themselves, None when nothing is kept."""

        def work(t: Transaction) -> Data | None:
            booking = t.diary.get(name)
            return (
                self.ledger.told(t, booking)
                if booking
                else details.known(t.connection, [name]).get(name)
            )

        return self.transactions.read(self.plan, work)

    def held(self, person: str, *services: str) -> Booking | None:
        """Return what a person holds of services now: another choice would replace it."""

        def work(t: Transaction) -> Booking | None:
            return commands.choice(t.diary, person, {kind(one) for one in services}, t.now)

        return self.transactions.read(self.plan, work)

    def referred(self, reference: str) -> Booking | None:
        """Return the booking that a resident names by its reference, for staff on the phone.

        None when there is none, and when two begin alike: ask for the day then.
        """

        def work(t: Transaction) -> Booking | None:
            found = t.diary.referred(reference)
            return found[0] if len(found) == 1 else None

        return self.transactions.read(self.plan, work)

    def log(self, name: str) -> list[Entry]:
        """Return what happened to a booking, who did it and why, the oldest first."""
        return self.transactions.read(self.plan, lambda t: log.entries(t.connection, name))

    def token(self, booking: Booking) -> str:
        """Return the token of the link to send or show for a booking as it is.

        What was cancelled, or expired before it was approved, has one of its own that only shows
        it: the manage link opens nothing any more.
        """
        return self.ledger.token(booking)

    def opened(self, token: str) -> Booking | None:
        """Return the booking that a token opens: to manage, or (`OVER`) only to be read.

        None for a token that is wrong, altered, expired or used: one neutral page answers them all.
        """

        def work(t: Transaction) -> Booking | None:
            name = self.links.open(t.connection, token, t.now)
            return t.diary.get(name) if name else None

        return self.transactions.read(self.plan, work)

    # Who waits

    def earlier(self, name: str) -> Waiting | None:
        """Return the entry of who waits, or was offered, an earlier time than a booking has."""
        return self.transactions.read(self.plan, lambda t: waiting_list.earlier(t, name))

    def instead_of(self, offer: str) -> Booking | None:
        """Return the booking that an offer would take the place of, while it is ahead."""

        def work(t: Transaction) -> Booking | None:
            entry = waiting_list.instead_of(t, offer)
            kept = t.diary.get(entry.booking) if entry and entry.booking else None
            return kept if commands.ahead(kept, t.now) else None

        return self.transactions.read(self.plan, work)

    def waiting(self, person: str) -> list[Waiting]:
        """Return what a person waits for, or has been offered, the longest waiting first."""
        return self.transactions.read(self.plan, lambda t: waiting_list.of(t, person))
