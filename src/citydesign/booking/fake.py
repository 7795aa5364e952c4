"""A booking provider that exists only in memory, with the manners of real ones.

For tests and demonstrations: it can be slow, sold out, or fail at any call, before or after it has
booked. It has every ability that keeps no links, sends no mail and takes no money.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from citydesign.booking import offering
from citydesign.booking.abilities import Hold, Visitor
from citydesign.booking.core import commands, waitlist
from citydesign.booking.core.commands import cancel, confirm, hold
from citydesign.booking.core.dates import changeable, drop_date, move_date
from citydesign.booking.core.diary import (
    KEPT,
    LAST,
    Booking,
    Diary,
    State,
    Waiting,
    WaitingState,
)
from citydesign.booking.core.offer import places_left
from citydesign.booking.core.outcome import Code, Event, Outcome, Refusal, WaitingEvent
from citydesign.booking.core.plan import Office, Plan, kind
from citydesign.booking.core.visit import Visit
from citydesign.booking.provider import (
    Deed,
    Field,
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
    Receipt,
    Time,
)
from citydesign.booking.rate import HoldLimit, OpenHolds, Rate, network
from citydesign.hours.clock import local_date
from citydesign.rules import trimmed

MINUTE = timedelta(minutes=1)
#: What can be done with a booking, by its state.
_DEEDS: dict[State, frozenset[Deed]] = {
    State.HELD: frozenset({"delete", "accept"}),
    State.PENDING: frozenset({"delete"}),
    **dict.fromkeys(KEPT, frozenset[Deed]({"delete", "move"})),
}


class FakeProvider:
    """Replaces a city's present provider, on a plan of this package.

    ``names``: the words for services and offices, by id. ``pause`` is called with the seconds that
    each answer takes (pass ``time.sleep`` to feel them; a test collects them). ``faults`` is asked
    at each call, by its name: "" for none, "before" to break off untouched, "after" to do the work
    and then break off, as a lost answer does. ``rate``: may one more time be held?
    """

    def __init__(
        self,
        plan: Plan,
        clock: Callable[[], datetime],
        *,
        names: Mapping[str, str] | None = None,
        latency: float = 0.0,
        pause: Callable[[float], None] = lambda seconds: None,
        faults: Callable[[str], str] = lambda call: "",
        rate: Rate = HoldLimit(),  # noqa: B008 - frozen
    ) -> None:
        self.plan, self.clock, self.diary = plan, clock, Diary()
        self.names = names or {}
        self.latency, self.pause, self.faults = latency, pause, faults
        self.rate = rate
        self._receipts: dict[str, Receipt] = {}
        self._lock = Lock()
        #: Which hold a key has made, and which address asked for it.
        self._holds: dict[str, str] = {}
        self._origins: dict[str, str] = {}
        self._answers: dict[str, dict[str, str]] = {}
        self.waiting: dict[str, Waiting] = {}

    def products(self, locale: str) -> Sequence[Product]:
        """The services of the plan."""
        self._answer("products")
        return [
            Product(
                service.id,
                self.names.get(service.id, service.id),
                service.duration // MINUTE,
                by=service.by,
            )
            for service in self.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """The offices that can serve a product."""
        self._answer("places")
        return [self._place(office) for office in offering.offices(self.plan, product)]

    def dates(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Sequence[date]:
        """The days with a free time."""
        self._answer("dates")
        free = self._free(product, place, first, last, without)
        return sorted({way[0].wall.date() for way in free})

    def counts(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Mapping[date, int]:
        """The days with a free time, and how many each has."""
        self._answer("counts")
        free = self._free(product, place, first, last, without)
        return Counter(way[0].wall.date() for way in free)

    def times(
        self, product: str, place: str, day: date, *, without: str | None = None
    ) -> Sequence[Time]:
        """The free times of a day."""
        self._answer("times")
        free = self._free(product, place, day, day, without)
        if Visit.of(product) or not self.plan.shared(place, product):
            return [Time.of(*way) for way in free]
        slots = [slot for (slot,) in free]
        left = places_left(self.plan, self.diary, slots, self.clock(), without)
        return [Time.of(slot, left=number) for slot, number in zip(slots, left, strict=True)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """A name and a mail address, as nearly every provider asks; a phone number if you like."""
        self._answer("fields")
        return [
            Field("name", "Name"),
            Field("email", "E-mail address", "email"),
            Field("phone", "Phone number", "tel", required=False),
        ]

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book a time, once for each key."""
        lost = self._answer("create")
        _complete(answers)
        with self._lock:
            receipt = self._receipts.get(key) or self._book(product, place, time, key)
            self._answers[receipt.reference] = dict(answers)
        _break_off(lost)
        return receipt

    def receipt(self, reference: str) -> Receipt | None:
        """The booking as it is now."""
        self._answer("receipt")
        booking = self.diary.get(reference)
        if booking is None or not booking.lives(self.clock()):
            return None
        if booking.state is State.HELD and booking.waiting is None:
            return None
        return self._receipt(booking)

    def delete(self, reference: str) -> None:
        """Cancel a booking."""
        lost = self._answer("delete")
        with self._lock:
            self._keep(cancel(self.plan, self.diary, reference, self.clock()))
            self._offer()
        _break_off(lost)

    # Visits

    def people(self, product: str) -> int:
        """How many people can come for a product in one booking."""
        self._answer("people")
        return offering.people(self.plan, product)

    def beside(self, product: str, locale: str) -> Sequence[Product]:
        """What else can be done on the same visit."""
        self._answer("beside")
        others = offering.beside(self.plan, product)
        return [one for one in self.products(locale) if one.id in others]

    def lengths(self, product: str) -> Mapping[str, int]:
        """The ids of a product in each length that can be chosen, with their minutes."""
        self._answer("lengths")
        return offering.lengths(self.plan, product)

    def weeks(self, product: str) -> int:
        """Over how many weeks one booking can repeat a time of a product."""
        self._answer("weeks")
        return offering.weeks(self.plan, product)

    def confirm_some(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int]
    ) -> Receipt:
        """Book those dates of a series that is held that are wanted."""
        return self._confirm(reference, answers, keep)

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id."""
        self._answer("composed")
        return offering.product(self.plan, name, lambda name: self.names.get(name, name))

    # Holds

    def hold(self, product: str, place: str, time: Time, key: str, visitor: Visitor) -> Hold:
        """Keep a time for a visitor, once for each key."""
        return self.hold_any(product, [(place, time)], key, visitor)

    def hold_any(
        self, product: str, times: Sequence[tuple[str, Time]], key: str, visitor: Visitor
    ) -> Hold:
        """Keep a time for a visitor at the first of several places that still has it."""
        lost = self._answer("hold")
        origin = network(visitor.address)
        with self._lock:
            ways = [offering.way_of(self.plan, product, place, time) for place, time in times]
            known = self._holds.get(f"{visitor.browser} {key}")
            reference = known or f"R{len(self.diary) + 1:05}"
            now = self.clock()
            person = visitor.browser
            outcome = commands.hold_any(self.plan, self.diary, reference, person, ways, now)
            if not known and not isinstance(outcome, Refusal):
                self._limit(visitor.browser, origin, outcome)
            self._keep(outcome, product)
            self._holds[f"{visitor.browser} {key}"] = reference
            self._origins[reference] = origin
        _break_off(lost)
        return self._hold(self._found(reference))

    def held(self, reference: str, visitor: Visitor) -> Hold | None:
        """A hold of the visitor as it is now, over or not."""
        self._answer("held")
        booking = self.diary.get(reference)
        mine = booking is not None and booking.person == visitor.browser
        return self._hold(booking) if booking and mine else None

    def holding(self, product: str, visitor: Visitor) -> Hold | None:
        """What the visitor holds of a product now."""
        self._answer("holding")
        services = {kind(service) for service in offering.services(product)}
        found = commands.choice(self.diary, visitor.browser, services, self.clock())
        return self._hold(found) if found else None

    def extend(self, reference: str) -> Hold:
        """Give a hold its full length again."""
        lost = self._answer("extend")
        with self._lock:
            self._keep(commands.extend(self.plan, self.diary, reference, self.clock()))
        _break_off(lost)
        return self._hold(self._found(reference))

    def release(self, reference: str) -> None:
        """Give a hold up."""
        lost = self._answer("release")
        with self._lock:
            self._keep(commands.release(self.diary, reference, self.clock()))
            self._offer()
        _break_off(lost)

    def confirm(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is held, or offered."""
        return self._confirm(reference, answers)

    def _confirm(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int] | None = None
    ) -> Receipt:
        lost = self._answer("confirm")
        _complete(answers)
        with self._lock:
            instead, now = self._instead(self._found(reference)), self.clock()
            if instead is not None:
                self._keep(
                    commands.accept_earlier(self.plan, self.diary, reference, instead.id, now)
                )
                self._offer()
                reference = instead.id
            else:
                product = offering.product_of(self._found(reference).slots)
                outcome = confirm(self.plan, self.diary, reference, now, keep=keep)
                self._keep(outcome, product)
                self._offer()
            self._answers.setdefault(reference, dict(answers))
        _break_off(lost)
        return self._receipt(self._found(reference))

    # Moving

    def move(self, reference: str, time: Time) -> Receipt:
        """Move a booking to another time."""
        lost = self._answer("move")
        with self._lock:
            booking = self._found(reference)
            product, now = offering.kept_as(booking.slots), self.clock()
            way = offering.way_of(self.plan, product, booking.office, time)
            outcome = commands.reschedule(self.plan, self.diary, reference, way, now)
            self._keep(outcome, product, reference)
            self._offer()
        _break_off(lost)
        return self._receipt(self._found(reference))

    def move_date(self, reference: str, number: int, time: Time) -> Receipt:
        """Move one date of a series."""
        lost = self._answer("move_date")
        with self._lock:
            booking, now = self._found(reference), self.clock()
            if number not in booking.numbered:
                raise ProviderRefusal(Code.UNKNOWN)
            product = booking.slots[booking.numbered.index(number)].service
            (slot,) = offering.way_of(self.plan, product, booking.office, time)
            self._keep(move_date(self.plan, self.diary, reference, number, slot, now), product)
            self._offer()
        _break_off(lost)
        return self._receipt(self._found(reference))

    def drop_date(self, reference: str, number: int) -> Receipt:
        """Cancel one date of a series."""
        lost = self._answer("drop_date")
        with self._lock:
            self._keep(drop_date(self.plan, self.diary, reference, number, self.clock()))
            self._offer()
        _break_off(lost)
        return self._receipt(self._found(reference))

    # The waiting list

    def waiting_fields(self, product: str, locale: str) -> Sequence[Field]:
        """The same as for a booking."""
        return self.fields(product, locale)

    def join(self, product: str, place: str, answers: Mapping[str, str], visitor: Visitor) -> None:
        """Put a visitor on the list, once for each product and place."""
        lost = self._answer("join")
        _complete(answers)
        now = self.clock()
        name = f"W{len(self.waiting) + 1:05}"
        entry = Waiting(name, visitor.browser, place, product, now, LAST, now)
        with self._lock:
            self._keep(waitlist.join(self.plan, self.waiting.values(), entry, now))
            if name in self.waiting:
                self._answers[name] = dict(answers)
        _break_off(lost)

    def waits(self, product: str, place: str, visitor: Visitor) -> bool:
        """Is the visitor on the list, or was an offer made to them that is open?"""
        self._answer("waits")
        return bool(self._entries(product, place, visitor))

    def leave(self, product: str, place: str, visitor: Visitor) -> None:
        """Take the visitor off the list."""
        lost = self._answer("leave")
        with self._lock:
            for entry in self._entries(product, place, visitor):
                self._keep(waitlist.leave(entry, self.clock()))
                self._answers.pop(entry.id, None)
        _break_off(lost)

    def join_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time."""
        lost = self._answer("join_earlier")
        now = self.clock()
        with self._lock:
            name = f"W{len(self.waiting) + 1:05}"
            entry = waitlist.earlier(self.plan, self._found(reference), name, now)
            if isinstance(entry, Refusal):
                raise ProviderRefusal(entry.code)
            self._keep(waitlist.join(self.plan, self.waiting.values(), entry, now))
            if name in self.waiting:
                self._answers[name] = self._answers.get(reference, {})
        _break_off(lost)

    def waits_earlier(self, reference: str) -> bool:
        """Does a booking wait for an earlier time, or is one offered?"""
        self._answer("waits_earlier")
        return bool(self._earlier(reference))

    def leave_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time no longer."""
        lost = self._answer("leave_earlier")
        with self._lock:
            for entry in self._earlier(reference):
                self._keep(waitlist.leave(entry, self.clock()))
        _break_off(lost)

    def _earlier(self, reference: str) -> list[Waiting]:
        return [
            entry
            for entry in self.waiting.values()
            if entry.booking == reference
            and entry.state in (WaitingState.WAITING, WaitingState.OFFERED)
        ]

    def _instead(self, booking: Booking) -> Booking | None:
        """The booking that an offer would take the place of."""
        entry = self.waiting.get(booking.waiting or "")
        kept = self.diary.get(entry.booking) if entry and entry.booking else None
        return kept if commands.ahead(kept, self.clock()) else None

    def told(self, reference: str) -> Mapping[str, str]:
        """What the resident said when they joined."""
        self._answer("told")
        return self._answers.get(self._found(reference).waiting or "", {})

    def accept(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is offered."""
        return self.confirm(reference, answers)

    # What is offered no more

    def named(self, product: str, place: str, locale: str) -> tuple[Product, Place] | None:
        """The product and the place of a booking, whether or not they are still offered."""
        self._answer("named")
        office = self.plan.office.get(place)
        if office is None:
            return None
        what = offering.booked(self.plan, product, lambda name: self.names.get(name, name))
        return what, self._place(office)

    # Demonstrations

    def sell_out(self, product: str, place: str, day: date) -> None:
        """Let others take every time of a day."""
        while ways := self._free(product, place, day, day):
            for way in ways:
                self._take(way, f"other-{len(self.diary)}", "someone else")

    def _place(self, office: Office) -> Place:
        return Place(office.id, self.names.get(office.id, office.id), office.zone)

    def _book(self, product: str, place: str, time: Time, key: str) -> Receipt:
        way = offering.way_of(self.plan, product, place, time)
        reference = f"R{len(self.diary) + 1:05}"
        self._take(way, reference, key, product)
        receipt = self._receipts[key] = Receipt(reference, product, place, time)
        return receipt

    def _found(self, reference: str) -> Booking:
        booking = self.diary.get(reference)
        if booking is None:
            raise ProviderRefusal(Code.UNKNOWN)
        return booking

    def _hold(self, booking: Booking) -> Hold:
        return Hold.of(booking, self.plan, self.clock())

    def _receipt(self, booking: Booking) -> Receipt:
        told = self._answers.get(booking.id, {})
        return Receipt(
            booking.id,
            offering.kept_as(booking.slots),
            booking.office,
            Time.of(*booking.slots),
            booking.state,
            booking.expires,
            told.get("name", ""),
            can=self._deeds(booking),
            granted=booking.state not in (State.HELD, State.PENDING),
            instead=Time.of(*kept.slots) if (kept := self._instead(booking)) else None,
            dates=offering.dates(booking, self.clock()),
        )

    def _deeds(self, booking: Booking) -> frozenset[Deed]:
        can, now = _DEEDS.get(booking.state, frozenset()), self.clock()
        if not offering.offered(self.plan, offering.kept_as(booking.slots)):
            return can - {"move"}
        if changeable(booking, now):
            can |= {"date", "drop-date"}
        waits = (
            len(booking.slots) == 1
            and commands.ahead(booking, now)
            and commands.can_move(self.plan, booking, now)
        )
        return can | ({"earlier"} if waits else frozenset())

    def _entries(self, product: str, place: str, visitor: Visitor) -> list[Waiting]:
        wanted = (visitor.browser, product, place, None)
        return [
            entry
            for entry in self.waiting.values()
            if (entry.person, entry.service, entry.office, entry.booking) == wanted
            and entry.state in (WaitingState.WAITING, WaitingState.OFFERED)
        ]

    def _limit(self, person: str, origin: str, outcome: Sequence[object]) -> None:
        """Refuse a hold beyond the rate."""
        changed = {event.booking.id for event in outcome if isinstance(event, Event)}
        now = self.clock()
        others = [
            booking
            for booking in self.diary
            if booking.state is State.HELD
            and booking.waiting is None
            and booking.lives(now)
            and booking.id not in changed
        ]
        held = OpenHolds(
            sum(booking.person == person for booking in others),
            sum(bool(origin) and self._origins.get(booking.id) == origin for booking in others),
        )
        if not self.rate.allows(held):
            raise ProviderRefusal(Code.TOO_MANY_HOLDS)

    def _offer(self) -> None:
        """Offer what is free to those who wait."""
        first = len(self.diary) + 1
        names = (f"R{number:05}" for number in range(first, first + len(self.waiting) + 1))
        entries = list(self.waiting.values())
        self._keep(waitlist.offer(self.plan, self.diary, entries, names, self.clock()))

    def _take(self, way: offering.Way, reference: str, person: str, product: str = "") -> None:
        now = self.clock()
        self._keep(hold(self.plan, self.diary, reference, person, way, now), product)
        self._keep(confirm(self.plan, self.diary, reference, now))

    def _keep(self, outcome: Outcome, product: str = "", without: str | None = None) -> None:
        if isinstance(outcome, Refusal):
            times = [Time.of(slot) for slot in outcome.alternatives]
            if times and Visit.of(product):
                # The core knows times near to one slot, and not to a visit.
                start, office = outcome.alternatives[0].start, outcome.alternatives[0].office
                window = start - offering.NEAR, start + offering.NEAR
                found = offering.ways(
                    self.plan, self.diary, window, self.clock(), product, office, without
                )
                times = offering.near(found, start)
            raise ProviderRefusal(outcome.code, times)
        for event in outcome:
            if isinstance(event, WaitingEvent):
                self.waiting[event.waiting.id] = event.waiting
                continue
            self.diary.put(event.booking)
            entry = self.waiting.get(event.booking.waiting or "")
            for step in waitlist.follow(entry, event) if entry else ():
                self.waiting[step.waiting.id] = step.waiting

    def _free(
        self, product: str, place: str, first: date, last: date, without: str | None = None
    ) -> list[offering.Way]:
        zone = self.plan.office[place].tz
        day = timedelta(days=1)
        window = (
            datetime.combine(first, datetime.min.time(), UTC) - day,
            datetime.combine(last, datetime.min.time(), UTC) + 2 * day,
        )
        found = offering.ways(self.plan, self.diary, window, self.clock(), product, place, without)
        return [way for way in found if first <= local_date(way[0].start, zone) <= last]

    def _answer(self, call: str) -> bool:
        """Take the time of an answer; True when the answer is to get lost."""
        self.pause(self.latency)
        fault = self.faults(call)
        if fault == "before":
            raise ProviderDown("it does not answer")
        return fault == "after"


def _complete(answers: Mapping[str, str]) -> None:
    for field in ("name", "email"):
        if not trimmed(answers.get(field, "")):
            raise MissingField(field)


def _break_off(lost: bool) -> None:
    if lost:
        raise ProviderDown("it broke off before it answered", sent=True)
