"""What a page shows and the form sends back is the very time; nothing else is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, city, hours, minutes

from citydesign import ui
from citydesign.booking import (
    Code,
    Diary,
    Office,
    Plan,
    Refusal,
    Resource,
    Service,
    Slot,
    availability,
    hold,
)
from citydesign.booking.core.distance import Point
from citydesign.booking.provider import Place, Product, Time, time_of
from citydesign.booking.shown import (
    Month,
    Week,
    chosen,
    chosen_time,
    elsewhere,
    near,
    of_slots,
    of_times,
    places,
    services,
)
from citydesign.hours import PublicHolidays

KALLIO = Place("kallio", "Kallio", "Europe/Helsinki")


def url(day: date) -> str:
    return f"?from={day}"


def sent(html: str) -> list[str]:
    """What a browser would send for each time on a page."""
    from tests.test_appointments import parse

    return [box.get("value") or "" for box in parse(html).iter("input")]


@st.composite
def cities(draw: st.DrawFn) -> tuple[Plan, datetime]:
    """A plan with two offices, officials one may choose, and an instant around a clock change."""
    zones = st.sampled_from(["Europe/Helsinki", "America/St_Johns", "Asia/Kathmandu", "UTC"])
    open_ = hours(draw(st.sampled_from(["0:00-6:00", "2:00-5:00", "9:00-12:00", "20:00-24:00"])))
    offices = tuple(Office(name, draw(zones), open_) for name in ("kallio", "malmi"))
    resources = tuple(
        Resource(f"{name}-{n}", name, {"advice"}) for name in ("kallio", "malmi") for n in (1, 2)
    )
    length = minutes(draw(st.sampled_from([15, 30, 60])))
    services = (Service("advice", ("advice",), length), Service("passport", ("advice",), length))
    now = draw(st.sampled_from([at("2027-03-27 20:00"), at("2027-10-30 20:00"), NOW]))
    return Plan(offices, resources, services), now


@settings(max_examples=60, deadline=None)
@given(cities(), st.data())
def test_whatever_is_shown_and_chosen_comes_back_as_the_very_slot(
    drawn: tuple[Plan, datetime], data: st.DataObject
) -> None:
    plan, now = drawn
    offices = data.draw(st.sampled_from([["kallio"], ["malmi"], ["kallio", "malmi"]]))
    resource = data.draw(st.none() | st.just(f"{offices[0]}-2"))
    free = availability(
        plan, Diary(), (now, now + timedelta(days=9)), now, "advice", offices, resource=resource
    )
    asked = data.draw(st.none() | st.just("") | st.dates().map(str))
    today = now.astimezone(plan.office[offices[0]].tz).date()
    week = Week(of_slots(free, lambda slot: slot.office), today, url, asked)
    html = ui.time_slots("slot", "Choose a time", week.days, later_url=week.later_url)
    after = week.first + timedelta(days=7)
    expected = [slot for slot in free if week.first <= slot.wall.date() < after]
    read = [chosen(value, plan, "advice", offices) for value in sent(html)]
    assert read == sorted(expected, key=lambda slot: (slot.start, slot.key))
    for slot in read[:3]:
        assert isinstance(slot, Slot)
        assert not isinstance(hold(plan, Diary(), "b", "p", [slot], now), Refusal)


@settings(max_examples=200, deadline=None)
@given(cities(), st.data())
def test_what_was_not_shown_is_refused_by_the_page_or_by_the_hold(
    drawn: tuple[Plan, datetime], data: st.DataObject
) -> None:
    plan, now = drawn
    window = (now, now + timedelta(days=9))
    free = availability(plan, Diary(), window, now, "advice", ["kallio"])
    shown = {choice.value for choice in of_slots(free)}
    start = now + minutes(data.draw(st.integers(-600, 20_000)))
    part = st.sampled_from(
        ["advice", "passport", "kallio", "malmi", "kallio-1", "malmi-1", "|", ""]
    )
    key = data.draw(
        st.text(max_size=40)
        | st.builds(lambda parts: "|".join([f"{start:%Y%m%dT%H%MZ}", *parts]), st.lists(part))
        | st.sampled_from(sorted(shown)).map(lambda key: key + " ")
    )
    answer = chosen(key, plan, "advice", ["kallio"])
    if isinstance(answer, Refusal):
        assert answer.code is (Code.NOT_OFFERED if key else Code.NOT_CHOSEN)
        assert key not in shown
        return
    assert (answer.service, answer.office) == ("advice", "kallio")
    outcome = hold(plan, Diary(), "b", "p", [answer], now)
    mine = availability(plan, Diary(), window, now, "advice", ["kallio"], resource=answer.resource)
    # The window of the list ends; what a hold takes beyond it is offered there too.
    if answer.start < window[1]:
        assert isinstance(outcome, Refusal) == (answer not in mine)


def test_a_chosen_person_is_still_chosen_after_the_form() -> None:
    plan = city(
        Resource("aino", "kallio", {"desk"}),
        Resource("eero", "kallio", {"desk"}),
    )
    slot = plan.slot("kallio", "passport", at("2027-03-02 08:00"), "eero")
    assert chosen(slot.key, plan, "passport", ["kallio"]) == slot


def test_a_person_of_another_office_is_refused_before_the_store_is_asked() -> None:
    plan = Plan(
        (Office("kallio", "UTC", hours("9:00-12:00")), Office("malmi", "UTC", hours("9:00-12:00"))),
        (Resource("aino", "kallio", {"a"}), Resource("eero", "malmi", {"a"})),
        (Service("advice", ("a",), minutes(30)),),
    )
    key = plan.slot("kallio", "advice", at("2027-03-02 09:00"), "eero").key
    assert chosen(key, plan, "advice", ["kallio", "malmi"]) == Refusal(Code.NOT_OFFERED)


@pytest.mark.parametrize("value", [None, ""])
def test_a_form_without_a_time_has_an_answer_of_its_own(value: str | None) -> None:
    assert chosen(value, city(), "passport", ["kallio"]) == Refusal(Code.NOT_CHOSEN)
    assert chosen_time(value) == Refusal(Code.NOT_CHOSEN)


INSTANTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())


@settings(deadline=None)
@given(st.text(), INSTANTS, st.timedeltas(timedelta(), timedelta(days=2)))
def test_a_time_of_a_provider_comes_back_from_the_form_whatever_its_name(
    name: str, start: datetime, length: timedelta
) -> None:
    start = start.astimezone(UTC)
    time = Time(name, start, start + length)
    (choice,) = of_times([time], KALLIO)
    assert chosen_time(choice.value) == time
    assert choice.wall == start.astimezone(ZoneInfo("Europe/Helsinki")).replace(tzinfo=None)


@given(st.text() | st.sampled_from(["2027-03-02T08:00|x|y", "||", "9999-99|9|a"]))
def test_what_is_no_time_of_a_provider_is_refused(value: str) -> None:
    assert chosen_time(value).code in (Code.NOT_CHOSEN, Code.NOT_OFFERED)  # type: ignore[union-attr]


def test_a_time_in_the_hour_that_comes_twice_is_itself_again() -> None:
    for fold in (0, 1):
        start = datetime(2027, 10, 31, 3, 30, tzinfo=ZoneInfo("Europe/Helsinki"), fold=fold)
        time = Time("x", start, start.astimezone(UTC) + minutes(30))
        assert time_of(time.key) == time
        assert time.start == at("2027-10-31 00:30") + fold * timedelta(hours=1)


def test_times_in_the_hour_that_comes_twice_are_in_their_true_order() -> None:
    plan = city(open=hours("3:00-4:00"))
    day = at("2027-10-30 22:00")
    free = availability(plan, Diary(), (day, day + timedelta(days=1)), day, "passport")
    (shown,) = near(reversed(of_slots(free)))
    assert [time["value"] for time in shown["times"]] == [slot.key for slot in free]
    assert len(shown["times"]) == 4


# The week


FREE = of_slots(
    availability(
        city(open=hours("9:00-10:00", days=range(5))),
        Diary(),
        (NOW, NOW + timedelta(days=30)),
        NOW,
        "passport",
    )
)
MONDAY = date(2027, 3, 1)


def test_a_week_shows_seven_days_and_leads_to_the_ones_around() -> None:
    week = Week(FREE, MONDAY, url, "2027-03-09")
    assert week.first == date(2027, 3, 9)
    assert [day["date"].day for day in week.days] == [9, 10, 11, 12, 15]
    assert (week.earlier_url, week.later_url) == ("?from=2027-03-02", "?from=2027-03-16")
    assert week.first_available is not None
    assert week.first_available["url"] == "?from=2027-03-01"


def test_the_first_week_leads_to_no_day_that_is_over() -> None:
    for asked in (None, "", "nonsense", "2027-02-01", "0001-01-01"):
        week = Week(FREE, MONDAY, url, asked)
        assert (week.first, week.earlier_url, week.first_available) == (MONDAY, None, None)


def test_the_last_week_leads_to_no_later_one() -> None:
    for asked in ("2027-03-30", "9999-12-31"):
        week = Week(FREE, MONDAY, url, asked)
        assert week.later_url is None
        assert any(day["times"] for day in week.days)


def test_where_this_week_has_nothing_the_page_begins_where_there_is_something() -> None:
    later = [choice for choice in FREE if choice.wall.date() >= date(2027, 3, 17)]
    assert Week(later, MONDAY, url).first == date(2027, 3, 17)
    asked = Week(later, MONDAY, url, "2027-03-01")
    assert asked.first == MONDAY
    assert not any(day["times"] for day in asked.days)
    assert asked.first_available is not None
    assert asked.first_available["date"] == date(2027, 3, 17)


def test_a_weekend_is_shown_when_it_has_times() -> None:
    week = Week(FREE, MONDAY, url)
    assert len(week.days) == 5
    saturday = replace(FREE[0], wall=FREE[0].wall + timedelta(days=5))
    week = Week(sorted([*FREE, saturday], key=lambda one: one.wall), MONDAY, url)
    assert [day["date"].day for day in week.days] == [1, 2, 3, 4, 5, 6]


def test_a_service_without_any_free_time_has_an_empty_week() -> None:
    week = Week([], MONDAY, url, "2027-06-01")
    assert week.first == MONDAY
    assert not any(day["times"] for day in week.days)
    assert (week.first_available, week.earlier_url, week.later_url) == (None, None, None)
    assert not sent(ui.time_slots("slot", "Choose a time", week.days))


def test_near_times_show_the_one_that_is_gone_without_offering_it() -> None:
    gone, *others = FREE[:3]
    first, second = near(others, gone)
    assert [time.get("taken", False) for time in first["times"]] == [True, False]
    assert sent(ui.time_slots("slot", "Choose a time", [first, second])) == [
        other.value for other in others
    ]


def test_a_time_of_a_course_says_how_many_places_are_left() -> None:
    slot = city().slot("kallio", "passport", at("2027-03-01 08:00"))
    time = Time.of(slot, left=3)
    assert time == Time.of(slot)
    (day,) = Week(of_times([time], KALLIO), MONDAY, url).days[:1]
    assert [one.get("left") for one in day["times"]] == [3]
    assert "3 places left" in ui.time_slots("time", "Choose a time", [day])


# The month

NAMES = PublicHolidays("FI").names(2027, "fi")
HOLIDAYS = {day: f"Suljettu: {name}" for day, name in NAMES.items()}


def month(asked: str | None = None, today: date = MONDAY) -> Month:
    free = Counter(choice.wall.date() for choice in FREE)
    return Month(free, today, lambda day: f"?day={day}", url, asked, closed=HOLIDAYS)


def test_a_month_leads_to_each_day_with_free_times_and_says_how_many() -> None:
    march = month()
    assert march.first == MONDAY
    assert march.days[0] == {"date": MONDAY, "url": "?day=2027-03-01", "count": 2}
    links = {choice.wall.date() for choice in FREE if choice.wall.month == 3}
    assert {day["date"] for day in march.days if "url" in day} == links
    html = ui.calendar(march.first, march.days, later_url=march.later_url)
    assert html.count("<a ") == len(links) + (march.later_url is not None)


def test_a_month_names_the_holiday_on_which_a_place_is_closed() -> None:
    free = dict.fromkeys((date(2027, 3, 24), date(2027, 4, 7)))
    march = Month(free, MONDAY, url, url, "2027-03-24", closed=HOLIDAYS)
    (friday,) = [day for day in march.days if day["date"] == date(2027, 3, 26)]
    assert friday == {"date": date(2027, 3, 26), "closed": "Suljettu: Pitkäperjantai"}
    assert "Suljettu: Pitkäperjantai" in ui.calendar(march.first, march.days)
    # Of a day that is only known to have times, no number is made up.
    assert {"date": date(2027, 3, 24), "url": "?from=2027-03-24"} in march.days


def test_a_month_says_nothing_of_days_that_are_over_or_later_than_all_free_ones() -> None:
    free = {date(2027, 3, 10): 1, date(2027, 3, 20): 2}
    days = [day["date"].day for day in Month(free, date(2027, 3, 9), url, url).days]
    # Of weekends only Saturday the 20th has times.
    assert days == [9, 10, 11, 12, 15, 16, 17, 18, 19, 20]


def test_a_month_leads_to_the_months_around_that_have_free_times() -> None:
    free = {date(2027, 3, 10): 1, date(2027, 5, 3): 2}
    asked = [None, "nonsense", "2027-02-01", "2027-04-15", "2027-05-31", "9999-12-31"]
    months = [Month(free, date(2027, 3, 9), url, url, one) for one in asked]
    assert [one.first.month for one in months] == [3, 3, 3, 4, 5, 5]
    assert [one.earlier_url for one in months[2:5]] == [
        None,
        "?from=2027-03-09",
        "?from=2027-04-01",
    ]
    assert [one.later_url for one in months[2:5]] == ["?from=2027-04-01", "?from=2027-05-01", None]
    assert [day["date"].day for day in months[4].days] == [3]


def test_a_month_without_any_free_time_leads_nowhere() -> None:
    empty = Month({}, MONDAY, url, url, "2027-06-01")
    assert (empty.first, empty.earlier_url, empty.later_url) == (MONDAY, None, None)
    assert empty.days == [{"date": MONDAY}]


# Services and places


def test_a_service_says_how_long_it_takes_where_that_is_known() -> None:
    items = services([Product("passport", "Passport", 15), Product("other", "Other")])
    html = ui.service_chooser("product", "What is it about?", items)
    assert sent(html) == ["passport", "other"]
    assert html.count("15 minutes") == 1
    assert html.count("minute") == 1


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 5),
            st.sampled_from([None, 60.20, 60.25, 60.30]),
        ),
        max_size=6,
    )
)
def test_other_places_come_by_day_then_by_distance_then_by_the_clock(
    drawn: list[tuple[int, int, float | None]],
) -> None:
    here = Point(60.18, 24.95)
    found = []
    for number, (days, slots, north) in enumerate(drawn):
        point = Point(north, 24.95) if north else None
        place = Place(f"p{number}", f"P{number}", "Europe/Helsinki", point=point)
        start = NOW + timedelta(days=days, minutes=30 * slots)
        found.append((place, Time("t", start, start + minutes(30))))
    order = [choice["value"] for choice in elsewhere(found, here)]
    assert sorted(order) == sorted(place.id for place, _ in found)
    facts = {
        place.id: (time.start.date(), place.point.latitude if place.point else 90, time.start)
        for place, time in found
    }
    assert all(facts[one] <= facts[after] for one, after in pairwise(order))
    if found:
        ui.place_chooser("place", "Where?", elsewhere(found, here))


def test_the_nearest_place_comes_first_once_the_resident_says_where_they_are() -> None:
    offered = [
        replace(KALLIO, address="Viides linja 11", point=Point(60.1841, 24.9502)),
        Place("malmi", "Malmi", "Europe/Helsinki", point=Point(60.2509, 25.0110)),
        Place("online", "By video", "Europe/Helsinki"),
    ]
    assert [one["value"] for one in places(offered)] == ["kallio", "malmi", "online"]
    nearest = places(offered, Point(60.2500, 25.0100))
    assert [one["value"] for one in nearest] == ["malmi", "kallio", "online"]
    assert nearest[0]["distance"] < 200
    assert "distance" not in nearest[2]
    html = ui.place_chooser("place", "Where?", nearest)
    assert sent(html) == ["malmi", "kallio", "online"]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Europe/Helsinki", "America/St_Johns"])
def test_a_visit_over_midnight_of_utc_or_of_the_place_is_no_series(zone: str) -> None:
    plan = replace(city(zone=zone), offices=(Office("kallio", zone, hours("0:00-24:00")),))
    kallio = replace(KALLIO, zone=zone)
    for half_hours in range(1, 48):
        start = NOW + half_hours * minutes(30)
        visit = [plan.slot("kallio", "passport", start + n * minutes(30)) for n in range(2)]
        hint = of_times([Time.of(*visit)], kallio)[0].hint
        assert hint == f"until {visit[1].end.astimezone(ZoneInfo(zone)):%-H:%M}"
    weeks = [plan.slot("kallio", "passport", NOW + n * timedelta(days=7)) for n in range(2)]
    assert of_times([Time.of(*weeks)], kallio)[0].hint == "2 times"
