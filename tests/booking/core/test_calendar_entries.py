"""The booking in the resident's own calendar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, booked, city, keep

from citydesign.booking.calendar import Entry, Organiser, entries, read, write
from citydesign.booking.core.commands import cancel, reschedule
from citydesign.booking.core.diary import Diary, State

CITY = Organiser("Kallio service point", "kallio@example.fi")
PLAN = city()
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=90
)
ZONES = st.sampled_from(["Europe/Helsinki", "Australia/Lord_Howe", "America/New_York", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)).map(
    lambda when: when.replace(microsecond=0)
) | st.sampled_from([at("2026-10-25 00:30"), at("2026-10-25 01:30"), at("2027-03-28 01:00")])


@given(MOMENTS, st.integers(1, 600), ZONES, WORDS, WORDS, st.integers(0, 99), st.booleans())
def test_what_was_written_is_read_back_equal(
    start: datetime,
    length: int,
    zone: str,
    summary: str,
    location: str,
    sequence: int,
    cancelled: bool,
) -> None:
    end = start + timedelta(minutes=length)
    entry = Entry(
        "b-1@example.fi", sequence, start, end, zone, summary, location, cancelled=cancelled
    )
    text = write([entry], CITY, NOW)
    assert read(text) == (entry,)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))


def test_moving_and_cancelling_keep_the_uid_and_raise_the_sequence() -> None:
    diary = Diary(
        [booked("b", PLAN.slot("kallio", "passport", at("2027-03-02 07:00")), on=(("desk",),))]
    )
    later = PLAN.slot("kallio", "passport", at("2027-03-02 08:00"))
    seen = []
    for step in ("booked", "moved", "cancelled"):
        if step == "moved":
            keep(diary, reschedule(PLAN, diary, "b", [later], NOW))
        if step == "cancelled":
            keep(diary, cancel(PLAN, diary, "b", NOW))
        booking = diary.get("b")
        assert booking is not None
        calendar = icalendar.Calendar.from_ical(
            write(entries(PLAN, booking, "example.fi", "Passport"), CITY, NOW)
        )
        (event,) = calendar.walk("VEVENT")
        # RFC 5546: a CANCEL names who is no longer expected, a PUBLISH nobody.
        assert str(event.get("ATTENDEE")) == ("invalid:nomail" if step == "cancelled" else "None")
        seen.append((calendar["METHOD"], event["STATUS"], event["UID"], event["SEQUENCE"]))
    assert seen == [
        ("PUBLISH", "CONFIRMED", "b-1@example.fi", 0),
        ("PUBLISH", "CONFIRMED", "b-1@example.fi", 1),
        ("CANCEL", "CANCELLED", "b-1@example.fi", 2),
    ]


def test_a_cancelling_file_names_the_resident_by_address_alone() -> None:
    slot = PLAN.slot("kallio", "passport", at("2027-03-02 07:00"))
    booking = booked("b", slot, on=(("desk",),))
    for state in (State.CONFIRMED, State.CANCELLED):
        named = entries(PLAN, replace(booking, state=state), "example.fi", "Passport")
        text = write(named, CITY, NOW, "aino@example.fi")
        assert read(text) == named
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        expected = "mailto:aino@example.fi" if state is State.CANCELLED else "None"
        assert str(event.get("ATTENDEE")) == expected


def test_the_file_defines_its_time_zone_and_calendars_show_the_time_on_the_wall() -> None:
    booking = booked("b", PLAN.slot("kallio", "passport", at("2027-03-29 06:00")), on=(("desk",),))
    calendar = icalendar.Calendar.from_ical(
        write(entries(PLAN, booking, "example.fi", "Passport"), CITY, NOW)
    )
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Helsinki"
    summer = zone.to_tz().utcoffset(datetime(2027, 3, 29, 9))
    assert summer == timedelta(hours=3)
    (shown,) = recurring_ical_events.of(calendar).at("20270329")
    assert f"{shown.start:%H:%M}" == "09:00"


def test_the_second_of_two_equal_times_is_written_so_that_it_is_not_the_first() -> None:
    for start in (at("2026-10-25 00:30"), at("2026-10-25 01:30")):
        entry = Entry("b", 0, start, start + timedelta(minutes=30), "Europe/Helsinki", "Night")
        calendar = icalendar.Calendar.from_ical(write([entry], CITY, NOW))
        (event,) = calendar.walk("VEVENT")
        assert event["DTSTART"].dt == start


def test_a_family_has_an_entry_for_each_of_its_times() -> None:
    slots = [PLAN.slot("kallio", "passport", at(f"2027-03-02 0{n}:00")) for n in (7, 8)]
    booking = booked("f", *slots, on=(("desk",), ("desk",)))
    found = read(write(entries(PLAN, booking, "example.fi", "Passport"), CITY, NOW))
    assert [(entry.uid, entry.start) for entry in found] == [
        ("f-1@example.fi", slots[0].start),
        ("f-2@example.fi", slots[1].start),
    ]


@pytest.mark.parametrize("state", [State.HELD, State.PENDING, State.EXPIRED])
def test_what_is_not_kept_is_in_nobodys_calendar(state: State) -> None:
    booking = booked("b", PLAN.slot("kallio", "passport", at("2027-03-02 07:00")), on=(("desk",),))
    expires = None if state is State.EXPIRED else NOW
    with pytest.raises(ValueError, match=f"is {state}"):
        entries(PLAN, replace(booking, state=state, expires=expires), "example.fi", "Passport")


def test_one_file_does_not_mix_cancelled_and_standing_entries() -> None:
    one = Entry("b", 0, NOW, NOW, "UTC", "A")
    with pytest.raises(ValueError, match="write two"):
        write([one, replace(one, cancelled=True)], CITY, NOW)
