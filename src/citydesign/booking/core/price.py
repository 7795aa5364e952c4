"""What the slots of a booking cost together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from citydesign.booking.core.diary import Slot
from citydesign.booking.core.fee import Price, total, whole
from citydesign.booking.core.plan import Plan, kind

_TICK = timedelta(microseconds=1)


def price(plan: Plan, slots: Iterable[Slot]) -> Price | None:
    """What slots cost together by the plan of today; None for what is free of charge.

    The tax in a sum is worked out once for each rate, half a cent rounded up.
    """
    sums: dict[Decimal, int] = {}
    currency = ""
    for slot in slots:
        usual = plan.service.get(kind(slot.service))
        if usual is None or usual.fee is None:
            continue
        fee, currency = usual.fee, usual.fee.currency
        # Whole microseconds, so that no share of a time is rounded before its cents are.
        share = Decimal((slot.end - slot.start) // _TICK) / (usual.duration // _TICK)
        sums[fee.vat] = sums.get(fee.vat, 0) + whole(fee.cents * share)
    return total(sums, currency) if sums else None
