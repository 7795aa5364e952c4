"""The pages of a time that has to be paid: to the payment service, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citydesign.booking.abilities import Due, Payer
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.payment import EXPECTED, PaymentState
from citydesign.booking.journey import pages, payment_pages
from citydesign.booking.journey.counter import Counter
from citydesign.booking.journey.tried import unheard
from citydesign.booking.provider import Place, Product, ProviderDown, ProviderRefusal
from citydesign.booking.words import heading, spoken
from citydesign.exchange import Answer, Redirect, Request
from citydesign.forms.words import explain

#: Where the payment service reports, below the root of the pages.
NOTICE = "paid"


class Payments:
    """Leads to the payment service, and says what has come of it.

    A page says only what the provider answers: what an address claims on the way back is no news.

    Args:
        counter: what all pages ask.
        payer: the provider.
    """

    def __init__(self, counter: Counter, payer: Payer) -> None:
        self._counter, self._payer = counter, payer

    def begin(
        self,
        asked: Request,
        reference: str,
        answers: Mapping[str, str],
        keep: Sequence[int] | None = None,
    ) -> Redirect:
        """Let a visitor pay for what is held, or offered; lead to the page for that.

        Raises:
            MissingField: something more must be asked.
            ProviderRefusal: it can't be paid.
            ProviderDown: there is no page of the payment service.
        """
        back, notice = self._address(asked, reference), f"{asked.root}{NOTICE}"
        self._payer.pay(reference, answers, back, notice, keep)
        return Redirect(back)

    def noticed(self, asked: Request) -> Answer:
        """Take a notice of the payment service. No page of ours sends it: its signature counts."""
        sent = asked.query if asked.form is None else asked.form
        if self._payer.noticed(sent):
            return payment_pages.noticed()
        return self._counter.neutral(asked)

    def answer(self, asked: Request, token: str, act: str) -> Answer:
        """Answer a request below the address of a payment: "", "look", "again" or "release"."""
        reference = self._counter.payments.opened(token)
        due = self._payer.due(reference) if reference else None
        found = self._counter.found(due.product, due.place) if due else None
        if due is None or found is None:
            return self._counter.neutral(asked)
        if asked.form is None:
            return self._counter.neutral(asked) if act else self._show(asked, due, found)
        if not asked.genuine:
            return self._show(asked, due, found, trouble=explain("page_too_old"), status=422)
        try:
            return self._act(asked, due, found, act)
        except ProviderRefusal as refusal:
            now = self._payer.due(due.reference) or due
            return self._show(asked, now, found, refused=refusal.code, status=422)
        except ProviderDown as down:
            return self._show(asked, due, found, trouble=unheard(down), status=503)

    def _act(self, asked: Request, due: Due, found: tuple[Product, Place], act: str) -> Answer:
        here = self._address(asked, due.reference)
        if act == "look":
            due = self._payer.look(due.reference) or due
            if due.state is PaymentState.OPEN and due.until:
                return self._show(asked, due, found, trouble=spoken("pay-unheard"))
        elif act == "again" and (due.state is PaymentState.OFF or due.url is None):
            self._payer.pay_again(due.reference, here, f"{asked.root}{NOTICE}")
        elif act == "release" and due.state in EXPECTED and due.until:
            self._payer.release(due.reference)
            return pages.released(asked, None)
        return Redirect(here)

    def _show(
        self,
        asked: Request,
        due: Due,
        found: tuple[Product, Place],
        *,
        refused: Code | None = None,
        trouble: str | None = None,
        status: int = 200,
    ) -> Answer:
        if due.booked:
            return Redirect(self._counter.booked(asked, due.reference))
        if due.state not in EXPECTED:
            return payment_pages.returned(asked, *found, due)
        if due.until is None:
            return pages.message(asked, heading(Code.EXPIRED), spoken("pay-over"), status=410)
        if asked.query and not trouble and due.state is PaymentState.OPEN:
            # They come back before the payment service has reported.
            trouble = spoken("pay-unheard")
        here = self._address(asked, due.reference)
        return payment_pages.pay(
            here, *found, due, due.until, refused=refused, trouble=trouble, status=status
        )

    def _address(self, asked: Request, reference: str) -> str:
        return f"{asked.root}pay/{self._counter.payments.token(reference)}/"
