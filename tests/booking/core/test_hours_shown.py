"""Hours as the component `opening_hours` takes them."""

import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign import ui
from citydesign.hours import Closure, Hours, PublicHolidays, Rule, SpecialDays, openings
from citydesign.hours.clock import opened, seconds
from citydesign.hours.shown import shown

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEKDAYS = Rule("Weekdays", {0, 1, 2, 3, 4}, openings("9:00-16:00"))
WEDNESDAY = date(2027, 3, 24)


def at(hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), HELSINKI)


def spans(times):
    return [f"{one['opens']:%H:%M}-{one['closes']:%H:%M}" for one in times]


def others(hours, now=None, locale="en", **given):
    found = shown(hours, HELSINKI, now or at(8), locale, **given)["exceptions"]
    return [
        (f"{one['date']:%m-%d}", f"{one['last']:%m-%d}", one.get("name"), spans(one["times"]))
        for one in found
    ]


def test_weekdays_with_the_same_hours_are_one_row():
    friday = Rule("Friday", {4}, openings("10:00-15:00"))
    hours = Hours((Rule("Week", {0, 1, 2, 3}, openings("9:00-12:00", "13:00-16:00")), friday))
    assert [
        (one["first"], one["last"], spans(one["times"]))
        for one in shown(hours, HELSINKI, at(8), "en")["days"]
    ] == [(0, 3, ["09:00-12:00", "13:00-16:00"]), (4, 4, ["10:00-15:00"]), (5, 6, [])]


@pytest.mark.parametrize(
    ("now", "status", "change"),
    [
        (at(8, 59), "closed", (WEDNESDAY, time(9))),
        (at(9), "open", (WEDNESDAY, time(16))),
        (at(15, 59), "open", (WEDNESDAY, time(16))),
        (at(16), "closed", (date(2027, 3, 25), time(9))),
        # Good Friday and Easter Monday are public holidays.
        (at(17, day=date(2027, 3, 25)), "closed", (date(2027, 3, 30), time(9))),
    ],
)
def test_it_says_whether_it_is_open_and_when_that_changes(now, status, change):
    found = shown(Hours((WEEKDAYS,), public_holidays=PublicHolidays("FI")), HELSINKI, now, "en")
    assert found["status"] == status
    assert found["change"] == {"date": change[0], "start": change[1]}
    assert found["today"] == now.date()


def test_who_asks_from_another_zone_gets_the_clock_of_the_place():
    found = shown(Hours((WEEKDAYS,)), HELSINKI, at(15).astimezone(ZoneInfo("Asia/Tokyo")), "en")
    assert found["change"] == {"date": WEDNESDAY, "start": time(16)}


def test_what_never_closes_has_no_next_change():
    always = Hours((Rule("Always", set(range(7)), openings("0:00-24:00")),))
    found = shown(always, HELSINKI, at(8), "en")
    assert (found["status"], found["change"], found["exceptions"]) == ("open", None, [])


def test_what_is_shut_for_good_has_no_next_change():
    found = shown(Hours(()), HELSINKI, at(8), "en")
    assert (found["status"], found["change"]) == ("closed", None)


def test_an_evening_that_goes_on_after_midnight_closes_then():
    night = Hours(
        (
            Rule("Evening", {2}, openings("20:00-24:00")),
            Rule("Night", {3}, openings("0:00-2:00")),
        )
    )
    found = shown(night, HELSINKI, at(21), "en")
    assert found["change"] == {"date": date(2027, 3, 25), "start": time(2)}


def test_closing_at_midnight_belongs_to_the_day_that_ends():
    late = Hours((Rule("Late", {2}, openings("20:00-24:00")),))
    found = shown(late, HELSINKI, at(21), "en")
    assert found["change"] == {"date": WEDNESDAY, "start": time(0)}


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("fi", ["Pitkäperjantai", "Toinen pääsiäispäivä"]),
        ("sv", ["Långfredagen", "Annandag påsk"]),
        ("sv-FI", ["Långfredagen", "Annandag påsk"]),
        ("en", ["Good Friday", "Easter Monday"]),
        ("et", ["Pitkäperjantai", "Toinen pääsiäispäivä"]),
    ],
)
def test_public_holidays_are_named_in_the_language_of_the_page(locale, names):
    hours = Hours((WEEKDAYS,), public_holidays=PublicHolidays("FI"))
    assert [name for _, _, name, _ in others(hours, locale=locale, ahead=7)] == names


