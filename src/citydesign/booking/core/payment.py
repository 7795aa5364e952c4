"""Payments: what comes of money that arrives, and when it goes back.

A booking that costs something is a hold until it is paid. Money that finds no hold to turn into a
booking is given back: it came after the end, or twice, or for a time that was given up meanwhile.
So each booking is paid once, and nobody pays for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from citydesign.booking.core.commands import confirm
from citydesign.booking.core.diary import KEPT, Booking, Bookings, State
from citydesign.booking.core.fee import Price
from citydesign.booking.core.limits import last_chance
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.core.price import price
from citydesign.hours.clock import seconds


class PaymentState(StrEnum):
    """How far a payment has come."""

    OPEN = "open"
    """The resident may be paying it."""
    OFF = "off"
    """The payment service says that it was not made."""
    PAID = "paid"
    RETURNING = "returning"
    """The money has to go back."""
    RETURNED = "returned"


#: The money is not here, but may still come.
EXPECTED = frozenset({PaymentState.OPEN, PaymentState.OFF})


@dataclass(frozen=True, slots=True)
class Payment:
    """One try to pay for a booking.

    ``keep``: the numbers of the booking's slots that it is for; None for all. ``url``: the page of
    the payment service, once there is one. ``known_as``: what the service calls the payment.
    """

    id: str
    booking: str
    price: Price
    state: PaymentState
    created: datetime
    keep: tuple[int, ...] | None = None
    url: str | None = None
    known_as: str | None = None


def begin(
    plan: Plan,
    diary: Bookings,
    tries: Sequence[Payment],
    new: str,
    booking: str,
    now: datetime,
    keep: Sequence[int] | None = None,
) -> tuple[Payment, Outcome] | Refusal:
    """Let somebody pay for a hold; it has its whole length again when they begin.

    Args:
        plan: what the city offers.
        diary: with the hold.
        tries: the payments of it that there are.
        new: the id of a new payment.
        booking: the id of the hold.
        now: the present instant.
        keep: the numbers of its slots that are wanted; None for all.

    Returns:
        The payment, which is one that is open for the same already; and what becomes of the hold.
        A refusal has `Code.NOT_POSSIBLE_NOW` where nothing has to be paid.
    """
    # What `confirm` would refuse is not worth paying.
    outcome = confirm(plan, diary, booking, now, keep=keep, paid=True)
    if isinstance(outcome, Refusal):
        return outcome
    held = diary.get(booking)
    if not outcome or held is None or held.expires is None:
        return Refusal(Code.NOT_POSSIBLE_NOW)
    wanted = [held.slots[n] for n in range(len(held.slots)) if keep is None or n in keep]
    sum_of = price(plan, wanted)
    if sum_of is None:
        return Refusal(Code.NOT_POSSIBLE_NOW)
    kept = None if keep is None or len(wanted) == len(held.slots) else tuple(sorted(set(keep)))
    for one in tries:
        if (one.state, one.price, one.keep) == (PaymentState.OPEN, sum_of, kept):
            return one, ()
    made = Payment(new, booking, sum_of, PaymentState.OPEN, now, kept)
    expires = now + min(plan.policy(service).hold for service in held.services)
    if tries or expires <= held.expires:
        return made, ()
    return made, (Event(Kind.EXTENDED, replace(held, expires=expires), now, "pays"),)


def receive(
    plan: Plan, diary: Bookings, payment: Payment, received: Price, now: datetime
) -> tuple[Payment, Outcome]:
    """Money has arrived: it turns the hold into a booking, or has to go back.

    Args:
        plan: what the city offers.
        diary: with the booking.
        payment: what it is for; told a second time, nothing changes.
        received: how much it is; its tax is of no account.
        now: the present instant.
    """
    if payment.state not in EXPECTED:
        return payment, ()
    asked = payment.price.cents, payment.price.currency
    back = replace(payment, state=PaymentState.RETURNING)
    held = diary.get(payment.booking)
    if (received.cents, received.currency) != asked:
        return replace(back, price=Price(received.cents, received.currency)), ()
    if held is None or held.state is not State.HELD:
        return back, ()
    outcome = confirm(plan, diary, held.id, now, keep=payment.keep, paid=True)
    if isinstance(outcome, Refusal):
        return back, ()
    return replace(payment, state=PaymentState.PAID), outcome


def fail(payment: Payment) -> Payment:
    """The payment service says that nothing was paid. Money that is here stays what it is."""
    if payment.state is not PaymentState.OPEN:
        return payment
    return replace(payment, state=PaymentState.OFF)


def end(plan: Plan, payment: Payment, before: Booking, now: datetime, *, city: bool) -> Payment:
    """The booking ends: the money goes back, unless it was cancelled too late for that.

    Args:
        plan: what the city offers.
        payment: one of the booking.
        before: the booking before it ended.
        now: the present instant.
        city: does the city end it, and not the resident?
    """
    if payment.state is not PaymentState.PAID:
        return payment
    returns = city or before.state not in KEPT or refundable(plan, before, now)
    return replace(payment, state=PaymentState.RETURNING) if returns else payment


def refundable(plan: Plan, booking: Booking, now: datetime) -> bool:
    """Would a resident who cancels a booking now get the fee back?"""
    office = plan.office.get(booking.office)
    for service in booking.services:
        limit = plan.policy(service).refund_until
        if limit is None:
            return False
        if office and seconds(now) >= last_chance(limit, office.tz, seconds(booking.start)):
            return False
    return True
