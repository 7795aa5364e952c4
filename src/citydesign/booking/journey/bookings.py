"""What is booked, asked for or offered: shown, cancelled, moved, accepted."""

from __future__ import annotations

from datetime import date

from citydesign.booking.core.diary import State
from citydesign.booking.journey import booked_pages, pages
from citydesign.booking.journey.counter import Counter
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.payments import Payments
from citydesign.booking.journey.series import Series
from citydesign.booking.journey.tried import instead, time_of, tried, unheard
from citydesign.booking.provider import (
    Deed,
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
    Receipt,
)
from citydesign.booking.shown import money
from citydesign.booking.words import spoken
from citydesign.exchange import Answer, File, Redirect, Request
from citydesign.forms.words import explain


class Bookings:
    """Answers at the addresses of bookings.

    Args:
        counter: what all pages ask.
        payments: where what costs something is paid; None where nothing can be.
    """

    def __init__(self, counter: Counter, payments: Payments | None) -> None:
        self._counter, self._payments = counter, payments
        self._series = Series(counter, counter.changer) if counter.changer else None

    def answer(self, asked: Request, token: str, act: str) -> Answer:
        """Answer a request below the address of a booking."""
        reference = self._counter.opened(token)
        if reference is None:
            return self._counter.neutral(asked)
        receipt = self._counter.receipt(reference)
        if receipt is None:
            return pages.message(asked, spoken("gone"), spoken("gone-text"), status=410)
        found = self._counter.kept(receipt)
        if found is None:
            return self._counter.neutral(asked)
        posted = asked.form is not None
        match act:
            case "" if not posted:
                return self._show(asked, receipt, *found)
            case "cancel":
                return self._cancel(asked, receipt, *found)
            case "move" if self._counter.mover:
                return self._move(asked, receipt, *found)
            case "date" if self._series and "date" in receipt.can:
                return self._series.answer(asked, receipt, found[1])
            case "accept" if posted and self._counter.waiting_list:
                return self._accept(asked, receipt, *found)
            case "earlier" | "earlier-leave" if self._counter.earlier:
                return self._earlier(asked, receipt, *found, act)
            case "calendar.ics" if not posted and "calendar" in self._can(receipt):
                return self._file(receipt)
        return self._counter.neutral(asked)

    def _can(self, receipt: Receipt) -> frozenset[Deed]:
        """What can be done with a booking here: what the provider has no method for, can't."""
        counter = self._counter
        missing: set[Deed] = set()
        missing |= set() if counter.mover else {"move"}
        missing |= set() if counter.waiting_list else {"accept"}
        missing |= set() if counter.calendars else {"calendar"}
        missing |= set() if counter.earlier else {"earlier"}
        missing |= set() if counter.changer else {"date", "drop-date"}
        return receipt.can - missing

    def _show(
        self,
        asked: Request,
        receipt: Receipt,
        product: Product,
        place: Place,
        fields: Details | None = None,
        *,
        trouble: str | None = None,
        status: int = 200,
    ) -> Answer:
        waiting, can = self._counter.waiting_list, self._can(receipt)
        if waiting and "accept" in can and receipt.instead:
            # What they said when they booked is known.
            fields = Details([])
        elif waiting and "accept" in can and fields is None:
            wanted = waiting.fields(product.id, self._counter.locale)
            fields = Details(wanted, known=waiting.told(receipt.reference))
        return booked_pages.booked(
            asked, product, place, receipt, can, fields, trouble=trouble, status=status
        )

    def _back(self, asked: Request) -> Redirect:
        """To the page of the booking, as it is now."""
        return Redirect(f"{asked.root}{'/'.join(asked.path.split('/')[:2])}/")

    def _cancel(self, asked: Request, receipt: Receipt, product: Product, place: Place) -> Answer:
        if "delete" not in receipt.can:
            return self._back(asked)
        paid, sent = receipt.paid, asked.form or {}
        if paid and not paid.refundable and asked.genuine and sent.get(booked_pages.REFUND):
            # They would cancel because the page said that they get their money back.
            over = spoken("refund-over", total=money(paid.price))
            return booked_pages.cancel(asked, product, place, receipt, trouble=over, status=422)
        it = tried(
            asked,
            lambda: self._counter.provider.delete(receipt.reference),
            "unsure-cancel",
        )
        if not it.done:
            return booked_pages.cancel(
                asked,
                product,
                place,
                receipt,
                refused=it.code,
                trouble=it.trouble,
                status=it.status,
            )
        if receipt.state is State.HELD:
            return pages.message(asked, spoken("declined"), "")
        return Redirect(self._counter.booked(asked, receipt.reference))

    def _move(self, asked: Request, receipt: Receipt, product: Product, place: Place) -> Answer:
        mover = self._counter.mover
        if mover is None or "move" not in receipt.can:
            return self._back(asked)
        # What was moved already is not moved again.
        it = tried(asked, lambda: mover.move(receipt.reference, time_of(asked)))
        if it.done:
            return self._back(asked)
        here = f"{asked.root}{'/'.join(asked.path.split('/')[:2])}/move"

        def url(day: date) -> str:
            return f"{here}?from={day.isoformat()}"

        def month_url(day: date) -> str:
            return f"{here}?month={day.isoformat()}"

        if "month" in asked.query and asked.form is None:
            month = self._counter.month(asked, product, [place], url, month_url, receipt.reference)
            return pages.month(pages.about(product, place), month, week_url=here)
        week = self._counter.week(asked, product, [place], url, receipt.reference)
        return booked_pages.move(
            asked,
            place,
            receipt,
            week,
            month_url=month_url(week.first),
            value=(asked.form or {}).get("time"),
            refused=it.code,
            near=instead(asked, it.refusal, place),
            trouble=it.trouble,
            status=it.status,
        )

    def _accept(self, asked: Request, receipt: Receipt, product: Product, place: Place) -> Answer:
        waiting = self._counter.waiting_list
        if waiting is None or "accept" not in receipt.can:
            return self._back(asked)
        wanted = [] if receipt.instead else waiting.fields(product.id, self._counter.locale)
        fields = Details(wanted, asked.form)
        right = fields.validate()
        if not (right and asked.genuine):
            old = None if asked.genuine else explain("page_too_old")
            return self._show(asked, receipt, product, place, fields, trouble=old, status=422)
        try:
            known = waiting.told(receipt.reference) if receipt.instead else fields.answers
            costs = self._counter.price(product, place, receipt.time)
            if self._payments and costs and not receipt.instead:
                return self._payments.begin(asked, receipt.reference, fields.answers)
            made = waiting.accept(receipt.reference, known)
        except MissingField as missing:
            fields.miss(missing.field)
            return self._show(asked, receipt, product, place, fields, status=422)
        except ProviderRefusal:
            # It ended this very moment: its link opens nothing any more.
            return self._counter.neutral(asked)
        except ProviderDown as down:
            said = unheard(down, "unsure")
            return self._show(asked, receipt, product, place, fields, trouble=said, status=503)
        # An earlier time is that of the booking that there was.
        return Redirect(self._counter.booked(asked, made.reference))

    def _earlier(
        self, asked: Request, receipt: Receipt, product: Product, place: Place, act: str
    ) -> Answer:
        """Lets who has a time wait for an earlier one."""
        waiting, leaving = self._counter.earlier, act == "earlier-leave"
        if waiting is None or "earlier" not in receipt.can or (leaving and asked.form is None):
            return self._back(asked)
        it = tried(
            asked,
            lambda: (waiting.leave_earlier if leaving else waiting.join_earlier)(receipt.reference),
            "no-answer",
        )
        if it.done:
            return Redirect(f"{asked.root}{'/'.join(asked.path.split('/')[:2])}/earlier")
        return booked_pages.earlier(
            asked,
            product,
            place,
            receipt,
            # Once is once, however often it is sent.
            waits=leaving if it.status == 503 else waiting.waits_earlier(receipt.reference),
            refused=it.code,
            trouble=it.trouble,
            status=it.status,
        )

    def _file(self, receipt: Receipt) -> Answer:
        writer = self._counter.calendars
        assert writer is not None, "it can"
        text = writer.calendar(receipt.reference, self._counter.locale)
        return File("calendar.ics", "text/calendar", text)
