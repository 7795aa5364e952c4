"""What is offered is exactly what a patient reader of the rules would offer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, booked, city, hours, keep, minutes
from tests.booking.core.oracle import Oracle

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.commands import hold
from citydesign.booking.core.diary import Booking, Diary
from citydesign.booking.core.offer import availability, judge, near, places_left
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Office, Plan, Policy, Resource, Service, UnknownIdError
from citydesign.hours import Closure, Hours, Rule, SpecialDays, openings

#: A day like any other, the night with 25 hours, the night with 23; and a zone with half an hour.
NIGHTS = {
    "ordinary": ("Europe/Helsinki", datetime(2027, 3, 2), at("2027-03-01 22:00")),
    "long": ("Europe/Helsinki", datetime(2026, 10, 25), at("2026-10-24 21:00")),
    "short": ("Europe/Helsinki", datetime(2027, 3, 28), at("2027-03-27 22:00")),
    "half": ("Australia/Lord_Howe", datetime(2027, 4, 4), at("2027-04-03 13:00")),
}
OPENINGS = st.sampled_from(
    [("1:00-4:00",), ("0:00-2:00", "3:00-5:00"), ("2:00-3:00", "3:00-4:00"), ("3:00-4:00",)]
)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Plan, datetime]:
    zone, day, start = NIGHTS[draw(st.sampled_from(sorted(NIGHTS)))]
    rules = (Rule("Night", range(7), openings(*draw(OPENINGS))),)
    special = (SpecialDays("Other", day.date(), day.date(), openings(*draw(OPENINGS))),)
    leak = Closure("Leak", day + minutes(draw(st.integers(0, 20)) * 10), day + minutes(210))
    whole = Hours(
        rules, special if draw(st.booleans()) else (), (leak,) if draw(st.booleans()) else ()
    )
    narrow = st.none() | OPENINGS.map(lambda texts: hours(*texts))
    resources = (
        Resource("all-round", "kallio", {"passport", "advice"}, hours=draw(narrow)),
        Resource("desk", "kallio", {"passport"}, capacity=draw(st.integers(0, 2))),
        Resource("gym", "kallio", {"hall"}),
        Resource("gym-a", "kallio", {"half", "hall"}, parent="gym", hours=draw(narrow)),
        Resource("gym-b", "kallio", {"half"}, parent="gym", capacity=draw(st.integers(1, 2))),
    )
    lengths = st.sampled_from([15, 30, 40, 60]).map(minutes)
    buffers = st.sampled_from([0, 0, 5, 20]).map(minutes)

    def service(name: str, *needs: str) -> Service:
        return Service(
            name,
            needs,
            draw(lengths),
            draw(buffers),
            draw(buffers),
            draw(st.none() | st.sampled_from([20, 30, 60]).map(minutes)),
            buffers=draw(st.sampled_from(Buffers)),
        )

    services = (
        service("passport", "passport"),
        service("advice", "advice"),
        service("hall", "hall"),
        service("half", "half"),
        service("lesson", "half", "advice"),
    )
    return Plan((Office("kallio", zone, whole),), resources, services), start


@st.composite
def full_cities(draw: st.DrawFn) -> tuple[Plan, datetime, list[Booking]]:
    """A city with a few bookings, each of which fits beside those before it."""
    plan, start = draw(cities())
    bookings: list[Booking] = []
    for number in range(draw(st.integers(0, 4))):
        service = draw(st.sampled_from(plan.services))
        begin = start + minutes(draw(st.integers(0, 30)) * 10)
        slot = plan.slot("kallio", service.id, begin)
        oracle = Oracle(plan, bookings, start - timedelta(days=1))
        sits = tuple(draw(st.sampled_from(plan.options("kallio", role))) for role in service.needs)
        others = [
            (other, resource)
            for booking in bookings
            for other, resources in zip(booking.slots, booking.resources, strict=True)
            for resource in resources
        ]
        if oracle.fits(others + [(slot, resource) for resource in sits]):
            bookings.append(booked(f"b{number}", slot, on=(sits,)))
    return plan, start, bookings


@settings(max_examples=120)
@given(full_cities())
def test_what_is_offered_is_what_a_patient_reader_finds(
    drawn: tuple[Plan, datetime, list[Booking]],
) -> None:
    plan, start, bookings = drawn
    now = start - timedelta(days=1)
    end = start + timedelta(hours=7)
    oracle = Oracle(plan, bookings, now)
    for service in plan.services:
        slots = availability(plan, Diary(bookings), (start, end), now, service.id)
        assert {slot.start for slot in slots} == oracle.offered(service, start, end), service


@settings(max_examples=60)
@given(full_cities(), st.data())
def test_as_many_places_are_left_as_people_can_still_take(
    drawn: tuple[Plan, datetime, list[Booking]], data: st.DataObject
) -> None:
    plan, start, bookings = drawn
    now, diary = start - timedelta(days=1), Diary(bookings[:2])
    service = data.draw(st.sampled_from(plan.services))
    window = start, start + timedelta(hours=7)
    slots = availability(plan, diary, window, now, service.id)
    left = places_left(plan, diary, slots, now)
    assert all(left)
    if not slots:
        return
    slot = data.draw(st.sampled_from(slots))
    number = left[slots.index(slot)]
    oracle = Oracle(plan, list(diary), now)
    assert oracle.can_be_had(*[slot] * number)
    assert not oracle.can_be_had(*[slot] * (number + 1))
    for person in range(number):
        keep(diary, hold(plan, diary, f"h{person}", f"p{person}", [slot], now))
    assert places_left(plan, diary, [slot], now) == (0,)
    answer = hold(plan, diary, "late", "late", [slot], now)
    assert isinstance(answer, Refusal)
    assert answer.code is Code.TAKEN


def test_of_nothing_no_places_are_left_and_of_a_moved_booking_its_own_is() -> None:
    plan = city(Resource("pool", "kallio", {"desk"}, capacity=3))
    first, second = availability(plan, Diary(), (NOW, NOW + timedelta(hours=2)), NOW, "passport")[
        :2
    ]
    diary = Diary([booked("mine", first, on=(("pool",),))])
    assert places_left(plan, diary, [], NOW) == ()
    assert places_left(plan, diary, [second, first], NOW) == (3, 2)
    assert places_left(plan, diary, [first], NOW, without="mine") == (3,)


@settings(max_examples=60)
@given(full_cities(), st.data())
def test_what_is_offered_can_be_held_and_nothing_else_however_forged(
    drawn: tuple[Plan, datetime, list[Booking]], data: st.DataObject
) -> None:
    plan, start, bookings = drawn
    now = start - timedelta(days=1)
    diary = Diary(bookings)
    service = data.draw(st.sampled_from(plan.services))
    window = start - timedelta(hours=3), start + timedelta(hours=9)
    resource = data.draw(st.none() | st.sampled_from([one.id for one in plan.resources]))
    offered = availability(plan, diary, window, now, service.id, resource=resource)
    for slot in offered:
        assert judge(plan, diary, slot, now) is None
    begin = start + minutes(data.draw(st.integers(-180, 540)))
    forged = plan.slot("kallio", service.id, begin, resource)
    assert (judge(plan, diary, forged, now) is None) == (forged in offered)
    if offered:
        true = data.draw(st.sampled_from(offered))
        for change in (
            {"end": true.end - minutes(5)},
            {"after": true.after + minutes(5)},
            {"before": true.before + minutes(5)},
            {"wall": true.wall + minutes(60)},
            {"buffers": next(one for one in Buffers if one is not true.buffers)},
            {"office": "malmi"},
            {"service": "wedding"},
            {"resource": "mayor"},
        ):
            values = {name: getattr(true, name) for name in true.__slots__} | change
            assert judge(plan, diary, type(true)(**values), now) is Code.NOT_OFFERED


@settings(max_examples=60)
@given(full_cities(), st.integers(0, 80), st.integers(1, 80))
def test_a_part_of_a_window_shows_a_part_of_its_times(
    drawn: tuple[Plan, datetime, list[Booking]], first: int, length: int
) -> None:
    plan, start, bookings = drawn
    now = start - timedelta(days=1)
    low = start + minutes(first * 5)
    high = low + minutes(length * 5)
    whole = start - timedelta(days=2), start + timedelta(days=2)
    for service in plan.services:
        every = availability(plan, Diary(bookings), whole, now, service.id)
        some = availability(plan, Diary(bookings), (low, high), now, service.id)
        assert some == tuple(slot for slot in every if low <= slot.start < high)


def free(plan: Plan, diary: Diary, service: str) -> list[str]:
    window = at("2027-03-02 00:00"), at("2027-03-03 00:00")
    return [f"{slot.wall:%H:%M}" for slot in availability(plan, diary, window, NOW, service)]


GYM = city(
    Resource("gym", "kallio", {"whole"}),
    Resource("gym-a", "kallio", {"half"}, parent="gym"),
    Resource("gym-b", "kallio", {"half"}, parent="gym"),
    services=(
        Service("match", ("whole",), minutes(60)),
        Service("practice", ("half",), minutes(60)),
    ),
)


@pytest.mark.parametrize(
    ("service", "sits", "matches", "practices"),
    [
        ("match", "gym", ["09:00", "11:00"], ["09:00", "11:00"]),
        ("practice", "gym-a", ["09:00", "11:00"], ["09:00", "10:00", "11:00"]),
    ],
)
def test_a_hall_and_its_halves_block_each_other_and_the_halves_do_not(
    service: str, sits: str, matches: list[str], practices: list[str]
) -> None:
    slot = GYM.slot("kallio", service, at("2027-03-02 08:00"))
    diary = Diary([booked("b", slot, on=((sits,),))])
    assert free(GYM, diary, "match") == matches
    assert free(GYM, diary, "practice") == practices


def test_a_hold_is_exclusive_to_its_last_moment_and_free_at_its_end() -> None:
    plan = city()
    slot = plan.slot("kallio", "passport", at("2027-03-02 08:00"))
    end = NOW + minutes(15)
    held = Booking("b", "someone", (slot,), (("desk",),), "held", NOW, expires=end)  # type: ignore[arg-type]
    window = slot.start, slot.end
    almost = end - timedelta(milliseconds=1)
    assert availability(plan, Diary([held]), window, almost, "passport") == ()
    assert availability(plan, Diary([held]), window, end, "passport") == (slot,)


def test_buffers_keep_bookings_apart_and_may_lie_outside_opening_hours() -> None:
    service = Service("passport", ("desk",), minutes(30), before=minutes(10), after=minutes(5))
    slot = city(services=(service,)).slot("kallio", "passport", at("2027-03-02 07:00"))
    assert slot.blocked == (at("2027-03-02 06:50"), at("2027-03-02 07:35"))
    service = Service("passport", ("desk",), minutes(30), minutes(10), minutes(10), minutes(30))
    plan = city(services=(service,))
    slot = plan.slot("kallio", "passport", at("2027-03-02 08:00"))
    assert free(plan, Diary(), "passport") == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    taken = Diary([booked("b", slot, on=(("desk",),))])
    assert free(plan, taken, "passport") == ["09:00", "11:00", "11:30"]


def test_a_session_of_five_is_offered_until_the_fifth_has_come() -> None:
    plan = city(Resource("desk", "kallio", {"desk"}, capacity=5))
    slot = plan.slot("kallio", "passport", at("2027-03-02 07:00"))
    for guests in (4, 5):
        diary = Diary([booked(f"b{n}", slot, on=(("desk",),)) for n in range(guests)])
        assert ("09:00" in free(plan, diary, "passport")) == (guests < 5)


def test_an_endless_window_costs_no_more_than_the_horizon() -> None:
    plan = city(policy=Policy(horizon=timedelta(days=2)))
    window = at("1990-01-01 00:00"), at("9999-01-01 00:00")
    assert len(availability(plan, Diary(), window, NOW, "passport")) == 12


def test_offices_in_other_zones_are_each_on_their_own_clock() -> None:
    plan = Plan(
        (
            Office("kallio", "Europe/Helsinki", hours("9:00-10:00")),
            Office("visby", "Europe/Stockholm", hours("9:00-10:00")),
        ),
        (Resource("a", "kallio", {"desk"}), Resource("b", "visby", {"desk"})),
        (Service("passport", ("desk",), minutes(60)),),
    )
    window = at("2027-03-02 00:00"), at("2027-03-03 00:00")
    found = availability(plan, Diary(), window, NOW, "passport")
    assert [(slot.office, slot.start) for slot in found] == [
        ("kallio", at("2027-03-02 07:00")),
        ("visby", at("2027-03-02 08:00")),
    ]


def test_in_the_past_and_where_nobody_can_do_it_nothing_is_free() -> None:
    plan = city()
    window = at("2027-02-02 00:00"), at("2027-02-03 00:00")
    assert availability(plan, Diary(), window, NOW, "passport") == ()


def test_practice_moves_from_the_hall_to_a_half_to_make_room() -> None:
    plan = city(
        Resource("gym", "kallio", {"any"}),
        Resource("gym-a", "kallio", {"any", "half"}, parent="gym"),
        Resource("gym-b", "kallio", {"half"}, parent="gym"),
        services=(
            Service("training", ("any",), minutes(60)),
            Service("practice", ("half",), minutes(60)),
        ),
    )
    slot = plan.slot("kallio", "training", at("2027-03-02 08:00"))
    diary = Diary([booked("b", slot, on=(("gym",),))])
    assert free(plan, diary, "practice") == ["09:00", "10:00", "11:00"]


def test_the_last_hour_of_the_longest_day_keeps_the_rhythm_of_its_opening() -> None:
    service = Service("passport", ("desk",), minutes(20), step=minutes(40))
    plan = city(open=hours("0:00-24:00"), services=(service,))
    late = at("2026-10-25 21:45")
    now = at("2026-10-20 00:00")
    whole = availability(
        plan, Diary(), (at("2026-10-24 21:00"), at("2026-10-25 22:00")), now, "passport"
    )
    end = availability(plan, Diary(), (late, at("2026-10-25 22:00")), now, "passport")
    assert end == tuple(slot for slot in whole if slot.start >= late)
    assert len(whole) == 38


def test_a_wish_for_somebody_who_is_not_there_is_named_and_offers_nothing_near() -> None:
    plan = city()
    window = (NOW, NOW + timedelta(days=1))
    with pytest.raises(UnknownIdError, match="no resource 'desk-2'; did you mean 'desk'"):
        availability(plan, Diary(), window, NOW, "passport", resource="desk-2")
    slot = plan.slot("kallio", "passport", at("2027-03-02 07:00"))
    assert near(plan, Diary(), replace(slot, resource="desk-2"), NOW) == ()


def test_a_window_to_the_ends_of_the_calendar_gives_what_can_be_booked() -> None:
    plan = city()
    ends = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    found = availability(plan, Diary(), ends, NOW, "passport")
    assert found == availability(plan, Diary(), (NOW, NOW + timedelta(days=400)), NOW, "passport")
    for staff in (False, True):
        for end in ends:
            assert availability(plan, Diary(), (end, end), NOW, "passport", staff=staff) == ()
