"""The way of a resident through a booking, on any provider."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.journey import pages
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import (
    MissingField,
    Place,
    Product,
    Provider,
    ProviderDown,
    ProviderRefusal,
    Time,
)
from citydesign.booking.shown import Choice, Week, chosen_time, first_day, near, of_times
from citydesign.booking.words import heading, sentence, spoken
from citydesign.exchange import Answer, Page, Redirect, Request
from citydesign.forms.words import explain
from citydesign.store.instants import utc_now
from citydesign.store.secret import Secret

_DAY = timedelta(days=1)
_Item = TypeVar("_Item", Product, Place)


class Journey:
    """Answers each request of a booking with a page, in the language of the application at work.

    Args:
        provider: whoever keeps the bookings.
        secret: at least 32 random bytes, kept; addresses of receipts are good as long as it is.
        clock: returns the present instant, aware.
        ahead: how many days ahead times are looked for.
    """

    def __init__(
        self,
        provider: Provider,
        secret: bytes,
        *,
        clock: Callable[[], datetime] = utc_now,
        ahead: int = 90,
    ) -> None:
        self._provider, self._clock, self._ahead = provider, clock, ahead
        self._seal = Seal(Secret(secret))

    def answer(self, asked: Request) -> Answer:
        """Answer a request. A GET changes nothing; what the provider says is what the page says."""
        try:
            return self._answer(asked)
        except ProviderDown:
            return pages.message(
                asked, heading(Code.TRY_AGAIN), sentence(Code.TRY_AGAIN), status=503
            )

    def _answer(self, asked: Request) -> Answer:
        match asked.path.split("/"):
            case [""] if asked.form is None:
                return self._choose(asked)
            case ["details"]:
                return self._details(asked)
            case ["booking", token, "" | "cancel" as last] if last or asked.form is None:
                return self._booked(asked, token, cancelling=bool(last))
        return self._neutral(asked)

    # Choosing

    def _choose(self, asked: Request, refused: Code | None = None) -> Answer:
        products = self._provider.products(_locale())
        if "product" not in asked.query:
            return pages.products(asked, products) if products else self._neutral(asked)
        product = _named(products, asked.query["product"])
        if product is None:
            return self._neutral(asked)
        places = self._provider.places(product.id, _locale())
        if "place" not in asked.query:
            return pages.places(asked, product, places) if places else self._neutral(asked)
        place = _named(places, asked.query["place"])
        if place is None:
            return self._neutral(asked)
        return pages.times(asked, product, place, self._week(asked, product, place), refused)

    def _week(self, asked: Request, product: Product, place: Place) -> Week:
        today = self._clock().astimezone(ZoneInfo(place.zone)).date()
        last = today + self._ahead * _DAY
        days = self._provider.dates(product.id, place.id, today, last)
        first = first_day(days, today, asked.query.get("from"))
        # Of all other days only the first and the last are needed, to lead there.
        wanted = {day for day in days if first <= day < first + 7 * _DAY} | {*days[:1], *days[-1:]}
        free: list[Choice] = []
        for day in sorted(wanted):
            free += of_times(self._provider.times(product.id, place.id, day), place)

        def url(day: date) -> str:
            values = {"product": product.id, "place": place.id, "from": day.isoformat()}
            return f"{asked.root}?{urlencode(values)}"

        return Week(free, today, url, first.isoformat())

    def _found(self, product: str, place: str) -> tuple[Product, Place] | None:
        """The product and place of these ids, if they belong together."""
        what = _named(self._provider.products(_locale()), product)
        where = what and _named(self._provider.places(what.id, _locale()), place)
        return (what, where) if what and where else None

    # Booking

    def _details(self, asked: Request) -> Answer:
        sent = asked.query if asked.form is None else asked.form
        found = self._found(sent.get("product", ""), sent.get("place", ""))
        if found is None:
            return self._neutral(asked)
        product, place = found
        time = chosen_time(sent.get("time"))
        if isinstance(time, Refusal):
            chosen = Request(asked.root, "", {"product": product.id, "place": place.id})
            return self._choose(chosen, time.code)
        fields = self._provider.fields(product.id, _locale())
        if asked.form is None:
            new = secrets.token_hex(16)
            return pages.details(asked, product, place, time, Details(fields), new)
        key = sent.get("key") or secrets.token_hex(16)
        return self._book(asked, product, place, time, Details(fields, sent), key)

    def _book(
        self,
        asked: Request,
        product: Product,
        place: Place,
        time: Time,
        form: Details,
        key: str,
    ) -> Answer:
        right = form.validate()
        if not (right and asked.genuine):
            old = None if asked.genuine else explain("page_too_old")
            return pages.details(asked, product, place, time, form, key, trouble=old, status=422)
        try:
            receipt = self._provider.create(product.id, place.id, time, form.answers, key)
        except MissingField as missing:
            form.miss(missing.field)
            return pages.details(asked, product, place, time, form, key, status=422)
        except ProviderRefusal as refusal:
            taken = of_times([time], place)[0] if refusal.code is Code.TAKEN else None
            others = near(of_times(refusal.times, place), taken) if refusal.times else []
            new = secrets.token_hex(16)
            return pages.details(
                asked,
                product,
                place,
                time,
                form,
                new,
                refused=refusal.code,
                near=others,
                status=422,
            )
        except ProviderDown as down:
            # The same key again: what was booked is found, and nothing is booked twice.
            said = spoken("unsure") if down.sent else sentence(Code.TRY_AGAIN)
            return pages.details(asked, product, place, time, form, key, trouble=said, status=503)
        return Redirect(f"{asked.root}booking/{self._seal.token(receipt.reference)}/")

    # Afterwards

    def _booked(self, asked: Request, token: str, *, cancelling: bool) -> Answer:
        reference = self._seal.opened(token)
        if reference is None:
            return self._neutral(asked)
        receipt = self._provider.receipt(reference)
        if receipt is None:
            return pages.message(asked, spoken("gone"), spoken("gone-text"), status=410)
        found = self._found(receipt.product, receipt.place)
        if found is None:
            return self._neutral(asked)
        product, place = found
        if not cancelling:
            return pages.booked(asked, product, place, receipt.time, reference)
        if asked.form is None:
            return pages.cancel(asked, product, place, receipt.time)
        if not asked.genuine:
            old = explain("page_too_old")
            return pages.cancel(asked, product, place, receipt.time, trouble=old, status=422)
        try:
            self._provider.delete(reference)
        except ProviderRefusal as refusal:
            return pages.cancel(
                asked, product, place, receipt.time, refused=refusal.code, status=422
            )
        except ProviderDown as down:
            said = spoken("unsure-cancel") if down.sent else sentence(Code.TRY_AGAIN)
            return pages.cancel(asked, product, place, receipt.time, trouble=said, status=503)
        return Redirect(f"{asked.root}booking/{token}/")

    def _neutral(self, asked: Request) -> Page:
        """Wrong, altered and foreign addresses look alike."""
        return pages.message(asked, spoken("neutral"), spoken("neutral-text"), status=404)


def _named(items: Sequence[_Item], name: str) -> _Item | None:
    return next((item for item in items if item.id == name), None)


def _locale() -> str:
    return host.current().language.locale
