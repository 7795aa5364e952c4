"""What a booking costs: whole cents of one currency, with the value added tax that is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from citydesign.hours import BadRule

_ONE = Decimal(1)
_MOST_VAT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a service costs a resident, tax included.

    ``cents``: for its ``duration``; a longer time costs in proportion. ``vat``: the rate of value
    added tax in per cent, ``Decimal("25.5")``; 0 for what is not taxed. ``currency``: its ISO 4217
    code. Cents are hundredths, whatever the currency.
    """

    cents: int
    vat: Decimal = Decimal(0)
    currency: str = "EUR"

    def check(self, rule: str) -> None:
        """Raise BadRule, naming ``rule``, when no such sum can be asked for."""
        if type(self.cents) is not int or self.cents < 1:
            raise BadRule(rule, f"fee of {self.cents!r} cents", "Use whole cents, or leave it out")
        vat = self.vat
        if not (isinstance(vat, Decimal) and vat.is_finite() and 0 <= vat < _MOST_VAT):
            raise BadRule(rule, f"vat is {vat!r}", 'Write the per cent as Decimal("25.5")')
        code = self.currency
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise BadRule(rule, f"currency {code!r} is no code of ISO 4217", 'Write "EUR"')


@dataclass(frozen=True, slots=True)
class Price:
    """What one booking costs. ``vat``: by rate in per cent, how many of the cents are tax."""

    cents: int
    currency: str
    vat: tuple[tuple[Decimal, int], ...] = ()


def total(sums: Mapping[Decimal, int], currency: str) -> Price:
    """The price of sums of cents by their rate of tax, half a cent of tax rounded up."""
    vat = tuple(
        (rate, whole(cents * rate / (_MOST_VAT + rate))) for rate, cents in sorted(sums.items())
    )
    return Price(sum(sums.values()), currency, tuple(one for one in vat if one[0]))


def whole(cents: Decimal) -> int:
    """Whole cents, half a cent rounded up."""
    return int(cents.quantize(_ONE, ROUND_HALF_UP))
