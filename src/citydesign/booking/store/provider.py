"""Our own store, behind the same port as a city's present booking system."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from citydesign.booking.core.diary import OVER, Booking, Slot, State
from citydesign.booking.core.outcome import Code, Refusal
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
from citydesign.booking.store.store import Store
from citydesign.store.failures import Reason, StoreUnavailable

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class StoreProvider:
    """The port of `citydesign.booking.provider`, answered by a `Store`.

    Args:
        store: where the bookings are kept; its plan says what there is.
        name: gives the name of a service or an office in a locale, by its id.
        fields: gives what residents must be asked for, for a service in a locale.
        person: the field that stays the same for one person; caps count by it. Only a pseudonym
            of it is kept beside the booking.
    """

    def __init__(
        self,
        store: Store,
        *,
        name: Callable[[str, str], str],
        fields: Callable[[str, str], Sequence[Field]],
        person: str = "email",
    ) -> None:
        self._store = store
        self._name = name
        self._fields = fields
        self._person = person

    def products(self, locale: str) -> Sequence[Product]:
        """What can be booked, in the resident's language."""
        return [
            Product(service.id, self._name(service.id, locale), service.duration // _MINUTE)
            for service in self._store.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """Where a product can be had."""
        plan = self._store.plan
        needs = plan.service[product].needs
        return [
            Place(office.id, self._name(office.id, locale), office.zone)
            for office in plan.offices
            if all(plan.options(office.id, role) for role in needs)
        ]

    def dates(self, product: str, place: str, first: date, last: date) -> Sequence[date]:
        """The days of the place, from `first` to `last`, with at least one free time."""
        return sorted({slot.wall.date() for slot in self._free(product, place, first, last)})

    def times(self, product: str, place: str, day: date) -> Sequence[Time]:
        """The free times of a day of the place, in order."""
        return [_time(slot) for slot in self._free(product, place, day, day)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """What the resident must be asked for."""
        return self._fields(product, locale)

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book. `answers` by the name of the field; the same `key` never books twice.

        Raises MissingField, ProviderRefusal, and ProviderDown.
        """
        for field in self._fields(product, "en"):
            if field.required and not answers.get(field.name, "").strip():
                raise MissingField(field.name)
        # Of the slot, so that a resource that was chosen stays chosen.
        slot = self._store.plan.slot_of(time.id)
        if slot is None or (slot.office, slot.service, _time(slot)) != (place, product, time):
            raise ProviderRefusal(Code.NOT_OFFERED)
        person = self._store.secret.pseudonym(
            answers.get(self._person, "").strip().casefold() or key
        )
        with _down(sent=True):
            made = _granted(self._store.book([slot], person, key, answers))
        return _receipt(made)

    def receipt(self, reference: str) -> Receipt | None:
        """The booking as it is now; None when there is none any more, or never was."""
        with _down(sent=False):
            booking = self._store.booking(reference)
        if booking is None or booking.state in OVER or booking.state is State.HELD:
            return None
        return _receipt(booking)

    def delete(self, reference: str) -> None:
        """Cancel; a booking that was deleted before stays deleted without an error.

        Raises ProviderRefusal and ProviderDown.
        """
        with _down(sent=True):
            _granted(self._store.cancel(reference))

    def _free(self, product: str, place: str, first: date, last: date) -> Sequence[Slot]:
        zone = self._store.plan.office[place].tz
        window = (
            datetime.combine(first, time.min, zone),
            datetime.combine(last + _DAY, time.min, zone),
        )
        with _down(sent=False):
            return self._store.availability(window, product, [place])


def _time(slot: Slot) -> Time:
    return Time(slot.key, slot.start, slot.end)


def _receipt(booking: Booking) -> Receipt:
    return Receipt(booking.id, booking.service, booking.office, _time(booking.slots[0]))


def _granted(answer: Booking | Refusal) -> Booking:
    if isinstance(answer, Refusal):
        raise ProviderRefusal(answer.code, [_time(slot) for slot in answer.alternatives])
    return answer


@contextmanager
def _down(*, sent: bool) -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as error:
        # Only a connection that broke may have broken after the work was done.
        sent = sent and error.reason is Reason.GONE
        raise ProviderDown(f"the store is {error.reason}", sent=sent) from None
