"""The fake itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from citydesign.booking import offering
from citydesign.booking.abilities import Hold, Visitor
from citydesign.booking.core import commands
from citydesign.booking.core.commands import cancel, confirm, hold
from citydesign.booking.core.dates import changeable, drop_date, move_date
from citydesign.booking.core.diary import KEPT, Booking, State
from citydesign.booking.core.outcome import Code, Event, Refusal
from citydesign.booking.core.plan import kind
from citydesign.booking.fake.memory import break_off
from citydesign.booking.fake.waiting import FakeWaitingList, complete
from citydesign.booking.provider import Deed, ProviderRefusal, Receipt, Time
from citydesign.booking.rate import OpenHolds, network

#: What can be done with a booking, by its state.
_DEEDS: dict[State, frozenset[Deed]] = {
    State.HELD: frozenset({"delete", "accept"}),
    State.PENDING: frozenset({"delete"}),
    **dict.fromkeys(KEPT, frozenset[Deed]({"delete", "move"})),
}


class FakeProvider(FakeWaitingList):
    """Replaces a city's present provider, on a plan of this package.

    ``names``: the words for services and offices, by id. ``pause`` is called with the seconds that
    each answer takes (pass ``time.sleep`` to feel them; a test collects them). ``faults`` is asked
    at each call, by its name: "" for none, "before" to break off untouched, "after" to do the work
    and then break off, as a lost answer does. ``rate``: may one more time be held?
    """

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book a time, once for each key."""
        lost = self._answer("create")
        complete(answers)
        with self._lock:
            receipt = self._receipts.get(key) or self._book(product, place, time, key)
            self._answers[receipt.reference] = dict(answers)
        break_off(lost)
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
        break_off(lost)

    def confirm_some(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int]
    ) -> Receipt:
        """Book those dates of a series that is held that are wanted."""
        return self._confirm(reference, answers, keep)

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
        break_off(lost)
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
        break_off(lost)
        return self._hold(self._found(reference))

    def release(self, reference: str) -> None:
        """Give a hold up."""
        lost = self._answer("release")
        with self._lock:
            self._keep(commands.release(self.diary, reference, self.clock()))
            self._offer()
        break_off(lost)

    def confirm(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is held, or offered."""
        return self._confirm(reference, answers)

    def accept(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is offered."""
        return self.confirm(reference, answers)

    def _confirm(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int] | None = None
    ) -> Receipt:
        lost = self._answer("confirm")
        complete(answers)
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
        break_off(lost)
        return self._receipt(self._found(reference))

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
        break_off(lost)
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
        break_off(lost)
        return self._receipt(self._found(reference))

    def drop_date(self, reference: str, number: int) -> Receipt:
        """Cancel one date of a series."""
        lost = self._answer("drop_date")
        with self._lock:
            self._keep(drop_date(self.plan, self.diary, reference, number, self.clock()))
            self._offer()
        break_off(lost)
        return self._receipt(self._found(reference))

    def sell_out(self, product: str, place: str, day: date) -> None:
        """Let others take every time of a day."""
        while ways := self._free(product, place, day, day):
            for way in ways:
                self._take(way, f"other-{len(self.diary)}", "someone else")

    def _book(self, product: str, place: str, time: Time, key: str) -> Receipt:
        way = offering.way_of(self.plan, product, place, time)
        reference = f"R{len(self.diary) + 1:05}"
        self._take(way, reference, key, product)
        receipt = self._receipts[key] = Receipt(reference, product, place, time)
        return receipt

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

    def _take(self, way: offering.Way, reference: str, person: str, product: str = "") -> None:
        now = self.clock()
        self._keep(hold(self.plan, self.diary, reference, person, way, now), product)
        self._keep(confirm(self.plan, self.diary, reference, now))
