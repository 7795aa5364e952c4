"""The store: commands of the core, each in one transaction with its seats and its mail."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, delete, or_, select

from citydesign.booking.core import change, commands, waitlist
from citydesign.booking.core.board import REACH
from citydesign.booking.core.diary import (
    KEPT,
    LAST,
    OVER,
    Booking,
    Diary,
    Slot,
    State,
    Waiting,
    WaitingState,
)
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal, WaitingEvent
from citydesign.booking.core.plan import Plan
from citydesign.booking.rate import HoldLimit, OpenHolds, Rate
from citydesign.booking.store import log, mail, records
from citydesign.booking.store.alternatives import Later
from citydesign.booking.store.log import RESIDENT, STAFF, SYSTEM, Cause, Entry
from citydesign.booking.store.mail import Message
from citydesign.booking.store.quiet import Quiet
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.schema import detail, link
from citydesign.booking.store.schema import log as happened
from citydesign.booking.store.schema import slot as slots_table
from citydesign.booking.store.schema import waiting as waitings
from citydesign.booking.store.transaction import Transaction, Transactions
from citydesign.store.details import Data, Details
from citydesign.store.failures import StoreUnavailable
from citydesign.store.instants import milliseconds, utc_now
from citydesign.store.links import Links
from citydesign.store.retention import in_batches
from citydesign.store.secret import Secret

_MAIL = {
    Kind.SUBMITTED: "submitted",
    Kind.CONFIRMED: "confirmed",
    Kind.RESCHEDULED: "rescheduled",
    Kind.RETIMED: "retimed",
}
#: What the link of a booking that is over is for: to be read, not managed.
_RECEIPT = "receipt"
_details = Details(detail)
_OPEN = (WaitingState.WAITING.value, WaitingState.OFFERED.value)


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
        self.secret = Secret(secret)
        self.links = Links(self.secret, link, "booking")
        self._reminders = tuple(reminders)
        self._quiet, self._rate = quiet, rate
        self._transactions = Transactions(engine, clock)

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
        return self._transactions.read(
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

    def booking(self, name: str) -> Booking | None:
        """Return a booking by its id."""
        return self._transactions.read(self.plan, lambda t: t.diary.get(name))

    def bookings(self, office: str, start: datetime, end: datetime) -> list[Booking]:
        """Return what is booked at an office in a window, in the order of time: the day list."""

        def work(t: Transaction) -> list[Booking]:
            return sorted(t.diary.between(office, start, end), key=lambda b: (b.start, b.id))

        return self._transactions.read(self.plan, work)

    def details(self, name: str) -> Data | None:
        """Return what the resident said about themselves, None when nothing is kept."""

        def work(t: Transaction) -> Data | None:
            booking = t.diary.get(name)
            return (
                self._told(t, booking)
                if booking
                else _details.known(t.connection, [name]).get(name)
            )

        return self._transactions.read(self.plan, work)

    def held(self, person: str, service: str) -> Booking | None:
        """Return what a person holds of a service now: another choice would replace it."""

        def work(t: Transaction) -> Booking | None:
            return commands.choice(t.diary, person, {service}, t.now)

        return self._transactions.read(self.plan, work)

    def referred(self, reference: str) -> Booking | None:
        """Return the booking that a resident names by its reference, for staff on the phone.

        None when there is none, and when two begin alike: ask for the day then.
        """

        def work(t: Transaction) -> Booking | None:
            found = t.diary.referred(reference)
            return found[0] if len(found) == 1 else None

        return self._transactions.read(self.plan, work)

    def log(self, name: str) -> list[Entry]:
        """Return what happened to a booking, who did it and why, the oldest first."""
        return self._transactions.read(self.plan, lambda t: log.entries(t.connection, name))

    def token(self, booking: Booking) -> str:
        """Return the token of the link to send or show for a booking as it is.

        What was cancelled, or expired before it was approved, has one of its own that only shows
        it: the manage link opens nothing any more.
        """
        return self.links.token(booking.id, _RECEIPT if booking.state in OVER else "manage")

    def opened(self, token: str) -> Booking | None:
        """Return the booking that a token opens: to manage, or (`OVER`) only to be read.

        None for a token that is wrong, altered, expired or used: one neutral page answers them all.
        """

        def work(t: Transaction) -> Booking | None:
            name = self.links.open(t.connection, token, t.now)
            return t.diary.get(name) if name else None

        return self._transactions.read(self.plan, work)

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
        cause = cause or (STAFF if staff else RESIDENT)
        name = self.secret.name("booking", person, key)

        def work(t: Transaction, seek: Later) -> Booking | Refusal:
            return self._held(t, seek, name, slots, person, origin, staff, cause)

        return self._answer(work, _holders(person, origin))

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

        The arguments are those of `hold` and `confirm`.
        """
        cause = cause or (STAFF if staff else RESIDENT)
        name = self.secret.name("booking", person, key)

        def work(t: Transaction, seek: Later) -> Booking | Refusal:
            held = self._held(t, seek, name, slots, person, origin, staff, cause)
            if isinstance(held, Refusal):
                return held
            return self._confirmed(t, seek, name, told, cause)

        return self._answer(work, _holders(person, origin))

    def extend(self, name: str) -> Booking | Refusal:
        """Give a hold its full length again, from now."""
        return self._command(
            name, lambda t, seek: commands.extend(t.plan, t.diary, name, t.now, seek=seek)
        )

    def confirm(self, name: str, told: Data, *, cause: Cause | None = None) -> Booking | Refusal:
        """Turn a hold into a booking, with the details that the resident gave.

        Sent again it changes nothing, whatever it tells: one booking, one mail.
        """

        return self._change(
            name, lambda t, seek: self._confirmed(t, seek, name, told, cause or RESIDENT)
        )

    def reschedule(
        self,
        name: str,
        slots: Sequence[Slot],
        *,
        staff: bool = False,
        cause: Cause | None = None,
    ) -> Booking | Refusal:
        """Move a booking in one transaction: at every instant it owns exactly one time."""
        freed = self.booking(name)
        answer = self._command(
            name,
            lambda t, seek: commands.reschedule(
                t.plan, t.diary, name, slots, t.now, staff=staff, seek=seek
            ),
            cause or (STAFF if staff else RESIDENT),
        )
        self._pass_on(freed, answer)
        return answer

    def cancel(
        self, name: str, *, staff: bool = False, cause: Cause | None = None
    ) -> Booking | Refusal:
        """Give a booking or a hold up. Its manage link opens nothing any more."""
        freed = self.booking(name)
        answer = self._command(
            name,
            lambda t, _: commands.cancel(t.plan, t.diary, name, t.now, staff=staff),
            cause or (STAFF if staff else RESIDENT),
        )
        self._pass_on(freed, answer)
        return answer

    def release(self, name: str) -> Booking | Refusal:
        """Give a hold up; a booking that it has become in another window stays."""
        freed = self.booking(name)
        answer = self._command(name, lambda t, _: commands.release(t.diary, name, t.now))
        self._pass_on(freed, answer)
        return answer

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
            new = Waiting(secrets.token_hex(16), person, office, service, *window, t.now)
            mine = and_(waitings.c.person == person, waitings.c.state.in_(_OPEN))
            before = records.entries(t.connection, mine)
            outcome = waitlist.join(t.plan, before, new, t.now)
            if isinstance(outcome, Refusal):
                return outcome
            for event in outcome:
                if isinstance(event, WaitingEvent):
                    records.enter(t.connection, event.waiting)
                    _details.keep(t.connection, event.waiting.id, told)
                    return event.waiting
            return next(e for e in before if (e.office, e.service) == (office, service))

        return self._transactions.change(self.plan, work, _queues(f"person {person}"))

    def leave(self, entry: str) -> None:
        """Take a person off the waiting list, and forget what they said."""

        def work(t: Transaction) -> None:
            for found in records.entries(t.connection, waitings.c.id == entry):
                for event in waitlist.leave(found, t.now):
                    records.pass_on(t.connection, event.waiting, found.state)
                    _details.forget(t.connection, [entry])

        self._transactions.change(self.plan, work, _queues())

    def offer(self, office: str) -> list[Booking]:
        """Offer what is free at an office to those who wait, the longest first.

        Cancelling, rescheduling and `recheck` do this by themselves; `tend` does it for what
        expired, for days that have come within the horizon, and for a plan that is new.
        """

        def look(t: Transaction) -> list[Waiting]:
            waiting = and_(
                waitings.c.office == office, waitings.c.state == WaitingState.WAITING.value
            )
            found = records.entries(t.connection, waiting)
            return [e.waiting for e in _offers(t, found) if isinstance(e, WaitingEvent)]

        def work(t: Transaction) -> Booking | None:
            still = and_(waitings.c.id == entry.id, waitings.c.state == WaitingState.WAITING.value)
            outcome = _offers(t, records.entries(t.connection, still))
            self._record(t, outcome, SYSTEM)
            held = [e.booking for e in outcome if isinstance(e, Event) and e.kind is Kind.HELD]
            return held[0] if held else None

        offered = []
        # Whom to offer to is thought out without a lock, then done for one person at a time: their
        # cap may be raced by a hold of their own.
        for entry in self._transactions.read(self.plan, look):
            made = self._transactions.change(self.plan, work, _queues(f"person {entry.person}"))
            if made is not None:
                offered.append(made)
        return offered

    # The outbox

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Message]:
        """Claim messages that are due; nobody else gets them before the lease ends.

        Send each, then report it with `sent`. A reminder that was not fetched in time is dropped
        when the appointment has begun, and waits for the end of quiet hours.
        """

        def work(t: Transaction) -> list[Message]:
            found: list[Message] = []
            while leased := mail.outbox.lease(t.connection, t.now, t.now + lease, limit):
                for sending in leased:
                    number, name, kind, sequence = sending
                    booking = t.diary.get(name)
                    if booking is None:
                        continue
                    office = t.plan.office.get(booking.office)
                    zone = office.tz if office else None
                    if mail.timely(t.connection, sending, booking, self._quiet, t.now, zone):
                        own = self._told(t, booking)
                        token = self.token(booking)
                        found.append(Message(number, kind, booking, own, token, sequence))
                if found:
                    break
            return found

        return self._transactions.change(self.plan, work, _queues())

    def sent(self, message: Message) -> bool:
        """Note that a message went out. False when that was noted before, or it was withdrawn."""
        return self._transactions.change(
            self.plan, lambda t: mail.outbox.sent(t.connection, message.id, t.now), lambda _: []
        )

    # Housekeeping

    def tend(self, limit: int = 500) -> int:
        """Write down what has expired, forget who held it, and offer it to those who wait.

        Call it every minute or so, from any number of processes. Nothing depends on its pace but
        how soon those who wait are asked: an expired hold is free at its end, tended or not.

        Returns how many bookings had expired.
        """

        def work(t: Transaction) -> set[str]:
            found = Diary(t.diary.expired(limit))
            events = []
            for event in commands.expire(found, t.now):
                before = found.get(event.booking.id)
                if before is not None and before.state is State.HELD:
                    event = replace(event, booking=replace(event.booking, person=""))
                events.append(event)
            self._record(t, tuple(events), SYSTEM)
            for event in events:
                tended.add(event.booking.id)
            waiting = select(waitings.c.office).distinct()
            ahead = waitings.c.latest > milliseconds(t.now)
            asked = waiting.where(waitings.c.state == WaitingState.WAITING.value, ahead)
            return set(t.connection.execute(asked).scalars())

        tended: set[str] = set()
        for office in sorted(self._transactions.change(self.plan, work, _queues())):
            self.offer(office)
        return len(tended)

    def forget(self, keep: timedelta) -> int:
        """Delete all that ended longer ago than `keep`: bookings, details, links, mail, entries.

        Returns how many bookings were deleted.
        """

        def work(t: Transaction) -> int:
            limit = milliseconds(t.now - keep)
            recent = select(slots_table.c.booking).where(
                slots_table.c.booking == bookings.c.id, slots_table.c.ends > limit
            )
            over = [state.value for state in OVER]
            touched = select(happened.c.id).where(
                happened.c.booking == bookings.c.id, happened.c.at > limit
            )
            # By time alone, whether or not `tend` has ever written down what expired.
            ended = select(bookings.c.id).where(
                bookings.c.created <= limit,
                or_(
                    bookings.c.expires <= limit,
                    and_(
                        bookings.c.expires.is_(None),
                        or_(
                            ~recent.exists(),
                            and_(bookings.c.state.in_(over), ~touched.exists()),
                        ),
                    ),
                ),
            )
            names = list(t.connection.execute(ended.order_by(bookings.c.id).limit(500)).scalars())
            t.release(names)
            _details.forget(t.connection, names)
            done = t.connection.execute(delete(bookings).where(bookings.c.id.in_(names)))
            passed = [
                entry.id
                for entry in records.entries(
                    t.connection,
                    waitings.c.state.not_in(_OPEN) | (waitings.c.latest <= limit),
                )
            ]
            _details.forget(t.connection, passed)
            t.connection.execute(delete(waitings).where(waitings.c.id.in_(passed)))
            return done.rowcount

        return in_batches(lambda: self._transactions.change(self.plan, work, _queues()))

    # Inside

    def _held(
        self,
        t: Transaction,
        seek: Later,
        name: str,
        slots: Sequence[Slot],
        person: str,
        origin: str | None,
        staff: bool,
        cause: Cause,
    ) -> Booking | Refusal:
        outcome = commands.hold(t.plan, t.diary, name, person, slots, t.now, staff=staff, seek=seek)
        new = bool(outcome) and not isinstance(outcome, Refusal)
        if new and not staff and not self._rate.allows(_open_holds(t, person, origin, outcome)):
            return Refusal(Code.TOO_MANY_HOLDS)
        answer = self._kept(t, name, outcome, cause)
        if new and origin is not None:
            records.note_origin(t.connection, name, origin)
        return answer

    def _confirmed(
        self, t: Transaction, seek: Later, name: str, told: Data, cause: Cause
    ) -> Booking | Refusal:
        outcome = commands.confirm(t.plan, t.diary, name, t.now, seek=seek)
        if outcome and not isinstance(outcome, Refusal):
            _details.keep(t.connection, name, told)
        return self._kept(t, name, outcome, cause)

    def _command(
        self,
        name: str,
        command: Callable[[Transaction, Later], Outcome],
        cause: Cause = RESIDENT,
    ) -> Booking | Refusal:
        return self._change(name, lambda t, seek: self._kept(t, name, command(t, seek), cause))

    def _change(
        self, name: str, work: Callable[[Transaction, Later], Booking | Refusal]
    ) -> Booking | Refusal:
        def person(connection: Connection) -> list[str]:
            found = select(bookings.c.person).where(bookings.c.id == name)
            return [f"person {person}" for person in connection.execute(found).scalars()]

        return self._answer(work, person)

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

        answer = self._transactions.change(self.plan, afresh, queues)
        if isinstance(answer, Refusal) and seek.wanted:
            # A refusal without alternatives is an answer too.
            with suppress(StoreUnavailable):
                near = self._transactions.read(self.plan, seek.look)
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
            self._record(t, events, cause)
            return events

        return self._transactions.change(self.plan, work, _queues())

    def _pass_on(self, freed: Booking | None, answer: Booking | Refusal) -> None:
        """Offer what a booking gave up to those who wait."""
        if freed is None or isinstance(answer, Refusal) or freed == answer:
            return
        # The change itself is made: when this fails, `tend` offers the time later.
        with suppress(StoreUnavailable):
            self.offer(freed.office)

    def _told(self, t: Transaction, booking: Booking) -> Data | None:
        """What the resident of a booking said; of an offer, when they joined the list."""
        subjects = [booking.id, *([booking.waiting] if booking.waiting else [])]
        told = _details.known(t.connection, subjects)
        return next((told[subject] for subject in subjects if subject in told), None)

    def _kept(self, t: Transaction, name: str, outcome: Outcome, cause: Cause) -> Booking | Refusal:
        if isinstance(outcome, Refusal):
            return outcome
        self._record(t, outcome, cause)
        return t.diary.get(name) or Refusal(Code.UNKNOWN)

    def _record(
        self, t: Transaction, outcome: Sequence[Event | WaitingEvent], cause: Cause
    ) -> None:
        """Write events: bookings first, then seats, then the log and what follows from them."""
        events = [event for event in outcome if isinstance(event, Event)]
        before = {event.booking.id: t.diary.known(event.booking.id) for event in events}
        t.write(event.booking for event in events)
        log.note(t.connection, events, cause)
        for event in events:
            self._follow(t, event, before[event.booking.id])
        for step in outcome:
            if isinstance(step, WaitingEvent):
                records.pass_on(t.connection, step.waiting, WaitingState.WAITING)

    def _follow(self, t: Transaction, event: Event, before: Booking | None) -> None:
        booking, kind = event.booking, event.kind
        if kind in _MAIL:
            mail.put(t.connection, booking, _MAIL[kind], t.now)
        if kind is Kind.HELD and booking.waiting:
            mail.put(t.connection, booking, "offered", t.now)
        end = max(slot.end for slot in booking.slots)
        if booking.state in KEPT and kind in _MAIL:
            zone = t.plan.office[booking.office].tz
            mail.remind(t.connection, booking, self._reminders, self._quiet, zone, t.now)
            self.links.issue(t.connection, booking.id, end)
        elif booking.expires and (booking.waiting or booking.state is State.PENDING):
            # An offer can be accepted, a request seen and withdrawn, as long as it lives.
            self.links.issue(t.connection, booking.id, booking.expires)
        if kind in (Kind.FLAGGED, Kind.UNFLAGGED) and booking.state is not State.HELD:
            was_flagged = before is not None and before.flag is not None
            if was_flagged != (booking.flag is not None):
                mail.flag(t.connection, booking, t.now)
        if kind in (Kind.CANCELLED, Kind.EXPIRED):
            mail.withdraw(t.connection, booking.id)
            self.links.revoke(t.connection, booking.id)
            if before is not None and before.state is not State.HELD:
                mail.put(t.connection, booking, kind.value, t.now)
                shown = max(end, t.now + timedelta(days=1))
                self.links.issue(t.connection, booking.id, shown, _RECEIPT)
        if booking.waiting:
            mine = waitings.c.id == booking.waiting
            for entry in records.entries(t.connection, mine):
                for step in waitlist.follow(entry, event):
                    records.pass_on(t.connection, step.waiting, entry.state)
                    _details.forget(t.connection, [entry.id])


