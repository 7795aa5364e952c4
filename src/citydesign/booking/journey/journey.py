"""The way of a resident through a booking, on any provider."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from citydesign.booking.core.meeting import REMOTE
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.journey import pages, visitors
from citydesign.booking.journey.bookings import Bookings
from citydesign.booking.journey.counter import ANY, Counter, named, times_url
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.holds import Holds
from citydesign.booking.journey.parts import when
from citydesign.booking.journey.payments import Payments
from citydesign.booking.journey.tried import unheard
from citydesign.booking.journey.visits import Visits
from citydesign.booking.journey.waiting import Waiting
from citydesign.booking.provider import (
    MissingField,
    Place,
    Product,
    Provider,
    ProviderDown,
    ProviderRefusal,
    Time,
)
from citydesign.booking.shown import (
    chosen_among,
    chosen_any,
    chosen_time,
    elsewhere,
    near,
    of_times,
)
from citydesign.booking.words import spoken
from citydesign.exchange import Answer, Redirect, Request
from citydesign.forms.words import explain
from citydesign.store.instants import utc_now


class Journey:
    """Answers each request of a booking with a page, in the language of the application at work.

    What the provider can do beyond the port (`citydesign.booking.abilities`) is offered too.

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
        counter = Counter(provider, secret, clock, ahead)
        self._counter, self._provider = counter, provider
        self._payments = Payments(counter, counter.payer) if counter.payer else None
        self._bookings = Bookings(counter, self._payments)
        self._holds = Holds(counter, counter.holder, self._payments) if counter.holder else None
        self._waiting = Waiting(counter, counter.waiting_list) if counter.waiting_list else None
        self._visits = Visits(counter, counter.visits) if counter.visits else None

    def answer(self, asked: Request) -> Answer:
        """Answer a request. A GET changes nothing; what the provider says is what the page says."""
        # Browsers are kept apart only where something is kept for it.
        if not self._holds and not self._waiting:
            return self._told(asked)
        return visitors.remembered(asked, self._told(asked))

    def _told(self, asked: Request) -> Answer:
        try:
            return self._answer(asked)
        except ProviderDown as down:
            return pages.unanswered(asked, unheard(down))

    def _answer(self, asked: Request) -> Answer:
        holds, waiting, posted = self._holds, self._waiting, asked.form is not None
        match asked.path.split("/"):
            case [""] if not posted:
                return self._choose(asked)
            case [""] if holds:
                return self._hold(asked)
            case ["details"]:
                return self._details(asked)
            case ["hold", token, "" | "time" | "release" as act] if holds:
                return holds.answer(asked, token, act)
            case ["wait"] | ["wait", "leave"] if waiting:
                return waiting.answer(asked)
            case ["paid"] if self._payments:
                return self._payments.noticed(asked)
            case ["pay", token, "" | "look" | "again" | "release" as act] if self._payments:
                return self._payments.answer(asked, token, act)
            case ["booking", token, act]:
                return self._bookings.answer(asked, token, act)
        return self._counter.neutral(asked)

    # Choosing

    def _choose(self, asked: Request, refused: Code | None = None) -> Answer:
        products = self._provider.products(self._counter.locale)
        if not products:
            return self._counter.neutral(asked)
        if not asked.query.get("product"):
            return pages.products(asked, products, chosen="product" not in asked.query)
        product = self._counter.product(asked.query["product"])
        if product is None:
            return self._counter.neutral(asked)
        if self._visits and "place" not in asked.query and named(products, product.id):
            answer = self._visits.answer(asked, product)
            if not isinstance(answer, Product):
                return answer
            product = answer
        places = self._provider.places(product.id, self._counter.locale)
        if not places:
            return self._counter.neutral(asked)
        if product.by in REMOTE and (len(places) == 1 or self._counter.anywhere):
            where = places[0].id if len(places) == 1 else ANY
            asked = replace(asked, query={"place": where, **asked.query})
        if not asked.query.get("place"):
            sent = "place" in asked.query
            return pages.places(asked, product, places, ANY, chosen=not sent)
        there = [place for place in places if asked.query["place"] in (place.id, ANY)]
        if not there:
            return self._counter.neutral(asked)
        place = named(there, asked.query["place"])
        if "month" in asked.query and refused is None:
            return self._month(asked, product, place, there)
        return self._times(asked, product, place, there, refused)

    def _month(
        self, asked: Request, product: Product, place: Place | None, there: list[Place]
    ) -> Answer:
        """The days with free times of a product at a place, or (None) at each of several places."""
        held = self._holds.choice(asked, product) if self._holds else None
        month = self._counter.month(
            asked,
            product,
            there,
            lambda day: times_url(asked, product, place, **{"from": day.isoformat()}),
            lambda day: times_url(asked, product, place, month=day.isoformat()),
            held and held[0].reference,
        )
        about = pages.about(product, place)
        return pages.month(about, month, week_url=times_url(asked, product, place))

    def _times(
        self,
        asked: Request,
        product: Product,
        place: Place | None,
        there: list[Place],
        refused: Code | None = None,
        *,
        trouble: str | None = None,
        lost: tuple[Time, Place] | None = None,
        others: tuple[Time, ...] = (),
    ) -> Answer:
        """The times of a product at a place, or (None) at each of several places."""
        holds, several = self._holds, place is None and len(there) > 1
        held = holds.choice(asked, product) if holds else None

        def url(day: date) -> str:
            return times_url(asked, product, place, **{"from": day.isoformat()})

        week = self._counter.week(asked, product, there, url, held and held[0].reference)
        shown = near(of_times(others, lost[1])) if lost and others else []
        if lost and shown and refused is Code.TAKEN:
            shown = near(of_times(others, lost[1]), of_times([lost[0]], lost[1])[0])
        around = lost[0].start if lost and refused is Code.TAKEN else None
        if not week.has_times:
            around = self._counter.clock()
        found = self._counter.elsewhere(product, place, around) if place and around else []
        value = (asked.form or {}).get("time")
        if value is None and held:
            value = of_times([held[0].time], held[1], among_places=several)[0].value
            value = week.value_of(value)
        # Near times are those of one place.
        where = lost[1] if lost and shown else place
        return pages.times(
            asked,
            product,
            where,
            week,
            here=times_url(asked, product, place),
            month_url=times_url(asked, product, place, month=week.first.isoformat()),
            anywhere=ANY,
            key=secrets.token_hex(16) if holds else None,
            held=held,
            value=value,
            refused=refused,
            near=shown,
            elsewhere=elsewhere(found, place.point if place else None),
            trouble=trouble,
            wait=self._wait(asked, product, place),
        )

    def _wait(self, asked: Request, product: Product, place: Place | None) -> str | None:
        """The address of the waiting list, which is for one thing at one place."""
        if self._waiting is None or place is None or product.parts:
            return None
        return self._waiting.address(asked, product, place)

    def _hold(self, asked: Request) -> Answer:
        """Hold the time that a form names."""
        form, holds = asked.form or {}, self._holds
        assert holds is not None, "only then is anything held"
        product = self._counter.product(form.get("product", ""))
        places = self._provider.places(product.id, self._counter.locale) if product else ()
        there = [place for place in places if form.get("place") in (place.id, ANY)]
        if product is None or not there:
            return self._counter.neutral(asked)
        place = named(there, form.get("place", ""))
        if not asked.genuine:
            trouble = explain("page_too_old")
            return self._times(asked, product, place, there, trouble=trouble)
        who = visitors.visitor(asked)
        if who is None:
            # What is held for nobody, nobody could book.
            return self._times(asked, product, place, there, trouble=spoken("no-cookie"))
        times = _named_times(form.get("time"), place, there)
        if isinstance(times, Refusal):
            return self._times(asked, product, place, there, times.code)
        key = form.get("key") or secrets.token_hex(16)
        try:
            return Redirect(holds.take(asked, who, product, times, key))
        except ProviderDown as down:
            again = {name: form.get(name, "") for name in ("product", "place", "time")}
            return pages.not_held(
                asked,
                product,
                place,
                when(*times[0]),
                {**again, "key": key},
                trouble=unheard(down),
            )
        except ProviderRefusal as refusal:
            return self._times(
                asked,
                product,
                place,
                there,
                refusal.code,
                lost=times[0],
                others=refusal.times,
            )

    # Booking without a hold

    def _details(self, asked: Request) -> Answer:
        sent = asked.query if asked.form is None else asked.form
        where = sent.get("place", "")
        time = chosen_time(sent.get("time"))
        if where == ANY:
            time, where = chosen_among(sent.get("time"))
        found = self._counter.found(sent.get("product", ""), where)
        if found is None and isinstance(time, Refusal):
            # Nothing was chosen among the times of several places.
            there = {"product": sent.get("product", ""), "place": sent.get("place", "")}
            return self._choose(replace(asked, path="", query=there, form=None), time.code)
        if found is None:
            return self._counter.neutral(asked)
        product, place = found
        if isinstance(time, Refusal):
            here = {"product": product.id, "place": place.id}
            return self._choose(replace(asked, path="", query=here, form=None), time.code)
        fields = self._provider.fields(product.id, self._counter.locale)
        other = times_url(asked, product, place)
        if asked.form is None:
            new = secrets.token_hex(16)
            return pages.details(asked, product, place, time, Details(fields), new, other=other)
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
        right, other = form.validate(), times_url(asked, product, place)
        if not (right and asked.genuine):
            old = None if asked.genuine else explain("page_too_old")
            return pages.details(
                asked, product, place, time, form, key, other=other, trouble=old, status=422
            )
        try:
            receipt = self._provider.create(product.id, place.id, time, form.answers, key)
        except MissingField as missing:
            form.miss(missing.field)
            return pages.details(asked, product, place, time, form, key, other=other, status=422)
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
                other=other,
                refused=refusal.code,
                near=others,
                status=422,
            )
        except ProviderDown as down:
            # The same key again: what was booked is found, and nothing is booked twice.
            said = unheard(down, "unsure")
            return pages.details(
                asked, product, place, time, form, key, other=other, trouble=said, status=503
            )
        return Redirect(self._counter.booked(asked, receipt.reference))


def _named_times(
    value: str | None, place: Place | None, there: list[Place]
) -> list[tuple[Time, Place]] | Refusal:
    """The times that a form names, and where each is: the same one at one place or another."""
    if place is not None or len(there) == 1:
        time = chosen_time(value)
        return time if isinstance(time, Refusal) else [(time, place or there[0])]
    chosen = chosen_any(value)
    if isinstance(chosen, Refusal):
        return chosen
    found = [(time, where) for time, name in chosen if (where := named(there, name))]
    return found if len(found) == len(chosen) else Refusal(Code.NOT_OFFERED)
