"""Several matters, or several people, in one booking."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, city, hours, keep, minutes
from tests.booking.core.oracle import BUCKET, Oracle
from tests.booking.core.test_availability import full_cities

from citydesign.booking.core.commands import cancel, confirm, extend, hold, reschedule
from citydesign.booking.core.diary import Booking, Diary, Slot, State
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Days, Plan, Policy, Resource, Service
from citydesign.booking.core.visit import Order, Visit, visits
from citydesign.hours import BadRule

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
ORDERS = (Order.TOGETHER, Order.IN_TURN)
NINE = at("2027-03-02 07:00")


def family(plan: Plan, number: int, pauses: Iterable[int]) -> Plan:
    """A plan in which everything can be had at one visit, each thing by so many people.

    ``pauses``: of each service in turn, in minutes.
    """
    names = {service.id for service in plan.services}
    services = tuple(
        replace(one, policy=Policy(group=number, pause=minutes(pause)), beside=names)
        for one, pause in zip(plan.services, itertools.cycle(pauses), strict=False)
    )
    return replace(plan, services=services)


def by_trying(
    oracle: Oracle, plan: Plan, visit: Visit, start: datetime, end: datetime
) -> dict[datetime, timedelta]:
    """When a visit can begin, and how long it then takes: every order and every pause is tried."""
    length = sum(
        (plan.service[s].duration + plan.service[s].policy.pause for s in visit.services),
        timedelta(),
    )
    grids = {s: oracle.grid(plan.service[s], start, end + length) for s in visit.services}

    def ways(order: tuple[str, ...], begin: datetime) -> Iterator[list[Slot]]:
        if begin not in grids[order[0]]:
            return
        slot = plan.slot("kallio", order[0], begin)
        if len(order) == 1:
            yield [slot]
            return
        pauses = range(plan.service[order[1]].policy.pause // BUCKET + 1)
        together = visit.order is Order.TOGETHER
        for later in [begin] if together else [slot.end + n * BUCKET for n in pauses]:
            for rest in ways(order[1:], later):
                yield [slot, *rest]

    found: dict[datetime, timedelta] = {}
    for begin in set().union(*grids.values()):
        if not start <= begin < end:
            continue
        tries = {
            tuple(w) for o in set(itertools.permutations(visit.services)) for w in ways(o, begin)
        }
        for way in sorted(tries, key=lambda way: max(slot.end for slot in way)):
            if oracle.can_be_had(*way):
                found[begin] = max(slot.end for slot in way) - begin
                break
    return found


@settings(max_examples=60)
@given(full_cities(), st.data())
def test_a_visit_can_begin_where_somebody_who_tries_every_order_would_begin_it(
    drawn: tuple[Plan, datetime, list[Booking]], data: st.DataObject
) -> None:
    plan, start, bookings = drawn
    plan = family(plan, 2, data.draw(st.permutations([0, 10, 20])))
    names = data.draw(st.lists(st.sampled_from(sorted(plan.service)), min_size=2, max_size=2))
    visit = Visit(tuple(names), data.draw(st.sampled_from(ORDERS)))
    now, end = start - DAY, start + timedelta(hours=5)
    diary = Diary(bookings[:2])
    expected = by_trying(Oracle(plan, list(diary), now), plan, visit, start, end)
    found = visits(plan, diary, (start, end), now, visit)
    lengths = {way[0].start: max(s.end for s in way) - way[0].start for way in found}
    assert lengths == expected
    for way in found:
        assert visit.fits(plan, way)
        assert Visit.made_of(way).services == visit.services
        # What is offered can be held, all of it.
        assert not isinstance(hold(plan, diary, "new", "aino", way, now), Refusal)


def desk_and_room(**policy: object) -> Plan:
    """Passports at two desks, advice in one room."""
    return city(
        Resource("desk", "kallio", {"desk"}),
        Resource("other", "kallio", {"desk"}),
        Resource("room", "kallio", {"room"}),
        services=(
            Service(
                "passport",
                ("desk",),
                minutes(15),
                policy=Policy(group=4, **policy),  # type: ignore[arg-type]
                beside={"advice"},
            ),
            Service("advice", ("room",), minutes(30)),
            Service("dance", ("room",), minutes(60)),
        ),
    )


def walls(way: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.wall:%H:%M} {slot.service}" for slot in way]


def test_a_family_comes_together_or_one_after_another() -> None:
    plan, morning = desk_and_room(), (NINE, NINE + timedelta(hours=3))
    pair = Visit(("passport", "passport"), Order.TOGETHER)
    assert len(visits(plan, Diary(), morning, NOW, pair)) == 12
    four = Visit(("passport",) * 4, Order.TOGETHER)
    assert visits(plan, Diary(), morning, NOW, four) == ()
    first = visits(plan, Diary(), morning, NOW, replace(four, order=Order.IN_TURN))[0]
    assert walls(first) == [f"{t} passport" for t in ("09:00", "09:15", "09:30", "09:45")]
    five = Visit(("passport",) * 5)
    assert visits(plan, Diary(), morning, NOW, five) == ()
    assert hold(plan, Diary(), "b", "p", first[:1] * 5, NOW) == Refusal(Code.TOO_MANY_TIMES)


def test_the_order_is_that_with_the_shortest_pauses_and_a_pause_has_an_end() -> None:
    plan, morning = desk_and_room(), (NINE, NINE + timedelta(hours=3))
    both = Visit(("passport", "advice"))
    found = {way[0].start: walls(way) for way in visits(plan, Diary(), morning, NOW, both)}
    assert found[NINE] == ["09:00 advice", "09:30 passport"]
    assert found[NINE + minutes(15)] == ["09:15 passport", "09:30 advice"]
    diary = Diary()
    # The room is taken from half past nine to half past ten.
    for number, start in enumerate((30, 60)):
        slot = plan.slot("kallio", "advice", NINE + minutes(start))
        keep(diary, hold(plan, diary, f"b{number}", f"p{number}", [slot], NOW))
    found = {way[0].start: walls(way) for way in visits(plan, diary, morning, NOW, both)}
    assert NINE + minutes(15) not in found
    assert found[NINE + minutes(45)] == ["09:45 passport", "10:30 advice"]
    sooner = desk_and_room()
    services = (sooner.services[0], replace(sooner.services[1], policy=Policy(pause=minutes(15))))
    sooner = replace(sooner, services=(*services, sooner.services[2]))
    begins = {way[0].start for way in visits(sooner, diary, morning, NOW, both)}
    assert NINE + minutes(45) not in begins
    assert NINE + minutes(60) in begins
    # What comes later says how long it may be waited for: half an hour for a passport.
    advice = sooner.slot("kallio", "advice", NINE)
    passport = sooner.slot("kallio", "passport", NINE + minutes(60))
    assert both.fits(sooner, [passport, advice])
    assert not both.fits(sooner, [advice, replace(passport, start=NINE + minutes(65))])
    passport = sooner.slot("kallio", "passport", NINE)
    assert both.fits(sooner, [passport, sooner.slot("kallio", "advice", NINE + minutes(30))])
    assert not both.fits(sooner, [passport, sooner.slot("kallio", "advice", NINE + minutes(35))])


def test_only_what_the_plan_puts_side_by_side_is_one_visit() -> None:
    plan = desk_and_room()
    slots = [plan.slot("kallio", name, NINE) for name in ("passport", "dance")]
    assert visits(plan, Diary(), (NINE, NINE + DAY), NOW, Visit(("passport", "dance"))) == ()
    assert hold(plan, Diary(), "b", "p", slots, NOW) == Refusal(Code.NOT_OFFERED)
    with pytest.raises(BadRule, match="beside names no service 'advise'; did you mean 'advice'"):
        replace(plan, services=(replace(plan.services[0], beside={"advise"}), *plan.services[1:]))
    with pytest.raises(BadRule, match="beside is one text"):
        replace(plan.services[0], beside="advice")
    with pytest.raises(BadRule, match="pause is negative"):
        Service("advice", ("room",), minutes(30), policy=Policy(pause=minutes(-1)))


def test_a_visit_has_a_name_that_names_nothing_else() -> None:
    visit = Visit(("passport", "advice", "passport"), Order.TOGETHER)
    assert visit.key == "together|advice|passport|passport"
    assert Visit.of(visit.key) == visit
    for key in ("", "passport", "together", "together|passport", "together|b|a", "soon|a|b"):
        assert Visit.of(key) is None, key
    with pytest.raises(ValueError, match="single time"):
        Visit(("passport",))


def test_of_several_policies_the_strictest_holds() -> None:
    plan = desk_and_room(hold=minutes(10), extensions=1, cancel_until=Days(1), per_person=1)
    advice = Policy(approval=minutes(60), reschedule_until=timedelta(hours=24), rest=minutes(20))
    plan = replace(
        plan,
        services=(plan.services[0], replace(plan.services[1], policy=advice), plan.services[2]),
    )
    diary = Diary()
    way = visits(plan, diary, (NINE, NINE + DAY), NOW, Visit(("passport", "advice")))[0]
    keep(diary, hold(plan, diary, "b", "aino", way, NOW))
    held = diary.get("b")
    assert held is not None
    assert held.expires == NOW + minutes(10)
    assert held.services == ("advice", "passport")
    keep(diary, extend(plan, diary, "b", NOW + minutes(1)))
    assert extend(plan, diary, "b", NOW + minutes(2)) == Refusal(Code.NO_MORE_EXTENSIONS)
    keep(diary, confirm(plan, diary, "b", NOW))
    pending = diary.get("b")
    assert pending is not None
    assert (pending.state, pending.expires) == (State.PENDING, NOW + minutes(60))
    diary.put(replace(pending, state=State.CONFIRMED, expires=None))
    # A passport a person, whether or not it is part of a visit.
    alone = [plan.slot("kallio", "passport", NINE + minutes(90))]
    assert hold(plan, diary, "c", "aino", alone, NOW) == Refusal(Code.TOO_MANY_BOOKINGS)

    late = at("2027-03-01 22:30")
    assert cancel(plan, diary, "b", late) == Refusal(Code.TOO_LATE_TO_CANCEL)
    other = visits(plan, diary, (NINE + DAY, NINE + 2 * DAY), NOW, Visit(("passport", "advice")))[0]
    assert reschedule(plan, diary, "b", other, NOW + timedelta(hours=2)) == Refusal(
        Code.TOO_LATE_TO_RESCHEDULE
    )
    keep(diary, reschedule(plan, diary, "b", other, NOW))
    # Of what was given up only the advice rests.
    free = {
        name: {slot.start for slot in availability(plan, diary, (NINE, NINE + DAY), NOW, name)}
        for name in ("passport", "advice")
    }
    assert NINE + minutes(30) in free["passport"]
    assert NINE not in free["advice"]


def test_moving_a_visit_keeps_what_it_is_for() -> None:
    plan, diary = desk_and_room(), Diary()
    way = visits(plan, diary, (NINE, NINE + DAY), NOW, Visit(("passport", "advice")))[0]
    keep(diary, hold(plan, diary, "b", "aino", way, NOW))
    keep(diary, confirm(plan, diary, "b", NOW))
    two = [plan.slot("kallio", "passport", NINE + minutes(n)) for n in (60, 75)]
    assert reschedule(plan, diary, "b", two, NOW) == Refusal(Code.NOT_OFFERED)
    assert reschedule(plan, diary, "b", way[:1], NOW) == Refusal(Code.NOT_OFFERED)


def test_another_choice_for_part_of_a_visit_replaces_the_visit() -> None:
    plan, diary = desk_and_room(), Diary()
    way = visits(plan, diary, (NINE, NINE + DAY), NOW, Visit(("passport", "advice")))[0]
    keep(diary, hold(plan, diary, "b", "aino", way, NOW))
    passport = [slot for slot in way if slot.service == "passport"]
    keep(diary, hold(plan, diary, "c", "aino", passport, NOW))
    visit = diary.get("b")
    assert visit is not None
    assert visit.state is State.CANCELLED


def test_a_visit_may_reach_over_the_end_of_what_a_page_asks_about() -> None:
    plan = desk_and_room()
    found = visits(plan, Diary(), (NINE, NINE + minutes(15)), NOW, Visit(("passport",) * 3))
    assert [walls(way)[-1] for way in found] == ["09:30 passport"]
    ends = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    assert len(visits(plan, Diary(), ends, NOW, Visit(("passport",) * 4))) == 91 * 9


# Lengths


def room(**policy: object) -> Plan:
    """A room for three quarters of an hour, or longer; it opens at nine and closes at noon."""
    return city(
        Resource("room", "kallio", {"room"}),
        services=(
            Service(
                "room",
                ("room",),
                minutes(45),
                step=minutes(15),
                policy=Policy(**policy),  # type: ignore[arg-type]
                longer=tuple(map(minutes, (60, 90, 180))),
            ),
        ),
    )


def test_a_resident_chooses_how_long_and_the_times_begin_as_before() -> None:
    plan, day = room(), (NINE, NINE + timedelta(hours=3))

    def starts(service: str) -> list[str]:
        return [f"{slot.wall:%H:%M}" for slot in availability(plan, Diary(), day, NOW, service)]

    assert starts("room")[-1] == "11:15"
    assert starts("room/60")[-1] == "11:00"
    assert starts("room/180") == ["09:00"]
    # Also where nobody said how often a time begins, and the buffers follow each other.
    usual = replace(plan.services[0], step=None, after=minutes(15))
    usual_plan = replace(plan, services=(usual,))
    for service in ("room", "room/90"):
        free = availability(usual_plan, Diary(), day, NOW, service)
        assert [f"{slot.wall:%H:%M}" for slot in free][:2] == ["09:00", "10:00"], service
    diary = Diary()
    long = plan.slot("kallio", "room/90", NINE)
    keep(diary, hold(plan, diary, "b", "aino", [long], NOW))
    booking = diary.get("b")
    assert booking is not None
    assert (booking.slots[0].end, booking.kinds) == (NINE + minutes(90), {"room"})
    assert plan.slot_of(long.key) == long
    assert availability(plan, diary, day, NOW, "room")[0].start == NINE + minutes(90)
    # A shorter stay is another choice of the same thing.
    keep(diary, hold(plan, diary, "c", "aino", [plan.slot("kallio", "room", NINE)], NOW))
    gone = diary.get("b")
    assert gone is not None
    assert gone.state is State.CANCELLED


def test_a_booking_can_be_moved_to_another_length_and_caps_count_every_length() -> None:
    plan, diary = room(per_person=1), Diary()
    keep(diary, hold(plan, diary, "b", "aino", [plan.slot("kallio", "room", NINE)], NOW))
    keep(diary, confirm(plan, diary, "b", NOW))
    other = plan.slot("kallio", "room/60", NINE + minutes(60))
    assert hold(plan, diary, "c", "aino", [other], NOW) == Refusal(Code.TOO_MANY_BOOKINGS)
    keep(diary, reschedule(plan, diary, "b", [other], NOW))
    moved = diary.get("b")
    assert moved is not None
    assert moved.slots == (other,)


@pytest.mark.parametrize("forged", ["room/50", "room/45", "room/", "room/60/60", "room/240"])
def test_a_length_that_nobody_offers_is_no_service(forged: str) -> None:
    plan = room()
    assert forged not in plan.service
    assert plan.slot_of(f"20270302T0700Z|{forged}|kallio") is None
    slot = replace(plan.slot("kallio", "room", NINE), service=forged)
    assert hold(plan, Diary(), "b", "p", [slot], NOW) == Refusal(Code.NOT_OFFERED)


@pytest.mark.parametrize("longer", [(30,), (60, 60), (60, 50), (62,)])
def test_lengths_out_of_order_or_grain_are_refused(longer: tuple[int, ...]) -> None:
    with pytest.raises(BadRule, match="longer"):
        replace(
            room(),
            services=(replace(room().services[0], longer=tuple(map(minutes, longer))),),
        )


# Series


@settings(max_examples=50)
@given(full_cities(), st.data())
def test_a_series_is_had_where_each_week_can_be_had_by_the_clock_of_the_office(
    drawn: tuple[Plan, datetime, list[Booking]], data: st.DataObject
) -> None:
    plan, start, bookings = drawn
    services = tuple(replace(one, policy=Policy(weeks=3)) for one in plan.services)
    plan = replace(plan, services=services)
    service = data.draw(st.sampled_from(plan.services))
    weeks = data.draw(st.integers(2, 3))
    # What is booked lies in one of the weeks.
    later = []
    for booking in bookings[:2]:
        by = data.draw(st.integers(0, 2)) * WEEK
        moved = tuple(plan.slot("kallio", s.service, s.start + by) for s in booking.slots)
        later.append(replace(booking, slots=moved))
    now, end, diary = start - DAY, start + timedelta(hours=5), Diary(later)
    oracle = Oracle(plan, later, now)

    def walls(week: int) -> dict[datetime, Slot]:
        # The clock may have changed meanwhile.
        around = start + week * WEEK - timedelta(hours=2), end + week * WEEK + timedelta(hours=2)
        had = [plan.slot("kallio", service.id, m) for m in oracle.grid(service, *around)]
        had.sort(key=lambda slot: slot.start, reverse=True)
        return {slot.wall: slot for slot in had if oracle.can_be_had(slot)}

    by_week = [walls(week) for week in range(weeks)]
    series = {
        slot.start: [
            week[wall]
            for n in range(weeks)
            if (wall := slot.wall + n * WEEK) in (week := by_week[n])
        ]
        for slot in oracle_slots(plan, oracle, service, start, end)
    }
    for order in (Order.WEEKLY, Order.WEEKLY_FREE):
        visit = Visit((service.id,) * weeks, order)
        least = weeks if order is Order.WEEKLY else 2
        found = {way[0].start: list(way) for way in visits(plan, diary, (start, end), now, visit)}
        expected = {begin: slots for begin, slots in series.items() if len(slots) >= least}
        assert {b: [s.start for s in w][1:] for b, w in found.items()} == {
            b: [s.start for s in w][1:] for b, w in expected.items()
        }
        for way in found.values():
            assert visit.fits(plan, way)
            assert not isinstance(hold(plan, diary, "new", "aino", way, now), Refusal)


def oracle_slots(
    plan: Plan, oracle: Oracle, service: Service, start: datetime, end: datetime
) -> list[Slot]:
    """The times of a service that can be had, one by one."""
    slots = [plan.slot("kallio", service.id, m) for m in sorted(oracle.grid(service, start, end))]
    return [slot for slot in slots if oracle.can_be_had(slot)]


def test_a_choir_sings_every_tuesday_at_six_also_when_the_clock_changes() -> None:
    plan = city(
        Resource("room", "kallio", {"room"}),
        open=hours("9:00-20:00"),
        services=(Service("room", ("room",), minutes(60), policy=Policy(weeks=10)),),
    )
    six = plan.slot("kallio", "room", at("2027-03-09 16:00"))
    ten = Visit(("room",) * 10, Order.WEEKLY)
    (way,) = visits(plan, Diary(), (six.start, six.end), NOW, ten)
    assert [f"{slot.wall:%a %H:%M}" for slot in way] == ["Tue 18:00"] * 10
    assert {slot.start.hour for slot in way} == {15, 16}
    assert Visit.made_of(way) == ten
    # Somebody has the third Tuesday, and on the fifth there is no choir.
    diary = Diary()
    keep(diary, hold(plan, diary, "b", "eero", [way[2]], NOW))
    assert visits(plan, diary, (six.start, six.end), NOW, ten) == ()
    free = replace(ten, order=Order.WEEKLY_FREE)
    (some,) = visits(plan, diary, (six.start, six.end), NOW, free)
    assert some == way[:2] + way[3:]
    wanted = some[:3] + some[4:]
    keep(diary, hold(plan, diary, "c", "choir", wanted, NOW))
    keep(diary, confirm(plan, diary, "c", NOW))
    choir = diary.get("c")
    assert choir is not None
    assert Visit.made_of(choir.slots) == free
    # It moves as a whole, to as many evenings.
    seven = plan.slot("kallio", "room", at("2027-03-09 17:00"))
    window = (seven.start, seven.end)
    assert visits(plan, diary, window, NOW, free, without="c") == ()
    eight = Visit(("room",) * 8, Order.WEEKLY)
    (other,) = visits(plan, diary, window, NOW, eight, without="c")
    keep(diary, reschedule(plan, diary, "c", other, NOW))


def test_of_the_dates_that_are_held_those_are_booked_that_are_wanted() -> None:
    plan = city(
        *(Resource(f"room-{n}", "kallio", {"room"}) for n in (1, 2)),
        open=hours("9:00-20:00"),
        services=(Service("room", ("room",), minutes(60), policy=Policy(weeks=4)),),
    )
    slots = [plan.slot("kallio", "room", NINE + n * WEEK) for n in range(4)]
    diary = Diary()
    keep(diary, hold(plan, diary, "a", "eero", [slots[2]], NOW))
    keep(diary, hold(plan, diary, "b", "choir", slots, NOW))
    held = diary.get("b")
    assert held is not None
    assert confirm(plan, diary, "b", NOW, keep=()) == Refusal(Code.NOT_CHOSEN)
    assert confirm(plan, diary, "b", NOW, keep={4}) == Refusal(Code.NOT_CHOSEN)
    assert diary.get("b") == held
    keep(diary, confirm(plan, diary, "b", NOW, keep={3, 2, 0}))
    made = diary.get("b")
    assert made is not None
    assert made.slots == (slots[0], slots[2], slots[3])
    assert made.resources == (held.resources[0], held.resources[2], held.resources[3])
    # The week that was left out is somebody else's, in both rooms.
    for person in ("aino", "leo"):
        keep(diary, hold(plan, diary, person, person, [slots[1]], NOW))


def test_a_series_takes_the_first_of_an_hour_that_the_clock_shows_twice() -> None:
    plan = city(
        Resource("room", "kallio", {"room"}),
        open=hours("0:00-6:00"),
        services=(
            Service("room", ("room",), minutes(60), policy=Policy(weeks=3, horizon=Days(400))),
        ),
    )
    night = plan.slot("kallio", "room", at("2027-10-24 00:00"))
    (way,) = visits(
        plan, Diary(), (night.start, night.end), NOW, Visit(("room",) * 3, Order.WEEKLY)
    )
    assert [f"{slot.wall:%H:%M}" for slot in way] == ["03:00"] * 3
    assert [slot.start for slot in way[1:]] == [at("2027-10-31 00:00"), at("2027-11-07 01:00")]


def test_nobody_books_more_weeks_than_the_policy_gives() -> None:
    plan = room(weeks=3)
    slots = [plan.slot("kallio", "room", NINE + n * WEEK) for n in range(4)]
    assert hold(plan, Diary(), "b", "p", slots, NOW) == Refusal(Code.TOO_MANY_TIMES)
    assert not isinstance(hold(plan, Diary(), "b", "p", slots[:3], NOW), Refusal)
    gap = [slots[0], slots[3]]
    assert hold(plan, Diary(), "b", "p", gap, NOW) == Refusal(Code.TOO_MANY_TIMES)
    other = plan.slot("kallio", "room", NINE + WEEK + minutes(15))
    assert hold(plan, Diary(), "b", "p", [slots[0], other], NOW) == Refusal(Code.TOO_MANY_TIMES)
    assert visits(plan, Diary(), (NINE, NINE + DAY), NOW, Visit(("room",) * 4, Order.WEEKLY)) == ()
    with pytest.raises(BadRule, match="weeks allows no time"):
        room(weeks=0)
