"""Our own store, behind the same port as a city's present booking system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from citydesign.booking import offering
from citydesign.booking.abilities import Hold, Visitor
from citydesign.booking.core.diary import OVER, Booking, Slot, State
from citydesign.booking.core.distance import Point
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.provider import Field, ProviderRefusal, Receipt, Time
from citydesign.booking.rate import network
from citydesign.booking.store.calendar_entries import CalendarEntries, Invitation, dropped
from citydesign.booking.store.free_times import FreeTimes
from citydesign.booking.store.outages import down
from citydesign.booking.store.receipts import Receipts
from citydesign.booking.store.store import Store
from citydesign.booking.store.waiting_desk import WaitingDesk, told

#: How far ahead somebody can wait for a time.
_WAIT = timedelta(days=365)


class StoreProvider(WaitingDesk):
    """The port of `citydesign.booking.provider`, answered by a `Store`, with all the abilities.

    Args:
        store: where the bookings are kept; its plan says what there is.
        name: gives the name of a service or an office in a locale, by its id. Keep that of a
            service as long as somebody has booked it, also when the plan has it no more.
        fields: gives what residents must be asked for, for a service in a locale. The answer to one
            that is called "name" is shown with the booking; "language" is the language of the pages
            that they booked on, so call none that.
        address: gives the address of an office in a locale, by its id.
        points: where offices are on the map, by id.
        person: the field that stays the same for one person; caps count by it where a booking is
            made without a hold, and offers are sent there. Only a pseudonym of it is kept beside
            the booking. A hold counts for the browser that asked for it.
        invitation: what calendar entries say; None for no calendar files.
        meeting: gives the address of the meeting of a booking by video, by its reference; None as
            long as there is none. It is asked whenever the address is shown, and kept nowhere.
    """

    _store: Store

    def __init__(
        self,
        store: Store,
        *,
        name: Callable[[str, str], str],
        fields: Callable[[str, str], Sequence[Field]],
        address: Callable[[str, str], str] = lambda office, locale: "",
        points: Mapping[str, Point] | None = None,
        person: str = "email",
        invitation: Invitation | None = None,
        meeting: Callable[[str], str | None] = lambda reference: None,
    ) -> None:
        super().__init__(store, name, fields, address, points or {}, person)
        self._times = FreeTimes(store)
        self._receipts = Receipts(store, meeting, calendar=invitation is not None)
        self._calendar = CalendarEntries(store, invitation, self._where) if invitation else None

    # The port

    def dates(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Sequence[date]:
        """The days of the place, from `first` to `last`, with at least one free time."""
        return sorted(self.counts(product, place, first, last, without=without))

    def counts(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Mapping[date, int]:
        """The days of `dates`, each with the number of its free times."""
        return self._times.counts(product, place, first, last, without)

    def times(
        self, product: str, place: str, day: date, *, without: str | None = None
    ) -> Sequence[Time]:
        """The free times of a day of the place, in order."""
        return self._times.times(product, place, day, without)

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book. `answers` by the name of the field; the same `key` never books twice.

        Raises MissingField, ProviderRefusal, and ProviderDown.
        """
        self._complete(self.fields(product, "en"), answers)
        way = self._way(product, place, time)
        person = self._store.secret.pseudonym(
            answers.get(self._person, "").strip().casefold() or key
        )
        with down(sent=True):
            made = self._granted(self._store.book(way, person, key, told(answers)), product)
        return self._receipt(made, answers)

    def receipt(self, reference: str) -> Receipt | None:
        """The booking as it is now; None when there is none any more, or never was."""
        with down(sent=False):
            booking = self._store.booking(reference)
            if booking is None or booking.state in OVER or not self._shown(booking):
                return None
            return self._receipt(booking, self.told(reference))

    def delete(self, reference: str) -> None:
        """Cancel; a booking that was deleted before stays deleted without an error.

        Raises ProviderRefusal and ProviderDown.
        """
        with down(sent=True):
            self._granted(self._store.cancel(reference))

    # Visits

    def confirm_some(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int]
    ) -> Receipt:
        """Book those dates of a series that is held that are wanted."""
        return self._confirm(reference, answers, keep)

    # Holds

    def hold(self, product: str, place: str, time: Time, key: str, visitor: Visitor) -> Hold:
        """Keep a time for a visitor; see `citydesign.booking.abilities.Holder`."""
        return self.hold_any(product, [(place, time)], key, visitor)

    def hold_any(
        self, product: str, times: Sequence[tuple[str, Time]], key: str, visitor: Visitor
    ) -> Hold:
        """Keep a time for a visitor at the first of several places that still has it."""
        ways = [self._way(product, place, time) for place, time in times]
        secret = self._store.secret
        origin = secret.pseudonym(network(visitor.address)) if visitor.address else None
        with down(sent=True):
            held = self._store.hold_any(ways, self._who(visitor), key, origin=origin)
            return self._hold(self._granted(held, product))

    def held(self, reference: str, visitor: Visitor) -> Hold | None:
        """A hold of the visitor as it is now, over or not."""
        with down(sent=False):
            booking = self._store.booking(reference)
        # What has expired has forgotten whose it was.
        mine = booking is not None and booking.person in ("", self._who(visitor))
        return self._hold(booking) if booking and mine else None

    def holding(self, product: str, visitor: Visitor) -> Hold | None:
        """What the visitor holds of a product now."""
        with down(sent=False):
            booking = self._store.held(self._who(visitor), *offering.services(product))
        return self._hold(booking) if booking else None

    def extend(self, reference: str) -> Hold:
        """Give a hold its full length again."""
        with down(sent=True):
            return self._hold(self._granted(self._store.extend(reference)))

    def release(self, reference: str) -> None:
        """Give a hold up."""
        with down(sent=True):
            self._granted(self._store.release(reference))

    def confirm(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is held, or offered."""
        return self._confirm(reference, answers)

    def _confirm(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int] | None = None
    ) -> Receipt:
        with down(sent=True):
            held = self._store.booking(reference)
            product = offering.product_of(held.slots) if held else ""
            if held is not None:
                self._complete(self.fields(product, "en"), answers)
            answer = self._store.confirm(reference, told(answers), keep=keep)
            made = self._granted(answer, product)
        return self._receipt(made, answers)

    # Moving

    def move(self, reference: str, time: Time) -> Receipt:
        """Move a booking to another time."""
        with down(sent=True):
            booking = self._store.booking(reference)
            if booking is None:
                raise ProviderRefusal(Code.UNKNOWN)
            told = self.told(reference)
            product = offering.kept_as(booking.slots)
            way = self._way(product, booking.office, time)
            moved = self._granted(self._store.reschedule(reference, way), product, reference)
        return self._receipt(moved, told)

    def move_date(self, reference: str, number: int, time: Time) -> Receipt:
        """Move one date of a series."""
        with down(sent=True):
            booking = self._store.booking(reference)
            if booking is None or number not in booking.numbered:
                raise ProviderRefusal(Code.UNKNOWN)
            product = booking.slots[booking.numbered.index(number)].service
            (slot,) = self._way(product, booking.office, time)
            moved = self._granted(self._store.move_date(reference, number, slot), product)
        return self._receipt(moved, self.told(reference))

    def drop_date(self, reference: str, number: int) -> Receipt:
        """Cancel one date of a series."""
        with down(sent=True):
            shorter = self._granted(self._store.drop_date(reference, number))
        return self._receipt(shorter, self.told(reference))

    # Offers

    def accept(self, reference: str, answers: Mapping[str, str]) -> Receipt:
        """Book what is offered."""
        return self.confirm(reference, answers)

    # Calendar entries

    def calendar(self, reference: str, locale: str) -> bytes:
        """The ``.ics`` file of a booking; of a cancelled one, what takes it out.

        Raises ProviderRefusal with `Code.UNKNOWN` for what has no entry.
        """
        with down(sent=False):
            booking = self._store.booking(reference)
            known = booking is not None and "calendar" in self._receipts.deeds(booking)
            if booking is None or self._calendar is None or not known:
                raise ProviderRefusal(Code.UNKNOWN)
            return self._calendar.of(booking, locale)

    def dropped(self, booking: Booking, sequence: int) -> tuple[int, Slot] | None:
        """The date that a series lost with a version of it, and its number."""
        return dropped(self._store, booking, sequence)

    def dropped_entry(self, booking: Booking, sequence: int, locale: str) -> bytes | None:
        """The ``.ics`` file that takes a dropped date of a series out of a calendar."""
        return self._calendar.of_dropped(booking, sequence, locale) if self._calendar else None

    def meeting(self, booking: Booking) -> str | None:
        """The address at which a booking by video takes place, until it is over."""
        return self._receipts.meeting(booking)

    # Links

    def token(self, reference: str) -> str:
        """The token of the link for a booking as it is now."""
        with down(sent=False):
            booking = self._store.booking(reference)
        if booking is None:
            raise ProviderRefusal(Code.UNKNOWN)
        return self._store.token(booking)

    def opened(self, token: str) -> str | None:
        """The reference that a token opens."""
        with down(sent=False):
            booking = self._store.opened(token)
        return booking.id if booking else None

    def past(self, reference: str) -> Receipt | None:
        """What was cancelled or expired, as long as a link still shows it."""
        with down(sent=False):
            booking = self._store.booking(reference)
            over = booking is not None and (
                booking.state in OVER or not booking.lives(self._store.clock())
            )
            return self._receipt(booking, self.told(reference)) if booking and over else None

    # Inside

    def _way(self, product: str, place: str, time: Time) -> offering.Way:
        # Of the slots, so that a resource that was chosen stays chosen.
        return offering.way_of(self._store.plan, product, place, time)

    def _granted(
        self, answer: Booking | Refusal, product: str = "", without: str | None = None
    ) -> Booking:
        """The booking of an answer.

        Args:
            answer: of the store.
            product: what was asked for.
            without: the booking that was to be moved.

        Raises:
            ProviderRefusal: the store said no.
        """
        if isinstance(answer, Booking):
            return answer
        raise self._times.refused(answer, product, without)

    def _shown(self, booking: Booking) -> bool:
        """Is it a booking, a request or an offer, and no mere hold?"""
        if booking.state is State.HELD and booking.waiting is None:
            return False
        return booking.lives(self._store.clock())

    def _hold(self, booking: Booking) -> Hold:
        return Hold.of(booking, self._store.plan, self._store.clock())

    def _receipt(self, booking: Booking, told: Mapping[str, str]) -> Receipt:
        return self._receipts.of(booking, told)
