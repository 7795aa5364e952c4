"""The counter: the provider, and what each page of the journey asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.abilities import (
    AnywhereHolder,
    CalendarWriter,
    DateChanger,
    DayCounter,
    EarlierList,
    Holder,
    LinkKeeper,
    Mover,
    NameKeeper,
    Payer,
    VisitBooker,
    WaitingList,
    able,
)
from citydesign.booking.core.distance import metres
from citydesign.booking.core.fee import Price
from citydesign.booking.core.meeting import REMOTE
from citydesign.booking.journey import pages
from citydesign.booking.journey.parts import address
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import (
    Place,
    Product,
    Provider,
    ProviderRefusal,
    Receipt,
    Time,
)
from citydesign.booking.shown import Choice, Month, Week, first_day, of_times, once
from citydesign.booking.words import spoken
from citydesign.exchange import Page, Request
from citydesign.store.secret import Secret

_DAY = timedelta(days=1)
_WEEK = 7 * _DAY
#: How many times are offered in place of a lost one.
_NEAR = 3
#: At how many other places they are looked for.
_ELSEWHERE = 5
#: The id that stands for every place. No provider's own, because ids are words.
ANY = "*"
_Item = TypeVar("_Item", Product, Place)


class Counter:
    """A provider with its abilities, and what several pages ask of it.

    Args:
        provider: whoever keeps the bookings.
        secret: at least 32 random bytes.
        clock: returns the present instant, aware.
        ahead: how many days ahead times are looked for.
    """

    def __init__(
        self, provider: Provider, secret: bytes, clock: Callable[[], datetime], ahead: int
    ) -> None:
        self.provider, self.clock, self._ahead = provider, clock, ahead
        self.holder = able(provider, Holder)
        self.anywhere = able(provider, AnywhereHolder)
        self.mover = able(provider, Mover)
        self.waiting_list = able(provider, WaitingList)
        self.earlier = able(provider, EarlierList)
        self.changer = able(provider, DateChanger)
        self.calendars = able(provider, CalendarWriter)
        self.visits = able(provider, VisitBooker)
        self.payer = able(provider, Payer)
        self._days = able(provider, DayCounter)
        self._links = able(provider, LinkKeeper)
        self._names = able(provider, NameKeeper)
        self._seal = Seal(Secret(secret))
        #: The address of a hold, which only who holds it can open.
        self.holds = Seal(Secret(secret), "hold")
        #: The address of a payment: the payment service knows it too.
        self.payments = Seal(Secret(secret), "payment")

    @property
    def locale(self) -> str:
        """The language of the request."""
        return host.current().language.locale

    # What there is

    def product(self, name: str) -> Product | None:
        """The product of an id: one thing, a length of it, or a visit of several."""
        found = named(self.provider.products(self.locale), name)
        return found or (self.visits.composed(name, self.locale) if self.visits else None)

    def found(self, product: str, place: str) -> tuple[Product, Place] | None:
        """The product and place of these ids, if they belong together."""
        what = self.product(product)
        where = what and named(self.provider.places(what.id, self.locale), place)
        return (what, where) if what and where else None

    def week(
        self,
        asked: Request,
        product: Product,
        places: Sequence[Place],
        url: Callable[[date], str],
        without: str | None = None,
    ) -> Week:
        """A week of free times at the places, from the day that the address names.

        Args:
            asked: the request.
            product: what for.
            places: where; times of several say which.
            url: gives the address of the page that begins with a day.
            without: a hold or a booking whose time counts as free.
        """
        aside: dict[str, Any] = {"without": without} if without else {}
        today = self._today(places[0])
        last = today + self._ahead * _DAY
        days = {
            place.id: self.provider.dates(product.id, place.id, today, last, **aside)
            for place in places
        }
        all_days = sorted({day for found in days.values() for day in found})
        first = first_day(all_days, today, asked.query.get("from"))
        # Of all other days only the first and the last are needed, to lead there.
        wanted = {day for day in all_days if first <= day < first + _WEEK}
        wanted |= {*all_days[:1], *all_days[-1:]}
        free: list[Choice] = []
        for place in places:
            for day in sorted(wanted.intersection(days[place.id])):
                times = self.provider.times(product.id, place.id, day, **aside)
                free += of_times(times, place, among_places=len(places) > 1)
        if self.anywhere and len(places) > 1:
            free = once(free)
        if product.by in REMOTE:
            # Whose staff call is no matter to the resident.
            free = [replace(choice, place=None) for choice in free]
        free.sort(key=lambda choice: (choice.start, choice.value))
        return Week(free, today, url, first.isoformat())

    def month(
        self,
        asked: Request,
        product: Product,
        places: Sequence[Place],
        url: Callable[[date], str],
        month_url: Callable[[date], str],
        without: str | None = None,
    ) -> Month:
        """The days of a month with free times at the places, from the month that the address names.

        Args:
            asked: the request.
            product: what for.
            places: where; how many times are free at several isn't counted, because the same time
                at two of them may be shown once.
            url: gives the address of the page that begins with a day.
            month_url: gives the address of the page with the month of a day.
            without: a hold or a booking whose time counts as free.
        """
        today = self._today(places[0])
        free: dict[date, int | None] = {}
        for place in places:
            for day, count in self._counted(product, place, today, without).items():
                free[day] = count if len(places) == 1 else None
        return Month(free, today, url, month_url, asked.query.get("month"))

    def _counted(
        self, product: Product, place: Place, today: date, without: str | None
    ) -> Mapping[date, int | None]:
        """The days with free times; how many, where the provider knows without asking for each."""
        last = today + self._ahead * _DAY
        if self._days:
            return {**self._days.counts(product.id, place.id, today, last, without=without)}
        aside: dict[str, Any] = {"without": without} if without else {}
        return dict.fromkeys(self.provider.dates(product.id, place.id, today, last, **aside))

    def near(self, product: Product, place: Place, time: Time) -> Sequence[Time]:
        """The free times that are nearest to one."""
        wall = time.start.astimezone(ZoneInfo(place.zone)).date()
        today = self._today(place)
        first, last = max(today, wall - _WEEK), max(today, wall + _WEEK)
        days = self.provider.dates(product.id, place.id, first, last)
        found: list[Time] = []
        for day in sorted(days, key=lambda day: abs(day - wall))[:_NEAR]:
            found += self.provider.times(product.id, place.id, day)
        found.sort(key=lambda other: abs(other.start - time.start))
        return found[:_NEAR]

    def elsewhere(
        self, product: Product, place: Place, around: datetime
    ) -> list[tuple[Place, Time]]:
        """The first free time from a day on at other places, of the nearest of them."""
        offered = self.provider.places(product.id, self.locale)
        others = [other for other in offered if other.id != place.id]
        if place.point:
            here = place.point
            others.sort(key=lambda o: metres(here, o.point) if o.point else float("inf"))
        found: list[tuple[Place, Time]] = []
        for other in others[:_ELSEWHERE]:
            today = self._today(other)
            first = max(today, around.astimezone(ZoneInfo(other.zone)).date())
            last = today + self._ahead * _DAY
            days = self.provider.dates(product.id, other.id, first, last) if first <= last else ()
            times = self.provider.times(product.id, other.id, days[0]) if days else ()
            found += [(other, times[0])] if times else []
        return found

    def _today(self, place: Place) -> date:
        return self.clock().astimezone(ZoneInfo(place.zone)).date()

    def price(
        self, product: Product, place: Place, time: Time, keep: Sequence[int] | None = None
    ) -> Price | None:
        """What a time costs, or those of its dates that are wanted.

        None for nothing, and where nothing is known of it.
        """
        if self.payer is None:
            return None
        try:
            return self.payer.price(product.id, place.id, time, keep)
        except ProviderRefusal:
            return None

    # What is booked

    def booked(self, asked: Request, reference: str) -> str:
        """The address of a booking as it is now."""
        links = self._links
        token = links.token(reference) if links else self._seal.token(reference)
        return f"{asked.root}booking/{token}/"

    def opened(self, token: str) -> str | None:
        """The reference that the address of a booking opens."""
        # An address that was sealed before the provider had links still opens what it did.
        return (self._links and self._links.opened(token)) or self._seal.opened(token)

    def receipt(self, reference: str) -> Receipt | None:
        """A booking, or what became of it; None for what nobody is shown any more."""
        found = self.provider.receipt(reference)
        return found or (self._links.past(reference) if self._links else None)

    def kept(self, receipt: Receipt) -> tuple[Product, Place] | None:
        """The product and place of a booking: also of one that could not be made any more."""
        found = self.found(receipt.product, receipt.place)
        if found or self._names is None:
            return found
        return self._names.named(receipt.product, receipt.place, self.locale)

    # Nothing

    def neutral(self, asked: Request) -> Page:
        """Wrong, altered and foreign addresses look alike."""
        return pages.message(asked, spoken("neutral"), spoken("neutral-text"), status=404)


def named(items: Sequence[_Item], name: str) -> _Item | None:
    """The one that has an id."""
    return next((item for item in items if item.id == name), None)


def times_url(asked: Request, product: Product, place: Place | None, **more: str) -> str:
    """The address of the times of a product at a place, or at any."""
    return address(asked.root, product=product.id, place=place.id if place else ANY, **more)


def sent(form: Mapping[str, str] | None, name: str) -> str:
    """What a form says in a field; empty when it says nothing."""
    return (form or {}).get(name, "")
