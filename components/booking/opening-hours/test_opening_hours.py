"""What is special about the opening hours."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale

NINE_TO_FOUR = [{"opens": "09:00", "closes": "16:00"}]
WEEK = [{"first": 0, "last": 4, "times": NINE_TO_FOUR}, {"first": 5, "last": 6, "times": []}]


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def rows(html, number=0):
    found = list(parse(html).iter("dl"))[number]
    return [(text(row.find("dt")), text(row.find("dd"))) for row in found]


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", [("Monday to Friday", "9:00 to 16:00"), ("Saturday to Sunday", "Closed")]),
        ("fi", [("Maanantai–\u2060perjantai", "9.00–\u206016.00")]),
        ("sv", [("Måndag–\u2060fredag", "9.00–\u206016.00"), ("Lördag–\u2060söndag", "Stängt")]),
    ],
)
def test_weekdays_with_the_same_hours_are_one_row_in_the_pages_language(locale, shown):
    with use_locale(locale):
        found = rows(ui.opening_hours(WEEK))
    assert found[: len(shown)] == shown


@pytest.mark.parametrize("day", range(21, 28))
@pytest.mark.parametrize("locale", ["en", "en-US", "fi", "sv"])
def test_the_row_of_today_and_no_other_is_marked_whatever_day_the_week_begins(locale, day):
    week = [{"first": weekday, "times": NINE_TO_FOUR} for weekday in range(7)]
    with use_locale(locale):
        hours = parse(ui.opening_hours(week, today=f"2027-06-{day}"))
    found = list(next(hours.iter("dl")))
    marked = [row.find(".//div[@class='city-opening-hours__today']") is not None for row in found]
    assert marked == [weekday == day - 21 for weekday in range(7)]


def test_today_is_said_to_who_does_not_see_the_mark():
    assert rows(ui.opening_hours(WEEK, today="2027-06-23"))[0][0] == "Monday to Friday, today"


@pytest.mark.parametrize(
    ("status", "change", "said"),
    [
        ("open", {"date": "2027-06-23", "start": "16:00"}, "Open now Closes at 16:00."),
        ("open", {"date": "2027-06-23", "start": "00:00"}, "Open now Closes at 24:00."),
        ("closed", {"date": "2027-06-23", "start": "09:00"}, "Closed now Opens at 9:00."),
        (
            "closed",
            {"date": "2027-06-28", "start": "09:00"},
            "Closed now Opens: Monday, 28 June 2027, 9:00",
        ),
        ("open", None, "Open now"),
    ],
)
def test_what_is_true_now_comes_first_with_the_next_change(status, change, said):
    hours = parse(ui.opening_hours(WEEK, status=status, change=change, today="2027-06-23"))
    assert text(hours.find("p")) == said


def test_round_the_clock_and_until_midnight_are_words_that_people_understand():
    always = [{"first": 0, "last": 6, "times": [{"opens": "00:00", "closes": "00:00"}]}]
    assert rows(ui.opening_hours(always)) == [("Monday to Sunday", "Open 24 hours")]
    late = [{"first": 4, "times": [{"opens": "20:00", "closes": "00:00"}]}]
    assert rows(ui.opening_hours(late)) == [("Friday", "20:00 to 24:00")]


def test_a_day_that_differs_says_its_hours_and_why():
    others = [
        {"date": "2027-03-26", "name": "Good Friday", "times": []},
        {"date": "2027-07-05", "last": "2027-07-30", "name": "Summer", "times": NINE_TO_FOUR},
    ]
    assert rows(ui.opening_hours(WEEK, exceptions=others), 1) == [
        ("Friday, 26 March 2027", "Closed Good Friday"),
        ("5 July 2027 to 30 July 2027", "9:00 to 16:00 Summer"),
    ]
