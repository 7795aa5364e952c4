"""Clocks, calendars and the days on which they change, through the store on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.booking.store.test_store import AINO, booked, code
from tests.booking.store.world import MINUTE, NOW, plan, slot, store, with_policy
from tests.clock import Clock
from whenever import Instant

from citydesign.booking import calendar
from citydesign.booking.core.diary import Booking
from citydesign.booking.core.outcome import Code, Kind
from citydesign.booking.core.plan import Days, Plan, ZoneChange
from citydesign.hours import Hours, Rule, openings

ALWAYS = Hours((Rule("always", range(7), openings("0:00-24:00")),))


def night(zone: str) -> Plan:
    city = plan()
    return replace(city, offices=(replace(city.offices[0], zone=zone, hours=ALWAYS),))


@pytest.mark.parametrize(
    ("zone", "start", "walls"),
    [
        ("Europe/Helsinki", "2026-10-24 23:00", ["02:00", "03:00", "03:00", "04:00"]),
        ("Europe/Helsinki", "2027-03-28 00:00", ["02:00", "04:00", "05:00", "06:00"]),
        ("Australia/Lord_Howe", "2027-04-03 13:30", ["00:30", "01:30", "02:00", "03:00"]),
        ("Australia/Lord_Howe", "2026-10-03 14:30", ["01:00", "02:30", "03:30", "04:30"]),
    ],
)
def test_on_the_nights_when_the_clock_changes_what_is_held_is_an_hour_of_real_minutes(
    url: str, zone: str, start: str, walls: list[str]
) -> None:
    """Times that follow each other by real hours; none in what is left out, two in what doubles."""
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    city = night(zone)
    kept = store(url, city, Clock(begins - timedelta(days=3)))
    window = (begins, begins + timedelta(hours=4))
    offered = [
        s for s in kept.availability(window, "long") if not (s.start - begins) % (60 * MINUTE)
    ]
    assert [f"{wish.wall:%H:%M}" for wish in offered] == walls
    read = []
    for number, wish in enumerate(offered):
        held = kept.hold([wish], f"p{number}", "k")
        assert isinstance(held, Booking)
        (found,) = kept.bookings("kallio", wish.start, wish.end)
        read.append(found.slots[0])
    assert read == offered
    for wish in read:
        assert wish.end - wish.start == 60 * MINUTE
        shown = Instant(wish.start.isoformat()).to_tz(zone).to_plain()
        assert shown.format_iso() == wish.wall.isoformat()
    assert len({wish.start for wish in read}) == 4
    assert kept.availability((begins, begins + MINUTE), "long") == ()


@pytest.mark.parametrize(
    ("limit", "late"),
    [
        # The booking begins on Sunday, 28 March 2027, at ten; the night before lacks an hour.
        (timedelta(hours=24), "2027-03-27 07:00:01"),
        (Days(1), "2027-03-27 22:00"),
        (Days(2), "2027-03-26 22:00"),
    ],
)
def test_hours_before_are_elapsed_and_days_before_are_on_the_calendar(
    url: str, limit: timedelta | Days, late: str
) -> None:
    city = with_policy(night("Europe/Helsinki"), cancel_until=limit, reschedule_until=limit)
    clock = Clock(datetime(2027, 3, 20, tzinfo=UTC))
    kept = store(url, city, clock)
    wish, other = (
        city.slot("kallio", "long", datetime(2027, 3, day, 7, tzinfo=UTC)) for day in (28, 29)
    )
    held = kept.hold([wish], "aino", "k")
    assert isinstance(held, Booking)
    assert isinstance(kept.confirm(held.id, AINO), Booking)
    clock.now = datetime.fromisoformat(late).replace(tzinfo=UTC)
    assert code(kept.cancel(held.id)) is Code.TOO_LATE_TO_CANCEL
    assert code(kept.reschedule(held.id, [other])) is Code.TOO_LATE_TO_RESCHEDULE
    clock.now -= timedelta(milliseconds=1)
    assert isinstance(kept.cancel(held.id), Booking)


@pytest.mark.parametrize("change", ZoneChange)
def test_when_a_country_changes_its_clock_what_is_kept_follows_the_office(
    url: str, change: ZoneChange
) -> None:
    """Istanbul without daylight saving stands for Athens having given it up."""
    city = night("Europe/Athens")
    clock = Clock(datetime(2027, 1, 10, tzinfo=UTC))
    kept = store(url, city, clock)
    start = datetime(2027, 1, 20, 8, 0, tzinfo=UTC)  # ten on the clock of Athens
    held = kept.hold([city.slot("kallio", "passport", start)], "aino", "k")
    assert isinstance(held, Booking)
    assert isinstance(kept.confirm(held.id, AINO), Booking)
    office = replace(city.offices[0], zone="Europe/Istanbul", zone_change=change)
    kept.plan = replace(city, offices=(office,))
    (event,) = kept.retime("kallio", start + timedelta(days=9))
    assert event.kind is Kind.RETIMED
    now = kept.booking(held.id)
    assert now is not None
    assert now.sequence == 1
    kept_clock = change is ZoneChange.KEEP_CLOCK
    assert now.start == (start - 60 * MINUTE if kept_clock else start)
    assert now.slots[0].wall.hour == (10 if kept_clock else 11)
    assert [m.kind for m in kept.due()] == ["confirmed", "retimed"]
    assert kept.retime("kallio", start + timedelta(days=9)) == ()
    taken = kept.plan.slot("kallio", "passport", now.start)
    assert code(kept.hold([taken], "eino", "k")) in (Code.TAKEN, Code.NOT_OFFERED)
    assert len(kept.bookings("kallio", now.start, now.slots[0].end)) == 1


def test_the_calendar_entry_of_a_kept_booking_keeps_its_name_and_rises(url: str) -> None:
    city = plan()
    kept = store(url, city)
    sender = calendar.Organiser("City", "city@example.org")
    made = booked(kept, 30)
    files = []
    for step in (
        lambda: None,
        lambda: kept.reschedule(made.id, [slot(city, 31)]),
        lambda: kept.reschedule(made.id, [slot(city, 32)]),
        lambda: kept.cancel(made.id),
    ):
        step()
        found = kept.booking(made.id)
        assert found is not None
        entries = calendar.entries(city, found, "city.example.org", "Appointment")
        text = calendar.write(entries, sender, NOW)
        assert calendar.read(text) == entries
        assert b"BEGIN:VTIMEZONE" in text
        files.append((text, entries[0]))
    assert len({entry.uid for _, entry in files}) == 1
    assert [entry.sequence for _, entry in files] == [0, 1, 2, 3]
    assert [b"METHOD:CANCEL" in text for text, _ in files] == [False, False, False, True]
