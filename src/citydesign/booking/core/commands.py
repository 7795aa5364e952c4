"""What people do with bookings. Each command is a function of what is, and changes nothing.

The answer is the events that follow, in order, to be kept all or none; or a refusal. No events
mean that all was so already: a command that is sent twice is harmless.

A command is judged on the plan, the diary and ``now``, an aware datetime. The diary must hold every
living booking at the office within `REACH` of the slots, and those of the person; for the
alternatives of a refusal, those of the 28 days to either side. ``seek`` looks for these: a caller
that holds a lock meanwhile passes one that looks later.
"""

from __future__ import annotations

from collections.abc import Container, Sequence, Set
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core.board import Board
from citydesign.booking.core.diary import KEPT, Booking, Bookings, Diary, Slot, State
from citydesign.booking.core.limits import last_chance, too_near
from citydesign.booking.core.offer import Seek, judge, near
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.placing import Placement
from citydesign.booking.core.plan import Limit, Plan, Policy, kind
from citydesign.booking.core.price import price
from citydesign.booking.core.rest import rest
from citydesign.booking.core.visit import together
from citydesign.hours.clock import local_date, seconds

#: Why an offer is over whose time a booking was moved to.
ACCEPTED = "accepted"


def hold(
    plan: Plan,
    diary: Bookings,
    booking: str,
    person: str,
    slots: Sequence[Slot],
    now: datetime,
    *,
    staff: bool = False,
    waiting: str | None = None,
    instead: str | None = None,
    seek: Seek = near,
) -> Outcome:
    """Keep slots for a person while they give their details: all of them, or none.

    A hold is a choice that is not made yet: another time of the same service that the person
    holds is given up in the same step, and the old one stays when this is refused.

    Slots of several services make one visit; where their policies differ, the strictest holds.

    ``booking``: the id of the new booking. ``person``: an opaque key. ``staff``: book past lead,
    horizon, cap and cool-down, a time that has begun too, and beside what the person holds.
    ``waiting``: the entry of the waiting list that this is offered to, beside what they hold.
    ``instead``: the booking that it would take the place of, so that no cap counts it.
    """
    slots = tuple(slots)
    known = diary.get(booking)
    if known is not None:
        same = known.person == person and known.slots == slots and known.lives(now)
        return () if same else Refusal(Code.NOT_POSSIBLE_NOW)
    beside = staff or waiting is not None
    mine = None if beside else choice(diary, person, {kind(slot.service) for slot in slots}, now)
    without = None if mine is None else mine.id
    placed = _place(
        plan, diary, person, slots, now, seek, without=without, instead=instead, staff=staff
    )
    if isinstance(placed, Refusal):
        return placed
    expires = now + min(policy.hold for policy in _policies(plan, slots))
    made = Booking(
        booking, person, slots, placed.resources, State.HELD, now, expires, waiting=waiting
    )
    given_up = () if mine is None else (Event(Kind.CANCELLED, _gone(mine), now, "replaced"),)
    return (*given_up, *moves(diary, placed, now), Event(Kind.HELD, made, now))


def hold_any(
    plan: Plan,
    diary: Bookings,
    booking: str,
    person: str,
    ways: Sequence[Sequence[Slot]],
    now: datetime,
    *,
    staff: bool = False,
    seek: Seek = near,
) -> Outcome:
    """Keep the first of several ways that can be had: the same time at one office or another.

    The refusal of the first is the answer when none can be had. The rest is as for `hold`.
    """
    refused: Refusal | None = None
    for slots in ways:
        # Alternatives to what comes first are enough.
        look = _nothing if refused else seek
        outcome = hold(plan, diary, booking, person, slots, now, staff=staff, seek=look)
        if not isinstance(outcome, Refusal):
            return outcome
        refused = refused or outcome
    return refused or Refusal(Code.NOT_CHOSEN)


def _nothing(*asked: object, **more: object) -> tuple[Slot, ...]:
    return ()


def choice(diary: Bookings, person: str, services: Set[str], now: datetime) -> Booking | None:
    """The hold that another one of the person for one of the services would replace."""
    open_holds = [
        other
        for other in diary.of(person)
        if other.state is State.HELD
        and other.waiting is None
        and not services.isdisjoint(other.kinds)
        and other.lives(now)
    ]
    return max(open_holds, key=lambda other: (other.created, other.id), default=None)


