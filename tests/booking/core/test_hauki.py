"""Hours in Hauki's open format are read as it means them, and written as search engines read."""

from __future__ import annotations

import copy
import itertools
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citydesign.booking import Diary, Office, Plan, Resource, Service, availability
from citydesign.hours import on_day, openings
from citydesign.hours.hauki import OPEN, STAFFED, HaukiError, read
from citydesign.hours.schema_org import described
from citydesign.hours.shown import shown

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def span(start: str | None, end: str | None, weekdays: list[int] | None, **more: Any) -> Any:
    given = {"start_time": start, "end_time": end, "weekdays": weekdays, "full_day": False}
    return {"id": 1, "end_time_on_next_day": False, "resource_state": "open", **given, **more}


LIBRARY: list[Any] = [
    {
        "id": 7,
        "name": {"fi": "Talvi", "sv": None, "en": "Winter"},
        "start_date": "2027-01-01",
        "end_date": "2027-05-31",
        "resource_state": "undefined",
        "override": False,
        "somewhat_new": {"of": ["Hauki"]},
        "time_span_groups": [
            {
                "time_spans": [
                    span("07:00:00", "09:00:00", [1, 2, 3, 4, 5], resource_state="self_service"),
                    span("09:00:00", "19:00:00", [1, 2, 3, 4, 5]),
                    span(None, None, [7], full_day=True, resource_state="closed"),
                ],
                "rules": [],
            },
            {
                "time_spans": [span("10:00:00", "15:00:00", [6])],
                "rules": [
                    {"context": "year", "subject": "week", "frequency_modifier": "even"},
                    {"context": "period", "subject": "sat", "start": 2, "frequency_ordinal": 1},
                ],
            },
        ],
    },
    {
        "id": 8,
        "name": {"fi": "Talviloma", "en": "Winter break"},
        "start_date": "2027-02-22",
        "end_date": "2027-02-28",
        "override": True,
        "time_span_groups": [{"time_spans": [span("12:00:00", "16:00:00", [1, 2, 3])]}],
    },
    {
        "id": 9,
        "name": {"fi": "Vesivahinko"},
        "start_date": "2027-02-23",
        "end_date": "2027-02-23",
        "resource_state": "maintenance",
        "override": True,
        "time_span_groups": [],
    },
]


def test_a_library_is_open_as_its_city_announces_it() -> None:
    hours = read(LIBRARY, date(2027, 2, 15), date(2027, 3, 14), language="en")
    assert [rule.name for rule in hours.rules] == ["Winter", "Winter"]
    whole, staffed = openings("7:00-9:00", "9:00-19:00"), openings("9:00-19:00")
    assert on_day(hours, date(2027, 2, 15)) == whole
    assert on_day(hours, date(2027, 2, 22)) == openings("12:00-16:00")
    # The shorter of two that override wins, and names its day in any language that it has.
    assert on_day(hours, date(2027, 2, 23)) == ()
    named = {one.first: one.name for one in hours.special_days}
    assert named[date(2027, 2, 23)] == "Vesivahinko"
    assert named[date(2027, 2, 22)] == "Winter break"
    # What overrides says nothing of Thursday.
    assert on_day(hours, date(2027, 2, 25)) == whole
    saturdays = [day for n in range(28) if (day := date(2027, 2, 15) + n * DAY).weekday() == 5]
    assert [bool(on_day(hours, day)) for day in saturdays] == [False, True, False, True]
    desk = read({"results": LIBRARY}, date(2027, 2, 15), date(2027, 3, 14), states=STAFFED)
    assert on_day(desk, date(2027, 2, 15)) == staffed


def test_a_booking_office_keeps_the_hours_of_hauki() -> None:
    now = datetime(2027, 2, 22, 6, tzinfo=UTC)
    hours = read(LIBRARY, date(2027, 2, 22), date(2027, 3, 7), states=STAFFED)
    plan = Plan(
        (Office("kallio", "Europe/Helsinki", hours),),
        (Resource("desk", "kallio", {"advice"}),),
        (Service("advice", ("advice",), timedelta(hours=1)),),
    )
    free = availability(plan, Diary(), (now, now + 7 * DAY), now, "advice")
    count = {day: sum(slot.wall.day == day for slot in free) for day in range(22, 29)}
    assert count == {22: 4, 23: 0, 24: 4, 25: 10, 26: 10, 27: 5, 28: 0}


