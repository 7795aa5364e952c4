"""Payments as rows, and what comes of them inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from citydesign.booking.core import payment as core
from citydesign.booking.core.diary import Booking
from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import Payment, PaymentState
from citydesign.booking.core.plan import Plan
from citydesign.booking.store.schema import payment as payments
from citydesign.store.instants import instant, milliseconds

#: What has to be done about a payment: the money goes back, or the payment service is asked.
OWED = (PaymentState.OPEN, PaymentState.RETURNING)
#: How long after it began the payment service is asked about a payment of which nothing was heard.
PATIENCE = timedelta(minutes=30)
_OF_BOOKING = (
    select(payments)
    .where(payments.c.booking == bindparam("booking"))
    .order_by(payments.c.created, payments.c.id)
)


def of(connection: Connection, booking: str) -> list[Payment]:
    """Read the payments of a booking, the oldest first."""
    return [_payment(row) for row in connection.execute(_OF_BOOKING, {"booking": booking})]


def get(connection: Connection, name: str) -> Payment | None:
    """Read a payment by its id."""
    row = connection.execute(select(payments).where(payments.c.id == name)).first()
    return _payment(row) if row else None


def booking_of(connection: Connection, name: str) -> str | None:
    """The id of the booking that a payment is for."""
    return connection.execute(select(payments.c.booking).where(payments.c.id == name)).scalar()


def enter(connection: Connection, payment: Payment) -> None:
    """Write a new payment."""
    values = {"id": payment.id, "booking": payment.booking, **_columns(payment)}
    due = milliseconds(payment.created + PATIENCE)
    created = milliseconds(payment.created)
    connection.execute(payments.insert(), {**values, "created": created, "due": due})


def write(connection: Connection, payment: Payment, now: datetime) -> None:
    """Write what has become of a payment. Queue for its booking's person before."""
    due = milliseconds(now) if payment.state is PaymentState.RETURNING else None
    connection.execute(
        update(payments).where(payments.c.id == payment.id).values(**_columns(payment), due=due)
    )


def address(connection: Connection, name: str, url: str, known_as: str | None) -> None:
    """Write where a payment is made, the first time that the payment service says so."""
    connection.execute(
        update(payments)
        .where(payments.c.id == name, payments.c.url.is_(None))
        .values(url=url, known_as=known_as)
    )


def claim(connection: Connection, now: datetime, until: datetime, limit: int) -> list[Payment]:
    """Claim payments about which something has to be done; nobody else gets them before `until`."""
    ids = connection.execute(
        select(payments.c.id)
        .where(
            payments.c.due <= milliseconds(now),
            payments.c.state.in_([state.value for state in OWED]),
        )
        .order_by(payments.c.due, payments.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).scalars()
    rows = connection.execute(
        update(payments)
        .where(payments.c.id.in_(list(ids)))
        .values(due=milliseconds(until))
        .returning(payments)
    )
    return sorted((_payment(row) for row in rows), key=lambda one: (one.created, one.id))


def awaited(connection: Connection, booking: str) -> bool:
    """May money for a booking be on its way?"""
    return any(one.state is PaymentState.OPEN for one in of(connection, booking))


def end(connection: Connection, plan: Plan, before: Booking, now: datetime, *, city: bool) -> None:
    """A booking ends: give back what was paid for it, where that is due."""
    for one in of(connection, before.id):
        after = core.end(plan, one, before, now, city=city)
        if after != one:
            write(connection, after, now)


def shown(tries: Sequence[Payment], *, waits: bool) -> Payment | None:
    """The payment of a booking that its resident sees, of two alike the later.

    It is what was paid for it; while it ``waits`` to be paid it is what is open, and else what goes
    back.
    """
    rank = [PaymentState.OFF, PaymentState.OPEN, PaymentState.RETURNED, PaymentState.RETURNING]
    if waits:
        rank = [PaymentState.RETURNED, PaymentState.RETURNING, PaymentState.OFF, PaymentState.OPEN]
    rank.append(PaymentState.PAID)
    return max(tries, key=lambda one: (rank.index(one.state), one.created), default=None)


def returned(payment: Payment) -> str:
    """The kind of message about money that goes back because it found nothing to pay."""
    return f"returned-{payment.id[:16]}"


def _columns(payment: Payment) -> dict[str, Any]:
    return {
        "state": payment.state.value,
        "cents": payment.price.cents,
        "currency": payment.price.currency,
        "vat": " ".join(f"{rate}:{cents}" for rate, cents in payment.price.vat),
        "keep": None if payment.keep is None else " ".join(map(str, payment.keep)),
        "url": payment.url,
        "known_as": payment.known_as,
    }


def _payment(row: Row[Any]) -> Payment:
    rates = [part.split(":") for part in row.vat.split()]
    vat = tuple((Decimal(rate), int(cents)) for rate, cents in rates)
    return Payment(
        row.id,
        row.booking,
        Price(row.cents, row.currency, vat),
        PaymentState(row.state),
        instant(row.created),
        None if row.keep is None else tuple(map(int, row.keep.split())),
        row.url,
        row.known_as,
    )