@pytest.mark.parametrize("lang", ["C.UTF-8", "sv_FI.UTF-8", "en_US.UTF-8"])
def test_the_servers_language_never_names_a_holiday(lang):
    asked = (
        "from datetime import date; from citydesign.hours import PublicHolidays as P; "
        "day = date(2027, 3, 26); "
        "print(ascii([P('FI').names(2027, one)[day] for one in ('fi', 'sv', 'en', 'et')]))"
    )
    names = ["Pitkäperjantai", "Långfredagen", "Good Friday", "Pitkäperjantai"]
    env = {**os.environ, "LANG": lang, "LANGUAGE": lang, "LC_ALL": lang}
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True)
    assert done.stdout.strip() == ascii(names), done.stderr


def test_a_holiday_on_which_it_is_closed_anyway_is_left_out():
    hours = Hours((WEEKDAYS,), public_holidays=PublicHolidays("FI"))
    # Easter Sunday and Saturday lie between the two.
    assert [day for day, *_ in others(hours, ahead=7)] == ["03-26", "03-29"]


def test_special_days_win_over_a_holiday_and_give_it_their_name():
    special = SpecialDays(
        "Easter duty", date(2027, 3, 26), date(2027, 3, 26), openings("10:00-12:00")
    )
    hours = Hours((WEEKDAYS,), (special,), public_holidays=PublicHolidays("FI"))
    assert others(hours, ahead=7)[0] == ("03-26", "03-26", "Easter duty", ["10:00-12:00"])


def test_days_of_one_reason_are_one_row_over_the_weekend_between_them():
    summer = SpecialDays("Painting", date(2027, 3, 25), date(2027, 4, 7))
    assert others(Hours((WEEKDAYS,), (summer,))) == [("03-25", "04-07", "Painting", [])]


def test_days_of_one_reason_with_a_usual_day_between_them_are_two_rows():
    hours = Hours(
        (WEEKDAYS,),
        (
            SpecialDays("Training", date(2027, 3, 25), date(2027, 3, 25)),
            SpecialDays("Training", date(2027, 3, 30), date(2027, 3, 30)),
        ),
    )
    assert [(first, last) for first, last, *_ in others(hours)] == [
        ("03-25", "03-25"),
        ("03-30", "03-30"),
    ]


def test_a_closure_takes_its_hours_out_of_the_day_and_gives_its_name():
    leak = Closure("Water leak", datetime(2027, 3, 25, 12), datetime(2027, 3, 25, 14))
    assert others(Hours((WEEKDAYS,), closures=(leak,))) == [
        ("03-25", "03-25", "Water leak", ["09:00-12:00", "14:00-16:00"])
    ]


def test_a_season_that_begins_is_an_exception_with_the_name_of_its_rule():
    winter = Rule("Winter", {0, 1, 2, 3, 4}, openings("9:00-16:00"), last=date(2027, 4, 4))
    summer = Rule("Summer hours", {0, 1, 2, 3, 4}, openings("9:00-15:00"), first=date(2027, 4, 5))
    assert others(Hours((winter, summer))) == [("04-05", "04-20", "Summer hours", ["09:00-15:00"])]


def test_less_than_a_week_ahead_is_refused():
    with pytest.raises(ValueError, match="7 days at least"):
        shown(Hours((WEEKDAYS,)), HELSINKI, at(8), "en", ahead=6)


def test_the_component_takes_what_is_shown():
    leak = Closure("Water leak", datetime(2027, 3, 25, 12), datetime(2027, 3, 25, 14))
    hours = Hours((WEEKDAYS,), closures=(leak,), public_holidays=PublicHolidays("FI"))
    html = str(ui.opening_hours(**shown(hours, HELSINKI, at(10), "en")))
    for said in ("Open now", "Closes at 16:00.", "Good Friday", "Water leak", "9:00 to 12:00"):
        assert said in html


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2027, 3, 1), datetime(2027, 4, 30)), st.integers(1, 5000)),
        max_size=4,
    ),
    st.integers(0, 60 * 24 * 40),
)
def test_the_state_is_what_a_look_at_each_minute_would_find(closures, minute):
    shut = tuple(
        Closure("Shut", start.replace(second=0, microsecond=0), start + timedelta(minutes=length))
        for start, length in closures
    )
    hours = Hours((WEEKDAYS, Rule("Saturday", {5}, openings("0:00-24:00"))), closures=shut)
    now = at(0, day=date(2027, 3, 8)) + timedelta(minutes=minute)
    second = seconds(now)
    day = now.astimezone(HELSINKI).date()
    oracle = any(start <= second < end for start, end in opened(hours, HELSINKI, day))
    walls = [one for one in shut if one.start <= now.astimezone(HELSINKI).replace(tzinfo=None)]
    if any(now.astimezone(HELSINKI).replace(tzinfo=None) < one.end for one in walls):
        assert not oracle
    assert shown(hours, HELSINKI, now, "en")["status"] == ("open" if oracle else "closed")
