"""Dates are read as people type them."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydesign.forms.core.dates import DateError, read_date, read_parts
from citydesign.locale import Language

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1.5.2026", (2026, 5, 1)),
        ("01.05.2026", (2026, 5, 1)),
        ("1.5.26", (2026, 5, 1)),
        ("1.5.56", (1956, 5, 1)),
        ("2026-05-01", (2026, 5, 1)),
        ("1/5/2026", (2026, 5, 1)),
        ("1 5 2026", (2026, 5, 1)),
        (" 1 . 5 . 2026 ", (2026, 5, 1)),
        ("1 toukokuuta", (2027, 5, 1)),
        ("1. toukokuuta 2026", (2026, 5, 1)),
        ("24 joulukuu", (2026, 12, 24)),
        ("1 maj 2026", (2026, 5, 1)),
        ("1st May 2026", (2026, 5, 1)),
        ("1.5.", (2027, 5, 1)),
        ("29.2.", (2028, 2, 29)),
    ],
)
def test_a_date_is_read(text, date):
    assert read_date(text, today=TODAY) == dt.date(*date)


@pytest.mark.parametrize(
    "text",
    [
        "31.2.2026",
        "30.2.",
        "0.5.2026",
        "1.13.2026",
        "tomorrow",
        "1.5.2026.",
        "1.5.202",
        "٣.٥.٢٠٢٦",
        "1 mai 2026",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateError):
        read_date(text, today=TODAY)


def test_an_empty_field_is_no_date():
    assert read_date("  ") is None
    assert read_parts("", " ", "") is None


@pytest.mark.parametrize(
    ("parts", "code", "wrong"),
    [
        (("1", "", "2026"), "date_missing_month", ("month",)),
        (("", "5", ""), "date_missing_day", ("day", "year")),
        (("1", "5", ""), "date_missing_year", ("year",)),
        (("31", "2", "2026"), "date_not_real", ("day", "month", "year")),
        (("1", "13", "2026"), "date_not_real", ("month",)),
        (("x", "5", "2026"), "date_not_real", ("day",)),
        (("1", "5", "20226"), "date_not_real", ("year",)),
    ],
)
def test_the_wrong_part_is_named(parts, code, wrong):
    with pytest.raises(DateError) as caught:
        read_parts(*parts)
    assert (caught.value.code, caught.value.parts) == (code, wrong)


dates = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@given(dates, st.sampled_from(["en", "fi", "sv"]))
def test_what_we_write_we_read(date, locale):
    language = Language(locale)
    assert read_date(language.date(date, "long")) == date
    assert read_date(language.date(date, "short")) == date
    assert read_date(date.isoformat()) == date


@given(dates, dates.filter(lambda day: day.day < 29))
def test_what_is_left_out_of_a_date_is_said_by_the_day_on_which_it_is_typed(today, date):
    short = f"{date:%y}"
    for read in (
        read_date(f"{date.day}.{date.month}.{short}", today=today),
        read_parts(str(date.day), str(date.month), short, today=today),
    ):
        assert (read.day, read.month, read.year % 100) == (date.day, date.month, date.year % 100)
        assert today.year - 80 <= read.year < today.year + 20
    following = read_date(f"{date.day}.{date.month}.", today=today)
    assert (following.day, following.month) == (date.day, date.month)
    assert dt.timedelta(0) <= following - today <= dt.timedelta(365)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_or_refused(day, month, year):
    with suppress(DateError):
        assert isinstance(read_parts(day, month, year), dt.date | None)
    with suppress(DateError):
        assert isinstance(read_date(day), dt.date | None)
