"""Sums of money in words."""

from __future__ import annotations

from citydesign import host
from citydesign.booking.core.fee import Price
from citydesign.booking.words import spoken


def money(price: Price) -> str:
    """A sum in words: "€12.00"."""
    return host.current().language.money(price.cents, price.currency)


def price(price: Price) -> str:
    """A sum with the tax that is in it, by rate: "€12.00 (includes VAT 25.5%: €2.44)"."""
    language = host.current().language
    rates = [
        spoken(
            "vat-rate",
            rate=language.number(float(rate)),
            total=language.money(cents, price.currency),
        )
        for rate, cents in price.vat
    ]
    if not rates:
        return money(price)
    return spoken("price-with-vat", price=money(price), vat="; ".join(rates))
