"""Hours, resources and clocks change; bookings stay until a person decides."""

import io
import struct
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, booked, city, hours, keep, minutes
from tests.booking.core.oracle import Oracle

from citydesign.booking.core.board import Board
from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.change import recheck, retime
from citydesign.booking.core.commands import confirm, hold
from citydesign.booking.core.diary import Booking, Diary, State
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Kind
from citydesign.booking.core.plan import Office, Plan, Resource, Service, ZoneChange, buckets
from citydesign.hours import Closure

STRIKE = Closure("strike", datetime(2027, 3, 2), datetime(2027, 3, 3))
TWO_DESKS = (Resource("a", "kallio", {"desk"}), Resource("b", "kallio", {"desk"}))


def one(plan: Plan, start: str = "2027-03-02 07:00", on: str = "a", **change: object):
    slot = replace(plan.slot("kallio", "passport", at(start)), **change)  # type: ignore[arg-type]
    return booked("one", slot, on=((on,),))


def kinds(events) -> list[tuple[str, Kind]]:
    return [(event.booking.id, event.kind) for event in events]


def test_closing_flags_a_booking_and_deletes_nothing() -> None:
    plan = city(*TWO_DESKS)
    diary = Diary([one(plan)])
    closed = city(*TWO_DESKS, open=hours("9:00-12:00", closures=(STRIKE,)))
    events = recheck(closed, diary, NOW)
    assert kinds(events) == [("one", Kind.FLAGGED)]
    keep(diary, events)
    kept = diary.get("one")
    assert kept is not None
    assert (kept.flag, kept.state, kept.slots) == ("strike", State.CONFIRMED, one(plan).slots)
    assert recheck(closed, diary, NOW) == ()
    assert kinds(recheck(plan, diary, NOW)) == [("one", Kind.UNFLAGGED)]


def test_when_one_desk_closes_its_bookings_move_to_another_that_is_open() -> None:
    plan = city(*TWO_DESKS)
    ill = replace(TWO_DESKS[0], hours=hours("9:00-12:00", closures=(STRIKE,)))
    smaller = city(ill, TWO_DESKS[1])
    diary = Diary([one(plan)])
    events = recheck(smaller, diary, NOW)
    assert kinds(events) == [("one", Kind.REASSIGNED)]
    assert events[0].booking == replace(one(plan), resources=(("b",),))
    full = Diary([one(plan), replace(one(plan, on="b"), id="two")])
    assert kinds(recheck(smaller, full, NOW)) == [("one", Kind.FLAGGED)]
    chosen = Diary([one(plan, resource="a")])
    assert kinds(recheck(smaller, chosen, NOW)) == [("one", Kind.FLAGGED)]


@pytest.mark.parametrize("gone", ["resource", "service"])
def test_what_is_taken_out_of_the_plan_is_flagged_or_moved(gone: str) -> None:
    plan = city(*TWO_DESKS)
    if gone == "resource":
        after = city(TWO_DESKS[1])
        assert kinds(recheck(after, Diary([one(plan)]), NOW)) == [("one", Kind.REASSIGNED)]
    else:
        after = city(*TWO_DESKS, services=(Service("advice", ("desk",), minutes(30)),))
        (event,) = recheck(after, Diary([one(plan)]), NOW)
        assert (event.kind, event.booking.flag) == (Kind.FLAGGED, "passport")
    assert availability(
        after, Diary([one(plan)]), (NOW, at("2027-03-03 00:00")), NOW, after.services[0].id
    )


def test_who_moves_to_an_open_desk_may_move_somebody_else_there() -> None:
    plan = city(
        Resource("counter", "kallio", {"passport"}),
        Resource("all-round", "kallio", {"passport", "advice"}),
        Resource("adviser", "kallio", {"advice"}),
        services=(
            Service("passport", ("passport",), minutes(30)),
            Service("advice", ("advice",), minutes(30)),
        ),
    )
    advice = plan.slot("kallio", "advice", at("2027-03-02 07:00"))
    diary = Diary([one(plan, on="counter"), booked("other", advice, on=(("all-round",),))])
    ill = replace(plan.resources[0], hours=hours("9:00-12:00", closures=(STRIKE,)))
    events = recheck(replace(plan, resources=(ill, *plan.resources[1:])), diary, NOW)
    assert kinds(events) == [("other", Kind.REASSIGNED), ("one", Kind.REASSIGNED)]
    assert [event.booking.resources for event in events] == [(("adviser",),), (("all-round",),)]


