"""The rest of a time that was given up: for a while it is nobody's.

Who cancels at an instant that they have agreed with somebody else would hand the time over, past
all others who look for one. So it can be had only after a while, by whoever looks then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import Booking, Bookings, Slot, State
from citydesign.booking.core.outcome import Event, Kind
from citydesign.booking.core.plan import Plan


def rest(
    plan: Plan, diary: Bookings, given_up: Booking, now: datetime, taken: Sequence[Slot] = ()
) -> tuple[Event, ...]:
    """Hold what a booking gives up in nobody's name, for as long as the policy says.

    It is a hold like any other, so it ends by itself, with no timer. What lies across one of the
    times ``taken`` instead does not rest, nor what the plan of today has no room for.
    """
    lengths = {name: plan.policy(name).rest for name in given_up.services}
    slots = tuple(
        slot
        for slot in given_up.slots
        if slot.service in plan.service
        and lengths[slot.service] > timedelta(0)
        and slot.start > now
        and not any(slot.meets(other) for other in taken)
    )
    if not slots:
        return ()
    window = min(slot.start for slot in slots), max(slot.start for slot in slots) + plan.bucket
    placed = Board(plan, diary, given_up.office, window, now, given_up.id).place(slots)
    if placed is None or placed.moved:
        return ()
    resting = Booking(
        f"rest-{given_up.sequence}-{given_up.id}",
        "",
        slots,
        placed.resources,
        State.HELD,
        now,
        now + max(lengths.values()),
    )
    return (Event(Kind.HELD, resting, now, "rests"),)
