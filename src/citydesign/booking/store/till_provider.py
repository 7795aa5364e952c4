"""Our own store behind the port, with fees: what costs something is booked when it is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from citydesign import host
from citydesign.booking import offering
from citydesign.booking.abilities import Due
from citydesign.booking.core.diary import Booking, State
from citydesign.booking.core.fee import Price
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.price import listed, price
from citydesign.booking.gateway import GatewayDown
from citydesign.booking.provider import Paid, Product, ProviderDown, ProviderRefusal, Receipt, Time
from citydesign.booking.store.outages import down
from citydesign.booking.store.provider import StoreProvider
from citydesign.booking.store.store import Store
from citydesign.booking.store.till import Bill, Till
from citydesign.booking.store.waiting_desk import told
from citydesign.booking.words import spoken


class TillProvider(StoreProvider):
    """A `StoreProvider` that also takes payments.

    Args:
        store: where the bookings are kept.
        till: takes the fees of this store.
        settings: those of `StoreProvider`.
    """

    def __init__(self, store: Store, till: Till, **settings: Any) -> None:
        super().__init__(store, **settings)
        self._till = till

    def products(self, locale: str) -> Sequence[Product]:
        """What can be booked, and what it costs."""
        return [self._listed(one) for one in super().products(locale)]

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id, and what a length costs."""
        found = super().composed(name, locale)
        return found and self._listed(found)

    def _listed(self, one: Product) -> Product:
        return replace(one, price=None if one.parts else listed(self._store.plan, one.id))

    def price(
        self, product: str, place: str, time: Time, keep: Sequence[int] | None = None
    ) -> Price | None:
        """What a time costs, or those of its dates that are wanted; None for nothing."""
        way = enumerate(self._way(product, place, time))
        wanted = [slot for n, slot in way if keep is None or n in keep]
        return price(self._store.plan, wanted)

    def pay(
        self,
        reference: str,
        answers: Mapping[str, str],
        back: str,
        notice: str,
        keep: Sequence[int] | None = None,
    ) -> Due:
        """Let a visitor pay for what is held, or offered."""
        with _down(sent=True):
            held = self._store.booking(reference)
            if held is None:
                raise ProviderRefusal(Code.UNKNOWN)
            product = offering.product_of(held.slots)
            self._complete(self.fields(product, "en"), answers)
            bill = self._till.begin(
                reference,
                told(answers),
                back,
                notice,
                text=spoken("pay-order", reference=held.reference),
                language=host.current().language.locale,
                keep=keep,
            )
            if isinstance(bill, Refusal):
                raise self._times.refused(bill, product)
        return self._due(bill)

    def pay_again(self, reference: str, back: str, notice: str) -> Due:
        """Let a visitor try again, with what they said the first time."""
        with _down(sent=False):
            bill = self._till.bill(reference)
        if bill is None:
            raise ProviderRefusal(Code.UNKNOWN)
        answers = self.told(reference)
        if not answers:
            # What they said was forgotten when the hold ended.
            raise ProviderRefusal(Code.EXPIRED)
        return self.pay(reference, answers, back, notice, bill.payment.keep)

    def due(self, reference: str) -> Due | None:
        """What is to be paid for a time, and how far that has come."""
        with _down(sent=False):
            bill = self._till.bill(reference)
        return self._due(bill) if bill else None

    def look(self, reference: str) -> Due | None:
        """As `due`, after asking the payment service."""
        with _down(sent=False):
            bill = self._till.look(reference)
        return self._due(bill) if bill else None

    def noticed(self, sent: Mapping[str, str]) -> bool:
        """Take a notice of the payment service."""
        with _down(sent=False):
            return self._till.noticed(sent)

    def _due(self, bill: Bill) -> Due:
        booking, payment = bill.booking, bill.payment
        lives = booking.lives(self._store.clock())
        held = booking.state is State.HELD
        slots = booking.slots
        if held and payment.keep is not None:
            slots = tuple(slots[number] for number in payment.keep)
        return Due(
            booking.id,
            offering.kept_as(slots),
            booking.office,
            Time.of(*slots),
            payment.price,
            payment.state,
            payment.url,
            booking.expires if held and lives and booking.expires else None,
            lives and not held,
        )

    def _receipt(self, booking: Booking, told: Mapping[str, str]) -> Receipt:
        receipt = super()._receipt(booking, told)
        bill = self._till.bill(booking.id) if booking.state is not State.HELD else None
        if bill is None:
            return receipt
        paid = Paid(bill.payment.price, bill.payment.state, bill.refundable)
        return replace(receipt, paid=paid)


@contextmanager
def _down(*, sent: bool) -> Iterator[None]:
    with down(sent=sent):
        try:
            yield
        except GatewayDown as error:
            raise ProviderDown(str(error)) from None
