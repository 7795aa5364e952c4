"""The pages of a time that is held for a visitor while they give their details."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citydesign.booking.abilities import Hold, Holder, Visitor
from citydesign.booking.core.diary import State
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.journey import pages
from citydesign.booking.journey.counter import Counter, times_url
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.payments import Payments
from citydesign.booking.journey.tried import unheard
from citydesign.booking.journey.visitors import visitor
from citydesign.booking.provider import (
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
    Time,
)
from citydesign.booking.shown import chosen_time, near, of_times, weekly
from citydesign.booking.words import heading, sentence, spoken
from citydesign.exchange import Answer, Redirect, Request, Sent
from citydesign.forms.words import explain


@dataclass(frozen=True)
class _Typing:
    """What somebody is filling in: what it is about, and what was typed."""

    product: Product
    place: Place
    time: Time
    fields: Details
    key: str


class Holds:
    """Holds times, and books what is held.

    Args:
        counter: what all pages ask.
        holder: the provider.
        payments: where what costs something is paid; None where nothing can be.
    """

    def __init__(self, counter: Counter, holder: Holder, payments: Payments | None) -> None:
        self._counter, self._holder, self._payments = counter, holder, payments

    def take(
        self,
        asked: Request,
        who: Visitor,
        product: Product,
        times: Sequence[tuple[Time, Place]],
        key: str,
    ) -> str:
        """Hold the first of several times that can be had; return the address of its page.

        Raises:
            ProviderRefusal: none is held.
        """
        anywhere = self._counter.anywhere
        if anywhere and len(times) > 1:
            ways = [(place.id, time) for time, place in times]
            held = anywhere.hold_any(product.id, ways, key, who)
        else:
            time, place = times[0]
            held = self._holder.hold(product.id, place.id, time, key, who)
        return self._address(asked, held)

    def choice(self, asked: Request, product: Product) -> tuple[Hold, Place, str] | None:
        """What the visitor holds of a product, where, and the address that goes on with it."""
        who = visitor(asked)
        held = self._holder.holding(product.id, who) if who else None
        found = self._counter.found(held.product, held.place) if held else None
        return (held, found[1], self._address(asked, held)) if held and found else None

    def answer(self, asked: Request, token: str, act: str) -> Answer:
        """Answer a request below the address of a hold: "", "time" or "release"."""
        who = visitor(asked)
        if who is None:
            said, told = spoken("unknown-browser"), spoken("unknown-browser-text")
            return pages.message(asked, said, told, status=403)
        reference = self._counter.holds.opened(token)
        if reference is None:
            return self._counter.neutral(asked)
        try:
            return self._answer(asked, who, reference, act)
        except ProviderDown as down:
            return self._down(asked, down)

    def _answer(self, asked: Request, who: Visitor, reference: str, act: str) -> Answer:
        hold = self._holder.held(reference, who)
        found = self._counter.found(hold.product, hold.place) if hold else None
        if hold is None or found is None:
            return self._counter.neutral(asked)
        if hold.state not in (State.HELD, State.EXPIRED):
            return self._became(asked, hold)
        if act == "time":
            return self._time(asked, hold, *found)
        if act == "release" and asked.form is None:
            return self._counter.neutral(asked)
        typing = self._typing(asked, hold.time, *found)
        if asked.form is None:
            return self._page(asked, typing, hold)
        if not asked.genuine:
            return self._page(asked, typing, hold, trouble=explain("page_too_old"))
        if act == "release":
            return self._release(asked, typing, hold)
        right = typing.fields.validate()
        if self._dates(asked, hold) == []:
            return self._page(asked, typing, hold, trouble=spoken("dates-none"))
        return self._book(asked, who, typing, hold) if right else self._page(asked, typing, hold)

    def _became(self, asked: Request, hold: Hold) -> Answer:
        """A hold that was booked, or given up, in this window or another."""
        if self._counter.receipt(hold.reference) is not None:
            url = self._counter.booked(asked, hold.reference)
            if self._counter.opened(url.split("/")[-2]) is not None:
                return Redirect(url)
        if asked.form is not None:
            return Redirect(self._address(asked, hold))
        found = self._counter.found(hold.product, hold.place)
        return pages.released(asked, self.choice(asked, found[0]) if found else None)

    # What is asked for

    def _book(self, asked: Request, who: Visitor, typing: _Typing, hold: Hold) -> Answer:
        wanted, fields = chosen_time((asked.form or {}).get("time")), typing.fields
        visits, keep = self._counter.visits, self._dates(asked, hold)
        try:
            reference = hold.reference
            if not isinstance(wanted, Refusal) and self._anew(asked, wanted, hold):
                # The old hold is over; what was typed goes on with the new time.
                made = self._holder.hold(
                    typing.product.id, typing.place.id, wanted, typing.key, who
                )
                if visits and weekly(made.time) and made.state is State.HELD:
                    # Nobody has asked yet which of these dates are wanted.
                    return self._page(
                        replace(asked, path=self._address(asked, made).removeprefix(asked.root)),
                        replace(typing, time=made.time),
                        made,
                        trouble=spoken("dates-new"),
                    )
                reference = made.reference
            time = hold.time if isinstance(wanted, Refusal) else wanted
            keep = keep if reference == hold.reference else None
            if self._payments and self._counter.price(typing.product, typing.place, time):
                return self._payments.begin(asked, reference, fields.answers, keep)
            if visits and keep is not None:
                receipt = visits.confirm_some(reference, fields.answers, keep)
            else:
                receipt = self._holder.confirm(reference, fields.answers)
        except MissingField as missing:
            fields.miss(missing.field)
            return self._page(asked, typing, hold)
        except ProviderRefusal as refusal:
            return self._page(asked, typing, hold, refusal=refusal)
        return Redirect(self._counter.booked(asked, receipt.reference))

    def _anew(self, asked: Request, wanted: Time, hold: Hold) -> bool:
        """Is a time chosen that is not held: another one, or the same after the end of its hold?"""
        over = hold.until is None or hold.until <= self._counter.clock()
        return wanted != hold.time or (over and pages.HELD in (asked.form or {}))

    def _dates(self, asked: Request, hold: Hold) -> list[int] | None:
        """The numbers of the dates of a series that a form asks for; None when it asked nothing."""
        sent = _numbers(asked) if weekly(hold.time) else None
        return sent and [n for n in sent if n < len(hold.time.parts)]

    def _release(self, asked: Request, typing: _Typing, hold: Hold) -> Answer:
        try:
            self._holder.release(hold.reference)
        except ProviderRefusal as refusal:
            return self._page(asked, typing, hold, refusal=refusal)
        return Redirect(self._address(asked, hold))

    def _time(self, asked: Request, hold: Hold, product: Product, place: Place) -> Answer:
        """How long there is, and more of it. Scripts read this page, or open it in a new tab."""
        refused, trouble, longer = None, None, False
        if asked.form is not None and not asked.genuine:
            trouble = explain("page_too_old")
        elif asked.form is not None:
            try:
                # Twice in one moment is once.
                before, hold = hold, self._holder.extend(hold.reference)
                longer = hold.until != before.until
            except ProviderRefusal as refusal:
                refused = refusal.code
        now = self._counter.clock()
        if hold.until is None or hold.until <= now:
            return pages.message(asked, heading(Code.EXPIRED), sentence(Code.EXPIRED), status=410)
        if asked.form is None and not hold.extendable:
            refused = Code.NO_MORE_EXTENSIONS
        return pages.more_time(
            asked,
            product,
            place,
            hold,
            now,
            longer=longer,
            refused=None if longer else refused,
            trouble=trouble,
            # The element on it says the rest, so scripts take it for an answer.
            status=422 if trouble else 200,
        )

    # Pages

    def _page(
        self,
        asked: Request,
        typing: _Typing,
        hold: Hold,
        *,
        refusal: ProviderRefusal | None = None,
        trouble: str | None = None,
    ) -> Answer:
        """The form, with what was typed; near times when nothing is held any more."""
        now = self._counter.clock()
        product, place = typing.product, typing.place
        wanted = chosen_time((asked.form or {}).get("time"))
        time = hold.time if isinstance(wanted, Refusal) else wanted
        lives = hold.until is not None and now < hold.until and time == hold.time
        code = refusal.code if refusal else None if lives else Code.EXPIRED
        shown = []
        if not lives:
            others = (refusal and refusal.times) or self._counter.near(product, place, time)
            taken = of_times([time], place)[0] if code is Code.TAKEN else None
            shown = near(of_times(others, place), taken) if others else []
        failed = asked.form is not None or code is not None
        dates = self._dates(asked, hold) if lives else None
        return pages.details(
            asked if asked.path.endswith("/") else _page_of(asked),
            product,
            place,
            time,
            typing.fields,
            # Another key for another try: with the old one the provider would answer as before.
            secrets.token_hex(16),
            other=times_url(asked, product, place),
            held=(hold, now) if lives else None,
            dates=dates,
            price=self._counter.price(product, place, time, dates or None),
            refused=code,
            near=shown,
            trouble=trouble,
            status=422 if failed else 200,
        )

    def _down(self, asked: Request, down: ProviderDown) -> Answer:
        """The provider gave no answer: what was typed is sent again, with the same key."""
        form = asked.form
        time = chosen_time((form or {}).get("time"))
        if form is None or isinstance(time, Refusal) or asked.path.endswith("/time"):
            raise down
        found = self._counter.found(form.get("product", ""), form.get("place", ""))
        if found is None:
            raise down
        typing = self._typing(asked, time, *found)
        said = unheard(down, "no-answer" if asked.path.endswith("/release") else "unsure")
        # Nobody says now what is held: what was wanted of it is sent again too.
        dates = _numbers(asked)
        return pages.details(
            _page_of(asked),
            *found,
            time,
            typing.fields,
            typing.key,
            other=times_url(asked, *found),
            dates=dates,
            price=self._counter.price(*found, time, dates or None),
            trouble=said,
            status=503,
        )

    def _typing(self, asked: Request, time: Time, product: Product, place: Place) -> _Typing:
        asked_for = self._holder.fields(product.id, self._counter.locale)
        sent = asked.form
        key = (sent or {}).get("key") or secrets.token_hex(16)
        return _Typing(product, place, time, Details(asked_for, sent), key)

    def _address(self, asked: Request, hold: Hold) -> str:
        return f"{asked.root}hold/{self._counter.holds.token(hold.reference)}/"


def _numbers(asked: Request) -> list[int] | None:
    """The numbers of the dates that a form wants, in order; None when it asked for none."""
    form = asked.form or {}
    if f"{pages.DATES}s" not in form:
        return None
    sent = form.getlist(pages.DATES) if isinstance(form, Sent) else []
    return sorted({int(one) for one in sent if re.fullmatch("[0-9]{1,3}", one)})


def _page_of(asked: Request) -> Request:
    """The request for the page itself, whatever was asked below its address."""
    path = "/".join(asked.path.split("/")[:2]) + "/"
    return Request(
        asked.root, path, asked.query, asked.form, asked.genuine, asked.cookies, asked.address
    )