def extend(
    plan: Plan, diary: Bookings, booking: str, now: datetime, *, seek: Seek = near
) -> Outcome:
    """Give a hold its full length again, from now."""
    held = diary.get(booking)
    if held is None:
        return Refusal(Code.UNKNOWN)
    if held.state not in (State.HELD, State.EXPIRED):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if held.expires is None or not held.lives(now):
        return Refusal(Code.EXPIRED, seek(plan, diary, held.slots[0], now))
    policies = _policies(plan, held.slots)
    if held.extensions >= min(policy.extensions for policy in policies):
        return Refusal(Code.NO_MORE_EXTENSIONS)
    expires = now + min(policy.hold for policy in policies)
    if expires <= held.expires:
        return ()
    longer = replace(held, expires=expires, extensions=held.extensions + 1)
    return (Event(Kind.EXTENDED, longer, now),)


def confirm(
    plan: Plan,
    diary: Bookings,
    booking: str,
    now: datetime,
    *,
    keep: Container[int] | None = None,
    paid: bool = False,
    seek: Seek = near,
) -> Outcome:
    """Turn a hold into a booking, or send it for approval where the policy asks for that.

    ``keep``: the numbers of its slots, from 0, that are wanted; the others are free by it.
    ``paid``: what it costs is paid, or staff see to that.
    """
    held = diary.get(booking)
    if held is None:
        return Refusal(Code.UNKNOWN)
    if held.state in KEPT or (held.state is State.PENDING and held.lives(now)):
        return ()
    if held.state not in (State.HELD, State.PENDING, State.EXPIRED):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if not held.lives(now) or held.state is State.EXPIRED:
        return Refusal(Code.EXPIRED, seek(plan, diary, held.slots[0], now))
    if keep is not None:
        wanted = [number for number in range(len(held.slots)) if number in keep]
        if not wanted:
            return Refusal(Code.NOT_CHOSEN)
        held = replace(
            held,
            slots=tuple(held.slots[number] for number in wanted),
            resources=tuple(held.resources[number] for number in wanted),
        )
    if not paid and price(plan, held.slots) is not None:
        return Refusal(Code.UNPAID)
    approvals = [p.approval for p in _policies(plan, held.slots) if p.approval is not None]
    if approvals:
        sent = replace(held, state=State.PENDING, expires=now + min(approvals))
        return (Event(Kind.SUBMITTED, sent, now),)
    return (Event(Kind.CONFIRMED, replace(held, state=State.CONFIRMED, expires=None), now),)


def approve(
    plan: Plan, diary: Bookings, booking: str, now: datetime, *, seek: Seek = near
) -> Outcome:
    """Staff approve a pending booking."""
    pending = diary.get(booking)
    if pending is None:
        return Refusal(Code.UNKNOWN)
    if pending.state in KEPT:
        return ()
    if pending.state not in (State.PENDING, State.EXPIRED):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if not pending.lives(now) or pending.state is State.EXPIRED:
        return Refusal(Code.EXPIRED, seek(plan, diary, pending.slots[0], now))
    return (Event(Kind.CONFIRMED, replace(pending, state=State.CONFIRMED, expires=None), now),)


def cancel(
    plan: Plan, diary: Bookings, booking: str, now: datetime, *, staff: bool = False
) -> Outcome:
    """Give a booking up; its time rests, see `Policy`. ``staff``: past the limit too, at once."""
    kept = diary.get(booking)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    if kept.state is State.CANCELLED:
        return ()
    if kept.state not in KEPT and not (kept.expires is not None and kept.lives(now)):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if kept.state in KEPT and not staff:
        limits = [policy.cancel_until for policy in _policies(plan, kept.slots)]
        if _too_late(plan, kept, limits, now):
            return Refusal(Code.TOO_LATE_TO_CANCEL)
    resting = rest(plan, diary, kept, now) if kept.state in KEPT and not staff else ()
    return (Event(Kind.CANCELLED, _gone(kept), now), *resting)


def _gone(booking: Booking) -> Booking:
    sequence = booking.sequence + 1
    return replace(booking, state=State.CANCELLED, expires=None, sequence=sequence, flag=None)


