"""Choosing a time."""

import datetime as dt

import pytest
from tests.markup import document

from citydesign import assets, ui, use_locale

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
    return document(html)


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


def _full(date, clock=range(8, 18), **more):
    times = [
        {
            "value": f"{date}-{hour}-{minute}{more.get('place', '')}",
            "time": dt.time(hour, minute),
            **more,
        }
        for hour in clock
        for minute in (0, 15, 30, 45)
    ]
    return {"date": date, "times": times}


def _folded(*days, **more):
    with use_locale("en"):
        html = ui.time_slots("time", "Choose a time", list(days), **more)
    return document(html)


def _parts(tree):
    return [
        (_text(e.find("summary")), e.get("open") is not None, e.get("id"))
        for e in tree.iter("details")
    ]


def test_a_long_day_folds_into_parts_and_the_first_free_time_is_in_sight():
    assert _parts(_folded(_full("2027-03-24"))) == [
        ("Morning, 16 times free", True, "time-first"),
        ("Afternoon, 20 times free", False, None),
        ("Evening, 4 times free", False, None),
    ]


def test_the_part_with_the_chosen_time_is_open():
    parts = _parts(_folded(_full("2027-03-24"), value="2027-03-24-17-0"))
    assert [opened for _, opened, _ in parts] == [True, False, True]


def test_a_day_of_several_places_folds_by_place_the_soonest_one_first():
    near, far = _full("2027-03-24", place="Malmi"), _full("2027-03-24", place="Kallio")
    day = {"date": "2027-03-24", "times": [*near["times"], *far["times"]]}
    assert _parts(_folded(day)) == [
        ("Malmi, 40 times free", False, "time-first"),
        ("Kallio, 40 times free", False, None),
    ]


def test_an_error_lands_on_a_time_in_sight():
    near, far = _full("2027-03-24", place="Malmi"), _full("2027-03-24", place="Kallio")
    day = {"date": "2027-03-24", "times": [*near["times"], *far["times"]]}
    tree = _folded(day, error="Choose a time")
    opened = next(e for e in tree.iter("details") if e.get("open") is not None)
    assert "time" in [e.get("id") for e in opened.iter("input")]


def test_links_lead_to_the_first_free_time_and_to_each_day_with_free_times():
    days = [_full("2027-03-24"), {"date": "2027-03-25"}, _full(dt.date(2027, 3, 26))]
    tree = _folded(*days)
    links = [(_text(a), a.get("href")) for a in tree.iter("a")]
    assert links == [
        ("First free time: Wednesday, 24 March at 8:00", "#time-first"),
        ("Wednesday, 24 March", "#time-2027-03-24"),
        ("Friday, 26 March", "#time-2027-03-26"),
    ]
    ids = {e.get("id") for e in tree.iter()}
    assert {href.lstrip("#") for _, href in links} <= ids


def test_twelve_times_a_day_do_not_fold():
    assert _parts(_folded(_full("2027-03-24", range(8, 11)))) == []


def test_the_place_is_part_of_the_radio_where_the_day_does_not_fold():
    slot = {"value": "a", "time": "09:15", "place": "Malmi", "hint": "interpreter at hand"}
    tree = _folded({"date": "2027-03-24", "times": [slot]})
    assert [_text(e) for e in tree.iter("label")] == ["9:15 Malmi, interpreter at hand"]


@pytest.mark.browser
def test_choosing_a_time_hides_no_other(chromium):
    sheet = (assets.assets_path() / assets.file_name("booking.css")).read_text("utf-8")
    page = chromium.new_page()
    page.set_content(f"<style>{sheet}</style>{ui.time_slots('time', 'T', DAYS)}")
    page.locator("#time").check(force=True)
    assert [page.locator(f"#{one}").is_visible() for one in ("time", "time-2")] == [True, True]
    page.close()
