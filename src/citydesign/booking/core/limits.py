"""Limits of a policy: elapsed time, or calendar days in the office's zone."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from citydesign.booking.core.plan import Days, Limit, Policy
from citydesign.hours.clock import DAY, SECOND, local_date, midnight

# Instants here are seconds since 1970; "two days before" a Friday means by the end of Wednesday.


def bookable(policy: Policy, zone: ZoneInfo, now: int) -> tuple[int, int]:
    """The instants [from, until) at which a time may begin that is booked ``now``."""
    lead, horizon = policy.lead, policy.horizon
    today = local_date(now, zone)
    if isinstance(lead, Days):
        earliest = max(now, midnight(today + lead.count * DAY, zone))
    else:
        earliest = now - (-lead // SECOND)
    if isinstance(horizon, Days):
        return earliest, midnight(today + (horizon.count + 1) * DAY, zone)
    return earliest, now + horizon // SECOND + 1


def last_chance(limit: Limit, zone: ZoneInfo, start: int) -> int:
    """The instant from which on it is too late to change what begins at ``start``.

    "24 hours before" is still in time when exactly 24 hours are left.
    """
    if isinstance(limit, Days):
        return min(start, midnight(local_date(start, zone) - (limit.count - 1) * DAY, zone))
    return min(start, start - (-(-limit // SECOND)) + 1)


def too_near(limit: Limit, zone: ZoneInfo, one: int, other: int) -> bool:
    """Do two starts lie nearer to each other than the limit?"""
    if isinstance(limit, Days):
        return abs(local_date(one, zone) - local_date(other, zone)) < timedelta(days=limit.count)
    return abs(one - other) * SECOND < limit
