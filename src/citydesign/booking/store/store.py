"""The store: what residents do, each command of the core in one transaction with its mail."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Engine

from citydesign.booking.core import commands, dates
from citydesign.booking.core.diary import Booking, Slot
from citydesign.booking.core.outcome import Outcome, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.rate import HoldLimit, Rate
from citydesign.booking.store.alternatives import Later, answer
from citydesign.booking.store.back_office import BackOffice
from citydesign.booking.store.holds import Holds, Request
from citydesign.booking.store.ledger import Ledger
from citydesign.booking.store.log import RESIDENT, STAFF, Cause
from citydesign.booking.store.queues import queues
from citydesign.booking.store.quiet import Quiet
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data
from citydesign.store.failures import StoreUnavailable
from citydesign.store.instants import utc_now
from citydesign.store.secret import Secret


class Store(BackOffice):
    """Keeps the bookings of a city.

    Each method is one transaction. It answers with the booking as it then is, or with a `Refusal`
    of the core; nothing was changed then. All of them raise `StoreUnavailable` when the database
    can't be reached or written, and nothing was changed then either.

    Args:
        engine: from `booking_engine`; call `migrate(engine)` before.
        plan: what the city offers. Set `plan` again when hours or services change, then `recheck`.
        secret: at least 32 random bytes for links and pseudonyms, kept outside the database.
        clock: returns the present instant, aware.
        reminders: how long before its start a booking is reminded of.
        quiet: when no reminder goes out, on the clock of the office; None for never.
        rate: says whether one more time may be held.
    """

    def __init__(
        self,
        engine: Engine,
        plan: Plan,
        secret: bytes,
        *,
        clock: Callable[[], datetime] = utc_now,
        reminders: Sequence[timedelta] = (timedelta(days=1),),
        quiet: Quiet | None = Quiet(),  # noqa: B008 - frozen
        rate: Rate = HoldLimit(),  # noqa: B008 - frozen
    ) -> None:
        own = Secret(secret)
        ledger = Ledger(own, reminders, quiet)
        super().__init__(engine, plan, own, ledger, clock)
        self._holds = Holds(ledger, rate)

    def hold(
        self,
        slots: Sequence[Slot],
        person: str,
        key: str,
        *,
        origin: str | None = None,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Keep times for a person while they give their details: all of them, or none.

        What they hold of the same service is given up in the same step.

        Args:
            slots: as `availability` gave them, or from a form: they are judged again.
            person: an opaque key, see `Secret.pseudonym`.
            key: the same for each try of one request, so that a double click holds once.
            origin: an opaque key of where the request comes from, see `rate.network`; forgotten
                when the hold is over.
            staff: book past lead, horizon, cap, cool-down and rate, and a time that has begun.
            cause: who does it and why, for the log; the resident or staff unless given.
        """
        return self.hold_any([slots], person, key, origin=origin, staff=staff, cause=cause)

    def hold_any(
        self,
        ways: Sequence[Sequence[Slot]],
        person: str,
        key: str,
        *,
        origin: str | None = None,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Keep times for a person in the first of several ways that can be had.

        So the same time at several offices is offered once, and taken in one. The rest is as for
        `hold`.
        """
        cause = cause or (STAFF if staff else RESIDENT)
        name = self.secret.name("booking", person, key)
        asked = Request(name, ways, person, origin, staff, cause)

        def work(t: Transaction, seek: Later) -> Booking | Refusal:
            return self._holds.hold(t, seek, asked)

        return answer(self.transactions, self.plan, work, queues(*asked.queues))

    def book(
        self,
        slots: Sequence[Slot],
        person: str,
        key: str,
        told: Data,
        *,
        origin: str | None = None,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Hold and confirm in one transaction, where time and details come together.

        The arguments are those of `hold` and `confirm`. What staff book is paid to them.
        """
        cause = cause or (STAFF if staff else RESIDENT)
        name = self.secret.name("booking", person, key)
        asked = Request(name, [slots], person, origin, staff, cause)

        def work(t: Transaction, seek: Later) -> Booking | Refusal:
            held = self._holds.hold(t, seek, asked)
            if isinstance(held, Refusal):
                return held
            return self._holds.confirm(t, seek, name, told, cause, paid=staff)

        return answer(self.transactions, self.plan, work, queues(*asked.queues))

    def extend(self, name: str) -> Booking | Refusal:
        """Give a hold its full length again, from now."""
        return self._command(
            name, lambda t, seek: commands.extend(t.plan, t.diary, name, t.now, seek=seek)
        )

    def confirm(
        self,
        name: str,
        told: Data,
        *,
        keep: Container[int] | None = None,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Turn a hold into a booking, with the details that the resident gave.

        ``keep``: of a hold of several times the numbers, from 0, of those that are wanted; the
        others are free by it.

        Sent again it changes nothing, whatever it tells: one booking, one mail. The offer of an
        earlier time moves the booking that there is, and the answer is that one. What costs
        something is refused with `Code.UNPAID`; a `Till` confirms it when it is paid.
        """
        freed = self.instead_of(name) if keep is None else self.booking(name)
        made = self._change(
            name, lambda t, seek: self._holds.confirm(t, seek, name, told, cause or RESIDENT, keep)
        )
        self._pass_on(freed, made)
        return made

    def reschedule(
        self,
        name: str,
        slots: Sequence[Slot],
        *,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Move a booking in one transaction: at every instant it owns exactly one time."""
        return self._freeing(
            name,
            lambda t, seek: commands.reschedule(
                t.plan, t.diary, name, slots, t.now, staff=staff, seek=seek
            ),
            cause or (STAFF if staff else RESIDENT),
        )

    def move_date(
        self,
        name: str,
        number: int,
        slot: Slot,
        *,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Move one date of a series; see `citydesign.booking.core.dates`."""
        return self._freeing(
            name,
            lambda t, seek: dates.move_date(
                t.plan, t.diary, name, number, slot, t.now, staff=staff, seek=seek
            ),
            cause or (STAFF if staff else RESIDENT),
        )

    def drop_date(
        self, name: str, number: int, *, staff: bool = False, cause: Cause | None = None
    ) -> Booking | Refusal:
        """Give up one date of a series; see `citydesign.booking.core.dates`."""
        return self._freeing(
            name,
            lambda t, _: dates.drop_date(t.plan, t.diary, name, number, t.now, staff=staff),
            cause or (STAFF if staff else RESIDENT),
        )

    def cancel(
        self, name: str, *, staff: bool = False, cause: Cause | None = None
    ) -> Booking | Refusal:
        """Give a booking or a hold up. Its manage link opens nothing any more."""
        return self._freeing(
            name,
            lambda t, _: commands.cancel(t.plan, t.diary, name, t.now, staff=staff),
            cause or (STAFF if staff else RESIDENT),
        )

    def release(self, name: str) -> Booking | Refusal:
        """Give a hold up; a booking that it has become in another window stays."""
        return self._freeing(name, lambda t, _: commands.release(t.diary, name, t.now), RESIDENT)

    # Inside

    def _freeing(
        self, name: str, command: Callable[[Transaction, Later], Outcome], cause: Cause
    ) -> Booking | Refusal:
        """As `_command`; what becomes free by it is offered to those who wait."""
        freed = self.booking(name)
        made = self._command(name, command, cause)
        self._pass_on(freed, made)
        return made

    def _pass_on(self, freed: Booking | None, made: Booking | Refusal) -> None:
        """Offer what a booking gave up to those who wait."""
        if freed is None or isinstance(made, Refusal) or freed == made:
            return
        # The change itself is made: when this fails, `tend` offers the time later.
        with suppress(StoreUnavailable):
            self.offer(freed.office)
