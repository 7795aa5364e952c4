"""Weekly rules, holidays, exceptions and closures."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from tests.booking.core import oracle
from tests.booking.core.city import NOW, at, city, hours, minutes

from citydesign.booking.core.diary import Diary
from citydesign.booking.core.offer import availability
from citydesign.booking.core.plan import Days, Policy, Service
from citydesign.hours import (
    BadRule,
    Closure,
    Hours,
    PublicHolidays,
    Rule,
    SpecialDays,
    holidays,
    openings,
)
from citydesign.hours.clock import on_day, stretches, why_closed
from citydesign.hours.shown import shown

HELSINKI = ZoneInfo("Europe/Helsinki")
OPEN = openings("9:00-16:00")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    first = draw(DAYS)
    last = draw(st.none() | st.integers(0, 400).map(lambda days: first + timedelta(days)))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    if draw(st.booleans()):
        nth = draw(st.frozensets(st.sampled_from([-5, -2, -1, 1, 2, 3, 4, 5]), min_size=1))
        return Rule("Drawn", weekdays, OPEN, first=first, last=last, nth=nth)
    return Rule("Drawn", weekdays, OPEN, first=first, last=last, every=draw(st.integers(1, 5)))


def as_calendar(rule: Rule) -> icalendar.Calendar:
    """The same rule as RFC 5545 says it, begun on the first day that it meets."""
    assert rule.first is not None
    start = rule.first
    while not rule.meets(start):
        start += timedelta(1)
    if rule.nth:
        days = [f"{n}{NAMES[day]}" for day in rule.weekdays for n in rule.nth]
        recurrence = f"FREQ=MONTHLY;BYDAY={','.join(days)}"
    else:
        days = [NAMES[day] for day in rule.weekdays]
        recurrence = f"FREQ=WEEKLY;INTERVAL={rule.every};WKST=MO;BYDAY={','.join(days)}"
    if rule.last:
        recurrence += f";UNTIL={rule.last:%Y%m%d}"
    return icalendar.Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}\r\nRRULE:{recurrence}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@given(rules(), st.integers(0, 500))
def test_a_rule_meets_the_days_that_a_calendar_program_shows(rule: Rule, ahead: int) -> None:
    assert rule.first is not None
    window = [rule.first + timedelta(ahead + n) for n in range(70)]
    ours = [day for day in window if rule.meets(day)]
    if not any(rule.meets(rule.first + timedelta(n)) for n in range(400)):
        assert ours == []  # a season that ends before its first day comes
        return
    events = recurring_ical_events.of(as_calendar(rule)).between(
        window[0], window[-1] + timedelta(1)
    )
    assert ours == sorted(event.start for event in events)


def test_every_second_week_is_counted_from_the_week_of_the_first_day() -> None:
    rule = Rule("Even", {0}, OPEN, first=date(2027, 1, 6), every=2)
    met = [day for n in range(30) if rule.meets(day := date(2027, 1, 1) + timedelta(n))]
    assert met == [date(2027, 1, 18)]


def test_closed_on_public_holidays_unless_the_city_says_otherwise() -> None:
    finnish = hours("9:00-16:00", public_holidays=PublicHolidays("FI"))
    independence = date(2027, 12, 6)
    assert on_day(finnish, independence) == ()
    assert on_day(finnish, date(2027, 12, 7)) == OPEN
    own = Hours(
        finnish.rules,
        (SpecialDays("Open house", independence, independence, openings("12:00-14:00")),),
        public_holidays=PublicHolidays("FI"),
    )
    assert on_day(own, independence) == openings("12:00-14:00")


BEFORE = Hours(
    (
        Rule("Weekdays", range(5), openings("9:00-12:00", "13:00-18:00")),
        Rule("Night", {6}, openings("20:00-24:00")),
    ),
    public_holidays=PublicHolidays("FI"),
    eve_closes=time(14),
)


@given(DAYS, st.integers(0, 24 * 12 - 1))
def test_a_place_that_closes_early_before_holidays_is_open_as_the_door_says(
    day: date, tick: int
) -> None:
    moment = datetime.combine(day, time(), HELSINKI).astimezone(UTC) + minutes(5 * tick)
    now = moment.timestamp()
    local = moment.astimezone(HELSINKI).date()
    found = any(start <= now < end for start, end in stretches(BEFORE, HELSINKI, local))
    assert found == oracle.shown(BEFORE, HELSINKI, moment)


def test_until_two_o_clock_on_the_day_before_a_holiday_and_as_usual_on_special_days() -> None:
    eve = date(2027, 1, 5)
    assert on_day(BEFORE, eve) == openings("9:00-12:00", "13:00-14:00")
    assert on_day(BEFORE, eve - timedelta(1)) == openings("9:00-12:00", "13:00-18:00")
    # New Year's Eve is the day before one in the next year.
    assert on_day(BEFORE, date(2026, 12, 31)) == openings("9:00-12:00", "13:00-14:00")
    noon = replace(BEFORE, eve_closes=time(12))
    assert on_day(noon, eve) == openings("9:00-12:00")
    night = replace(BEFORE, rules=(Rule("Round the clock", range(7), openings("0:00-24:00")),))
    assert on_day(night, eve) == openings("0:00-14:00")
    own = replace(BEFORE, special_days=(SpecialDays("Late", eve, eve, openings("9:00-20:00")),))
    assert on_day(own, eve) == openings("9:00-20:00")
    plan = city(open=BEFORE)
    asked = at("2027-01-04 10:00")
    window = (at("2027-01-05 10:00"), at("2027-01-07 04:00"))
    walls = [slot.wall.hour for slot in availability(plan, Diary(), window, asked, "passport")]
    assert walls == [13, 13]


def test_why_a_place_is_closed_before_a_holiday_is_said_and_not_on_its_page() -> None:
    two = int(at("2027-01-05 12:30").timestamp())
    assert why_closed(BEFORE, HELSINKI, two, two + 60) == "day before Epiphany"
    sunday = int(at("2027-01-10 08:00").timestamp())
    assert why_closed(BEFORE, HELSINKI, sunday, sunday + 60) == "opening hours"
    exceptions = shown(BEFORE, HELSINKI, at("2027-01-01 08:00"), "en")["exceptions"]
    (early,) = [one for one in exceptions if one["date"] == date(2027, 1, 5)]
    assert "name" not in early
    assert [one["closes"] for one in early["times"]] == [time(12), time(14)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"public_holidays": None}, "hours: close at 14:00 before public holidays, but know none"),
        ({"eve_closes": time(14, 7)}, "eve_closes 14:07:00 is not in steps of 5 minutes"),
    ],
)
def test_an_early_closing_that_cannot_be_meant_is_refused(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadRule, match=re.escape(says)):
        city(open=replace(BEFORE, **change))


def test_a_country_that_has_no_holidays_known_is_refused() -> None:
    with pytest.raises(BadRule, match="public holidays of 'XX': are unknown"):
        PublicHolidays("XX")
    with pytest.raises(BadRule, match="'FI-ZZ'"):
        PublicHolidays("FI", "ZZ")


def test_why_a_place_is_closed_has_a_name() -> None:
    finnish = hours(
        "9:00-16:00",
        days=range(5),
        public_holidays=PublicHolidays("FI"),
        special_days=(SpecialDays("Summer hours", date(2027, 7, 1), date(2027, 7, 31), OPEN[:0]),),
        closures=(Closure("Water leak", datetime(2027, 3, 2, 10), datetime(2027, 3, 2, 11)),),
    )

    def why(text: str) -> str | None:
        start = int(datetime.fromisoformat(text).replace(tzinfo=HELSINKI).timestamp())
        return why_closed(finnish, HELSINKI, start, start + 1800)

    assert why("2027-03-02 10:30") == "Water leak"
    assert why("2027-03-02 09:30") is None
    assert why("2027-07-05 09:30") == "Summer hours"
    assert why("2027-12-06 09:30") == "Independence Day"
    assert why("2027-03-06 09:30") == "opening hours"
    assert why("2027-03-05 15:45") == "opening hours"


def test_a_closure_takes_times_away_and_leaves_the_rest_where_they_were() -> None:
    closed = Closure("Meeting", datetime(2027, 3, 2, 10, 10), datetime(2027, 3, 2, 10, 20))
    plan = city(open=hours("9:00-12:00", closures=(closed,)))
    slots = availability(
        plan, Diary(), (at("2027-03-02 00:00"), at("2027-03-03 00:00")), NOW, "passport"
    )
    assert [f"{slot.wall:%H:%M}" for slot in slots] == ["09:00", "09:30", "10:30", "11:00", "11:30"]


def test_openings_that_meet_at_midnight_are_one_night() -> None:
    plan = city(open=hours("0:00-2:00", "22:00-24:00"))
    slots = availability(
        plan, Diary(), (at("2027-03-02 12:00"), at("2027-03-03 12:00")), NOW, "passport"
    )
    assert len(slots) == 8
    hour = Service("passport", ("desk",), minutes(90), step=minutes(90))
    long = city(open=hours("0:00-2:00", "22:00-24:00"), services=(hour,))
    slots = availability(
        long, Diary(), (at("2027-03-02 12:00"), at("2027-03-03 12:00")), NOW, "passport"
    )
    assert [f"{slot.wall:%H:%M}" for slot in slots] == ["22:00", "23:30", "00:00"]


def test_touching_openings_make_one_and_stretches_are_in_order() -> None:
    day = date(2027, 3, 2)
    assert stretches(hours("9:00-12:00", "12:00-16:00"), HELSINKI, day) == stretches(
        hours("9:00-16:00"), HELSINKI, day
    )


@pytest.mark.parametrize(
    ("lead", "horizon", "first", "last"),
    [
        (timedelta(hours=24), timedelta(days=3), "2027-03-02 10:00", "2027-03-04 09:30"),
        (Days(1), Days(3), "2027-03-02 09:00", "2027-03-04 11:30"),
        (Days(0), Days(0), "2027-03-01 10:00", "2027-03-01 11:30"),
    ],
)
def test_lead_and_horizon_count_hours_or_days_as_the_city_said(
    lead: timedelta | Days, horizon: timedelta | Days, first: str, last: str
) -> None:
    now = datetime(2027, 3, 1, 7, 31, tzinfo=UTC)  # 9.31 in Helsinki
    plan = city(policy=Policy(lead=lead, horizon=horizon))
    slots = availability(plan, Diary(), (now, now + timedelta(30)), now, "passport")
    assert f"{slots[0].wall:%Y-%m-%d %H:%M}" == first
    assert f"{slots[-1].wall:%Y-%m-%d %H:%M}" == last


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fi", "Pitkäperjantai"),
        ("sv", "Långfredagen"),
        ("en", "Good Friday"),
        ("fi-FI", "Pitkäperjantai"),
        ("de", "Pitkäperjantai"),
    ],
)
@pytest.mark.parametrize("process", ["C", "en_US", "fi", "sv_FI"])
def test_a_holiday_has_its_name_in_the_reader_s_language_whatever_the_process_speaks(
    process: str, language: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", process)
    holidays._names.cache_clear()
    assert PublicHolidays("FI").names(2027, language)[date(2027, 3, 26)] == name


def test_a_country_whose_holidays_have_no_names_in_other_languages_keeps_its_own() -> None:
    for country in ("FI", "SE", "GB", "EE", "US"):
        assert PublicHolidays(country).names(2027, "se").keys() == (
            PublicHolidays(country).names(2027).keys()
        )