def test_a_search_engine_is_told_what_the_page_says() -> None:
    hours = read(LIBRARY, date(2027, 2, 15), date(2027, 3, 14), language="fi")
    now = datetime(2027, 2, 15, 6, tzinfo=UTC)
    said = described(hours, HELSINKI, now, "fi")
    (weekdays, *rest) = said["openingHoursSpecification"]
    assert weekdays == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [
            f"https://schema.org/{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri")
        ],
        "opens": "07:00",
        "closes": "19:00",
    }
    assert [(one["opens"], one["closes"]) for one in rest] == [("00:00", "00:00")]
    special = said["specialOpeningHoursSpecification"]
    page = shown(hours, HELSINKI, now, "fi")["exceptions"]
    assert [one["validFrom"] for one in special] == [one["date"].isoformat() for one in page]
    assert special[1] == {
        "@type": "OpeningHoursSpecification",
        "validFrom": "2027-02-23",
        "validThrough": "2027-02-23",
        "name": "Vesivahinko",
        "opens": "00:00",
        "closes": "00:00",
    }


def test_a_place_that_never_closes_is_not_closed_to_search_engines() -> None:
    always = [{"start_date": None, "end_date": None, "resource_state": "open"}]
    hours = read(always, date(2027, 2, 15), date(2027, 2, 28))
    now = datetime(2027, 2, 15, 6, tzinfo=UTC)
    special = described(hours, HELSINKI, now, ahead=14)["specialOpeningHoursSpecification"]
    assert {(one["opens"], one["closes"]) for one in special} == {("00:00", "23:59")}


# Against a patient reader, who lists all days of each context and picks those that are meant

#: The year ends on a Thursday, so that a week lies in two months and two years.
FIRST = date(2026, 12, 14)
LAST = FIRST + 35 * DAY


