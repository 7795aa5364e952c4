"""What is special about the date input."""

import datetime as dt

import pytest
from jinja2 import Environment
from tests.markup import document

from citydesign import UsageError, install, ui, use_locale
from citydesign.errors import IncompleteLanguageWarning
from citydesign.host import using

BIRTH = {"name": "born", "label": "Date of birth"}


def parse(**more):
    html = ui.date_input(**{**BIRTH, **more})
    return document(html).find("body")


def typed(body):
    return {i.get("name"): i.get("value", "") for i in body.iter("input")}


@pytest.mark.parametrize("value", [dt.date(1962, 5, 7), "1962-05-07", "1962-05-07T00:00"])
def test_a_known_date_is_shown_in_parts(value):
    expected = {"born-day": "7", "born-month": "5", "born-year": "1962"}
    assert typed(parse(value=value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"day": "31", "month": "2", "year": "2027"},
        {"day": " 05", "month": "touko", "year": '"62'},
        {"day": "", "month": "0", "year": ""},
    ],
)
def test_a_wrong_date_comes_back_as_it_was_typed(value):
    assert typed(parse(value=value)) == {f"born-{part}": text for part, text in value.items()}


@pytest.mark.parametrize("value", ["2027-02-31", "20270324", "2027-3-24", "tomorrow"])
def test_text_that_is_no_iso_date_is_refused(value):
    with pytest.raises(UsageError, match="no ISO date; write one such as 2027-03-24"):
        parse(value=value)


@pytest.mark.parametrize(
    ("locale", "order", "example"),
    [
        ("en", "dmy", "For example 16 8 2027."),
        ("fi", "dmy", "Esimerkiksi 16 8 2027."),
        ("sv", "dmy", "Till exempel 16 8 2027."),
        ("en-US", "mdy", "For example 8 16 2027."),
        ("hu", "ymd", "Például 2027 8 16."),
    ],
)
def test_the_parts_and_the_example_stand_in_the_order_of_the_language(locale, order, example):
    env = Environment(autoescape=True)
    texts = {"example": "Például {date}.", "day": "Nap", "month": "Hónap", "year": "Év"}
    with pytest.warns(IncompleteLanguageWarning):
        install(env, messages={"hu": {f"date_input.{key}": text for key, text in texts.items()}})
    with using(env), use_locale(locale):
        body = parse(example="2027-08-16")
    assert "".join(i.get("id")[5] for i in body.iter("input")) == order
    assert body.find(".//*[@id='born-hint']").text == example


def test_only_the_wrong_part_is_marked_and_tied_to_the_error():
    body = parse(error="There is no month 13.", wrong=["month"], hint="In your passport.")
    marked = [i.get("id") for i in body.iter("input") if i.get("aria-invalid") == "true"]
    tied = [i.get("id") for i in body.iter("input") if i.get("aria-describedby") == "born-error"]
    assert marked == tied == ["born-month"]
    assert body.find(".//fieldset").get("aria-describedby") == "born-hint"


def test_a_missing_date_is_wrong_in_every_part():
    inputs = list(parse(error="Write the date.").iter("input"))
    assert [i.get("aria-invalid") for i in inputs] == ["true"] * 3


def test_a_part_that_is_not_asked_is_not_there():
    body = parse(parts=["year", "month"], example="2028-11-30", value="2028-12-01")
    assert typed(body) == {"born-month": "12", "born-year": "2028"}
    assert body.find(".//*[@id='born-hint']").text == "For example 11 2028."


def test_the_browser_fills_in_a_date_of_birth():
    inputs = list(parse(autocomplete="bday").iter("input"))
    assert [i.get("autocomplete") for i in inputs] == ["bday-day", "bday-month", "bday-year"]


def test_each_field_has_a_label_of_its_own():
    body = parse()
    labels = {label.get("for"): label.text for label in body.iter("label")}
    assert labels == {"born-day": "Day", "born-month": "Month", "born-year": "Year"}
    assert {i.get("id") for i in body.iter("input")} == set(labels)
