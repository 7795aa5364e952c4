"""A booking, a hold and a calendar entry as the components take them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from citydesign import ui
from citydesign.booking.abilities import Hold
from citydesign.booking.core.diary import State
from citydesign.booking.provider import Place, Product, Receipt, Time
from citydesign.booking.shown import booking, calendar_services, hold_ends

PASSPORT = Product("passport", "Passport")
KALLIO = Place("kallio", "Kallio", "Europe/Helsinki", "Toinen linja 4")
NINE = Time("1", datetime(2027, 3, 24, 7, 15, tzinfo=UTC), datetime(2027, 3, 24, 7, 30, tzinfo=UTC))
NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)


def receipt(state: State, name: str = "Aino") -> Receipt:
    return Receipt("7", "passport", "kallio", NINE, state, name=name)


def held(until: datetime | None, *, extendable: bool = True) -> Hold:
    return Hold("7", "passport", "kallio", NINE, State.HELD, until, extendable)


def test_what_is_chosen_is_shown_on_the_clock_of_the_place():
    html = str(ui.booking_summary(**booking(PASSPORT, KALLIO, NINE)))
    for said in ("Passport", "Wednesday, 24 March 2027, 9:15 to 9:30", "Kallio, Toinen linja 4"):
        assert said in html
    assert "Booking status" not in html


def test_a_time_over_midnight_says_only_when_it_begins():
    night = Time("1", NINE.start, datetime(2027, 3, 24, 23, tzinfo=UTC))
    assert "end" not in booking(PASSPORT, KALLIO, night)["time"]


def test_a_time_in_the_hour_that_comes_twice_never_ends_before_it_begins():
    twice = Time(
        "1", datetime(2027, 10, 31, 0, 45, tzinfo=UTC), datetime(2027, 10, 31, 1, 15, tzinfo=UTC)
    )
    assert "end" not in booking(PASSPORT, KALLIO, twice)["time"]


@pytest.mark.parametrize("state", State)
def test_each_state_of_a_booking_has_words(state):
    shown = booking(PASSPORT, KALLIO, NINE, receipt(state))
    assert "city-tag" in str(ui.booking_summary(**shown))


@pytest.mark.parametrize(
    ("state", "words", "struck"),
    [
        (State.HELD, "Offered to you", False),
        (State.PENDING, "Waiting for confirmation", False),
        (State.CONFIRMED, "Booked", False),
        (State.RESCHEDULED, "Booked", False),
        (State.CANCELLED, "Cancelled", True),
        (State.EXPIRED, "No longer valid", True),
        (State.ATTENDED, "Past", False),
    ],
)
def test_a_receipt_says_how_far_the_booking_has_come(state, words, struck):
    html = str(ui.booking_summary(**booking(PASSPORT, KALLIO, NINE, receipt(state))))
    assert f"{words}</strong>" in html
    assert ("<s>" in html) == struck
    assert "Aino" in html


def test_a_receipt_without_a_name_shows_nobody():
    assert "people" not in booking(PASSPORT, KALLIO, NINE, receipt(State.CONFIRMED, ""))


def test_a_hold_ends_on_the_clock_of_the_place():
    shown = hold_ends(held(NOW.replace(minute=10), extendable=False), KALLIO, NOW)
    assert shown["ends"].utcoffset() == shown["now"].utcoffset()
    html = str(ui.hold_timer(url="/holds/7", **shown))
    assert "until 12:10" in html
    assert "Get more time" not in html


def test_a_hold_that_is_over_has_no_end_to_show():
    with pytest.raises(ValueError, match="Hold '7' is over"):
        hold_ends(held(None), KALLIO, NOW)


def test_calendars_on_the_web_get_the_instant_whatever_their_zone():
    helsinki = ZoneInfo("Europe/Helsinki")
    local = Time("1", NINE.start.astimezone(helsinki), NINE.end.astimezone(helsinki))
    google, outlook, office = calendar_services("Appointment & more", local, "Kallio")
    query = parse_qs(urlsplit(google["url"]).query)
    assert query["dates"] == ["20270324T071500Z/20270324T073000Z"]
    assert query["text"] == ["Appointment & more"]
    assert query["location"] == ["Kallio"]
    for service in (outlook, office):
        query = parse_qs(urlsplit(service["url"]).query)
        assert query["startdt"] == ["2027-03-24T07:15:00Z"]
        assert query["enddt"] == ["2027-03-24T07:30:00Z"]
        # A plus sign would be shown as one.
        assert "+" not in service["url"]


def test_a_place_is_told_to_nobody_unless_it_is_given():
    assert all("location" not in one["url"] for one in calendar_services("Appointment", NINE))


def test_the_component_takes_what_is_shown():
    html = str(ui.add_to_calendar("/7.ics", services=calendar_services("Appointment", NINE)))
    assert "Microsoft 365" in html
