"""A sooner time for who has one, the same time wherever it is free, and visits at their edges."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.booking.core.city import NOW, at, city, hours, keep, minutes

from citydesign.booking.core.commands import (
    ACCEPTED,
    accept_earlier,
    ahead,
    can_move,
    cancel,
    confirm,
    hold,
    hold_any,
    reschedule,
)
from citydesign.booking.core.diary import Booking, Diary, Slot, State, Waiting, WaitingState
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import Office, Plan, Policy, Resource, Service
from citydesign.booking.core.visit import Order, Visit, visits
from citydesign.booking.core.waitlist import earlier, follow, join, offer

NINE, TEN, ELEVEN = (at(f"2027-03-02 {hour:02}:00") for hour in (7, 8, 9))
DAY = timedelta(days=1)
PLAN = city(policy=Policy(reschedule_until=minutes(60)))


def slot(start: datetime = NINE, plan: Plan = PLAN, office: str = "kallio") -> Slot:
    return plan.slot(office, "passport", start)


def code(outcome: Outcome | Waiting) -> Code:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


def offered(plan: Plan = PLAN) -> Diary:
    """Aino has eleven o'clock, and nine is offered to her."""
    diary = Diary()
    keep(diary, hold(plan, diary, "mine", "aino", [slot(ELEVEN, plan)], NOW))
    keep(diary, confirm(plan, diary, "mine", NOW))
    keep(
        diary,
        hold(plan, diary, "offer", "aino", [slot(NINE, plan)], NOW, waiting="w", instead="mine"),
    )
    return diary


def get(diary: Diary, name: str) -> Booking:
    found = diary.get(name)
    assert found is not None
    return found


def test_who_accepts_an_earlier_time_has_it_under_the_same_booking_and_the_old_one_is_free() -> (
    None
):
    diary = offered()
    keep(diary, accept_earlier(PLAN, diary, "offer", "mine", NOW))
    mine = get(diary, "mine")
    assert (mine.slots, mine.state, mine.sequence) == ((slot(),), State.RESCHEDULED, 1)
    assert get(diary, "offer").state is State.CANCELLED
    assert accept_earlier(PLAN, diary, "offer", "mine", NOW) == ()
    assert not isinstance(hold(PLAN, diary, "b", "eero", [slot(ELEVEN)], NOW), Refusal)


def test_an_offer_that_is_over_or_of_nobody_moves_nothing() -> None:
    diary = offered()
    expires = get(diary, "offer").expires
    assert expires is not None
    assert code(accept_earlier(PLAN, diary, "other", "mine", NOW)) is Code.UNKNOWN
    assert code(accept_earlier(PLAN, diary, "offer", "other", NOW)) is Code.UNKNOWN
    assert code(accept_earlier(PLAN, diary, "offer", "mine", expires)) is Code.EXPIRED
    keep(diary, cancel(PLAN, diary, "offer", NOW))
    assert code(accept_earlier(PLAN, diary, "offer", "mine", NOW)) is Code.NOT_POSSIBLE_NOW
    diary = offered()
    keep(diary, cancel(PLAN, diary, "mine", NOW))
    assert code(accept_earlier(PLAN, diary, "offer", "mine", NOW)) is Code.NOT_POSSIBLE_NOW


def test_who_may_no_longer_move_the_booking_keeps_it() -> None:
    strict = city(policy=Policy(reschedule_until=2 * DAY))
    diary = offered(strict)
    assert code(accept_earlier(strict, diary, "offer", "mine", NOW)) is Code.TOO_LATE_TO_RESCHEDULE
    assert not can_move(strict, get(diary, "mine"), NOW)
    assert ahead(get(diary, "mine"), NOW)
    assert not ahead(get(diary, "mine"), ELEVEN)
    assert not ahead(get(diary, "offer"), NOW)
    assert not ahead(None, NOW)
    assert code(earlier(strict, get(diary, "mine"), "w", NOW)) is Code.TOO_LATE_TO_RESCHEDULE


def test_a_booking_waits_for_what_is_before_it_and_a_visit_or_a_lost_booking_for_nothing() -> None:
    mine = get(offered(), "mine")
    entry = earlier(PLAN, mine, "w", NOW)
    assert isinstance(entry, Waiting)
    assert (entry.person, entry.earliest, entry.latest) == ("aino", NOW, ELEVEN)
    assert entry.booking == "mine"
    assert isinstance(join(PLAN, [], entry, NOW), tuple)
    assert join(PLAN, [entry], replace(entry, id="again"), NOW) == (), "once for each booking"
    assert join(PLAN, [entry], replace(entry, id="other", booking="other"), NOW) != ()
    for lost in (
        replace(mine, slots=(slot(), slot(TEN)), resources=(("desk",), ("desk",))),
        replace(mine, state=State.CANCELLED),
    ):
        assert code(earlier(PLAN, lost, "w", NOW)) is Code.NOT_POSSIBLE_NOW
    assert code(earlier(PLAN, mine, "w", ELEVEN)) is Code.NOT_POSSIBLE_NOW


def test_who_has_moved_sooner_meanwhile_is_offered_only_what_is_sooner_still() -> None:
    diary, ids = Diary(), iter(["first", "second"])
    keep(diary, hold(PLAN, diary, "mine", "aino", [slot(ELEVEN)], NOW))
    keep(diary, confirm(PLAN, diary, "mine", NOW))
    entry = earlier(PLAN, get(diary, "mine"), "w", NOW)
    assert isinstance(entry, Waiting)
    # Everything before ten is taken, and Aino moves to ten herself.
    for day in (NOW, NINE):
        for free in availability(PLAN, diary, (day, day + timedelta(hours=8)), NOW, "passport"):
            if free.start < TEN:
                keep(diary, hold(PLAN, diary, f"{free.start}", f"{free.start}", [free], NOW))
    keep(diary, reschedule(PLAN, diary, "mine", [slot(TEN)], NOW))
    assert offer(PLAN, diary, [entry], ids, NOW) == ()
    keep(diary, cancel(PLAN, diary, f"{NINE}", NOW))
    found = offer(PLAN, diary, [entry], ids, NOW)
    held = [one.booking for one in found if isinstance(one, Event)]
    assert [booking.start for booking in held] == [NINE]


