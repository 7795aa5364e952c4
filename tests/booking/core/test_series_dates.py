"""One date of a series is given up or moved; the others stay what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.booking.core.city import NOW, booked, city, keep, minutes
from tests.booking.core.oracle import Oracle

from citydesign.booking import (
    Booking,
    Code,
    Days,
    Diary,
    Fee,
    Plan,
    Policy,
    Refusal,
    Resource,
    Service,
    Slot,
    State,
    cancel,
)
from citydesign.booking.calendar import entries
from citydesign.booking.core.dates import changeable, drop_date, is_series, move_date
from citydesign.booking.core.outcome import Event, Kind
from citydesign.booking.core.visit import Order, Visit
from citydesign.booking.offering import kept_as

WEEK = timedelta(weeks=1)


def rooms(fee: Fee | None = None, **policy: Any) -> Plan:
    return city(
        Resource("one", "kallio", {"room"}),
        Resource("two", "kallio", {"room"}),
        services=(
            Service(
                "room",
                ("room",),
                minutes(60),
                longer=(minutes(120),),
                policy=Policy(weeks=5, horizon=Days(60), **policy),
                fee=fee,
            ),
        ),
    )


def at(plan: Plan, week: int, hours: float = 1, service: str = "room") -> Slot:
    return plan.slot("kallio", service, NOW + week * WEEK + timedelta(hours=hours))


def series(plan: Plan, weeks: int = 4, name: str = "b", on: str = "one") -> Booking:
    slots = [at(plan, week) for week in range(weeks)]
    return booked(name, *slots, on=((on,),) * weeks, person=name)


def kept(diary: Diary, name: str = "b") -> Booking:
    found = diary.get(name)
    assert found
    return found


def test_a_date_that_is_given_up_is_free_and_the_others_keep_their_entries() -> None:
    plan = rooms()
    diary = Diary([series(plan), series(plan, name="c", on="two")])
    before = {entry.start: entry.uid for entry in entries(plan, kept(diary), "a.fi", "x")}
    new = at(plan, 1)
    assert move_date(plan, diary, "c", 2, new, NOW) == Refusal(Code.NOT_OFFERED)
    keep(diary, drop_date(plan, diary, "b", 1, NOW))
    shorter = kept(diary)
    assert (shorter.numbers, shorter.sequence, shorter.state) == ((0, 2, 3), 1, State.CONFIRMED)
    assert drop_date(plan, diary, "b", 1, NOW) == ()
    after = {entry.start: entry.uid for entry in entries(plan, shorter, "a.fi", "x")}
    assert after == {start: uid for start, uid in before.items() if start != at(plan, 1).start}
    assert Oracle(plan, list(diary), NOW).can_be_had(at(plan, 1))
    keep(diary, move_date(plan, diary, "b", 3, at(plan, 3, 2), NOW))
    moved = kept(diary)
    assert (moved.numbers, moved.state, moved.slots[2]) == (
        (0, 2, 3),
        State.RESCHEDULED,
        at(plan, 3, 2),
    )
    uids = [entry.uid for entry in entries(plan, moved, "a.fi", "x")]
    assert uids == [before[at(plan, week).start] for week in (0, 2, 3)]
    assert move_date(plan, diary, "b", 3, at(plan, 3, 2), NOW) == ()
    assert kept_as(moved.slots) == Visit(("room",) * 3, Order.WEEKLY).key
    # One that is left is a booking like any other: it is cancelled.
    for number in (0, 2):
        keep(diary, drop_date(plan, diary, "b", number, NOW))
    assert drop_date(plan, diary, "b", 3, NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    keep(diary, cancel(plan, diary, "b", NOW))


def test_limits_are_those_of_the_date_and_staff_pass_them() -> None:
    plan = rooms(cancel_until=timedelta(hours=24), reschedule_until=timedelta(hours=24))
    diary = Diary([series(plan)])
    new = at(plan, 0, 2)
    assert drop_date(plan, diary, "b", 0, NOW) == Refusal(Code.TOO_LATE_TO_CANCEL)
    assert move_date(plan, diary, "b", 0, new, NOW) == Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    # The limit is that of the date as it is, however far ahead it would lie, or how near.
    tomorrow = at(plan, 0, 26)
    assert move_date(plan, diary, "b", 0, tomorrow, NOW) == Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    assert not isinstance(move_date(plan, diary, "b", 3, new, NOW), Refusal)
    keep(diary, drop_date(plan, diary, "b", 1, NOW))
    keep(diary, move_date(plan, diary, "b", 0, new, NOW, staff=True))
    keep(diary, drop_date(plan, diary, "b", 0, NOW, staff=True))
    later = at(plan, 2).start
    assert changeable(kept(diary), later) == (3,)
    assert drop_date(plan, diary, "b", 2, later, staff=True) == Refusal(Code.NOT_POSSIBLE_NOW)
    past = at(plan, 4)
    assert move_date(plan, diary, "b", 2, past, later) == Refusal(Code.NOT_POSSIBLE_NOW)
    # A date that has passed stays where it was.
    keep(diary, move_date(plan, diary, "b", 3, at(plan, 3, 2), later))
    assert [slot.start for slot in kept(diary).slots] == [later, at(plan, 3, 2).start]


def test_what_is_no_series_unknown_or_over_is_refused() -> None:
    plan = rooms()
    one = booked("one", at(plan, 0), on=(("one",),))
    twice = booked("two", at(plan, 0), at(plan, 0, 2), on=(("two",), ("two",)))
    gone = replace(series(plan, name="gone"), state=State.CANCELLED)
    diary = Diary([one, twice, gone])
    assert not is_series(one)
    assert not is_series(twice)
    for name in ("one", "two"):
        assert drop_date(plan, diary, name, 0, NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
        new = at(plan, 1)
        assert move_date(plan, diary, name, 0, new, NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    assert drop_date(plan, diary, "gone", 7, NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    for name, number in (("nobody", 0), ("gone", 7)):
        assert move_date(plan, diary, name, number, at(plan, 1), NOW) == Refusal(Code.UNKNOWN)
    assert drop_date(plan, diary, "nobody", 0, NOW) == Refusal(Code.UNKNOWN)
    with pytest.raises(ValueError, match="needs a number for each"):
        replace(one, numbers=(1, 2))


def test_another_length_a_closed_time_and_a_taken_one_are_refused_with_others() -> None:
    plan = rooms()
    diary = Diary([series(plan)])
    longer = at(plan, 1, 2, "room/120")
    assert move_date(plan, diary, "b", 1, longer, NOW) == Refusal(Code.NOT_OFFERED)
    closed = move_date(plan, diary, "b", 1, at(plan, 1, 9), NOW)
    assert isinstance(closed, Refusal)
    assert closed.code is Code.NOT_OFFERED
    assert closed.alternatives
    for room in ("one", "two"):
        diary.put(booked(f"other {room}", at(plan, 1, 2), on=((room,),)))
    taken = move_date(plan, diary, "b", 1, at(plan, 1, 2), NOW)
    assert isinstance(taken, Refusal)
    assert taken.code is Code.TAKEN
    assert at(plan, 1, 2) not in taken.alternatives
    assert kept(diary) == series(plan)


def test_one_date_of_what_is_paid_can_move_and_not_be_given_up() -> None:
    plan = rooms(Fee(1000))
    diary = Diary([series(plan)])
    assert drop_date(plan, diary, "b", 1, NOW) == Refusal(Code.NOT_POSSIBLE_NOW)
    keep(diary, move_date(plan, diary, "b", 1, at(plan, 1, 2), NOW))
    keep(diary, drop_date(plan, diary, "b", 1, NOW, staff=True))


def test_a_date_that_is_given_up_rests_in_nobodys_name() -> None:
    plan = rooms(rest=minutes(20))
    diary = Diary([series(plan), series(plan, name="c", on="two")])
    for outcome in (
        drop_date(plan, diary, "b", 1, NOW),
        move_date(plan, diary, "c", 2, at(plan, 2, 2), NOW),
    ):
        assert isinstance(outcome, tuple)
        resting = [e for e in outcome if isinstance(e, Event) and e.kind is Kind.HELD]
        assert [(e.booking.person, len(e.booking.slots)) for e in resting] == [("", 1)]
        keep(diary, outcome)
    gone = drop_date(plan, diary, "c", 3, NOW, staff=True)
    assert isinstance(gone, tuple)
    assert len(gone) == 1


MOVES = st.lists(
    st.tuples(
        st.sampled_from("bcd"), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3),
        st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(MOVES)
def test_dates_move_exactly_where_the_oracle_finds_room(
    steps: list[tuple[str, int, int, int, bool]],
) -> None:
    plan = rooms()
    diary = Diary([series(plan, name="b"), series(plan, name="c", on="two")])
    diary.put(booked("d", at(plan, 0, 2), at(plan, 1, 2), on=(("one",), ("one",)), person="d"))
    naive = {
        booking.id: dict(zip(booking.numbered, booking.slots, strict=True)) for booking in diary
    }
    for name, number, week, hour, drop in steps:
        dates, slot = naive[name], at(plan, week, hour)
        days = [one.start for one in dates.values()]
        alone = len(dates) < 2 or max(days) - min(days) < timedelta(days=1)
        if drop:
            outcome = drop_date(plan, diary, name, number, NOW)
            if number in dates:
                assert isinstance(outcome, Refusal) is alone
                if not alone:
                    del dates[number]
        else:
            outcome = move_date(plan, diary, name, number, slot, NOW)
            if number not in dates or alone:
                assert isinstance(outcome, Refusal) or outcome == ()
            elif slot == dates[number]:
                assert outcome == ()
            else:
                used = sum(
                    one.start == slot.start
                    for other, own in naive.items()
                    for key, one in own.items()
                    if (other, key) != (name, number)
                )
                # Two rooms, and times of one length that never overlap in part.
                fits = used < 2 and slot not in dates.values()
                assert isinstance(outcome, tuple) is fits
                if fits:
                    dates[number] = slot
        if isinstance(outcome, tuple):
            keep(diary, outcome)
        for booking in diary:
            assert dict(zip(booking.numbered, booking.slots, strict=True)) == naive[booking.id]
        sat = [
            (slot, sits[0])
            for booking in diary
            for slot, sits in zip(booking.slots, booking.resources, strict=True)
        ]
        assert Oracle(plan, [], NOW).fits(sat)


def test_a_date_that_would_lie_across_another_of_the_series_is_taken() -> None:
    plan = city(
        Resource("one", "kallio", {"room"}),
        services=(
            Service("room", ("room",), minutes(60), step=minutes(30), policy=Policy(weeks=5)),
        ),
    )
    diary = Diary([series(plan)])
    across = move_date(plan, diary, "b", 1, at(plan, 2, 1.5), NOW)
    assert isinstance(across, Refusal)
    assert across.code is Code.TAKEN
    keep(diary, move_date(plan, diary, "b", 1, at(plan, 2, 2), NOW))
    # Its own old time is no obstacle.
    keep(diary, move_date(plan, diary, "b", 0, at(plan, 0, 1.5), NOW))
