"""A booking provider that exists only in memory, with the manners of real ones.

For tests and demonstrations: it can be slow, sold out, or fail at any call, before or after it has
booked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from citydesign.booking.core.commands import cancel, confirm, hold
from citydesign.booking.core.diary import OVER, Diary, Slot
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Outcome, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.provider import (
    Field,
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
    Receipt,
    Time,
)
from citydesign.hours.clock import local_date

MINUTE = timedelta(minutes=1)


class FakeProvider:
    """Replaces a city's present provider, on a plan of this package.

    ``names``: the words for services and offices, by id. ``pause`` is called with the seconds that
    each answer takes (pass ``time.sleep`` to feel them; a test collects them). ``faults`` is asked
    at each call, by its name: "" for none, "before" to break off untouched, "after" to do the work
    and then break off, as a lost answer does.
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
    ) -> None:
        self.plan, self.clock, self.diary = plan, clock, Diary()
        self.names = names or {}
        self.latency, self.pause, self.faults = latency, pause, faults
        self._receipts: dict[str, Receipt] = {}
        self._lock = Lock()

    def products(self, locale: str) -> Sequence[Product]:
        """The services of the plan."""
        self._answer("products")
        return [
            Product(service.id, self.names.get(service.id, service.id), service.duration // MINUTE)
            for service in self.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """The offices that can serve a product."""
        self._answer("places")
        service = self.plan.service[product]
        return [
            Place(office.id, self.names.get(office.id, office.id), office.zone)
            for office in self.plan.offices
            if all(self.plan.options(office.id, role) for role in service.needs)
        ]

    def dates(self, product: str, place: str, first: date, last: date) -> Sequence[date]:
        """The days with a free time."""
        self._answer("dates")
        return sorted({slot.wall.date() for slot in self._free(product, place, first, last)})

    def times(self, product: str, place: str, day: date) -> Sequence[Time]:
        """The free times of a day."""
        self._answer("times")
        return [_time(slot) for slot in self._free(product, place, day, day)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """A name and a mail address, as nearly every provider asks; a phone number if you like."""
        self._answer("fields")
        return [
            Field("name", "Name"),
            Field("email", "Email address", "email"),
            Field("phone", "Phone number", "tel", required=False),
        ]

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book a time, once for each key."""
        lost = self._answer("create")
        for field in ("name", "email"):
            if not answers.get(field, "").strip():
                raise MissingField(field)
        with self._lock:
            receipt = self._receipts.get(key) or self._book(product, place, time, key)
        if lost:
            raise ProviderDown("it broke off before it answered", sent=True)
        return receipt

    def receipt(self, reference: str) -> Receipt | None:
        """The booking as it is now."""
        self._answer("receipt")
        booking = self.diary.get(reference)
        if booking is None or booking.state in OVER:
            return None
        return Receipt(reference, booking.service, booking.office, _time(booking.slots[0]))

    def delete(self, reference: str) -> None:
        """Cancel a booking."""
        lost = self._answer("delete")
        with self._lock:
            self._keep(cancel(self.plan, self.diary, reference, self.clock()))
        if lost:
            raise ProviderDown("it broke off before it answered", sent=True)

    def sell_out(self, product: str, place: str, day: date) -> None:
        """Let others take every time of a day."""
        while slots := self._free(product, place, day, day):
            for slot in slots:
                self._take(slot, f"other-{len(self.diary)}", "someone else")

    def _book(self, product: str, place: str, time: Time, key: str) -> Receipt:
        slot = self.plan.slot_of(time.id)
        if slot is None or (slot.office, slot.service, _time(slot)) != (place, product, time):
            raise ProviderRefusal(Code.NOT_OFFERED)
        reference = f"R{len(self.diary) + 1:05}"
        self._take(slot, reference, key)
        receipt = self._receipts[key] = Receipt(reference, product, place, time)
        return receipt

    def _take(self, slot: Slot, reference: str, person: str) -> None:
        now = self.clock()
        self._keep(hold(self.plan, self.diary, reference, person, [slot], now))
        self._keep(confirm(self.plan, self.diary, reference, now))

    def _keep(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refusal):
            raise ProviderRefusal(outcome.code, [_time(slot) for slot in outcome.alternatives])
        for event in outcome:
            if isinstance(event, Event):
                self.diary.put(event.booking)

    def _free(self, product: str, place: str, first: date, last: date) -> tuple[Slot, ...]:
        zone = self.plan.office[place].tz
        day = timedelta(days=1)
        window = (
            datetime.combine(first, datetime.min.time(), UTC) - day,
            datetime.combine(last, datetime.min.time(), UTC) + 2 * day,
        )
        slots = availability(self.plan, self.diary, window, self.clock(), product, [place])
        return tuple(slot for slot in slots if first <= local_date(slot.start, zone) <= last)

    def _answer(self, call: str) -> bool:
        """Take the time of an answer; True when the answer is to get lost."""
        self.pause(self.latency)
        fault = self.faults(call)
        if fault == "before":
            raise ProviderDown("it does not answer")
        return fault == "after"


def _time(slot: Slot) -> Time:
    return Time(slot.key, slot.start, slot.end)
