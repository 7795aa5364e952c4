"""What is special about two days that belong together."""

import datetime as dt

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.forms import read_date


def parse(**more):
    with use_locale("en"):
        html = ui.date_range("stay", "When?", **more)
    return document(html).find("body")


def fields(tree):
    return {e.get("name"): e for e in tree.iter("input")}


def test_each_day_is_a_field_of_its_own_under_one_question():
    tree = parse()
    assert list(fields(tree)) == ["stay-start", "stay-end"]
    assert next(tree.iter("legend")).text.strip() == "When?"
    labels = {e.get("for"): e.text.strip() for e in tree.iter("label")}
    assert labels == {"stay-start": "First day", "stay-end": "Last day"}


def test_what_is_wrong_with_one_day_marks_that_day_alone():
    found = fields(parse(end_value="soon", end_error="Enter the last day."))
    assert [e.get("aria-invalid") for e in found.values()] == [None, "true"]
    assert found["stay-end"].get("aria-describedby") == "stay-end-error"
    assert found["stay-end"].get("value") == "soon"


def test_what_is_wrong_with_both_is_tied_to_both():
    tree = parse(error="The wrong way round.", start_error="Too early.")
    found = fields(tree)
    assert [e.get("aria-invalid") for e in found.values()] == ["true", "true"]
    assert found["stay-start"].get("aria-describedby").split() == ["stay-start-error", "stay-error"]
    assert found["stay-end"].get("aria-describedby") == "stay-error"
    ids = [e.get("id") for e in tree.iter()]
    assert {"stay-error", "stay-start-error"} <= set(ids)


def test_the_calendar_of_the_last_day_begins_with_the_first_day():
    tree = parse(start=dt.date(2027, 7, 19), min="2027-06-01", max="2027-08-31")
    limits = [(e.get("data-min"), e.get("data-max")) for e in tree.iter("city-date-picker")]
    assert limits == [("2027-06-01", "2027-08-31"), ("2027-07-19", "2027-08-31")]


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_known_days_are_written_so_that_they_are_read_again(locale):
    first, last = dt.date(2027, 12, 31), dt.date(2028, 2, 29)
    with use_locale(locale):
        html = ui.date_range("stay", "When?", start=first, end=last.isoformat())
        found = fields(document(html))
        assert [read_date(e.get("value")) for e in found.values()] == [first, last]
