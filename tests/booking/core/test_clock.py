"""The hour that is left out, the hour that comes twice, and days in between."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.booking.core.city import at, city, hours, minutes
from whenever import PlainDateTime, RepeatedTime, SkippedTime

from citydesign.booking.core.diary import Diary
from citydesign.booking.core.offer import availability
from citydesign.booking.core.plan import Policy, Service
from citydesign.hours.clock import instant, seconds, stretches, utc

HELSINKI = ZoneInfo("Europe/Helsinki")
ZONES = (
    "Europe/Helsinki",
    "Australia/Lord_Howe",
    "America/New_York",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
WALLS = st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)).map(
    lambda wall: wall.replace(microsecond=0)
)
NIGHT = city(
    open=hours("0:00-6:00"),
    services=(Service("passport", ("desk",), minutes(30), policy=Policy(horizon=timedelta(400))),),
)


def night(first: str, last: str, plan=NIGHT):
    return availability(plan, Diary(), (at(first), at(last)), at("2026-09-01 00:00"), "passport")


def test_no_time_begins_in_the_hour_that_is_left_out() -> None:
    slots = night("2027-03-27 21:00", "2027-03-28 12:00")
    walls = [f"{slot.wall:%H:%M}" for slot in slots]
    assert walls == (
        ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "04:00", "04:30", "05:00", "05:30"]
    )
    assert slots[6].start - slots[5].start == minutes(30)


def test_both_instants_of_the_doubled_hour_can_be_booked_and_differ() -> None:
    slots = night("2026-10-24 20:00", "2026-10-25 12:00")
    threes = [slot for slot in slots if f"{slot.wall:%H:%M}" == "03:30"]
    assert len(slots) == 14
    assert [slot.start for slot in threes] == [at("2026-10-25 00:30"), at("2026-10-25 01:30")]
    assert [slot.wall.fold for slot in threes] == [0, 1]
    assert threes[0] != threes[1]


@pytest.mark.parametrize("zone", ZONES)
def test_thirty_minutes_are_thirty_minutes_through_a_whole_year(zone: str) -> None:
    plan = city(open=hours("0:00-24:00"), zone=zone, services=NIGHT.services)
    slots = night("2026-09-02 00:00", "2027-09-02 00:00", plan)
    assert {slot.end - slot.start for slot in slots} == {minutes(30)}
    assert len({slot.start for slot in slots}) == len(slots)
    shown = {slot.start: slot.start.astimezone(ZoneInfo(zone)) for slot in slots}
    assert all(slot.wall == shown[slot.start].replace(tzinfo=None) for slot in slots)
    assert all(slot.wall.fold == shown[slot.start].fold for slot in slots)


def test_where_the_clock_moves_by_half_an_hour_only_that_half_hour_is_missing() -> None:
    plan = city(open=hours("0:00-4:00"), zone="Australia/Lord_Howe", services=NIGHT.services)
    spring = night("2026-10-03 12:00", "2026-10-03 22:00", plan)
    autumn = night("2027-04-03 12:00", "2027-04-03 22:00", plan)
    assert [f"{slot.wall:%H:%M}" for slot in spring][3:6] == ["01:30", "02:30", "03:00"]
    assert [f"{slot.wall:%H:%M}" for slot in autumn][2:6] == ["01:00", "01:30", "01:30", "02:00"]


def test_hours_that_lie_in_the_missing_hour_are_no_hours() -> None:
    day = date(2027, 3, 28)
    assert stretches(hours("3:00-4:00"), HELSINKI, day) == []
    opens = seconds(at("2027-03-28 01:00"))
    assert stretches(hours("3:30-6:00"), HELSINKI, day) == [(opens, opens + 2 * 3600)]


def test_a_day_that_a_country_left_out_has_no_hours() -> None:
    assert stretches(hours("0:00-24:00"), ZoneInfo("Pacific/Apia"), date(2011, 12, 30)) == []


@given(WALLS, st.sampled_from(ZONES), st.booleans())
def test_whenever_finds_the_same_instant(wall: datetime, zone: str, last: bool) -> None:
    found = instant(wall, ZoneInfo(zone), last=last)
    plain = PlainDateTime(*wall.timetuple()[:6])
    try:
        expected = plain.assume_tz(zone, disambiguation="raise").timestamp()
    except RepeatedTime:
        expected = plain.assume_tz(zone, disambiguation="later" if last else "earlier").timestamp()
    except SkippedTime:
        before, at_it = (utc(found + n).astimezone(ZoneInfo(zone)) for n in (-1, 0))
        assert before.replace(tzinfo=None) < wall < at_it.replace(tzinfo=None)
        return
    assert found == expected


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="pass an aware datetime"):
        seconds(datetime(2027, 1, 1))
    assert seconds(datetime(1970, 1, 1, 0, 0, 1, 900_000, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("text", "length"),
    [("2:00-3:00", 60), ("3:00-4:00", 120), ("2:00-3:30", 150), ("3:30-5:00", 150)],
)
def test_on_the_long_night_a_place_is_open_while_the_clock_says_so(text: str, length: int) -> None:
    ((start, end),) = stretches(hours(text), HELSINKI, date(2026, 10, 25))
    assert (end - start) // 60 == length
