"""The till: fees of bookings, between the store and a payment service."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from citydesign.booking.core import payment as core
from citydesign.booking.core.diary import KEPT, Booking, State
from citydesign.booking.core.fee import Price
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.payment import Payment, PaymentState
from citydesign.booking.gateway import Gateway, GatewayDown, Notice, Order
from citydesign.booking.store import mail, payments
from citydesign.booking.store.ledger import details
from citydesign.booking.store.log import RESIDENT
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.store import Store
from citydesign.booking.store.transaction import Transaction
from citydesign.store.details import Data
from citydesign.store.failures import StoreUnavailable

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Bill:
    """What a resident pays, or paid, for a booking. ``refundable``: it comes back on cancelling."""

    booking: Booking
    payment: Payment
    refundable: bool


class Till:
    """Takes fees and gives them back.

    The network is asked between transactions, never inside one. Whatever is cut off in between is
    done by the next `work`.

    Args:
        store: keeps the bookings.
        gateway: the payment service.
        site: where the site is, from outside: "https://varaukset.example.fi". Residents come back
            to addresses below it.
        lease: how long one worker has a payment to itself.
    """

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        site: str,
        *,
        lease: timedelta = timedelta(minutes=5),
    ) -> None:
        self._store, self._gateway = store, gateway
        self._site, self._lease = site.rstrip("/"), lease

    def begin(
        self,
        name: str,
        told: Data,
        back: str,
        notice: str,
        *,
        text: str,
        language: str,
        keep: Sequence[int] | None = None,
    ) -> Bill | Refusal:
        """Let somebody pay for a hold, and keep what they said about themselves.

        Twice is one payment, as long as it is open.

        Args:
            name: the id of the hold.
            told: as for `Store.confirm`.
            back: the path to which the resident comes back.
            notice: the path to which the payment service reports.
            text: what is paid, as the resident reads it on the page of the service.
            language: of that page.
            keep: as for `Store.confirm`.

        Raises:
            GatewayDown: there is no page to pay on; what was said is kept, so try again.
        """
        new = secrets.token_hex(16)

        def work(t: Transaction) -> Payment | Refusal:
            tries = payments.of(t.connection, name)
            found = core.begin(t.plan, t.diary, tries, new, name, t.now, keep)
            if isinstance(found, Refusal):
                return found
            payment, outcome = found
            self._store.ledger.keep(t, name, outcome, RESIDENT)
            details.keep(t.connection, name, told)
            if payment.id == new:
                payments.enter(t.connection, payment)
            return payment

        payment = self._change(name, work)
        if isinstance(payment, Refusal):
            return payment
        if payment.url is None:
            self._ask(payment, back, notice, text, language)
        return self.bill(name) or Refusal(Code.UNKNOWN)

    def _ask(self, payment: Payment, back: str, notice: str, text: str, language: str) -> None:
        begun = self._gateway.begin(
            Order(
                payment.id,
                payment.price,
                text,
                language,
                f"{self._site}{back}",
                f"{self._site}{notice}",
            )
        )
        self._change(
            payment.booking,
            lambda t: payments.address(t.connection, payment.id, begun.url, begun.known_as),
        )

    def bill(self, name: str) -> Bill | None:
        """Return what is, or was, to be paid for a booking; None when nothing ever was."""

        def work(t: Transaction) -> Bill | None:
            booking = t.diary.get(name)
            tries = payments.of(t.connection, name)
            payment = payments.shown(tries, waits=_waits(booking, t.now))
            if booking is None or payment is None:
                return None
            paid = payment.state is PaymentState.PAID
            back = paid and (booking.state not in KEPT or core.refundable(t.plan, booking, t.now))
            return Bill(booking, payment, back)

        return self._store.transactions.read(self._store.plan, work)

    def noticed(self, sent: Mapping[str, str]) -> bool:
        """Take a notice of the payment service; False for what is none, and changes nothing."""
        notice = self._gateway.read(sent)
        return notice is not None and self._settle(notice)

    def look(self, name: str) -> Bill | None:
        """Ask the payment service about a booking whose payment is open, and return what is so.

        Raises:
            GatewayDown: it gives no answer.
        """
        found = self.bill(name)
        if found is not None and found.payment.state is PaymentState.OPEN:
            notice = self._gateway.look(found.payment)
            if notice is not None:
                self._settle(notice)
                found = self.bill(name)
        return found

    def work(self, limit: int = 50) -> int:
        """Give back what has to go back, and ask about payments of which nothing was heard.

        Call it every minute or so, from any number of processes.

        Returns:
            How many payments were brought to an end.
        """
        plan, done = self._store.plan, 0

        def claim(t: Transaction) -> list[tuple[Payment, bool]]:
            claimed = payments.claim(t.connection, t.now, t.now + self._lease, limit)
            return [(one, _waits(t.diary.get(one.booking), t.now)) for one in claimed]

        for payment, waits in self._store.transactions.change(plan, claim, lambda _: []):
            # What one payment meets keeps no other from its turn; the lease brings it again.
            with suppress(GatewayDown):
                done += self._work(payment, waits)
        return done

    def _work(self, payment: Payment, waits: bool) -> bool:
        if payment.state is PaymentState.RETURNING:
            self._gateway.refund(payment)
            return self._change(payment.booking, lambda t: _returned(t, payment.id))
        notice = self._gateway.look(payment)
        if notice is not None:
            return self._settle(notice)
        # Nobody ever had the page of the service, and nobody can get it any more.
        return not waits and payment.url is None and self._settle(Notice(payment.id, None))

    def _settle(self, notice: Notice) -> bool:
        """Write what the payment service says; False when the payment is unknown."""
        plan = self._store.plan
        name = self._store.transactions.read(
            plan, lambda t: payments.booking_of(t.connection, notice.payment)
        )
        if name is None:
            return False

        def work(t: Transaction) -> Payment | None:
            before = payments.get(t.connection, notice.payment)
            if before is None:
                return None
            if notice.price is None:
                self._failed(t, before)
            else:
                self._received(t, before, notice.price)
            return before

        settled = self._change(name, work)
        if settled is not None and settled.keep is not None:
            self._pass_on(name)
        return settled is not None

    def _pass_on(self, name: str) -> None:
        """Offer the dates that nobody paid for to those who wait."""
        # The payment is written: when this fails, `tend` offers later.
        with suppress(StoreUnavailable):
            booking = self._store.booking(name)
            if booking is not None:
                self._store.offer(booking.office)

    def _received(self, t: Transaction, before: Payment, received: Price) -> None:
        after, outcome = core.receive(t.plan, t.diary, before, received, t.now)
        if after == before:
            return
        self._store.ledger.keep(t, before.booking, outcome, RESIDENT)
        payments.write(t.connection, after, t.now)
        booking = t.diary.get(before.booking)
        if after.state is PaymentState.RETURNING and booking is not None:
            mail.put(t.connection, booking, payments.returned(after), t.now)

    def _failed(self, t: Transaction, before: Payment) -> None:
        after = core.fail(before)
        if after == before:
            return
        payments.write(t.connection, after, t.now)
        booking = t.diary.get(before.booking)
        tries = payments.of(t.connection, before.booking)
        if booking and not booking.lives(t.now) and all(o.state is PaymentState.OFF for o in tries):
            # There is nothing left to tell anybody.
            details.forget(t.connection, [before.booking])

    def _change(self, name: str, work: Callable[[Transaction], _Answer]) -> _Answer:
        """Change something about the payments of a booking, one transaction at a time."""

        def locked(t: Transaction) -> _Answer:
            t.connection.execute(
                select(bookings.c.id).where(bookings.c.id == name).with_for_update()
            )
            return work(t)

        return self._store.transactions.change(self._store.plan, locked, lambda _: [])


def _waits(booking: Booking | None, now: datetime) -> bool:
    """Is a hold still waiting for its payment?"""
    return booking is not None and booking.state is State.HELD and booking.lives(now)


def _returned(t: Transaction, name: str) -> bool:
    """Write that money went back; False when that was written before."""
    before = payments.get(t.connection, name)
    if before is None or before.state is not PaymentState.RETURNING:
        return False
    payments.write(t.connection, replace(before, state=PaymentState.RETURNED), t.now)
    return True