@pytest.mark.parametrize(
    ("reason", "after"), [(ACCEPTED, WaitingState.BOOKED), ("", WaitingState.LEFT)]
)
def test_who_accepted_is_off_the_list_as_booked(reason: str, after: WaitingState) -> None:
    entry = earlier(PLAN, get(offered(), "mine"), "w", NOW)
    assert isinstance(entry, Waiting)
    entry = replace(entry, state=WaitingState.OFFERED)
    (event,) = follow(entry, Event(Kind.CANCELLED, get(offered(), "offer"), NOW, reason))
    assert event.waiting.state is after


def test_the_first_office_that_has_the_time_gives_it_and_the_first_refusal_is_the_answer() -> None:
    offices = tuple(Office(name, "Europe/Helsinki", hours("9:00-12:00")) for name in ("a", "b"))
    desks = tuple(Resource(f"desk-{name}", name, {"desk"}) for name in ("a", "b"))
    plan = replace(PLAN, offices=offices, resources=desks)
    ways = [[slot(NINE, plan, name)] for name in ("a", "b")]
    diary = Diary()
    for number, office in enumerate(("a", "b")):
        keep(diary, hold_any(plan, diary, f"b{number}", f"p{number}", ways, NOW))
        assert get(diary, f"b{number}").office == office
    refused = hold_any(plan, diary, "c", "liisa", ways, NOW)
    assert code(refused) is Code.TAKEN
    assert isinstance(refused, Refusal)
    assert {one.office for one in refused.alternatives} == {"a"}
    assert code(hold_any(plan, diary, "c", "liisa", [], NOW)) is Code.NOT_CHOSEN


def hall(**policy: int) -> Plan:
    """A hall that is booked whole or by half."""
    return city(
        Resource("hall", "kallio", {"room"}),
        Resource("left", "kallio", {"room"}, parent="hall"),
        Resource("right", "kallio", {"room"}, parent="hall"),
        services=(Service("passport", ("room",), minutes(30), policy=Policy(**policy)),),
    )


def test_two_who_come_together_share_a_hall_by_halves_and_three_find_no_room() -> None:
    plan = hall(group=3)
    window = NINE, TEN
    two = visits(plan, Diary(), window, NOW, Visit(("passport",) * 2, Order.TOGETHER))
    assert [way[0].start for way in two] == [NINE, NINE + minutes(30)]
    assert visits(plan, Diary(), window, NOW, Visit(("passport",) * 3, Order.TOGETHER)) == ()


def test_two_who_each_need_two_officials_come_together_where_four_are() -> None:
    service = Service("passport", ("desk", "desk"), minutes(30), policy=Policy(group=2))
    pair = Visit(("passport",) * 2, Order.TOGETHER)
    for desks, ways in ((3, 0), (4, 2)):
        resources = [Resource(f"desk-{n}", "kallio", {"desk"}) for n in range(desks)]
        plan = city(*resources, services=(service,))
        assert len(visits(plan, Diary(), (NINE, TEN), NOW, pair)) == ways


def test_one_after_another_at_one_desk_wait_until_it_is_cleared() -> None:
    policy = Policy(group=2, pause=minutes(60))
    service = Service(
        "passport", ("desk",), minutes(30), after=minutes(30), step=minutes(30), policy=policy
    )
    plan = city(services=(service,))
    (way, *_) = visits(plan, Diary(), (NINE, TEN), NOW, Visit(("passport",) * 2, Order.IN_TURN))
    assert [one.start for one in way] == [NINE, TEN]


def test_a_visit_asks_for_what_is_offered_within_the_weeks_that_there_are() -> None:
    weekly = city(policy=Policy(weeks=3))
    series = Visit(("passport",) * 3, Order.WEEKLY)
    assert not Visit(("passport", "passport/90"), Order.IN_TURN).allowed(weekly)
    assert not Visit(("marriage",) * 2, Order.TOGETHER).allowed(weekly)
    assert series.allowed(weekly)
    week = timedelta(weeks=1)
    three = [slot(NINE + n * week, weekly) for n in range(3)]
    assert series.fits(weekly, three[::2])
    assert not series.fits(weekly, [*three, slot(NINE + 3 * week, weekly)])
    assert not Visit(("passport",) * 2, Order.TOGETHER).fits(weekly, three)
    assert visits(weekly, Diary(), (NOW - 99 * DAY, NOW - 98 * DAY), NOW, series) == ()


def test_an_office_without_what_a_visit_needs_has_none() -> None:
    plan = city(policy=Policy(group=2))
    bare = Office("bare", "Europe/Helsinki", hours("9:00-12:00"))
    plan = replace(plan, offices=(*plan.offices, bare))
    pair = Visit(("passport",) * 2, Order.IN_TURN)
    assert visits(plan, Diary(), (NINE, TEN), NOW, pair, ["bare"]) == ()
    assert visits(plan, Diary(), (NINE, TEN), NOW, pair) != ()


def test_a_length_is_of_the_kind_of_its_service() -> None:
    service = Service("room", ("room",), minutes(30), longer=(minutes(60),))
    assert {(one.id, one.kind) for one in service.lengths} == {
        ("room", "room"),
        ("room/60", "room"),
    }
