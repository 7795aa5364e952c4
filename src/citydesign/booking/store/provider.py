"""Our own store, behind the same port as a city's present booking system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from citydesign import host
from citydesign.booking import calendar, offering
from citydesign.booking.abilities import Hold, Visitor
from citydesign.booking.core.commands import can_move
from citydesign.booking.core.dates import changeable
from citydesign.booking.core.diary import KEPT, OVER, Booking, Slot, State, Waiting
from citydesign.booking.core.distance import Point
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.offer import Window
from citydesign.booking.core.outcome import Code, Kind, Refusal
from citydesign.booking.core.plan import Office, kind
from citydesign.booking.core.price import price
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
    missing,
)
from citydesign.booking.rate import network
from citydesign.booking.store.store import Store
from citydesign.booking.words import spoken
from citydesign.errors import CityDesignError
from citydesign.locale import use_locale
from citydesign.store.failures import Reason, StoreUnavailable

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
#: How far ahead somebody can wait for a time.
_WAIT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar entries of bookings say.

    ``organiser``: who invites. ``domain``: makes their UIDs the city's own; never change it.
    ``summary``: gives their title in a locale. It goes into calendars that others may see: keep the
    resident's affair out of it.
    """

    organiser: calendar.Organiser
    domain: str
    summary: Callable[[str], str]