def _open_holds(t: Transaction, person: str, origin: str | None, outcome: Outcome) -> OpenHolds:
    """What is held beside the bookings of an outcome."""
    events = () if isinstance(outcome, Refusal) else outcome
    asked = {event.booking.id for event in events if isinstance(event, Event)}
    by_person = sum(
        other.state is State.HELD and other.waiting is None and other.id not in asked
        for other in t.diary.of(person)
    )
    if origin is None:
        return OpenHolds(by_person, 0)
    return OpenHolds(by_person, records.open_holds(t.connection, t.now, asked, origin))


def _holders(person: str, origin: str | None) -> Callable[[Connection], Iterable[str]]:
    """Who holds one at a time: nobody then passes a cap in two windows."""
    return _queues(f"person {person}", *([f"origin {origin}"] if origin is not None else []))


def _queues(*names: str) -> Callable[[Connection], Iterable[str]]:
    return lambda _: names


def _offers(t: Transaction, entries: list[Waiting]) -> tuple[Event | WaitingEvent, ...]:
    if not entries:
        return ()
    reach = timedelta(days=1) + t.plan.longest
    earliest = min(entry.earliest for entry in entries) - reach
    latest = min(LAST, max(entry.latest for entry in entries)) + reach
    known = Diary()
    for office in {entry.office for entry in entries}:
        for booking in t.diary.between(office, earliest, latest):
            known.put(booking)
    for person in {entry.person for entry in entries}:
        for booking in t.diary.of(person):
            known.put(booking)
    names = iter(lambda: secrets.token_hex(16), "")
    return waitlist.offer(t.plan, known, entries, names, t.now)
