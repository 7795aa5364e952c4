"""The store: commands of the core, each in one transaction with its seats and its mail."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select

from citydesign.booking.core import change, commands, dates
from citydesign.booking.core.diary import FIRST, LAST, Booking, Diary, Slot, Waiting
from citydesign.booking.core.frame import REACH
from citydesign.booking.core.offer import availability, places_left
from citydesign.booking.core.outcome import Event, Outcome, Refusal
from citydesign.booking.core.plan import Plan, kind
from citydesign.booking.core.visit import Visit, visits
from citydesign.booking.rate import HoldLimit, Rate
from citydesign.booking.store import deliveries, housekeeping, log, mail, waiting_list
from citydesign.booking.store.alternatives import Later
from citydesign.booking.store.holds import Holds, Request
from citydesign.booking.store.ledger import Ledger, details
from citydesign.booking.store.log import RESIDENT, STAFF, SYSTEM, Cause, Entry
from citydesign.booking.store.mail import Message
from citydesign.booking.store.quiet import Quiet
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.transaction import Transaction, Transactions
from citydesign.store.details import Data
from citydesign.store.engine import scrub
from citydesign.store.failures import StoreUnavailable
from citydesign.store.instants import utc_now
from citydesign.store.retention import in_batches
from citydesign.store.secret import Secret


class Store:
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
        self.engine = engine
        self.plan = plan
        self.clock = clock
        self.secret = Secret(secret)
        self.ledger = Ledger(self.secret, reminders, quiet)
        self._holds = Holds(self.ledger, rate)
        self.links = self.ledger.links
        self.transactions = Transactions(engine, clock)

    # What there is

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

    # What a resident does

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

        return self._answer(work, _queues(*asked.queues))

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

        return self._answer(work, _queues(*asked.queues))

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
        answer = self._change(
            name, lambda t, seek: self._holds.confirm(t, seek, name, told, cause or RESIDENT, keep)
        )
        self._pass_on(freed, answer)
        return answer

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

    # What staff do

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
        answer = self._ahead(
            office, until, lambda plan, diary, now: change.recheck(plan, diary, now, until), cause
        )
        # The change itself is made: when this fails, `tend` offers later.
        with suppress(StoreUnavailable):
            self.offer(office)
        return answer

    def retime(self, office: str, until: datetime, *, cause: Cause = SYSTEM) -> tuple[Event, ...]:
        """Bring what lies ahead in line with new time zone rules; see `change.retime`."""
        return self._ahead(office, until, change.retime, cause)

    # The waiting list

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

        return self.transactions.change(self.plan, work, _queues(f"person {person}"))

    def join_earlier(self, name: str) -> Waiting | Refusal:
        """Put somebody on the waiting list for an earlier time than they have, and keep what it is.

        Confirming the offer moves the booking in one step.
        """
        return self.transactions.change(
            self.plan, lambda t: waiting_list.join_earlier(t, name), self._person(name)
        )

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

    def leave(self, entry: str) -> None:
        """Take a person off the waiting list, and forget what they said."""
        self.transactions.change(self.plan, lambda t: waiting_list.leave(t, entry), _queues())

    def offer(self, office: str) -> list[Booking]:
        """Offer what is free at an office to those who wait, the longest first.

        Cancelling, rescheduling and `recheck` do this by themselves; `tend` does it for what
        expired, for days that have come within the horizon, and for a plan that is new.
        """

        def ask(entry: Waiting) -> Booking | None:
            return self.transactions.change(
                self.plan,
                lambda t: waiting_list.offer(t, self.ledger, entry),
                _queues(f"person {entry.person}"),
            )

        # Whom to offer to is thought out without a lock, then done for one person at a time: their
        # cap may be raced by a hold of their own.
        ahead = self.transactions.read(self.plan, lambda t: waiting_list.served(t, office))
        return [made for entry in ahead if (made := ask(entry)) is not None]

    # The outbox

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Message]:
        """Claim messages that are due; nobody else gets them before the lease ends.

        Send each, then report it with `sent`. A reminder that was not fetched in time is dropped
        when the appointment has begun, and waits for the end of quiet hours.
        """
        return self.transactions.change(
            self.plan, lambda t: deliveries.due(t, self.ledger, limit, lease), _queues()
        )

    def sent(self, message: Message) -> bool:
        """Note that a message went out. False when that was noted before, or it was withdrawn."""
        return self.transactions.change(
            self.plan, lambda t: mail.outbox.sent(t.connection, message.id, t.now), lambda _: []
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

        tended, offices = self.transactions.change(self.plan, work, _queues())
        for office in sorted(offices):
            self.offer(office)
        return len(tended)

    def forget(self, keep: timedelta) -> int:
        """Delete all that ended longer ago than `keep`: bookings, details, links, mail, entries.

        Returns how many bookings were deleted.
        """
        forgotten = in_batches(
            lambda: self.transactions.change(
                self.plan, lambda t: housekeeping.forget(t, keep), _queues()
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

    def _freeing(
        self, name: str, command: Callable[[Transaction, Later], Outcome], cause: Cause
    ) -> Booking | Refusal:
        """As `_command`; what becomes free by it is offered to those who wait."""
        freed = self.booking(name)
        answer = self._command(name, command, cause)
        self._pass_on(freed, answer)
        return answer

    def _change(
        self, name: str, work: Callable[[Transaction, Later], Booking | Refusal]
    ) -> Booking | Refusal:
        return self._answer(work, self._person(name))

    @staticmethod
    def _person(name: str) -> Callable[[Connection], list[str]]:
        """The queue of the person of a booking."""

        def person(connection: Connection) -> list[str]:
            found = select(bookings.c.person).where(bookings.c.id == name)
            return [f"person {person}" for person in connection.execute(found).scalars()]

        return person

    def _answer(
        self,
        work: Callable[[Transaction, Later], Booking | Refusal],
        queues: Callable[[Connection], Iterable[str]],
    ) -> Booking | Refusal:
        """Change something; the alternatives of a refusal are looked for when that is over."""
        seek = Later()

        def afresh(t: Transaction) -> Booking | Refusal:
            nonlocal seek
            seek = Later()
            return work(t, seek)

        answer = self.transactions.change(self.plan, afresh, queues)
        if isinstance(answer, Refusal) and seek.wanted:
            # A refusal without alternatives is an answer too.
            with suppress(StoreUnavailable):
                near = self.transactions.read(self.plan, seek.look)
                answer = replace(answer, alternatives=near)
        return answer

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

        return self.transactions.change(self.plan, work, _queues())

    def _pass_on(self, freed: Booking | None, answer: Booking | Refusal) -> None:
        """Offer what a booking gave up to those who wait."""
        if freed is None or isinstance(answer, Refusal) or freed == answer:
            return
        # The change itself is made: when this fails, `tend` offers the time later.
        with suppress(StoreUnavailable):
            self.offer(freed.office)


def _queues(*names: str) -> Callable[[Connection], Iterable[str]]:
    return lambda _: names