class StoreProvider:
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
        self._store = store
        self._name = name
        self._fields = fields
        self._address = address
        self._points = points or {}
        self._person = person
        self._invitation = invitation
        self._meeting = meeting

    # The port

    def products(self, locale: str) -> Sequence[Product]:
        """What can be booked, in the resident's language."""
        return [
            Product(
                service.id,
                self._name(service.id, locale),
                service.duration // _MINUTE,
                by=service.by,
            )
            for service in self._store.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """Where a product can be had."""
        return [self._place(one, locale) for one in offering.offices(self._store.plan, product)]

    def dates(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Sequence[date]:
        """The days of the place, from `first` to `last`, with at least one free time."""
        return sorted(self.counts(product, place, first, last, without=without))

    def counts(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Mapping[date, int]:
        """The days of `dates`, each with the number of its free times."""
        free = self._free(product, place, first, last, without)
        return Counter(way[0].wall.date() for way in free)

    def times(
        self, product: str, place: str, day: date, *, without: str | None = None
    ) -> Sequence[Time]:
        """The free times of a day of the place, in order."""
        free = self._free(product, place, day, day, without)
        if Visit.of(product) or not self._store.plan.shared(place, product):
            return [Time.of(*way) for way in free]
        slots = [slot for (slot,) in free]
        with down(sent=False):
            places = self._store.places_left(slots, without=without)
        # What was taken between the two questions has none.
        return [Time.of(slot, left=left) for slot, left in zip(slots, places, strict=True) if left]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """What the resident must be asked for.

        Raises:
            CityDesignError: a call is booked without a number, or a visit without an address.
        """
        found = offering.fields(product, lambda service: self._fields(kind(service), locale))
        for service in offering.services(product):
            _reachable(service, offering.met(self._store.plan, service), found)
        return found

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

    def people(self, product: str) -> int:
        """How many people can come for a product in one booking."""
        return offering.people(self._store.plan, product)

    def beside(self, product: str, locale: str) -> Sequence[Product]:
        """What else can be done on the same visit."""
        others = offering.beside(self._store.plan, product)
        return [one for one in self.products(locale) if one.id in others]

    def lengths(self, product: str) -> Mapping[str, int]:
        """The ids of a product in each length that can be chosen, with their minutes."""
        return offering.lengths(self._store.plan, product)

    def weeks(self, product: str) -> int:
        """Over how many weeks one booking can repeat a time of a product."""
        return offering.weeks(self._store.plan, product)

    def confirm_some(
        self, reference: str, answers: Mapping[str, str], keep: Sequence[int]
    ) -> Receipt:
        """Book those dates of a series that is held that are wanted."""
        return self._confirm(reference, answers, keep)

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id."""
        return offering.product(self._store.plan, name, lambda name: self._name(name, locale))

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

    # The waiting list

    def waiting_fields(self, product: str, locale: str) -> Sequence[Field]:
        """What is asked for anyway, and where offers are sent."""
        return [
            replace(field, required=field.required or field.name == self._person)
            for field in self.fields(product, locale)
        ]

    def join(self, product: str, place: str, answers: Mapping[str, str], visitor: Visitor) -> None:
        """Put a visitor on the waiting list."""
        self._complete(self.waiting_fields(product, "en"), answers)
        now = self._store.clock()
        with down(sent=True):
            joined = self._store.join(
                self._who(visitor), place, product, (now, now + _WAIT), told(answers)
            )
        if isinstance(joined, Refusal):
            raise ProviderRefusal(joined.code)

    def waits(self, product: str, place: str, visitor: Visitor) -> bool:
        """Is the visitor on the waiting list?"""
        with down(sent=False):
            return bool(self._entries(product, place, visitor))

    def leave(self, product: str, place: str, visitor: Visitor) -> None:
        """Take the visitor off the waiting list."""
        with down(sent=True):
            for entry in self._entries(product, place, visitor):
                self._store.leave(entry.id)

    def join_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time."""
        with down(sent=True):
            joined = self._store.join_earlier(reference)
        if isinstance(joined, Refusal):
            raise ProviderRefusal(joined.code)

    def waits_earlier(self, reference: str) -> bool:
        """Does a booking wait for an earlier time, or is one offered?"""
        with down(sent=False):
            return self._store.earlier(reference) is not None

    def leave_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time no longer."""
        with down(sent=True):
            entry = self._store.earlier(reference)
            if entry is not None:
                self._store.leave(entry.id)

    def told(self, reference: str) -> Mapping[str, str]:
        """What the resident said about themselves."""
        with down(sent=False):
            known = self._store.details(reference) or {}
        return {name: str(value) for name, value in known.items()}

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
            if booking is None or "calendar" not in self._deeds(booking):
                raise ProviderRefusal(Code.UNKNOWN)
            told = self._store.details(reference) or {}
        return self._entry(booking, told.get("email"), locale)

    def dropped_entry(self, booking: Booking, sequence: int, locale: str) -> bytes | None:
        """The ``.ics`` file that takes a dropped date of a series out of a calendar."""
        lost = self.dropped(booking, sequence)
        if lost is None or self._invitation is None:
            return None
        number, slot = lost
        gone = replace(
            booking,
            slots=(slot,),
            resources=booking.resources[:1],
            numbers=(number,),
            state=State.CANCELLED,
            sequence=sequence,
        )
        return self._entry(gone, self.told(booking.id).get("email"), locale)

    def _entry(self, booking: Booking, attendee: Any, locale: str) -> bytes:
        said = self._invitation
        assert said is not None, "no entry can be made without one"
        by = offering.met(self._store.plan, booking.service)
        place = [self._name(booking.office, locale), self._address(booking.office, locale)]
        if by is not Meeting.PLACE:
            # Others may see a calendar, and whoever has the address of a meeting can come in.
            with use_locale(locale):
                place = [spoken(f"at-{by}")]
        entries = calendar.entries(
            self._store.plan,
            booking,
            said.domain,
            said.summary(locale),
            location=", ".join(part for part in place if part),
        )
        return calendar.write(
            entries, said.organiser, self._store.clock(), str(attendee) if attendee else None
        )

    def meeting(self, booking: Booking) -> str | None:
        """The address at which a booking by video takes place, until it is over."""
        video = offering.met(self._store.plan, booking.service) is Meeting.VIDEO
        ahead = max(slot.end for slot in booking.slots) > self._store.clock()
        return self._meeting(booking.id) if video and ahead and booking.state in KEPT else None

    def dropped(self, booking: Booking, sequence: int) -> tuple[int, Slot] | None:
        """The date that a series lost with a version of it, and its number."""
        for entry in self._store.log(booking.id):
            if (entry.kind, entry.sequence) == (Kind.SHORTENED, sequence):
                number, _, key = (entry.reason or "").partition(" ")
                slot = self._store.plan.slot_of(key)
                return (int(number), slot) if slot else None
        return None

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

    # What is offered no more

    def named(self, product: str, place: str, locale: str) -> tuple[Product, Place] | None:
        """The product and the place of a booking, whether or not they are still offered."""
        plan = self._store.plan
        office = plan.office.get(place)
        if office is None:
            return None
        try:
            what = offering.booked(plan, product, lambda name: self._name(name, locale))
        except KeyError:
            # The plan has the service no more, and the host dropped its name too.
            return None
        return what, self._place(office, locale)

    # Inside

    def _place(self, office: Office, locale: str) -> Place:
        return Place(
            office.id,
            self._name(office.id, locale),
            office.zone,
            self._address(office.id, locale),
            self._points.get(office.id),
        )

    def _who(self, visitor: Visitor) -> str:
        return self._store.secret.pseudonym(visitor.browser)

    def _entries(self, product: str, place: str, visitor: Visitor) -> list[Waiting]:
        mine = self._store.waiting(self._who(visitor))
        wanted = product, place, None
        return [e for e in mine if (e.service, e.office, e.booking) == wanted]

    def _complete(self, fields: Sequence[Field], answers: Mapping[str, str]) -> None:
        name = missing(fields, answers)
        if name is not None:
            raise MissingField(name)

    def _way(self, product: str, place: str, time: Time) -> offering.Way:
        # Of the slots, so that a resource that was chosen stays chosen.
        return offering.way_of(self._store.plan, product, place, time)

    def _free(
        self, product: str, place: str, first: date, last: date, without: str | None
    ) -> Sequence[offering.Way]:
        zone = self._store.plan.office[place].tz
        window = (
            datetime.combine(first, time.min, zone),
            datetime.combine(last + _DAY, time.min, zone),
        )
        return self._ways(product, place, window, without)

    def _ways(
        self, product: str, place: str, window: Window, without: str | None
    ) -> Sequence[offering.Way]:
        visit, at = Visit.of(product), [place]
        with down(sent=False):
            if visit is not None:
                return self._store.visits(window, visit, at, without=without)
            free = self._store.availability(window, product, at, without=without)
        return [(slot,) for slot in free]

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
        raise self._refused(answer, product, without)

    def _refused(
        self, answer: Refusal, product: str, without: str | None = None
    ) -> ProviderRefusal:
        """What the store said no to, with times of the whole product; as for `_granted`."""
        times = [Time.of(slot) for slot in answer.alternatives]
        if times and Visit.of(product):
            # The core knows times near to one slot, and not to a visit.
            start, office = answer.alternatives[0].start, answer.alternatives[0].office
            window = start - offering.NEAR, start + offering.NEAR
            times = offering.near(self._ways(product, office, window, without), start)
        return ProviderRefusal(answer.code, times)

    def _shown(self, booking: Booking) -> bool:
        """Is it a booking, a request or an offer, and no mere hold?"""
        if booking.state is State.HELD and booking.waiting is None:
            return False
        return booking.lives(self._store.clock())

    def _hold(self, booking: Booking) -> Hold:
        return Hold.of(booking, self._store.plan, self._store.clock())

    def _receipt(self, booking: Booking, told: Mapping[str, str]) -> Receipt:
        lives = booking.lives(self._store.clock())
        return Receipt(
            booking.id,
            offering.kept_as(booking.slots),
            booking.office,
            Time.of(*booking.slots),
            booking.state if lives or booking.state in OVER else State.EXPIRED,
            booking.expires if lives else None,
            told.get("name", ""),
            booking.reference,
            booking.flag is not None,
            self._deeds(booking),
            self._granted_once(booking),
            self._instead(booking),
            meeting=self.meeting(booking),
            dates=offering.dates(booking, self._store.clock()) if lives else (),
        )

    def _instead(self, booking: Booking) -> Time | None:
        """The time that an offer would take the place of."""
        if booking.state is not State.HELD or booking.waiting is None:
            return None
        kept = self._store.instead_of(booking.id)
        return Time.of(*kept.slots) if kept else None

    def _deeds(self, booking: Booking) -> frozenset[Deed]:
        found: set[Deed] = set()
        if booking.lives(self._store.clock()):
            if booking.state in KEPT:
                plan, now = self._store.plan, self._store.clock()
                found |= {"delete"}
                if offering.offered(plan, offering.kept_as(booking.slots)):
                    found |= {"move"}
                    if changeable(booking, now):
                        found |= {"date"}
                        # What was paid is for all of them.
                        found |= {"drop-date"} if price(plan, booking.slots) is None else set()
                    alone = len(booking.slots) == 1
                    if alone and booking.start > now and can_move(plan, booking, now):
                        found |= {"earlier"}
            elif booking.state is State.PENDING:
                found |= {"delete"}
            elif booking.state is State.HELD:
                found |= {"delete", "accept"}
        kept = booking.state in KEPT or booking.state is State.ATTENDED
        gone = booking.state is State.CANCELLED and self._granted_once(booking)
        if self._invitation is not None and (kept or gone):
            found |= {"calendar"}
        return frozenset(found)

    def _granted_once(self, booking: Booking) -> bool:
        """Was it ever more than a hold or a request?"""
        if booking.state not in OVER:
            return booking.state not in (State.HELD, State.PENDING)
        return any(entry.kind is Kind.CONFIRMED for entry in self._store.log(booking.id))


def told(answers: Mapping[str, str]) -> dict[str, str]:
    """What is kept: mail goes out in the language in which somebody booked."""
    return {**answers, "language": host.current().language.locale}


def _reachable(service: str, by: Meeting, fields: Sequence[Field]) -> None:
    asked = [one for one in fields if one.required and one.when is None]
    if by is Meeting.PHONE and not any(one.kind == "tel" for one in asked):
        raise CityDesignError(
            f"service {service!r} is by phone, and nobody is asked for a number: give `fields` a "
            'required Field of kind "tel"'
        )
    if by is Meeting.HOME and not any(one.name == "address" for one in asked):
        raise CityDesignError(
            f"service {service!r} is given at home, and nobody is asked where that is: give "
            '`fields` a required Field that is named "address"'
        )


@contextmanager
def down(*, sent: bool) -> Iterator[None]:
    """Say that the provider is down where the store is; ``sent``: may it have been done?"""
    try:
        yield
    except StoreUnavailable as error:
        # Only a connection that broke may have broken after the work was done.
        sent = sent and error.reason is Reason.GONE
        raise ProviderDown(f"the store is {error.reason}", sent=sent) from None
