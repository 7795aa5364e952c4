"""Choosing a time."""

import datetime as dt

import html5lib
import pytest

from citydesign import ui, use_locale

DAYS = [
    {"date": "2027-03-23", "times": [{"value": "x", "time": "08:00", "taken": True}]},
    {
        "date": dt.date(2027, 3, 24),
        "times": [
            {"value": "a", "time": dt.time(9, 15)},
            {"value": "b", "time": "10:00", "hint": "Kaleva"},
        ],
    },
    {"date": "2027-03-25"},
    {"date": "2027-03-26", "closed": "Closed: Good Friday"},
]


def _tree(**more):
    html = ui.time_slots("time", "Choose a time", DAYS, **more)
    return html5lib.parse(html, namespaceHTMLElements=False)


def _text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_times_of_a_day_stand_under_the_day_and_their_number():
    with use_locale("en"):
        legends = [_text(e) for e in _tree().iter("legend")]
    assert legends == [
        "Choose a time",
        "Tuesday, 23 March, No free times",
        "Wednesday, 24 March, 2 times free",
    ]


@pytest.mark.parametrize(
    ("locale", "one", "two"),
    [
        ("fi", "1 vapaa aika", "2 vapaata aikaa"),
        ("sv", "1 ledig tid", "2 lediga tider"),
    ],
)
def test_free_times_are_counted_as_people_say_it(locale, one, two):
    times = [{"value": str(n), "time": "09:15"} for n in range(2)]
    with use_locale(locale):
        for count, words in ((1, one), (2, two)):
            html = ui.time_slots("t", "T", [{"date": "2027-03-24", "times": times[:count]}])
            assert f">{words}<" in html


def test_a_finnish_day_begins_with_a_capital_and_a_finnish_time_has_a_dot():
    with use_locale("fi"):
        html = ui.time_slots("t", "T", DAYS)
    assert ">Keskiviikko 24. maaliskuuta<" in html
    assert ">9.15<" in html


def test_what_you_see_is_what_the_radio_is_called():
    tree = _tree()
    labels = {e.get("for"): _text(e) for e in tree.iter("label")}
    radios = [e for e in tree.iter("input") if e.get("type") == "radio"]
    assert [labels[r.get("id")] for r in radios] == ["9:15", "10:00 Kaleva"]
    assert {r.get("name") for r in radios} == {"time"}


def test_an_error_summary_lands_on_the_first_time_that_is_free():
    first = next(e for e in _tree(error="Choose a time").iter("input"))
    assert (first.get("id"), first.get("value")) == ("time", "a")


def test_a_taken_time_is_shown_and_cannot_be_sent():
    html = ui.time_slots("time", "Choose a time", DAYS, value="x")
    assert "<s>8:00</s>" in html
    assert 'value="x"' not in html
    assert "checked" not in html


def test_days_without_times_say_so():
    html = ui.time_slots("time", "Choose a time", DAYS)
    assert html.count("No free times") == 2
    assert "Closed: Good Friday" in html
    assert 'value="n"' not in html


def test_hint_clock_and_error_describe_the_whole_choice():
    group = next(_tree(hint="H", time_zone="Z", error="E").iter("fieldset"))
    assert group.get("role") == "radiogroup"
    assert group.get("aria-invalid") == "true"
    assert group.get("aria-describedby") == "time-hint time-zone time-error"


def test_the_shortcut_leads_to_the_first_free_time():
    first = {"date": "2027-03-24", "time": "09:15"}
    with use_locale("en"):
        here = ui.time_slots("time", "T", DAYS, first_available=first)
        there = ui.time_slots("time", "T", DAYS, first_available={**first, "url": "?from=x"})
    assert 'href="#time">First free time: Wednesday, 24 March at 9:15</a>' in here
    assert 'href="?from=x"' in there
