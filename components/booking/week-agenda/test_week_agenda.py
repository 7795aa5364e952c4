"""What is special about a week of events."""

import datetime as dt

import pytest
from tests.markup import document

from citydesign import ui, use_locale

DAYS = [
    {"date": "2027-03-23", "events": [{"text": "Exhibition"}]},
    {
        "date": dt.date(2027, 3, 24),
        "events": [
            {"text": "Story time", "start": "10:00", "end": dt.time(10, 30), "url": "/1"},
            {"text": "Café", "start": "16:00", "url": "/2", "cancelled": True, "hint": "Hall"},
        ],
    },
    {"date": "2027-03-25"},
    {"date": "2027-03-26", "closed": "Closed: Good Friday"},
]


def parse(**more):
    html = ui.week_agenda("Week 12", DAYS, **more)
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def days(tree):
    (ol,) = tree.iter("ol")
    return [text(li) for li in ol.findall("li")]


def test_each_day_says_what_happens_or_why_nothing_does():
    with use_locale("en"):
        assert days(parse()) == [
            "Tuesday, 23 March Exhibition",
            "Wednesday, 24 March 10:00 to 10:30 Story time, Wednesday, 24 March, 10:00 to 10:30"
            " 16:00 Café Cancelled Hall",
            "Thursday, 25 March Nothing",
            "Friday, 26 March Closed: Good Friday",
        ]


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("fi", "Story time, keskiviikko 24. maaliskuuta, klo 10.00–\u206010.30"),
        ("sv", "Story time, onsdag 24 mars, kl. 10.00–\u206010.30"),
    ],
)
def test_a_link_says_its_day_and_time_to_those_who_jump_from_link_to_link(locale, name):
    with use_locale(locale):
        (link,) = parse().iter("a")
    assert text(link) == name


def test_nobody_can_book_what_was_cancelled():
    with use_locale("en"):
        tree = parse()
    assert [a.get("href") for a in tree.iter("a")] == ["/1"]
    assert [text(e) for e in tree.iter("s")] == ["Café"]


def test_today_is_marked_and_said():
    with use_locale("en"):
        tree = parse(today=dt.date(2027, 3, 24), heading_level=3)
    (day,) = [e for e in tree.iter() if e.get("aria-current") == "date"]
    assert text(day.find("h4")) == "Wednesday, 24 March, today"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "rows"), [(320, 7), (768, 7), (1280, 1)])
def test_days_are_a_list_on_a_phone_and_side_by_side_where_there_is_room(width, rows, open_example):
    page = open_example("week-agenda/real-size", viewport={"width": width, "height": 800})
    tops = {round(e.bounding_box()["y"]) for e in page.locator(".city-week-agenda__day").all()}
    assert len(tops) == rows
    assert page.get_by_role("list").first.get_by_role("listitem").count() >= 7
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
