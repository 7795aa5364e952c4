"""Those who wait for a time: they come, are offered one, and leave."""

from __future__ import annotations

from datetime import datetime

from citydesign.booking.core.diary import Booking, Waiting
from citydesign.booking.core.outcome import Refusal
from citydesign.booking.store import waiting_list
from citydesign.booking.store.queues import of_person, queues
from citydesign.booking.store.reader import Reader
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data


class WaitingRoom(Reader):
    """Keeps who waits, and offers them what is free."""

    def join(
        self,
        person: str,
        office: str,
        service: str,
        window: tuple[datetime, datetime],
        told: Data,
    ) -> Waiting | Refusal:
        """Put a person on the waiting list, once for each office and service.

        `told` must say how to reach them; it is forgotten when they leave the list.
        """

        def work(t: Transaction) -> Waiting | Refusal:
            return waiting_list.join(t, person, office, service, window, told)

        return self.transactions.change(self.plan, work, queues(f"person {person}"))

    def join_earlier(self, name: str) -> Waiting | Refusal:
        """Put somebody on the waiting list for an earlier time than they have, and keep what it is.

        Confirming the offer moves the booking in one step.
        """
        return self.transactions.change(
            self.plan, lambda t: waiting_list.join_earlier(t, name), of_person(name)
        )

    def leave(self, entry: str) -> None:
        """Take a person off the waiting list, and forget what they said."""
        self.transactions.change(self.plan, lambda t: waiting_list.leave(t, entry), queues())

    def offer(self, office: str) -> list[Booking]:
        """Offer what is free at an office to those who wait, the longest first.

        Cancelling, rescheduling and `recheck` do this by themselves; `tend` does it for what
        expired, for days that have come within the horizon, and for a plan that is new.
        """

        def ask(entry: Waiting) -> Booking | None:
            return self.transactions.change(
                self.plan,
                lambda t: waiting_list.offer(t, self.ledger, entry),
                queues(f"person {entry.person}"),
            )

        # Whom to offer to is thought out without a lock, then done for one person at a time: their
        # cap may be raced by a hold of their own.
        ahead = self.transactions.read(self.plan, lambda t: waiting_list.served(t, office))
        return [made for entry in ahead if (made := ask(entry)) is not None]
