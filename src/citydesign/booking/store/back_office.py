"""What staff and workers do: approve, note who came, bring bookings in line, send, tidy up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from citydesign.booking.core import change, commands
from citydesign.booking.core.diary import Booking, Diary
from citydesign.booking.core.frame import REACH
from citydesign.booking.core.outcome import Event, Outcome, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.store import deliveries, housekeeping, mail, waiting_list
from citydesign.booking.store.alternatives import Later, answer
from citydesign.booking.store.log import RESIDENT, STAFF, SYSTEM, Cause
from citydesign.booking.store.mail import Message
from citydesign.booking.store.queues import of_person, queues
from citydesign.booking.store.transaction import Transaction
from citydesign.booking.store.waiting_room import WaitingRoom
from citydesign.store.engine import scrub
from citydesign.store.failures import StoreUnavailable
from citydesign.store.retention import in_batches


class BackOffice(WaitingRoom):
    """Does with bookings what no resident asks for."""

    # Staff

    def approve(self, name: str, *, cause: Cause = STAFF) -> Booking | Refusal:
        """Approve a pending booking."""
        return self._command(
            name, lambda t, seek: commands.approve(t.plan, t.diary, name, t.now, seek=seek), cause
        )

    def attend(self, name: str, *, cause: Cause = STAFF) -> Booking | Refusal:
        """Note that the person came."""
        return self._command(
            name, lambda t, _: commands.attend(t.plan, t.diary, name, t.now), cause
        )

    def miss(self, name: str, *, cause: Cause = STAFF) -> Booking | Refusal:
        """Note that the person did not come."""
        return self._command(name, lambda t, _: commands.miss(t.plan, t.diary, name, t.now), cause)

    def recheck(self, office: str, until: datetime, *, cause: Cause = STAFF) -> tuple[Event, ...]:
        """Ask of what lies ahead at an office whether the plan of today would accept it.

        What it would not moves to other resources, or is flagged for staff to call the resident,
        who gets a message; no booking is deleted. What new hours or resources have made free is
        offered to those who wait.
        """
        events = self._ahead(
            office, until, lambda plan, diary, now: change.recheck(plan, diary, now, until), cause
        )
        # The change itself is made: when this fails, `tend` offers later.
        with suppress(StoreUnavailable):
            self.offer(office)
        return events

    def retime(self, office: str, until: datetime, *, cause: Cause = SYSTEM) -> tuple[Event, ...]:
        """Bring what lies ahead in line with new time zone rules; see `change.retime`."""
        return self._ahead(office, until, change.retime, cause)

    # The outbox

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Message]:
        """Claim messages that are due; nobody else gets them before the lease ends.

        Send each, then report it with `sent`. A reminder that was not fetched in time is dropped
        when the appointment has begun, and waits for the end of quiet hours.
        """
        return self.transactions.change(
            self.plan, lambda t: deliveries.due(t, self.ledger, limit, lease), queues()
        )

    def sent(self, message: Message) -> bool:
        """Note that a message went out. False when that was noted before, or it was withdrawn."""
        return self.transactions.change(
            self.plan, lambda t: mail.outbox.sent(t.connection, message.id, t.now), queues()
        )

    # Housekeeping

    def tend(self, limit: int = 500) -> int:
        """Write down what has expired, forget who held it, and offer it to those who wait.

        Call it every minute or so, from any number of processes. Nothing depends on its pace but
        how soon those who wait are asked: an expired hold is free at its end, tended or not.

        Returns how many bookings had expired.
        """

        def work(t: Transaction) -> tuple[set[str], set[str]]:
            return housekeeping.expire(t, self.ledger, limit), waiting_list.offices(t)

        tended, offices = self.transactions.change(self.plan, work, queues())
        for office in sorted(offices):
            self.offer(office)
        return len(tended)

    def forget(self, keep: timedelta) -> int:
        """Delete all that ended longer ago than `keep`: bookings, details, links, mail, entries.

        Returns how many bookings were deleted.
        """
        forgotten = in_batches(
            lambda: self.transactions.change(
                self.plan, lambda t: housekeeping.forget(t, keep), queues()
            )
        )
        scrub(self.engine)
        return forgotten

    # Inside

    def _command(
        self,
        name: str,
        command: Callable[[Transaction, Later], Outcome],
        cause: Cause = RESIDENT,
    ) -> Booking | Refusal:
        return self._change(
            name, lambda t, seek: self.ledger.keep(t, name, command(t, seek), cause)
        )

    def _change(
        self, name: str, work: Callable[[Transaction, Later], Booking | Refusal]
    ) -> Booking | Refusal:
        return answer(self.transactions, self.plan, work, of_person(name))

    def _ahead(
        self,
        office: str,
        until: datetime,
        command: Callable[[Plan, Diary, datetime], tuple[Event, ...]],
        cause: Cause,
    ) -> tuple[Event, ...]:
        def work(t: Transaction) -> tuple[Event, ...]:
            # What lies about the last of them decides too where they can sit.
            last = until + REACH + t.plan.longest
            events = command(t.plan, Diary(t.diary.between(office, t.now, last)), t.now)
            self.ledger.record(t, events, cause)
            return events

        return self.transactions.change(self.plan, work, queues())