def test_who_can_be_kept_is_kept_even_if_somebody_who_is_flagged_has_to_make_room() -> None:
    """B16: a booking is refused only when no reassignment fits."""
    services = (
        Service("passport", ("half",), minutes(30)),
        Service("advice", ("adviser", "room"), minutes(30)),
    )
    adviser, room = Resource("ann", "kallio", {"adviser"}), Resource("office", "kallio", {"room"})
    east, west = Resource("east", "kallio", {"half", "room"}), Resource("west", "kallio", {"half"})
    plan = city(adviser, room, east, west, services=services)
    advice = plan.slot("kallio", "advice", at("2027-03-02 07:00"))
    diary = Diary([one(plan, on="west"), booked("other", advice, on=(("ann", "east"),))])
    ill = replace(adviser, hours=hours("9:00-12:00", closures=(STRIKE,)))
    after = city(ill, room, east, services=services)
    events = recheck(after, diary, NOW)
    assert kinds(events) == [
        ("other", Kind.REASSIGNED),
        ("one", Kind.REASSIGNED),
        ("other", Kind.FLAGGED),
    ]
    keep(diary, events)
    assert [(b.resources, b.flag) for b in diary] == [
        ((("east",),), None),
        ((("ann", "office"),), "strike"),
    ]
    assert recheck(after, diary, NOW) == ()
    keep(diary, recheck(plan, diary, NOW))
    assert not [booking for booking in diary if booking.flag]


def test_a_desk_with_hours_of_its_own_keeps_what_lies_in_them() -> None:
    early = replace(TWO_DESKS[0], hours=hours("9:00-10:00"))
    assert recheck(city(early, TWO_DESKS[1]), Diary([one(city(*TWO_DESKS))]), NOW) == ()


def test_what_is_booked_at_an_office_that_is_gone_is_flagged_and_keeps_its_time() -> None:
    plan = city(*TWO_DESKS)
    after = replace(
        plan,
        offices=(replace(plan.offices[0], id="malmi"),),
        resources=tuple(replace(desk, office="malmi") for desk in TWO_DESKS),
    )
    (event,) = recheck(after, Diary([one(plan)]), NOW)
    assert (event.kind, event.booking.flag) == (Kind.FLAGGED, "kallio")
    assert retime(after, Diary([one(plan)]), NOW) == ()


def test_the_past_is_left_alone() -> None:
    plan = city(*TWO_DESKS, open=hours("9:00-12:00", closures=(STRIKE,)))
    diary = Diary([one(city(*TWO_DESKS))])
    assert recheck(plan, diary, at("2027-03-02 07:00")) == ()
    cancelled = Diary([replace(one(plan), state=State.CANCELLED)])
    assert recheck(plan, cancelled, NOW) == ()
    assert retime(plan, cancelled, NOW) == ()


def fixed_zone(hours_east: int) -> ZoneInfo:
    """A zone without summer time, as tzdata would have it after a law was changed."""
    name = b"NEW\0"
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, len(name))
    body = struct.pack(">lbb", hours_east * 3600, 0, 0) + name
    tail = f"\n<NEW>-{hours_east}\n".encode()
    return ZoneInfo.from_file(io.BytesIO(header + body + header + body + tail), key="Test/New")


