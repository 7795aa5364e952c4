"""What the slots of a booking cost together, and what a service costs."""

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
    return _together(plan, ((slot.service, slot.end - slot.start) for slot in slots))


def listed(plan: Plan, service: str) -> Price | None:
    """What one time of a service costs, in the length that its id names; None for nothing."""
    return _together(plan, [(service, plan.service[service].duration)])


def _together(plan: Plan, times: Iterable[tuple[str, timedelta]]) -> Price | None:
    sums: dict[Decimal, int] = {}
    currency = ""
    for service, length in times:
        usual = plan.service.get(kind(service))
        if usual is None or usual.fee is None:
            continue
        fee, currency = usual.fee, usual.fee.currency
        # Whole microseconds, so that no share of a time is rounded before its cents are.
        share = Decimal(length // _TICK) / (usual.duration // _TICK)
        sums[fee.vat] = sums.get(fee.vat, 0) + whole(fee.cents * share)
    return total(sums, currency) if sums else None