def release(diary: Bookings, booking: str, now: datetime) -> Outcome:
    """Give a hold up, and nothing else: what was booked in another window stays booked."""
    held = diary.get(booking)
    if held is None:
        return Refusal(Code.UNKNOWN)
    if held.state is State.CANCELLED:
        return ()
    if held.state not in (State.HELD, State.EXPIRED):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if held.state is State.EXPIRED or not held.lives(now):
        return Refusal(Code.EXPIRED)
    return (Event(Kind.CANCELLED, _gone(held), now, "released"),)


def reschedule(
    plan: Plan,
    diary: Bookings,
    booking: str,
    slots: Sequence[Slot],
    now: datetime,
    *,
    staff: bool = False,
    seek: Seek = near,
) -> Outcome:
    """Move a booking to other slots in one step, so that the person always has exactly one place.

    The old time stays theirs when this is refused. The services and the number of slots stay the
    same; their length (unless that changes the price) and the office may change, and the diary must
    hold the bookings of the new one. The old time rests, see `Policy`, unless others must sit there
    now or staff move it.
    """
    slots = tuple(slots)
    kept = diary.get(booking)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    if kept.state not in KEPT:
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if kept.slots == slots:
        return ()
    if sorted(kind(s.service) for s in slots) != sorted(kind(s.service) for s in kept.slots):
        return Refusal(Code.NOT_OFFERED)
    limits = [policy.reschedule_until for policy in _policies(plan, kept.slots)]
    if not staff and price(plan, slots) != price(plan, kept.slots):
        # What was paid is for this much.
        return Refusal(Code.NOT_OFFERED)
    if not staff and _too_late(plan, kept, limits, now):
        return Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    placed = _place(plan, diary, kept.person, slots, now, seek, without=kept.id, staff=staff)
    if isinstance(placed, Refusal):
        return placed
    moved = replace(
        kept,
        slots=slots,
        resources=placed.resources,
        state=State.RESCHEDULED,
        sequence=kept.sequence + 1,
        flag=None,
    )
    resting = rest(plan, diary, kept, now, slots) if not (staff or placed.moved) else ()
    return (*moves(diary, placed, now), Event(Kind.RESCHEDULED, moved, now), *resting)


def accept_earlier(
    plan: Plan, diary: Bookings, offer: str, booking: str, now: datetime, *, seek: Seek = near
) -> Outcome:
    """Move a booking to the time that was offered to its person, in one step.

    The offer is over by it, and the old time rests or is free, as when the booking is moved. Where
    the booking is not `ahead` any more, `confirm` the offer itself.
    """
    held, kept = diary.get(offer), diary.get(booking)
    if held is None or kept is None:
        return Refusal(Code.UNKNOWN)
    if not ahead(kept, now):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if held.state is State.CANCELLED and held.slots == kept.slots:
        return ()
    if held.state not in (State.HELD, State.EXPIRED):
        return Refusal(Code.NOT_POSSIBLE_NOW)
    if held.state is State.EXPIRED or not held.lives(now):
        return Refusal(Code.EXPIRED, seek(plan, diary, held.slots[0], now, without=booking))
    limits = [policy.reschedule_until for policy in _policies(plan, kept.slots)]
    if _too_late(plan, kept, limits, now):
        return Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    moved = replace(
        kept,
        slots=held.slots,
        resources=held.resources,
        state=State.RESCHEDULED,
        sequence=kept.sequence + 1,
        flag=None,
    )
    return (
        Event(Kind.CANCELLED, _gone(held), now, ACCEPTED),
        Event(Kind.RESCHEDULED, moved, now),
        *rest(plan, diary, kept, now, held.slots),
    )


def ahead(booking: Booking | None, now: datetime) -> bool:
    """Is it booked, and has it not begun?"""
    return booking is not None and booking.state in KEPT and booking.start > now


def can_move(plan: Plan, booking: Booking, now: datetime) -> bool:
    """May a resident still move a booking?"""
    limits = [policy.reschedule_until for policy in _policies(plan, booking.slots)]
    kept = booking.state in KEPT and booking.office in plan.office
    return kept and not _too_late(plan, booking, limits, now)


def attend(plan: Plan, diary: Bookings, booking: str, now: datetime) -> Outcome:
    """The person came. Can be recorded from the day of the booking on, and corrected."""
    return _mark(plan, diary, booking, State.ATTENDED, Kind.ATTENDED, now)