@pytest.mark.parametrize("policy", ZoneChange)
def test_a_change_of_the_countrys_clock_moves_what_the_office_says_it_moves(
    policy: ZoneChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = city()
    plan = replace(plan, offices=(replace(plan.offices[0], zone_change=policy),))
    summer = one(plan, "2027-07-01 06:00", on="desk")
    winter = replace(one(plan, "2027-12-01 07:00", on="desk"), id="two")
    diary = Diary([summer, winter])
    assert retime(plan, diary, NOW) == ()
    monkeypatch.setattr(Office, "tz", property(lambda self: fixed_zone(2)))
    events = retime(plan, diary, NOW)
    assert kinds(events) == [("one", Kind.RETIMED)]
    booking = events[0].booking
    assert booking.sequence == 1
    keep_clock = policy is ZoneChange.KEEP_CLOCK
    assert booking.slots[0].start == at("2027-07-01 07:00" if keep_clock else "2027-07-01 06:00")
    assert booking.slots[0].wall == datetime(2027, 7, 1, 9 if keep_clock else 8)
    assert booking.slots[0].end - booking.slots[0].start == minutes(30)
    keep(diary, events)
    assert retime(plan, diary, NOW) == ()
    flagged = kinds(recheck(plan, diary, NOW))
    assert flagged == ([] if keep_clock else [("one", Kind.FLAGGED)])


def test_both_instants_of_a_doubled_hour_survive_a_look_at_the_clock() -> None:
    plan = city(open=hours("0:00-6:00"))
    slots = [plan.slot("kallio", "passport", at(f"2026-10-25 0{n}:30")) for n in (0, 1)]
    diary = Diary(booked(f"b{n}", slot, on=(("desk",),)) for n, slot in enumerate(slots))
    assert retime(plan, diary, at("2026-10-01 00:00")) == ()
    assert timedelta(hours=1) == slots[1].start - slots[0].start


def test_the_second_of_two_equal_times_stays_the_second() -> None:
    plan = city(open=hours("0:00-6:00"))
    second = plan.slot("kallio", "passport", at("2026-10-25 01:30"))
    assert second.wall.fold == 1
    under_an_older_law = replace(second, start=at("2026-10-25 02:30"), end=at("2026-10-25 03:00"))
    diary = Diary([booked("one", under_an_older_law, on=(("desk",),))])
    (event,) = retime(plan, diary, at("2026-10-01 00:00"))
    assert event.booking.slots == (second,)


# Would it be accepted today?


def test_who_booked_first_stays_when_fewer_can_come_at_once() -> None:
    plan = city(Resource("hall", "kallio", {"desk"}, capacity=3))
    people = [
        replace(one(plan, on="hall"), id=name, created=NOW + minutes(n))
        for n, name in enumerate(["third", "first", "second"])
    ]
    people = [
        replace(b, created=NOW + minutes(at)) for b, at in zip(people, (2, 0, 1), strict=True)
    ]
    smaller = city(Resource("hall", "kallio", {"desk"}, capacity=2))
    (event,) = recheck(smaller, Diary(people), NOW)
    assert (event.kind, event.booking.id, event.booking.flag) == (Kind.FLAGGED, "third", "hall")
    none = city(Resource("hall", "kallio", {"desk"}, capacity=0))
    assert {e.booking.id for e in recheck(none, Diary(people), NOW)} == {"first", "second", "third"}


def test_a_desk_that_lost_its_role_passes_its_bookings_on() -> None:
    plan = city(*TWO_DESKS)
    other = replace(TWO_DESKS[0], roles={"advice"})
    assert kinds(recheck(city(other, TWO_DESKS[1]), Diary([one(plan)]), NOW)) == [
        ("one", Kind.REASSIGNED)
    ]
    chosen = Diary([one(plan, resource="a")])
    (event,) = recheck(city(other, TWO_DESKS[1]), chosen, NOW)
    assert (event.kind, event.booking.flag) == (Kind.FLAGGED, "a")


def test_a_service_that_now_needs_an_interpreter_gets_one_or_a_flag() -> None:
    plan = city(*TWO_DESKS)
    both = (Service("passport", ("desk", "interpreter"), minutes(30)),)
    speaker = Resource("speaker", "kallio", {"interpreter"})
    (event,) = recheck(city(*TWO_DESKS, speaker, services=both), Diary([one(plan)]), NOW)
    assert event.booking.resources == (("a", "speaker"),)
    ill = replace(speaker, capacity=0)
    (event,) = recheck(city(*TWO_DESKS, ill, services=both), Diary([one(plan)]), NOW)
    assert (event.kind, event.booking.flag) == (Kind.FLAGGED, "passport")


def test_a_desk_that_another_gives_up_is_found() -> None:
    """The one who is looked at first finds nothing until the second needs one desk, not two."""
    pair = Service("pair", ("desk", "desk"), minutes(30))
    passport = Service("passport", ("desk",), minutes(30))
    desks = [Resource(name, "kallio", {"desk"}) for name in "abc"]
    plan = city(*desks, services=(passport, pair))
    first = one(plan, on="a")
    second = booked("two", plan.slot("kallio", "pair", first.start), on=(("b", "c"),))
    second = replace(second, created=NOW + minutes(1))
    after = city(*desks[1:], services=(passport, replace(pair, needs=("desk",))))
    events = recheck(after, Diary([first, second]), NOW)
    assert kinds(events) == [("two", Kind.REASSIGNED), ("one", Kind.REASSIGNED)]
    assert {event.booking.resources for event in events} == {(("b",),), (("c",),)}


def test_who_chose_a_desk_keeps_it_when_the_one_beside_them_can_sit_elsewhere() -> None:
    plan = city(replace(TWO_DESKS[0], capacity=2), TWO_DESKS[1])
    first = one(plan)
    second = replace(one(plan, resource="a"), id="two", created=NOW + minutes(1))
    (event,) = recheck(city(*TWO_DESKS), Diary([first, second]), NOW)
    assert (event.kind, event.booking.id, event.booking.resources) == (
        Kind.REASSIGNED,
        "one",
        (("b",),),
    )


def test_only_what_begins_before_the_end_that_was_asked_is_judged() -> None:
    plan = city(*TWO_DESKS)
    closed = city(*TWO_DESKS, open=hours("9:00-12:00", closures=(STRIKE,)))
    diary = Diary([one(plan)])
    assert recheck(closed, diary, NOW, one(plan).start) == ()
    assert len(recheck(closed, diary, NOW, one(plan).start + minutes(1))) == 1


ROLES = st.sets(st.sampled_from(["desk", "advice", "room"]), max_size=3)
CLOSED = st.sampled_from([None, "9:00-10:00", "10:00-12:00", "9:00-11:30"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A city of three counters and a hall of two halves, after some year of changes."""
    resources = [
        Resource(
            name,
            "kallio",
            draw(ROLES),
            capacity=draw(st.integers(0, 2)),
            hours=None if (open_ := draw(CLOSED)) is None else hours(open_),
        )
        for name in draw(st.sets(st.sampled_from(["a", "b", "c"])))
    ]
    resources += [
        Resource("hall", "kallio", {"hall", "desk"} if draw(st.booleans()) else {"hall"}),
        Resource("east", "kallio", {"half", "room"}, parent="hall"),
        Resource("west", "kallio", {"half"}, capacity=draw(st.integers(0, 2)), parent="hall"),
        # Whatever is asked for, somebody has the role: a plan without would be refused.
        Resource("closet", "kallio", {"desk", "advice", "room", "half"}, capacity=0),
    ]
    services = [
        Service("passport", ("desk",), minutes(30), after=minutes(draw(st.sampled_from([0, 10]))), buffers=draw(st.sampled_from(Buffers))),
        Service("advice", tuple(draw(st.sampled_from([("advice",), ("advice", "room")]))), minutes(60), minutes(draw(st.sampled_from([0, 15]))), step=minutes(30), buffers=draw(st.sampled_from(Buffers))),
        Service("dance", ("hall",), minutes(60)),
        Service("yoga", ("half",), minutes(30)),
    ]  # fmt: skip
    gone = draw(st.sampled_from([None, None, *(service.id for service in services)]))
    return city(
        *resources,
        services=tuple(service for service in services if service.id != gone),
        open=hours(draw(st.sampled_from(["9:00-12:00", "9:00-11:00"]))),
    )


def over(plan: Plan, bookings: list[Booking]) -> bool:
    """Do more sit somewhere than there is room for? Counted bucket by bucket."""
    used: Counter[tuple[str, int, int]] = Counter()
    for booking in bookings:
        for slot, resources in zip(booking.slots, booking.resources, strict=True):
            for name in resources:
                for leaf, seats in plan.seats[name].items():
                    for line, taken in enumerate(buckets(slot, plan.bucket)):
                        used.update({(leaf, line, n): seats for n in taken})
    return any(number > plan.resource[place[0]].capacity for place, number in used.items())


def suits(plan: Plan, booking: Booking) -> bool:
    """Are all the resources of a booking open and able, other bookings aside?"""
    for slot, resources in zip(booking.slots, booking.resources, strict=True):
        service = plan.service.get(slot.service)
        if service is None or len(service.needs) != len(resources):
            return False
        oracle = Oracle(plan, [], NOW)
        ways = oracle.ways(slot)
        if not all(name in way for name, way in zip(resources, ways, strict=True)):
            return False
    return True


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(before=plans(), after=plans(), data=st.data())
def test_from_any_plan_to_any_other_nothing_is_lost_and_what_can_move_has_moved(
    before: Plan, after: Plan, data: st.DataObject
) -> None:
    diary = Diary()
    window = at("2027-03-02 07:00"), at("2027-03-02 10:00")
    for number in range(data.draw(st.integers(1, 7))):
        service = data.draw(st.sampled_from(before.services))
        free = availability(before, diary, window, NOW, service.id)
        if free:
            slot = data.draw(st.sampled_from(free))
            name, now = f"b{number}", NOW + minutes(number)
            keep(diary, hold(before, diary, name, name, [slot], now, staff=True))
            keep(diary, confirm(before, diary, name, now))
    was = {booking.id: booking for booking in diary}
    now = NOW + minutes(10)
    keep(diary, recheck(after, diary, now))
    for booking in diary:
        # B15, B16: nobody's booking, time or place changes; only the inner assignment and the flag.
        assert was[booking.id] == replace(booking, flag=None, resources=was[booking.id].resources)
        if booking.flag:
            # Who could not be kept may still make room for others, on what the plan has for it.
            for slot, own, had in zip(
                booking.slots, booking.resources, was[booking.id].resources, strict=True
            ):
                if own != had:
                    ways = Oracle(after, [], NOW).ways(slot)
                    assert all(n == h or n in way for n, h, way in zip(own, had, ways, strict=True))
    kept = [booking for booking in diary if booking.flag is None]
    assert all(suits(after, booking) for booking in kept)
    assert not over(after, kept)
    for booking in diary:
        if booking.flag and booking.service in after.service:
            around = booking.start, booking.start + after.bucket
            assert (
                Board(after, diary, "kallio", around, now, booking.id).place(booking.slots) is None
            )
    assert recheck(after, diary, now) == ()
    # The old plan comes back: whatever was flagged is well again.
    keep(diary, recheck(before, diary, now))
    assert not [booking for booking in diary if booking.flag]
    assert not over(before, list(diary))
    assert all(suits(before, booking) for booking in diary)
