"""Times of day are read as people type them."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign.forms import TimeError, read_time
from citydesign.forms.words import explain
from citydesign.locale import Language, use_locale


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", (9, 0)),
        ("09", (9, 0)),
        ("0", (0, 0)),
        ("23", (23, 0)),
        ("9.15", (9, 15)),
        ("9:15", (9, 15)),
        ("09:15", (9, 15)),
        ("9,15", (9, 15)),
        ("9 15", (9, 15)),
        ("9h15", (9, 15)),
        ("915", (9, 15)),
        ("0915", (9, 15)),
        ("1915", (19, 15)),
        (" 9 . 15 ", (9, 15)),
        ("9.15.", (9, 15)),
        ("09:15:00", (9, 15)),
        ("klo 9.15", (9, 15)),
        ("klo 9.", (9, 0)),
        ("kello 9", (9, 0)),
        ("kl. 9.15", (9, 15)),
        ("kl 9", (9, 0)),
        ("Klockan 9", (9, 0)),
        ("at 9:15", (9, 15)),
        ("9 am", (9, 0)),
        ("9am", (9, 0)),
        ("9.15 PM", (21, 15)),
        ("9:15 p.m.", (21, 15)),
        ("9:15\u202fAM", (9, 15)),
        ("12 am", (0, 0)),
        ("12 pm", (12, 0)),
        ("12.30 am", (0, 30)),
    ],
)
def test_a_time_is_read(text, time):
    assert read_time(text) == dt.time(*time)


@pytest.mark.parametrize(
    "text",
    [
        "24",
        "24.00",
        "2400",
        "25.00",
        "9.60",
        "960",
        "9.5",
        "9.155",
        "9..15",
        "9-15",
        "9.15-10",
        "-9",
        "99",
        "13 pm",
        "0 am",
        "am",
        "klo",
        "9 o'clock",
        "half nine",
        "09:15:30",
        "٩.١٥",
        "9.15\x00",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(TimeError) as caught:
        read_time(text)
    assert caught.value.code == "time_not_real"


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0"])
def test_an_empty_field_is_no_time(text):
    assert read_time(text) is None


def minutes(hour, minute):
    return dt.time(hour, minute)


times = st.builds(minutes, st.integers(0, 23), st.integers(0, 59))


@given(times, st.sampled_from(["en", "fi", "sv", "en-US", "sv-SE", "de", "uk"]))
def test_what_we_write_we_read(time, locale):
    assert read_time(Language(locale, strict=False).time(time)) == time


@given(times, st.sampled_from([".", ":", ",", " ", "h", ""]), st.sampled_from(["", "klo ", "kl. "]))
def test_hours_and_minutes_are_read_whatever_is_between(time, sign, before):
    assert read_time(f"{before}{time:%H}{sign}{time:%M}") == time
    assert read_time(f"{before}{time.hour}{sign}{time:%M}") == time


@given(times)
def test_both_halves_of_the_day_are_read(time):
    assert read_time(f"{time:%I:%M %p}") == time


@given(st.text(max_size=12) | st.from_regex(r"\d{0,4}[.: ]?\d{0,4} ?[ap]?m?", fullmatch=True))
def test_any_text_is_read_or_refused(text):
    with suppress(TimeError):
        assert isinstance(read_time(text), dt.time | None)


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_the_error_shows_a_time_that_is_read(locale):
    with use_locale(locale):
        time = dt.time(9, 15)
        example = Language(locale).time(time)
        assert example in explain("time_not_real", label="Time", time=time)
    assert read_time(example) == time
