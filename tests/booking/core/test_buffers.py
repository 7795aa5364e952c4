"""What is kept free around a time, and when the time around another may be the same."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, booked, city, hours, keep, minutes
from tests.booking.core.oracle import Oracle

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.change import recheck
from citydesign.booking.core.commands import cancel, confirm, hold, reschedule
from citydesign.booking.core.diary import Booking, Diary
from citydesign.booking.core.offer import availability, places_left
from citydesign.booking.core.outcome import Kind, Refusal
from citydesign.booking.core.plan import Office, Plan, Policy, Resource, Service
from citydesign.booking.core.visit import Order, Visit, visits
from citydesign.hours import BadRule

OPEN = at("2027-03-02 07:00")
DAY = at("2027-03-02 00:00"), at("2027-03-03 00:00")
STEP = minutes(5)


def desks(
    *services: Service, number: int = 1, until: str = "12:00", bucket: timedelta = STEP
) -> Plan:
    """So many desks that are alike, open from nine."""
    alike = [Resource(f"desk-{n}", "kallio", {"desk"}) for n in range(number)]
    office = Office("kallio", "Europe/Helsinki", hours(f"9:00-{until}"))
    return Plan((office,), tuple(alike), services, bucket)


def service(name: str, length: int, before: int, after: int, buffers: str = "overlap") -> Service:
    around = minutes(before), minutes(after)
    return Service(name, ("desk",), minutes(length), *around, STEP, buffers=buffers)  # type: ignore[arg-type]


def starts(plan: Plan, bookings: list[Booking], name: str) -> list[str]:
    free = availability(plan, Diary(bookings), DAY, NOW, name)
    return [f"{slot.wall:%H:%M}" for slot in free]


# What a resident sees


@pytest.mark.parametrize(
    ("policy", "first", "last"), [("overlap", "10:20", "08:45"), ("stack", "10:35", "08:35")]
)
def test_the_gap_is_the_longer_of_two_buffers_or_both(policy: str, first: str, last: str) -> None:
    """One from half past nine to ten has 15 minutes before it and 20 after; others 15 and 10."""
    own = service("own", 30, 15, 20, policy)
    other = service("other", 30, 15, 10, policy)
    plan = desks(own, other)
    plan = replace(plan, offices=city(open=hours("8:00-12:00")).offices)
    taken = booked("b", plan.slot("kallio", "own", at("2027-03-02 07:30")), on=(("desk-0",),))
    free = starts(plan, [taken], "other")
    assert min(start for start in free if start > "09:30") == first
    assert max(start for start in free if start < "09:30") == last


@pytest.mark.parametrize("bucket", [1, 5])
@pytest.mark.parametrize("order", ["first", "second"])
def test_a_gap_as_long_as_the_longer_buffer_fits_and_a_step_less_does_not(
    order: str, bucket: int
) -> None:
    step = minutes(bucket)
    short, long_ = service("short", 20, 5, 10), service("long", 40, 25, 15)
    plan = desks(replace(short, step=step), replace(long_, step=step), bucket=step)
    here = at("2027-03-02 08:00")
    if order == "first":
        # A short one is there; a long one after it needs twenty-five minutes.
        there, wish, name = plan.slot("kallio", "short", here), here + minutes(20 + 25), "long"
    else:
        # A long one is there; the short one before it must end twenty-five minutes earlier.
        there, wish, name = plan.slot("kallio", "long", here), here - minutes(20 + 25), "short"
    diary = Diary([booked("b", there, on=(("desk-0",),))])
    fits = plan.slot("kallio", name, wish)
    closer = step if order == "second" else -step
    tight = plan.slot("kallio", name, wish + closer)
    assert isinstance(hold(plan, diary, "new", "aino", [fits], NOW), tuple)
    assert isinstance(hold(plan, diary, "new", "aino", [tight], NOW), Refusal)
    found = {slot.start for slot in availability(plan, diary, DAY, NOW, name)}
    assert fits.start in found
    assert tight.start not in found


def test_times_without_a_step_follow_each_other_with_the_longer_buffer_between() -> None:
    plan = desks(replace(service("advice", 30, 10, 15), step=None))
    assert starts(plan, [], "advice") == ["09:00", "09:45", "10:30", "11:15"]
    diary = Diary()
    for number, slot in enumerate(availability(plan, diary, DAY, NOW, "advice")):
        keep(diary, hold(plan, diary, f"b{number}", f"p{number}", [slot], NOW))
    assert starts(plan, list(diary), "advice") == []
    assert len(diary) == 4


def test_beside_a_service_whose_buffers_add_up_both_are_kept() -> None:
    soft, hard = service("soft", 30, 10, 20), service("hard", 30, 10, 20, "stack")
    plan = desks(soft, hard)
    first = {
        (one, other): starts(plan, [booked("b", plan.slot("kallio", one, OPEN), on=(("desk-0",),))], other)[0]
        for one in ("soft", "hard")
        for other in ("soft", "hard")
    }  # fmt: skip
    assert first == {
        ("soft", "soft"): "09:50",
        ("soft", "hard"): "10:00",
        ("hard", "soft"): "10:00",
        ("hard", "hard"): "10:00",
    }


def test_three_that_meet_in_pairs_need_a_third_desk() -> None:
    """On neither line are more than two at once, so who counts would offer the third."""
    plan = {
        number: desks(
            service("long", 30, 0, 60),
            service("plain", 30, 0, 0),
            service("prepared", 30, 30, 0),
            number=number,
        )
        for number in (2, 3)
    }
    first = booked("a", plan[2].slot("kallio", "long", OPEN), on=(("desk-0",),))
    half = plan[2].slot("kallio", "plain", OPEN + minutes(30))
    second = booked("b", half, on=(("desk-1",),))
    assert "10:15" not in starts(plan[2], [first, second], "prepared")
    assert "10:15" in starts(plan[3], [first, second], "prepared")
    # From half past ten the first is no longer in the way.
    more = starts(plan[3], [first, second], "prepared")
    two = starts(plan[2], [first, second], "prepared")
    assert two == [start for start in more if start == "09:00" or start >= "10:30"]
    wish = plan[2].slot("kallio", "prepared", OPEN + minutes(75))
    assert isinstance(hold(plan[2], Diary([first, second]), "c", "p", [wish], NOW), Refusal)


def test_a_booking_moves_to_where_its_own_buffer_was() -> None:
    plan = desks(service("advice", 30, 10, 20))
    mine = booked("b", plan.slot("kallio", "advice", OPEN + minutes(60)), on=(("desk-0",),))
    other = booked("c", plan.slot("kallio", "advice", OPEN + minutes(120)), on=(("desk-0",),))
    diary = Diary([mine, other])
    near = [plan.slot("kallio", "advice", OPEN + minutes(70))]
    moved = reschedule(plan, diary, "b", near, NOW)
    assert isinstance(moved, tuple)
    assert moved[-1].booking.slots == tuple(near)  # type: ignore[union-attr]
    beyond = [plan.slot("kallio", "advice", OPEN + minutes(75))]
    assert isinstance(reschedule(plan, diary, "b", beyond, NOW), Refusal)


def test_a_visit_waits_for_the_longer_buffer_between_its_parts() -> None:
    policy = Policy(group=3, pause=minutes(20))
    soft = replace(service("passport", 20, 10, 15), policy=policy)
    visit = Visit(("passport",) * 3, Order.IN_TURN)
    ends = {}
    for buffers in Buffers:
        plan = desks(replace(soft, buffers=buffers))
        way = visits(plan, Diary(), DAY, NOW, visit)
        ends[buffers] = [f"{slot.wall:%H:%M}" for slot in way[0]] if way else []
    assert ends == {Buffers.OVERLAP: ["09:00", "09:35", "10:10"], Buffers.STACK: []}


def test_what_is_given_up_rests_where_its_own_new_time_leaves_room_for_it() -> None:
    policy = Policy(rest=minutes(20))
    for gap, rests in ((20, True), (15, False)):
        plan = desks(replace(service("advice", 30, 10, 20), policy=policy))
        mine = booked("b", plan.slot("kallio", "advice", OPEN), on=(("desk-0",),))
        later = plan.slot("kallio", "advice", OPEN + minutes(30 + gap))
        events = reschedule(plan, Diary([mine]), "b", [later], NOW)
        assert isinstance(events, tuple)
        assert [event.kind for event in events] == [Kind.RESCHEDULED] + [Kind.HELD] * rests


def test_a_hall_and_its_halves_keep_the_longer_buffer_too() -> None:
    plan = city(
        Resource("hall", "kallio", {"hall"}),
        Resource("east", "kallio", {"half"}, parent="hall"),
        Resource("west", "kallio", {"half"}, capacity=2, parent="hall"),
        services=(
            Service("dance", ("hall",), minutes(30), minutes(10), minutes(5), STEP, buffers=Buffers.OVERLAP),
            Service("yoga", ("half",), minutes(30), minutes(5), minutes(15), STEP, buffers=Buffers.OVERLAP),
        ),
    )  # fmt: skip
    for half in ("east", "west"):
        taken = booked("b", plan.slot("kallio", "yoga", OPEN), on=((half,),))
        assert starts(plan, [taken], "dance")[0] == "09:45"
    taken = booked("b", plan.slot("kallio", "dance", OPEN), on=(("hall",),))
    assert starts(plan, [taken], "yoga")[0] == "09:35"
    diary = Diary([booked("b", plan.slot("kallio", "yoga", OPEN), on=(("west",),))])
    assert places_left(plan, diary, [plan.slot("kallio", "yoga", OPEN)], NOW) == (2,)


def test_as_many_as_there_are_places_share_a_class_and_its_buffers() -> None:
    class_ = Resource("class", "kallio", {"desk"}, capacity=2)
    plan = replace(desks(service("swim", 30, 10, 15)), resources=(class_,))
    there = [booked(f"b{n}", plan.slot("kallio", "swim", OPEN), on=(("class",),)) for n in range(2)]
    assert starts(plan, there[:1], "swim")[:2] == ["09:00", "09:05"]
    assert starts(plan, there, "swim")[0] == "09:45"


# A plan that changes


def test_bookings_keep_the_buffers_they_were_made_with() -> None:
    soft = desks(service("advice", 30, 10, 20), number=2)
    hard = desks(service("advice", 30, 10, 20, "stack"), number=2)
    diary = Diary()
    for number in range(2):
        slot = soft.slot("kallio", "advice", OPEN + minutes(50 * number))
        keep(diary, hold(soft, diary, f"b{number}", f"p{number}", [slot], NOW))
        keep(diary, confirm(soft, diary, f"b{number}", NOW))
    assert {booking.resources for booking in diary} == {(("desk-0",),)}
    # They sit closer than the new plan would seat anybody, and nobody is called for that.
    assert recheck(hard, diary, NOW) == ()
    one = desks(service("advice", 30, 10, 20, "stack"))
    assert starts(one, list(diary), "advice")[0] == "10:50"
    assert starts(desks(service("advice", 30, 10, 20)), list(diary), "advice")[0] == "10:40"
    # And the other way round: beside a time that was to have all to itself, both are kept.
    kept = booked("old", one.slot("kallio", "advice", OPEN), on=(("desk-0",),))
    assert starts(desks(service("advice", 30, 10, 20)), [kept], "advice")[0] == "10:00"
    keep(diary, cancel(hard, diary, "b0", NOW))
    assert starts(one, list(diary), "advice")[0] == "10:50"


@pytest.mark.parametrize("around", [(20, 0), (0, 20)])
def test_who_now_sits_too_close_because_a_place_is_gone_is_flagged(around: tuple[int, int]) -> None:
    plan = replace(
        desks(service("swim", 30, *around)),
        resources=(Resource("class", "kallio", {"desk"}, capacity=2),),
    )
    diary = Diary()
    for number, gap in enumerate((0, 40, 90)):
        slot = plan.slot("kallio", "swim", OPEN + minutes(gap))
        made = booked(f"b{number}", slot, on=(("class",),))
        diary.put(replace(made, created=NOW + minutes(number)))
    smaller = replace(plan, resources=(Resource("class", "kallio", {"desk"}),))
    (event,) = recheck(smaller, diary, NOW + minutes(5))
    # The second begins ten minutes after the end of the first, the third twenty after the second.
    assert (event.kind, event.booking.id, event.booking.flag) == (Kind.FLAGGED, "b1", "class")


def test_a_booking_that_moves_under_a_new_plan_leaves_nothing_behind() -> None:
    soft, hard = (desks(service("advice", 30, 10, 20, kind)) for kind in ("overlap", "stack"))
    there = booked("b", soft.slot("kallio", "advice", OPEN + minutes(60)), on=(("desk-0",),))
    diary = Diary([there])
    wish = hard.slot("kallio", "advice", OPEN + minutes(120))
    keep(diary, reschedule(hard, diary, "b", [wish], NOW))
    free = [f"{slot.wall:%H:%M}" for slot in availability(hard, diary, DAY, NOW, "advice")]
    # From 10:50 on the desk is taken; whoever comes before needs it for 50 minutes from their start.
    assert (free[0], free[-1]) == ("09:00", "10:00")
    assert len(free) == 13


@st.composite
def changing_cities(draw: st.DrawFn) -> tuple[Plan, list[Booking]]:
    """Desks that are mostly alike, with bookings that were made under other buffers."""
    around = st.sampled_from([0, 5, 15, 30])

    def some() -> tuple[Service, ...]:
        return tuple(
            replace(
                service(name, draw(st.sampled_from([15, 30])), draw(around), draw(around)),
                buffers=draw(st.sampled_from([Buffers.OVERLAP, *Buffers])),
                step=minutes(draw(st.sampled_from([5, 15]))),
            )
            for name in ("passport", "advice")
        )

    number = draw(st.integers(1, 3))
    plan = desks(*some(), number=number, until="10:45")
    if draw(st.booleans()):
        plan = replace(
            plan, resources=(replace(plan.resources[0], capacity=2), *plan.resources[1:])
        )
    bookings: list[Booking] = []
    for turn in range(draw(st.integers(1, 4))):
        then = plan if draw(st.booleans()) else replace(plan, services=some())
        begin = OPEN + minutes(5 * draw(st.integers(0, 18)))
        slot = then.slot("kallio", draw(st.sampled_from(["passport", "advice"])), begin)
        sits = f"desk-{draw(st.integers(0, number - 1))}"
        slot = replace(slot, resource=draw(st.sampled_from([None, None, None, sits])))
        there = [(one.slots[0], one.resources[0][0]) for one in bookings]
        if Oracle(plan, [], NOW).fits([*there, (slot, sits)]):
            bookings.append(booked(f"b{turn}", slot, on=((sits,),)))
    return plan, bookings


@settings(max_examples=80, deadline=None)
@given(changing_cities(), st.data())
def test_among_bookings_of_former_plans_what_is_offered_is_what_a_patient_reader_finds(
    drawn: tuple[Plan, list[Booking]], data: st.DataObject
) -> None:
    plan, bookings = drawn
    diary, oracle = Diary(bookings), Oracle(plan, bookings, NOW)
    for what in plan.services:
        found = availability(plan, diary, DAY, NOW, what.id)
        assert {slot.start for slot in found} == oracle.offered(what, OPEN, OPEN + minutes(105))
        moved = data.draw(st.sampled_from(["", *(one.id for one in bookings)]))
        others = Oracle(plan, [one for one in bookings if one.id != moved], NOW)
        without = availability(plan, diary, DAY, NOW, what.id, without=moved)
        assert {s.start for s in without} == others.offered(what, OPEN, OPEN + minutes(105))
        if found:
            slot = data.draw(st.sampled_from(found))
            current = keep(Diary(bookings), hold(plan, diary, "new", "aino", [slot], NOW))
            assert oracle.fits(
                [
                    (when, resource)
                    for one in current
                    for when, resources in zip(one.slots, one.resources, strict=True)
                    for resource in resources
                ]
            )


# Mistakes


@pytest.mark.parametrize("wrong", ["overlaps", "OVERLAP", "", None, 1, True])
def test_another_word_for_it_is_refused_with_what_to_write(wrong: object) -> None:
    with pytest.raises(BadRule) as refused:
        service("advice", 30, 5, 5, wrong)  # type: ignore[arg-type]
    said = str(refused.value)
    assert said.startswith(f"service 'advice': buffers is {wrong!r}")
    assert said.endswith('Write "stack" or "overlap".')
    if wrong == "overlaps":
        assert "did you mean 'overlap'?" in said


def test_buffers_add_up_unless_the_plan_says_otherwise() -> None:
    usual = Service("advice", ("desk",), minutes(30))
    assert usual.buffers is Buffers.STACK
    assert not desks(usual).overlaps
    assert service("advice", 30, 5, 5, "overlap").buffers is Buffers.OVERLAP
    assert {one.buffers for one in replace(usual, longer=(minutes(60),), buffers="overlap").lengths} == {Buffers.OVERLAP}  # type: ignore[arg-type]  # fmt: skip


def test_a_time_in_forms_and_links_is_known_with_its_buffers() -> None:
    plan = desks(service("advice", 30, 5, 10))
    slot = plan.slot("kallio", "advice", OPEN)
    assert plan.slot_of(slot.key) == slot
    assert slot.buffers is Buffers.OVERLAP
    assert slot.lines == (
        (OPEN, OPEN + minutes(40)),
        (OPEN - minutes(5), OPEN + minutes(30)),
    )
    assert isinstance(slot.start, datetime)
