"""What a resident of any city reads from Rantakylä's components."""

from pathlib import Path

import pytest
from jinja2 import Environment

import citydesign
from citydesign.calls import Calls

FOLDER = Path(__file__).parents[1] / "rantakyla"
ui = Calls("rantakyla")


@pytest.fixture(autouse=True)
def application():
    env = Environment(autoescape=True)
    citydesign.install(env, components=[FOLDER])
    with citydesign.using(env):
        yield


def bus(**more):
    return {"line": "3", "destination": "Satama", "leaves": "09:15", **more}


@pytest.mark.parametrize(
    ("language", "delay", "text"),
    [
        ("en", 1, "1 minute late"),
        ("en", 6, "6 minutes late"),
        ("fi", 1, "1 minuutin myöhässä"),
        ("fi", 6, "6 minuuttia myöhässä"),
        ("sv", 1, "1 minut försenad"),
        ("sv", 6, "6 minuter försenad"),
    ],
)
def test_a_late_bus_says_how_late_it_is(language, delay, text):
    with citydesign.use_locale(language):
        assert f">{text}</strong>" in ui.departures("Kirjasto", [bus(delay=delay)])


def test_a_bus_on_time_says_nothing_more():
    html = ui.departures("Kirjasto", [bus(), bus(delay=0)])
    assert "late" not in html
    assert "<strong" not in html


def test_a_cancelled_ferry_stays_in_the_list_and_says_so():
    html = ui.departures("Satama", [bus(cancelled=True, delay=4)])
    assert '<s>9:15</s> <strong class="rantakyla-departures__news">Cancelled</strong>' in html
    assert "late" not in html


@pytest.mark.parametrize(("language", "time"), [("en", "9:15"), ("fi", "9.15"), ("sv", "9.15")])
def test_times_are_written_as_the_language_writes_them(language, time):
    with citydesign.use_locale(language):
        assert f">{time}</td>" in ui.departures("Kirjasto", [bus()])


def test_when_nothing_leaves_there_is_no_empty_table_head():
    html = ui.departures("Kirjasto", [])
    assert "Nothing more leaves today." in html
    assert "<thead" not in html


def test_water_that_nobody_measured_is_not_zero_degrees():
    html = ui.swimming_water("Cape", {"day": "2027-07-12"})
    assert "not measured" in html
    assert "°C" not in html
    assert "0 °C" in ui.swimming_water("Cape", {"day": "2027-01-12", "temperature": 0})


@pytest.mark.parametrize(
    ("language", "text"), [("en", "19.5 °C"), ("fi", "19,5 °C"), ("sv", "19,5 °C")]
)
def test_degrees_are_written_as_the_language_writes_numbers(language, text):
    with citydesign.use_locale(language):
        html = ui.swimming_water("Cape", {"day": "2027-07-12", "temperature": 19.5})
    assert text in html


def test_much_algae_is_said_in_words_and_by_a_sign():
    html = ui.swimming_water("Cape", {"day": "2027-07-12", "algae": "much"})
    assert "city-icon--warning" in html
    assert "A lot: don’t swim" in html
    calm = ui.swimming_water("Cape", {"day": "2027-07-12", "algae": "none"})
    assert "city-icon--warning" not in calm


def test_nothing_opens_where_there_is_nothing_earlier():
    latest = {"day": "2027-07-12"}
    assert "<details" not in ui.swimming_water("Cape", latest)
    assert "<summary" in ui.swimming_water("Cape", latest, earlier=[latest])