def miss(plan: Plan, diary: Bookings, booking: str, now: datetime) -> Outcome:
    """The person did not come. Can be recorded from the start of the booking on, and corrected."""
    return _mark(plan, diary, booking, State.NO_SHOW, Kind.NO_SHOW, now)


def expire(diary: Diary, now: datetime) -> tuple[Event, ...]:
    """Write down what has expired. Nothing waits for this: expired bookings are free already."""
    return tuple(
        Event(Kind.EXPIRED, replace(booking, state=State.EXPIRED, expires=None), now)
        for booking in diary
        if booking.expires is not None and not booking.lives(now)
    )


def _place(
    plan: Plan,
    diary: Bookings,
    person: str,
    slots: tuple[Slot, ...],
    now: datetime,
    seek: Seek,
    *,
    without: str | None = None,
    instead: str | None = None,
    staff: bool = False,
) -> Placement | Refusal:
    if not slots or len({slot.office for slot in slots}) > 1:
        return Refusal(Code.NOT_OFFERED)
    for slot in slots:
        code = judge(plan, diary, slot, now, without=without, staff=staff)
        if code is not None:
            return Refusal(code, seek(plan, diary, slot, now, without=without, staff=staff))
    code = together(plan, slots)
    if code is None and not staff:
        code = _too_much(plan, diary, person, slots, now, (without, instead))
    if code is not None:
        return Refusal(code)
    window = min(slot.start for slot in slots), max(slot.start for slot in slots) + plan.bucket
    board = Board(plan, diary, slots[0].office, window, now, without)
    placed = board.place(slots)
    if placed is None:
        return Refusal(Code.TAKEN, seek(plan, diary, slots[0], now, without=without, staff=staff))
    return placed


def _too_much(
    plan: Plan,
    diary: Bookings,
    person: str,
    slots: tuple[Slot, ...],
    now: datetime,
    without: Container[str | None],
) -> Code | None:
    """Would this pass the cap or the cool-down of a person?"""
    zone = plan.office[slots[0].office].tz
    start = seconds(min(slot.start for slot in slots))
    for service in dict.fromkeys(kind(slot.service) for slot in slots):
        policy = plan.service[service].policy
        others = [
            other
            for other in diary.of(person)
            if service in other.kinds and other.id not in without and other.lives(now)
        ]
        ahead = sum(other.start > now for other in others)
        if policy.per_person is not None and ahead >= policy.per_person:
            return Code.TOO_MANY_BOOKINGS
        if any(too_near(policy.cool_down, zone, start, seconds(other.start)) for other in others):
            return Code.COOL_DOWN
    return None


def _policies(plan: Plan, slots: Sequence[Slot]) -> list[Policy]:
    """The policies of the services of a booking: each limit of each of them holds."""
    return [plan.policy(name) for name in dict.fromkeys(slot.service for slot in slots)]


def _too_late(plan: Plan, booking: Booking, limits: Sequence[Limit], now: datetime) -> bool:
    zone, start = plan.office[booking.office].tz, seconds(booking.start)
    return any(seconds(now) >= last_chance(limit, zone, start) for limit in limits)


def too_late(plan: Plan, slot: Slot, limit: Limit, now: datetime) -> bool:
    """Is it past a limit of one time?"""
    return seconds(now) >= last_chance(limit, plan.office[slot.office].tz, seconds(slot.start))


def _mark(
    plan: Plan, diary: Bookings, booking: str, state: State, kind: Kind, now: datetime
) -> Outcome:
    kept = diary.get(booking)
    if kept is None:
        return Refusal(Code.UNKNOWN)
    if kept.state is state:
        return ()
    zone = plan.office[kept.office].tz
    early = (
        local_date(now, zone) < local_date(kept.start, zone)
        if state is State.ATTENDED
        else now < kept.start
    )
    if kept.state not in KEPT | {State.ATTENDED, State.NO_SHOW} or early:
        return Refusal(Code.NOT_POSSIBLE_NOW)
    return (Event(kind, replace(kept, state=state), now),)


def moves(diary: Bookings, placed: Placement, now: datetime) -> list[Event]:
    """What becomes of the bookings that make room."""
    found = []
    for name, resources in sorted(placed.moved.items()):
        booking = diary.get(name)
        assert booking is not None  # the board is made of the diary
        moved = replace(booking, resources=resources)
        found.append(Event(Kind.REASSIGNED, moved, now, "made room"))
    return found
