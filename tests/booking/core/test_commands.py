"""Hold, extend, confirm, cancel, move, mark: one person and one booking at a time."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.booking.core.city import NOW, at, booked, city, hours, keep, minutes

from citydesign.booking.core import commands
from citydesign.booking.core.commands import (
    approve,
    attend,
    cancel,
    confirm,
    expire,
    extend,
    hold,
    miss,
    release,
    reschedule,
)
from citydesign.booking.core.diary import Booking, Diary, State
from citydesign.booking.core.frame import REACH
from citydesign.booking.core.offer import availability, near
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import (
    Days,
    Plan,
    Policy,
    Resource,
    Service,
    UnknownIdError,
)

NINE, HALF_PAST, TEN = (at(f"2027-03-02 {time}") for time in ("07:00", "07:30", "08:00"))
PLAN = city()


def slot(plan: Plan = PLAN, start: datetime = NINE, service: str = "passport"):
    return plan.slot("kallio", service, start)


def held(plan: Plan = PLAN, start: datetime = NINE, now: datetime = NOW) -> Diary:
    diary = Diary()
    return keep(diary, hold(plan, diary, "b", "aino", [slot(plan, start)], now))


def kept(plan: Plan = PLAN, start: datetime = NINE) -> Diary:
    diary = held(plan, start)
    return keep(diary, confirm(plan, diary, "b", NOW))


def code(outcome: Outcome) -> Code:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


def only(outcome: Outcome) -> Event:
    assert isinstance(outcome, tuple)
    (event,) = outcome
    assert isinstance(event, Event)
    return event


def test_a_hold_becomes_a_booking() -> None:
    diary = Diary()
    event = only(hold(PLAN, diary, "b", "aino", [slot()], NOW))
    assert event.kind is Kind.HELD
    assert event.booking.expires == NOW + minutes(15)
    diary.put(event.booking)
    event = only(confirm(PLAN, diary, "b", NOW + minutes(14)))
    assert (event.kind, event.booking.state) == (Kind.CONFIRMED, State.CONFIRMED)
    assert (event.booking.expires, event.booking.sequence) == (None, 0)


def test_what_is_sent_twice_is_done_once() -> None:
    diary = held()
    assert hold(PLAN, diary, "b", "aino", [slot()], NOW) == ()
    keep(diary, confirm(PLAN, diary, "b", NOW))
    assert confirm(PLAN, diary, "b", NOW) == ()
    keep(diary, reschedule(PLAN, diary, "b", [slot(start=TEN)], NOW))
    assert reschedule(PLAN, diary, "b", [slot(start=TEN)], NOW) == ()
    keep(diary, cancel(PLAN, diary, "b", NOW))
    assert cancel(PLAN, diary, "b", NOW) == ()
    assert diary.get("b").sequence == 2  # type: ignore[union-attr]


def test_an_id_that_is_in_use_is_not_given_to_someone_else() -> None:
    assert code(hold(PLAN, held(), "b", "eero", [slot()], NOW)) is Code.NOT_POSSIBLE_NOW
    assert code(hold(PLAN, held(), "b", "aino", [slot(start=TEN)], NOW)) is Code.NOT_POSSIBLE_NOW


def test_someone_else_took_it_and_near_times_are_offered() -> None:
    refused = hold(PLAN, held(start=TEN), "c", "eero", [slot(start=TEN)], NOW)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.TAKEN
    assert [f"{one.wall:%d. %H:%M}" for one in refused.alternatives] == [
        "02. 09:00",
        "02. 09:30",
        "02. 10:30",
    ]
    for one in refused.alternatives:
        assert only(hold(PLAN, held(start=TEN), "c", "eero", [one], NOW)).kind is Kind.HELD


def test_when_the_whole_day_is_gone_the_next_days_are_offered() -> None:
    every = [NINE + minutes(30 * n) for n in range(6)]
    diary = Diary([booked(f"b{n}", slot(start=s), on=(("desk",),)) for n, s in enumerate(every)])
    refused = hold(PLAN, diary, "c", "eero", [slot()], NOW)
    assert isinstance(refused, Refusal)
    assert len(refused.alternatives) == 3
    assert {one.wall.day for one in refused.alternatives} <= {1, 3}


def test_a_hold_that_expired_cannot_be_confirmed_but_its_time_may_still_be_free() -> None:
    late = NOW + minutes(15)
    for answer in (confirm(PLAN, held(), "b", late), extend(PLAN, held(), "b", late)):
        assert isinstance(answer, Refusal)
        assert answer.code is Code.EXPIRED
        assert slot() in answer.alternatives


def test_a_hold_is_extended_as_often_as_the_policy_says() -> None:
    plan = city(policy=Policy(extensions=2))
    diary = held(plan)
    for n in (1, 2):
        now = NOW + minutes(10 * n)
        event = only(extend(plan, diary, "b", now))
        assert event.booking.expires == now + minutes(15)
        diary.put(event.booking)
    assert code(extend(plan, diary, "b", now)) is Code.NO_MORE_EXTENSIONS


def test_more_time_in_the_same_moment_gives_none_and_costs_none() -> None:
    assert extend(PLAN, held(), "b", NOW) == ()


def test_expiry_is_written_down_once() -> None:
    diary = held()
    assert expire(diary, NOW + minutes(14)) == ()
    keep(diary, expire(diary, NOW + minutes(15)))
    assert diary.get("b").state is State.EXPIRED  # type: ignore[union-attr]
    assert expire(diary, NOW + minutes(15)) == ()
    assert code(confirm(PLAN, diary, "b", NOW + minutes(16))) is Code.EXPIRED


def test_where_staff_approve_a_booking_waits_for_them_and_can_expire() -> None:
    plan = city(policy=Policy(approval=timedelta(hours=2)))
    diary = held(plan)
    event = only(confirm(plan, diary, "b", NOW))
    assert (event.kind, event.booking.state) == (Kind.SUBMITTED, State.PENDING)
    diary.put(event.booking)
    assert confirm(plan, diary, "b", NOW) == ()
    assert code(approve(plan, diary, "b", NOW + timedelta(hours=2))) is Code.EXPIRED
    keep(diary, approve(plan, diary, "b", NOW + timedelta(hours=1)))
    assert diary.get("b").state is State.CONFIRMED  # type: ignore[union-attr]
    assert approve(plan, diary, "b", NOW) == ()
    assert code(approve(plan, held(plan), "b", NOW)) is Code.NOT_POSSIBLE_NOW


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        (timedelta(hours=24), "2027-03-26 07:00:00"),
        (Days(2), "2027-03-25 21:59:59"),
        (Days(1), "2027-03-26 21:59:59"),
        (Days(0), "2027-03-27 06:59:59"),
    ],
)
def test_24_hours_before_is_elapsed_and_two_days_before_is_on_the_calendar(
    limit: timedelta | Days, last: str
) -> None:
    plan = city(policy=Policy(cancel_until=limit, reschedule_until=limit))
    diary = kept(plan, at("2027-03-27 07:00"))
    other = slot(plan, at("2027-03-27 08:00"))
    second = timedelta(seconds=1)
    assert only(cancel(plan, diary, "b", at(last))).kind is Kind.CANCELLED
    assert only(reschedule(plan, diary, "b", [other], at(last))).kind is Kind.RESCHEDULED
    late = at(last) + second
    assert code(cancel(plan, diary, "b", late)) is Code.TOO_LATE_TO_CANCEL
    assert code(reschedule(plan, diary, "b", [other], late)) is Code.TOO_LATE_TO_RESCHEDULE
    assert only(cancel(plan, diary, "b", late, staff=True)).kind is Kind.CANCELLED


def test_24_hours_before_is_24_hours_on_the_night_that_has_25() -> None:
    day = timedelta(hours=24)
    plan = city(policy=Policy(cancel_until=day, horizon=timedelta(400)), open=hours("9:00-12:00"))
    start = at("2026-10-25 07:00")  # 9.00 in winter time
    diary = Diary([booked("b", slot(plan, start), on=(("desk",),))])
    assert only(cancel(plan, diary, "b", start - day)).kind is Kind.CANCELLED
    late = start - day + timedelta(seconds=1)
    assert code(cancel(plan, diary, "b", late)) is Code.TOO_LATE_TO_CANCEL


def test_too_soon_and_too_far_are_said_apart() -> None:
    plan = city(policy=Policy(lead=timedelta(hours=26), horizon=Days(3)))
    assert code(hold(plan, Diary(), "b", "aino", [slot(plan)], NOW)) is Code.TOO_SOON
    far = slot(plan, at("2027-03-05 07:00"))
    refused = hold(plan, Diary(), "b", "aino", [far], NOW)
    assert code(refused) is Code.TOO_FAR
    assert isinstance(refused, Refusal)
    assert refused.alternatives[-1].wall == datetime(2027, 3, 4, 11, 30)
    assert only(hold(plan, Diary(), "b", "aino", [far], NOW, staff=True)).kind is Kind.HELD
    past = slot(plan, NOW - timedelta(days=1, hours=-1))
    assert code(hold(plan, Diary(), "b", "aino", [past], NOW, staff=True)) is Code.TOO_SOON


def test_one_person_cannot_collect_times() -> None:
    plan = city(policy=Policy(per_person=1))
    diary = held(plan)
    again = [slot(plan, TEN)]
    assert only(hold(plan, diary, "c", "eero", again, NOW)).kind is Kind.HELD
    assert only(hold(plan, diary, "c", "aino", again, NOW + minutes(15))).kind is Kind.HELD
    keep(diary, confirm(plan, diary, "b", NOW))
    assert code(hold(plan, diary, "c", "aino", again, NOW)) is Code.TOO_MANY_BOOKINGS
    assert only(reschedule(plan, diary, "b", again, NOW)).kind is Kind.RESCHEDULED


@pytest.mark.parametrize("policy", [Policy(per_person=1), Policy(cool_down=Days(7)), Policy()])
def test_another_time_replaces_the_one_that_a_person_holds(policy: Policy) -> None:
    plan = city(policy=policy)
    diary = held(plan)
    given_up, made = hold(plan, diary, "c", "aino", [slot(plan, TEN)], NOW)  # type: ignore[misc]
    assert (given_up.kind, given_up.booking.id, given_up.reason) == (
        Kind.CANCELLED,
        "b",
        "replaced",
    )
    assert (made.kind, made.booking.id) == (Kind.HELD, "c")
    keep(diary, (given_up, made))
    assert code(hold(plan, diary, "b", "aino", [slot(plan)], NOW)) is Code.NOT_POSSIBLE_NOW
    # Back once more, to a time that overlaps with nothing of theirs any more.
    assert [
        event.booking.id
        for event in hold(plan, diary, "d", "aino", [slot(plan, TEN)], NOW)  # type: ignore[union-attr]
    ] == ["c", "d"]


def test_what_is_held_stays_when_the_other_time_is_refused() -> None:
    diary = keep(held(), hold(PLAN, held(), "c", "eero", [slot(start=TEN)], NOW))
    refused = hold(PLAN, diary, "d", "aino", [slot(start=TEN)], NOW)
    assert code(refused) is Code.TAKEN
    assert diary.get("b").lives(NOW)  # type: ignore[union-attr]


def test_staff_and_the_waiting_list_hold_beside_what_a_person_holds() -> None:
    diary = held()
    for option in ({"staff": True}, {"waiting": "entry"}):
        made = only(hold(PLAN, diary, "c", "aino", [slot(start=TEN)], NOW, **option))  # type: ignore[arg-type]
        assert (made.kind, made.booking.waiting) == (Kind.HELD, option.get("waiting"))
    offered = keep(held(), (made,))
    events = hold(PLAN, offered, "d", "aino", [slot(start=HALF_PAST)], NOW)
    assert [event.booking.id for event in events] == ["b", "d"]  # type: ignore[union-attr]


def test_a_choice_in_another_service_replaces_nothing() -> None:
    desks = Service("passport", ("desk",), minutes(30)), Service("advice", ("desk",), minutes(30))
    plan = city(services=desks)
    event = only(hold(plan, held(plan), "c", "aino", [slot(plan, TEN, "advice")], NOW))
    assert event.kind is Kind.HELD


def test_staff_seat_a_walk_in_who_is_late_until_the_time_is_over() -> None:
    late, over = NINE + minutes(2), NINE + minutes(30)
    assert code(hold(PLAN, Diary(), "b", "aino", [slot()], late)) is Code.TOO_SOON
    assert only(hold(PLAN, Diary(), "b", "aino", [slot()], late, staff=True)).kind is Kind.HELD
    last = over - timedelta(seconds=1)
    assert only(hold(PLAN, Diary(), "b", "aino", [slot()], last, staff=True)).kind is Kind.HELD
    assert code(hold(PLAN, Diary(), "b", "aino", [slot()], over, staff=True)) is Code.TOO_SOON
    window = NINE - timedelta(hours=1), TEN
    for now in (late, last, over):
        offered = availability(PLAN, Diary(), window, now, "passport", staff=True)
        assert (slot() in offered) == (now < over)
        assert slot() not in availability(PLAN, Diary(), window, now, "passport")
    diary = keep(Diary(), hold(PLAN, Diary(), "b", "aino", [slot()], late, staff=True))
    keep(diary, confirm(PLAN, diary, "b", late))
    assert only(attend(PLAN, diary, "b", late)).kind is Kind.ATTENDED


@pytest.mark.parametrize("year", [1, 2, 1970, 9000, 9998, 9999])
@pytest.mark.parametrize("staff", [False, True])
def test_a_time_at_an_end_of_the_calendar_is_refused_and_breaks_nothing(
    year: int, staff: bool
) -> None:
    for moment in (datetime(year, 1, 1, 7, tzinfo=UTC), datetime(year, 12, 31, 7, tzinfo=UTC)):
        forged = replace(slot(), start=moment, end=moment + minutes(30), wall=datetime(year, 6, 1))
        for wish in (forged, PLAN.slot_of(forged.key) or forged):
            answer = hold(PLAN, Diary(), "b", "aino", [wish], NOW, staff=staff)
            assert code(answer) in (Code.NOT_OFFERED, Code.TOO_SOON, Code.TOO_FAR)
            moved = reschedule(PLAN, kept(), "b", [wish], NOW, staff=staff)
            assert code(moved) in (Code.NOT_OFFERED, Code.TOO_SOON, Code.TOO_FAR)
            assert near(PLAN, Diary(), wish, NOW) == ()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: PLAN.slot("kalio", "passport", NINE), "no office 'kalio'; did you mean 'kallio'"),
        (lambda: PLAN.slot("kallio", "pasport", NINE), "no service 'pasport'; did you mean"),
        (lambda: PLAN.slot("kallio", "passport", NINE, "dek"), "no resource 'dek'; did you mean"),
        (
            lambda: availability(PLAN, Diary(), (NOW, TEN), NOW, "pasport"),
            "no service 'pasport'; did you mean 'passport'",
        ),
        (
            lambda: availability(PLAN, Diary(), (NOW, TEN), NOW, "passport", ["kalio"]),
            "no office 'kalio'; did you mean 'kallio'",
        ),
        (lambda: pickle.loads(pickle.dumps(PLAN)).office["kalio"], "did you mean 'kallio'"),
    ],
)
def test_what_the_plan_does_not_have_is_named_with_what_it_has(ask, says: str) -> None:
    with pytest.raises(UnknownIdError) as seen:
        ask()
    assert says in str(seen.value)
    assert isinstance(seen.value, KeyError)


@pytest.mark.parametrize("start", [datetime(2027, 3, 2, 7), "2027-03-02T07:00"])
def test_a_start_without_a_zone_is_refused(start) -> None:
    with pytest.raises(ValueError, match="pass an aware datetime"):
        PLAN.slot("kallio", "passport", start)


def test_the_reference_is_short_enough_to_say_on_the_phone() -> None:
    made = booked("7f3a09c1e24455", slot(), on=(("desk",),))
    assert made.reference == "7F3A-09C1-E2"


def test_after_one_time_the_next_has_to_wait_for_the_cool_down() -> None:
    plan = city(policy=Policy(cool_down=Days(7)))
    diary = kept(plan)
    for day, allowed in (("2027-03-08", False), ("2027-03-09", True)):
        answer = hold(plan, diary, "c", "aino", [slot(plan, at(f"{day} 07:00"))], NOW)
        assert (not isinstance(answer, Refusal)) == allowed
        if isinstance(answer, Refusal):
            assert answer.code is Code.COOL_DOWN
    keep(diary, cancel(plan, diary, "b", NOW))
    assert only(hold(plan, diary, "c", "aino", [slot(plan, TEN)], NOW)).kind is Kind.HELD


def test_a_family_gets_all_its_times_or_none() -> None:
    plan = city(
        Resource("a", "kallio", {"desk"}),
        Resource("b", "kallio", {"desk"}),
        policy=Policy(group=3),
    )
    three = [slot(plan), slot(plan), slot(plan, HALF_PAST)]
    event = only(hold(plan, Diary(), "f", "aino", three, NOW))
    assert event.booking.resources == (("a",), ("b",), ("a",))
    taken = Diary([booked("x", slot(plan), on=(("b",),))])
    assert code(hold(plan, taken, "f", "aino", three, NOW)) is Code.TAKEN
    assert code(hold(plan, Diary(), "f", "aino", [*three, slot(plan, TEN)], NOW)) is (
        Code.TOO_MANY_TIMES
    )
    assert code(hold(plan, Diary(), "f", "aino", [], NOW)) is Code.NOT_OFFERED


def test_an_appointment_with_an_interpreter_needs_both_at_once() -> None:
    plan = city(
        Resource("room-1", "kallio", {"room"}),
        Resource("room-2", "kallio", {"room"}),
        Resource("interpreter", "kallio", {"interpreter"}),
        services=(Service("counselling", ("room", "interpreter"), minutes(60)),),
    )
    one = slot(plan, service="counselling")
    event = only(hold(plan, Diary(), "b", "aino", [one], NOW))
    assert event.booking.resources == (("room-1", "interpreter"),)
    assert code(hold(plan, Diary([event.booking]), "c", "eero", [one], NOW)) is Code.TAKEN


def test_two_desks_for_one_appointment_are_two_desks() -> None:
    plan = city(
        Resource("a", "kallio", {"desk"}),
        Resource("b", "kallio", {"desk"}),
        services=(Service("wedding", ("desk", "desk"), minutes(60)),),
    )
    one = slot(plan, service="wedding")
    event = only(hold(plan, Diary(), "b", "aino", [one], NOW))
    assert event.booking.resources == (("a", "b"),)
    alone = city(
        services=(Service("wedding", ("desk", "desk"), minutes(60)),),
    )
    assert code(hold(alone, Diary(), "b", "aino", [one], NOW)) is Code.TAKEN


def test_a_booking_moves_to_another_desk_so_that_one_more_fits_and_keeps_its_time() -> None:
    plan = city(
        Resource("all-round", "kallio", {"passport", "advice"}),
        Resource("adviser", "kallio", {"advice"}),
        services=(
            Service("passport", ("passport",), minutes(30)),
            Service("advice", ("advice",), minutes(30)),
        ),
    )
    advice = slot(plan, service="advice")
    diary = Diary([booked("old", advice, on=(("all-round",),))])
    answer = hold(plan, diary, "new", "aino", [slot(plan)], NOW)
    assert isinstance(answer, tuple)
    moved, made = answer
    assert isinstance(moved, Event)
    assert isinstance(made, Event)
    assert (moved.kind, moved.booking.resources) == (Kind.REASSIGNED, (("adviser",),))
    assert replace(moved.booking, resources=(("all-round",),)) == diary.get("old")
    assert made.booking.resources == (("all-round",),)
    chosen = replace(advice, resource="all-round")
    diary.put(booked("old", chosen, on=(("all-round",),)))
    assert code(hold(plan, diary, "new", "aino", [slot(plan)], NOW)) is Code.TAKEN


def crowded(*more: Booking, long: int = 30) -> tuple[Plan, Diary]:
    """A stall is booked on the only resource that passports can have; another would do."""
    plan = city(
        Resource("all-round", "kallio", {"passport", "stall"}),
        Resource("yard", "kallio", {"stall"}),
        services=(
            Service("passport", ("passport",), minutes(30)),
            Service("stall", ("stall",), minutes(long)),
        ),
        open=hours("0:00-24:00"),
    )
    start = at("2027-03-02 07:30") - minutes(long)
    old = booked("old", plan.slot("kallio", "stall", start), on=(("all-round",),))
    return plan, Diary([old, *more])


def test_a_booking_of_days_on_end_stays_where_it_is() -> None:
    plan, diary = crowded()
    assert isinstance(hold(plan, diary, "new", "aino", [slot(plan)], NOW), tuple)
    plan, diary = crowded(long=3 * REACH // minutes(1))
    assert code(hold(plan, diary, "new", "aino", [slot(plan)], NOW)) is Code.TAKEN


def test_a_booking_on_what_the_city_no_longer_has_is_in_nobodys_way() -> None:
    plan, _ = crowded()
    gone = booked("gone", plan.slot("kallio", "stall", at("2027-03-02 07:00")), on=(("tent",),))
    plan, diary = crowded(gone)
    answer = hold(plan, diary, "new", "aino", [slot(plan)], NOW)
    assert isinstance(answer, tuple)
    assert [event.booking.id for event in answer if isinstance(event, Event)] == ["old", "new"]


def test_a_slot_without_a_zone_and_a_booking_without_a_place_are_refused() -> None:
    plan = city()
    with pytest.raises(ValueError, match="starts and ends in UTC"):
        replace(slot(plan), start=datetime(2027, 3, 2, 7))
    made = booked("b", slot(plan), on=(("desk",),))
    with pytest.raises(ValueError, match="'b' needs slots, and resources for each"):
        replace(made, resources=())
    with pytest.raises(ValueError, match="'b': held and pending expire"):
        replace(made, state=State.HELD)


def test_near_an_office_that_is_not_there_nothing_is_free() -> None:
    plan = city()
    assert near(plan, Diary(), replace(slot(plan), office="malmi"), NOW) == ()


def test_a_moved_booking_may_overlap_its_own_old_time() -> None:
    half = Service("passport", ("desk",), minutes(60), step=minutes(30))
    plan = city(services=(half,))
    diary = kept(plan)
    event = only(reschedule(plan, diary, "b", [slot(plan, HALF_PAST)], NOW))
    assert (event.booking.sequence, event.booking.state) == (1, State.RESCHEDULED)
    refused = reschedule(
        plan,
        keep(diary, hold(plan, diary, "x", "eero", [slot(plan, TEN)], NOW)),
        "b",
        [slot(plan, HALF_PAST)],
        NOW,
    )
    assert code(refused) is Code.TAKEN
    assert diary.get("b").slots == (slot(plan),)  # type: ignore[union-attr]


def test_a_booking_cannot_become_one_of_another_service() -> None:
    plan = city(
        services=(
            Service("passport", ("desk",), minutes(30)),
            Service("advice", ("desk",), minutes(30)),
        )
    )
    answer = reschedule(plan, kept(plan), "b", [slot(plan, TEN, "advice")], NOW)
    assert code(answer) is Code.NOT_OFFERED


def test_staff_say_who_came_and_can_correct_it() -> None:
    diary = kept()
    morning = NINE - timedelta(hours=1)
    assert code(attend(PLAN, diary, "b", NOW)) is Code.NOT_POSSIBLE_NOW
    assert code(miss(PLAN, diary, "b", morning)) is Code.NOT_POSSIBLE_NOW
    assert only(attend(PLAN, diary, "b", morning)).kind is Kind.ATTENDED
    keep(diary, miss(PLAN, diary, "b", NINE))
    assert miss(PLAN, diary, "b", NINE) == ()
    assert only(attend(PLAN, diary, "b", NINE)).booking.state is State.ATTENDED
    assert code(cancel(PLAN, diary, "b", NINE)) is Code.NOT_POSSIBLE_NOW
    assert code(reschedule(PLAN, diary, "b", [slot(start=TEN)], NINE)) is Code.NOT_POSSIBLE_NOW


@pytest.mark.parametrize("name", ["extend", "confirm", "approve", "cancel", "attend", "miss"])
def test_a_booking_that_does_not_exist_is_unknown(name: str) -> None:
    assert code(getattr(commands, name)(PLAN, Diary(), "b", NOW)) is Code.UNKNOWN
    assert code(reschedule(PLAN, Diary(), "b", [slot()], NOW)) is Code.UNKNOWN
    assert code(release(Diary(), "b", NOW)) is Code.UNKNOWN


def test_giving_a_hold_up_never_cancels_what_was_booked_meanwhile() -> None:
    assert code(release(kept(), "b", NOW)) is Code.NOT_POSSIBLE_NOW
    diary = held()
    event = only(release(diary, "b", NOW))
    assert (event.kind, event.booking.state) == (Kind.CANCELLED, State.CANCELLED)
    assert code(release(diary, "b", NOW + minutes(15))) is Code.EXPIRED
    keep(diary, (event,))
    assert release(diary, "b", NOW) == ()
    late = held()
    keep(late, expire(late, NOW + minutes(15)))
    assert code(release(late, "b", NOW + minutes(16))) is Code.EXPIRED


def test_what_was_cancelled_stays_cancelled() -> None:
    diary = kept()
    keep(diary, cancel(PLAN, diary, "b", NOW))
    for answer in (
        confirm(PLAN, diary, "b", NOW),
        extend(PLAN, diary, "b", NOW),
        reschedule(PLAN, diary, "b", [slot(start=TEN)], NOW),
        hold(PLAN, diary, "b", "aino", [slot()], NOW),
        miss(PLAN, diary, "b", NINE),
    ):
        assert code(answer) is Code.NOT_POSSIBLE_NOW
    assert only(hold(PLAN, diary, "c", "eero", [slot()], NOW)).kind is Kind.HELD


@pytest.mark.parametrize("resource", [None, "desk"])
def test_a_form_sends_a_slot_as_a_short_name(resource: str | None) -> None:
    chosen = PLAN.slot("kallio", "passport", NINE, resource)
    assert PLAN.slot_of(chosen.key) == chosen
    assert chosen.key == "20270302T0700Z|passport|kallio" + ("|desk" if resource else "")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "|||||",
        "20270302T0700Z|passport|malmi",
        "20270302T0700Z|wedding|kallio",
        "20271302T0700Z|passport|kallio",
        "20270302T0700Z|passport|kallio|desk|desk",
        "20270302T0700Z|passport|kallio|",
        " 20270302T0700Z|passport|kallio",
        "2027032T0700Z|passport|kallio",
        "99991231T2359Z|passport|kallio",
        "00010101T0000Z|passport|kallio",
        "20270302T0700Z\0|passport|kallio",
    ],
)
def test_a_forged_short_name_is_no_slot_or_one_that_is_not_offered(key: str) -> None:
    named = PLAN.slot_of(key)
    if named is not None:
        assert isinstance(hold(PLAN, Diary(), "b", "aino", [named], NOW), Refusal)


def test_who_already_sits_at_a_desk_is_not_sent_to_another() -> None:
    plan = city(
        Resource("all-round", "kallio", {"passport", "advice"}),
        Resource("adviser", "kallio", {"advice"}),
        services=(
            Service("passport", ("passport",), minutes(30)),
            Service("advice", ("advice",), minutes(60)),
        ),
    )
    diary = Diary([booked("old", slot(plan, service="advice"), on=(("all-round",),))])
    wanted = [slot(plan, HALF_PAST)]
    before, after = NINE - minutes(10), NINE + minutes(10)
    assert isinstance(hold(plan, diary, "new", "aino", wanted, before), tuple)
    assert code(hold(plan, diary, "new", "aino", wanted, after)) is Code.TAKEN
