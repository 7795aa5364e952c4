"""One date of a series: given up, or moved, while the others stay as they are.

As in `commands`, each answer is events or a refusal, and changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from citydesign.booking.core.board import Board
from citydesign.booking.core.commands import moves, too_late
from citydesign.booking.core.diary import DAY, KEPT, Booking, Bookings, Slot, State
from citydesign.booking.core.offer import Seek, judge, near
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.core.price import price
from citydesign.booking.core.rest import rest

_T = TypeVar("_T")


def is_series(booking: Booking) -> bool:
    """Is it a booking of one service on several days?"""
    starts = [slot.start for slot in booking.slots]
    return len(booking.kinds) == 1 and len(starts) > 1 and max(starts) - min(starts) >= DAY


def changeable(booking: Booking, now: datetime) -> tuple[int, ...]:
    """The numbers of the dates of a series that are ahead; none of what is no series or is over."""
    if booking.state not in KEPT or not is_series(booking):
        return ()
    dates = zip(booking.numbered, booking.slots, strict=True)
    return tuple(number for number, slot in dates if slot.start > now)


def drop_date(
    plan: Plan,
    diary: Bookings,
    booking: str,
    number: int,
    now: datetime,
    *,
    staff: bool = False,
) -> Outcome:
    """Give one date of a series up; its time rests, see `Policy`. The last date is cancelled.

    What was paid is for all dates, so residents can't give one of them up.

    ``number``: of the date, see `Booking.numbers`; one that was given up before changes nothing.
    ``staff``: past the limit too, at once.
    """
    kept = diary.get(booking)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    if number not in kept.numbered:
        return () if kept.state in KEPT else Refusal(Code.NOT_POSSIBLE_NOW)
    if number not in changeable(kept, now):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    at = kept.numbered.index(number)
    gone, sits = kept.slots[at], kept.resources[at]
    if not staff:
        if price(plan, kept.slots) is not None:
            return Refusal(Code.NOT_POSSIBLE_NOW)
        if too_late(plan, gone, plan.policy(gone.service).cancel_until, now):
            return Refusal(Code.TOO_LATE_TO_CANCEL)
    rest_of = replace(
        kept,
        slots=_without(kept.slots, at),
        resources=_without(kept.resources, at),
        numbers=_without(kept.numbered, at),
        sequence=kept.sequence + 1,
    )
    one = replace(kept, slots=(gone,), resources=(sits,), numbers=(number,))
    resting = () if staff else rest(plan, diary, one, now)
    return (Event(Kind.SHORTENED, rest_of, now, f"{number} {gone.key}"), *resting)


def move_date(
    plan: Plan,
    diary: Bookings,
    booking: str,
    number: int,
    slot: Slot,
    now: datetime,
    *,
    staff: bool = False,
    seek: Seek = near,
) -> Outcome:
    """Move one date of a series, which keeps its number; the others keep their times.

    The service, its price and the office stay the same. ``number``: as for `drop_date`.
    """
    kept = diary.get(booking)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    if number not in kept.numbered:
        return Refusal(Code.UNKNOWN)
    at = kept.numbered.index(number)
    old = kept.slots[at]
    if old == slot:
        return ()
    if number not in changeable(kept, now):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if (slot.service, slot.office) != (old.service, old.office) or slot in kept.slots:
        return Refusal(Code.NOT_OFFERED)
    if not staff and too_late(plan, old, plan.policy(old.service).reschedule_until, now):
        return Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    code = judge(plan, diary, slot, now, without=booking, staff=staff)
    if code is not None:
        return Refusal(code, seek(plan, diary, slot, now, without=booking, staff=staff))
    slots = (*kept.slots[:at], slot, *kept.slots[at + 1 :])
    ahead = [n for n, one in enumerate(slots) if one.start > now or n == at]
    wanted = [slots[n] for n in ahead]
    window = min(one.start for one in wanted), max(one.start for one in wanted) + plan.bucket
    placed = Board(plan, diary, slot.office, window, now, booking).place(wanted)
    if placed is None:
        return Refusal(Code.TAKEN, seek(plan, diary, slot, now, without=booking, staff=staff))
    resources = list(kept.resources)
    for n, sits in zip(ahead, placed.resources, strict=True):
        resources[n] = sits
    moved = replace(
        kept,
        slots=slots,
        resources=tuple(resources),
        numbers=kept.numbered,
        state=State.RESCHEDULED,
        sequence=kept.sequence + 1,
        flag=None,
    )
    one = replace(kept, slots=(old,), resources=(kept.resources[at],), numbers=(number,))
    resting = rest(plan, diary, one, now, slots) if not (staff or placed.moved) else ()
    return (*moves(diary, placed, now), Event(Kind.RESCHEDULED, moved, now), *resting)


def _without(items: tuple[_T, ...], at: int) -> tuple[_T, ...]:
    return (*items[:at], *items[at + 1 :])
