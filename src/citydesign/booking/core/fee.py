"""What a booking costs: whole cents of one currency, with the value added tax that is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from citydesign.hours import BadRule

if TYPE_CHECKING:
    from citydesign.booking.core.diary import Slot
    from citydesign.booking.core.plan import Plan

_ONE, _TICK = Decimal(1), timedelta(microseconds=1)
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

    @property
    def price(self) -> Price:
        """What one time of the usual length costs."""
        return _price({self.vat: self.cents}, self.currency)

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


def price(plan: Plan, slots: Iterable[Slot]) -> Price | None:
    """What slots cost together by the plan of today; None for what is free of charge.

    The tax in a sum is worked out once for each rate, half a cent rounded up.
    """
    sums: dict[Decimal, int] = {}
    currency = ""
    for slot in slots:
        usual = plan.service.get(slot.service.partition("/")[0])
        if usual is None or usual.fee is None:
            continue
        fee, currency = usual.fee, usual.fee.currency
        # Whole microseconds, so that no share of a time is rounded before its cents are.
        share = Decimal((slot.end - slot.start) // _TICK) / (usual.duration // _TICK)
        sums[fee.vat] = sums.get(fee.vat, 0) + _whole(fee.cents * share)
    return _price(sums, currency) if sums else None


def _price(sums: Mapping[Decimal, int], currency: str) -> Price:
    vat = tuple(
        (rate, _whole(cents * rate / (_MOST_VAT + rate))) for rate, cents in sorted(sums.items())
    )
    return Price(sum(sums.values()), currency, tuple(one for one in vat if one[0]))


def _whole(cents: Decimal) -> int:
    return int(cents.quantize(_ONE, ROUND_HALF_UP))