def listed(rule: Any, first: date, last: date) -> list[list[date]]:
    days = [first + n * DAY for n in range((last - first).days + 1)]
    subject = rule["subject"]
    if subject == "day":
        return [[day] for day in days]
    if subject in WEEKDAYS:
        return [[day] for day in days if WEEKDAYS[day.weekday()] == subject]
    if subject == "week":
        monday = first - first.weekday() * DAY
        weeks = range(((last - monday).days) // 7 + 1)
        return [[monday + (7 * n + m) * DAY for m in range(7)] for n in weeks]
    return [list(month) for _, month in itertools.groupby(days, lambda day: (day.year, day.month))]


def picked(rule: Any, units: list[list[date]]) -> list[list[date]]:
    start, ordinal = rule.get("start"), rule.get("frequency_ordinal")
    modifier, subject = rule.get("frequency_modifier"), rule["subject"]
    if ordinal is None and modifier:
        number = {"week": lambda day: day.isocalendar()[1], "month": lambda day: day.month}
        of = number.get(subject, lambda day: day.day)
        return [unit for unit in units if of(unit[0]) % 2 == (modifier == "odd")]
    if start is None:
        return units
    at = start if start < 0 else start - 1
    return units[at::ordinal] if ordinal else units[at : at + 1 or None]


def allowed(rule: Any, period: Any, day: date) -> bool:
    if rule["context"] == "period":
        start = date.fromisoformat(period["start_date"])
        end = date.fromisoformat(period["end_date"] or "2029-01-01")
        contexts = [(start, end)]
    elif rule["context"] == "year":
        contexts = [(date(year, 1, 1), date(year, 12, 31)) for year in (2026, 2027, 2028)]
    else:
        starts = [date(2026 + n // 12, n % 12 + 1, 1) for n in range(10, 18)]
        contexts = [(one, after - DAY) for one, after in itertools.pairwise(starts)]
    return any(day in unit for context in contexts for unit in picked(rule, listed(rule, *context)))


def said(data: list[Any], day: date) -> list[tuple[Any, str, int, int]]:
    found = []
    for period in data:
        start, end = (
            period[name] and date.fromisoformat(period[name]) for name in ("start_date", "end_date")
        )
        if (start and day < start) or (end and day > end):
            continue
        if not period["time_span_groups"] and period["resource_state"] != "undefined":
            found.append((period, period["resource_state"], 0, 1440))
        for group in period["time_span_groups"]:
            if not all(allowed(rule, period, day) for rule in group["rules"]):
                continue
            for one in group["time_spans"]:
                if one["weekdays"] and day.isoweekday() not in one["weekdays"]:
                    continue
                opens, closes = 0, 1440
                if not one["full_day"]:
                    opens, closes = (
                        int(one[name][:2]) * 60 + int(one[name][3:5])
                        for name in ("start_time", "end_time")
                    )
                    closes += 1440 if one["end_time_on_next_day"] or closes <= opens else 0
                state = one["resource_state"]
                found.append(
                    (
                        period,
                        period["resource_state"] if state == "undefined" else state,
                        opens,
                        closes,
                    )
                )
    overriding = [one for one in found if one[0]["override"]]
    if not overriding:
        return found
    lengths = [
        (date.fromisoformat(p["end_date"]) - date.fromisoformat(p["start_date"])).days
        if p["start_date"] and p["end_date"]
        else 9999
        for p, *_ in overriding
    ]
    wins = overriding[lengths.index(min(lengths))][0]
    return [one for one in overriding if one[0] is wins]


TIMES = st.integers(0, 23).map(lambda hour: f"{hour:02}:{'30' if hour % 2 else '00'}:00")
STATES = st.sampled_from(["open", "open", "self_service", "closed", "undefined", "exit_only"])
SPANS = st.builds(
    span,
    TIMES,
    TIMES,
    st.none() | st.lists(st.integers(1, 7), min_size=1, unique=True),
    resource_state=STATES,
    full_day=st.sampled_from([False, False, False, True]),
    end_time_on_next_day=st.sampled_from([False, False, True]),
)


@st.composite
def rules(draw: st.DrawFn, whole: bool) -> Any:
    context = draw(st.sampled_from(["period", "year", "month"] if whole else ["year", "month"]))
    subjects = ["day", "week", *WEEKDAYS, *(["month"] if context != "month" else [])]
    starts = st.none() | st.integers(1, 6) | st.integers(-6, -1)
    return {
        "context": context,
        "subject": draw(st.sampled_from(subjects)),
        "start": draw(starts),
        "frequency_ordinal": draw(st.none() | st.integers(1, 3)),
        "frequency_modifier": draw(st.sampled_from([None, None, "even", "odd"])),
    }


@st.composite
def announced(draw: st.DrawFn) -> list[Any]:
    data = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.none() | st.integers(-300, 40).map(lambda n: FIRST + n * DAY))
        length = draw(st.none() | st.integers(0, 400))
        end = None if length is None else (start or FIRST) + length * DAY
        whole = start is not None and end is not None
        groups = [
            {
                "time_spans": draw(st.lists(SPANS, max_size=2)),
                "rules": draw(st.lists(rules(whole), max_size=2)),
            }
            for _ in range(draw(st.integers(0, 2)))
        ]
        data.append(
            {
                "id": number,
                "name": {"fi": f"P{number}"},
                "start_date": start and start.isoformat(),
                "end_date": end and end.isoformat(),
                "resource_state": draw(STATES),
                "override": draw(st.booleans()),
                "time_span_groups": groups,
            }
        )
    return data


SHUT = {"closed", "not_in_use", "maintenance", "no_opening_hours"}


@settings(max_examples=150, deadline=None)
@given(announced(), st.sampled_from([OPEN, STAFFED]))
def test_every_day_is_as_a_patient_reader_of_the_format_finds_it(
    data: list[Any], states: frozenset[str]
) -> None:
    hours = read(copy.deepcopy(data), FIRST, LAST, states=states)
    days = {FIRST + n * DAY: None for n in range(-1, (LAST - FIRST).days + 1)}
    words = {day: said(data, day) for day in days}
    for day in list(days)[1:]:
        opened = on_day(hours, day)
        for half in range(48):
            minute = 30 * half
            now = [s for _, s, a, b in words[day] if a <= minute < b]
            now += [s for _, s, a, b in words[day - DAY] if a <= minute + 1440 < b]
            expected = any(s in states for s in now) and not SHUT.intersection(now)
            clock = time(minute // 60, minute % 60)
            found = any(
                one.opens <= clock and (clock < one.closes or one.closes == time(0))
                for one in opened
            )
            assert found == expected, (day, clock)


@pytest.mark.parametrize("start", [1, -1])
def test_a_week_that_lies_in_two_months_counts_in_both(start: int) -> None:
    rule = {"context": "month", "subject": "week", "start": start}
    groups = [{"time_spans": [span("09:00", "10:00", None)], "rules": [rule]}]
    hours = read([{"time_span_groups": groups}], FIRST, LAST)
    # The last week of December is the first of January.
    week = [date(2026, 12, 28) + n * DAY for n in range(7)]
    assert [bool(on_day(hours, day)) for day in week] == [True] * 7
    assert not on_day(hours, date(2026, 12, 21))
    assert not on_day(hours, date(2027, 1, 4))


def test_a_span_without_times_is_the_whole_day_and_no_day_is_the_last_of_what_never_ends() -> None:
    groups = [
        {"time_spans": [span(None, None, [1])]},
        {
            "time_spans": [span("09:00", "10:00", [2])],
            "rules": [{"context": "period", "subject": "tue", "start": -1}],
        },
    ]
    hours = read([{"start_date": "2026-12-01", "time_span_groups": groups}], FIRST, LAST)
    assert on_day(hours, FIRST) == openings("0:00-24:00")
    assert not any(on_day(hours, FIRST + n * DAY) for n in (1, 8, 15))


def test_the_first_month_of_a_year_is_january_whole() -> None:
    rule = {"context": "year", "subject": "month", "start": 1}
    groups = [{"time_spans": [span("09:00", "10:00", None)], "rules": [rule]}]
    hours = read([{"time_span_groups": groups}], FIRST, LAST)
    asked = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    assert [day for day in asked if on_day(hours, day)] == [day for day in asked if day.month == 1]
    assert {day.month for day in asked} > {1}


# What can't be read


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("nothing", "date periods: expected a list, not str"),
        ([1], "date period: number 1 is 1, expected an object"),
        ([{"id": 7, "start_date": "1.1.2027"}], "date period 7: start_date is '1.1.2027'"),
        ([{"id": 7, "resource_state": 1}], "date period 7: resource_state is 1, expected a text"),
        ([{"time_span_groups": 1}], "date period number 1: time_span_groups is 1, expected a list"),
        (
            [{"id": 7, "time_span_groups": [{"time_spans": [{"id": 3, "weekdays": [0]}]}]}],
            "date period 7, time span 3: weekdays are [0], expected numbers from 1 to 7",
        ),
        (
            [{"id": 7, "time_span_groups": [{"time_spans": [{"start_time": "9"}]}]}],
            "date period 7, time span without id: start_time is '9', expected a time",
        ),
        (
            [{"id": 7, "time_span_groups": [{"rules": [{"context": "week", "subject": "day"}]}]}],
            "date period 7, rule without id: a rule for each 'day' of a 'week' is not known",
        ),
        (
            [
                {
                    "id": 7,
                    "time_span_groups": [
                        {"rules": [{"context": "year", "subject": "day", "start": "1"}]}
                    ],
                }
            ],
            "date period 7, rule without id: start is '1', expected a whole number",
        ),
        (
            [
                {
                    "id": 7,
                    "time_span_groups": [
                        {
                            "rules": [
                                {"context": "year", "subject": "day", "frequency_modifier": "x"}
                            ]
                        }
                    ],
                }
            ],
            "frequency_modifier is 'x', expected even or odd",
        ),
        (
            [
                {
                    "id": 7,
                    "time_span_groups": [
                        {"rules": [{"context": "period", "subject": "day", "start": 1}]}
                    ],
                }
            ],
            "date period 7: a rule counts from its start_date, which is missing",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_named(broken: Any, says: str) -> None:
    with pytest.raises(HaukiError, match=re.escape(says)):
        read(broken, FIRST, LAST)


def test_what_was_removed_and_what_is_left_out_says_nothing() -> None:
    data = [
        {
            "id": 1,
            "time_span_groups": [
                {"is_removed": True, "time_spans": [span("09:00", "10:00", None)]}
            ],
        },
        {"id": 2, "time_span_groups": None, "name": "Old"},
    ]
    assert all(on_day(read(data, FIRST, LAST), FIRST + n * DAY) == () for n in range(7))
    with pytest.raises(ValueError, match="before first"):
        read(data, LAST, FIRST)
