"""The port for a payment service: its pages take the money, ours never see a card.

Write one class for the service that your city has a contract with. It asks for a payment, reads the
notices that the service signs, looks a payment up and gives money back. Every call may raise
`GatewayDown`; nothing is lost then, because all of it is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from citydesign.booking.core.fee import Price
from citydesign.booking.core.payment import Payment
from citydesign.errors import CityDesignError


@dataclass(frozen=True, slots=True)
class Order:
    """What the payment service is asked to take.

    ``payment``: our id of it, 32 hexadecimal digits; it says nothing about the resident. ``text``:
    what is paid, as the resident reads it on the page of the service; the affair itself is not in
    it. ``language``: of that page. ``back``: the whole address to which the resident comes back,
    paid or not. ``notice``: the whole address to which the service reports.
    """

    payment: str
    price: Price
    text: str
    language: str
    back: str
    notice: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The page on which a payment is made, and what the service calls the payment."""

    url: str
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the payment service says of a payment. ``price``: what was paid; None for nothing."""

    payment: str
    price: Price | None


class GatewayDown(CityDesignError):  # noqa: N818 - says what the page says
    """The payment service did not answer in time, or answered nonsense."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the payment service is down: {what}")


class Gateway(Protocol):
    """A payment service."""

    def begin(self, order: Order) -> Begun:
        """Ask for a payment. The same order twice is one payment."""

    def read(self, sent: Mapping[str, str]) -> Notice | None:
        """Read a notice; None where its signature is not the service's, or it decides nothing."""

    def look(self, payment: Payment) -> Notice | None:
        """Ask what became of a payment; None while it may still be made."""

    def refund(self, payment: Payment) -> None:
        """Give the whole price back. A second time for the same payment gives nothing more."""
