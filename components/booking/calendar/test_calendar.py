"""What is special about a month of free days."""

import datetime as dt
import re

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.locale import Language

DAYS = [
    {"date": "2027-03-23"},
    {"date": dt.date(2027, 3, 24), "url": "?day=24", "count": 5},
    {"date": "2027-03-25", "url": "?day=25"},
    {"date": "2027-03-26", "closed": "Closed: Good Friday"},
]


def parse(month="2027-03-01", days=DAYS, **more):
    html = ui.calendar(month, days, **more)
    return document(html).find("body")


def said(element):
    """What a screen reader says of it."""
    if element.get("aria-hidden"):
        return element.tail or ""
    return (element.text or "") + "".join(map(said, element)) + (element.tail or "")


def links(tree):
    return {a.get("href"): " ".join(said(a).split()) for a in tree.iter("a")}


def cells(tree):
    told = [" ".join(said(td).split()) for td in tree.iter("td")]
    return {text.split(",")[0]: text for text in told}


@pytest.mark.parametrize(
    ("locale", "five", "some"),
    [
        ("en", "24, Wednesday, March 2027, 5 times free", "25, Thursday, March 2027, times free"),
        (
            "fi",
            "24, keskiviikko, maaliskuu 2027, 5 vapaata aikaa",
            "25, torstai, maaliskuu 2027, vapaita aikoja",
        ),
        ("sv", "24, onsdag, mars 2027, 5 lediga tider", "25, torsdag, mars 2027, lediga tider"),
    ],
)
def test_a_free_day_is_a_link_that_is_named_in_full(locale, five, some):
    with use_locale(locale):
        assert links(parse()) == {"?day=24": five, "?day=25": some}


def test_one_free_time_is_counted_as_people_say_it():
    (name,) = links(parse(days=[{"date": "2027-03-24", "url": "/", "count": 1}])).values()
    assert name == "24, Wednesday, March 2027, 1 time free"


def test_a_day_says_why_it_has_no_times():
    found = cells(parse())
    assert found["23"].endswith(", no free times")
    assert found["26"].endswith(", Closed: Good Friday")
    # A day that is over, or too far ahead, has only its number.
    assert found["22"] == "22, Monday, March 2027"


def test_events_are_counted_as_events():
    tree = parse(counts="events")
    assert links(tree)["?day=24"] == "24, Wednesday, March 2027, 5 events"
    assert cells(tree)["23"].endswith(", no events")


def test_today_and_the_chosen_day_are_told_apart():
    tree = parse(today="2027-03-24", value=dt.date(2027, 3, 25))
    current = [e for e in tree.iter() if e.get("aria-current")]
    assert [(e.tag, e.get("aria-current")) for e in current] == [("td", "date"), ("a", "true")]
    assert links(tree)["?day=24"] == "24, Wednesday, today, March 2027, 5 times free"
    both = parse(today="2027-03-24", value="2027-03-24")
    assert [e.get("aria-current") for e in both.iter() if e.get("aria-current")] == ["date", "true"]


def test_the_chosen_day_is_marked_when_its_last_time_is_gone():
    (day,) = [e for e in parse(value="2027-03-23").iter("span") if e.get("aria-current")]
    assert said(day).startswith("23, Tuesday")


@pytest.mark.parametrize("locale", ["en", "fi", "sv", "en-US", "sv-SE"])
@pytest.mark.parametrize("month", [(2027, 1), (2026, 12), (2028, 2), (2021, 1), (9999, 12), (1, 1)])
def test_each_week_has_seven_days_and_the_number_that_is_on_every_wall(month, locale):
    first = dt.date(*month, 1)
    laid = Language(locale).month(first)
    days = [day for week in laid["weeks"] for day in week["days"] if day]
    last = (first.replace(day=28) + dt.timedelta(3)).day if month[1] == 2 else 31
    assert [day["number"] for day in days] == list(range(1, days[-1]["number"] + 1))
    assert days[-1]["number"] in (last, 28, 29, 30)
    names = [day["name"] for day in Language(locale).calendar()["days"]]
    for week in laid["weeks"]:
        assert len(week["days"]) == 7
        for place, day in enumerate(week["days"]):
            if day:
                date = dt.date.fromisoformat(day["date"])
                assert day["weekday"] == names[place]
                # In a week that begins on a Sunday, that day alone has the number before.
                if date.weekday() != 6 or locale != "en-US":
                    assert date.isocalendar().week == week["number"]


def test_the_months_around_have_their_names_over_the_year():
    with use_locale("fi"):
        tree = parse("2027-01-15", days=[], earlier_url="?m=12", later_url="?m=2")
        assert links(tree) == {"?m=12": "joulukuu 2026", "?m=2": "helmikuu 2027"}
        assert said(tree.find(".//h2")).strip() == "Tammikuu 2027"
        assert said(parse(heading="Vapaat ajat").find(".//h2")).strip() == (
            "Vapaat ajat, maaliskuu 2027"
        )


def test_a_day_of_another_month_is_refused():
    with pytest.raises(UsageError, match="2027-04-01 is not in 2027-03"):
        parse(days=[*DAYS, {"date": "2027-04-01"}])


def test_a_day_is_free_or_closed_and_not_both():
    with pytest.raises(UsageError, match="closed"):
        parse(days=[{"date": "2027-03-24", "url": "/", "closed": "Closed"}])
    with pytest.raises(UsageError, match="count"):
        parse(days=[{"date": "2027-03-24", "count": 2}])


def _boxes(page):
    return [
        day.bounding_box() for day in page.locator("a.city-calendar__day").all() if day.is_visible()
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", [280, 320, 336, 344, 360, 500, 1280])
def test_days_have_44_px_and_never_bleed_into_the_margin(width, open_example):
    page = open_example("calendar/real-size", viewport={"width": width, "height": 800})
    frame = page.locator(".city-calendar").bounding_box()
    boxes = _boxes(page)
    assert len(boxes) == 12
    for box in boxes:
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] >= frame["x"] - 0.01
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 0.01
    # A list where seven days have no room, a month where they have.
    assert (len({round(box["x"]) for box in boxes}) == 1) == (frame["width"] < 7 * 44)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_with_large_letters_a_month_that_no_longer_fits_is_a_list(open_example):
    page = open_example("calendar/real-size", viewport={"width": 500, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert len({round(box["x"]) for box in _boxes(page)}) == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_a_table_for_those_who_listen_whatever_it_looks_like(width, open_example):
    page = open_example("calendar/default", viewport={"width": width, "height": 800})
    table = page.get_by_role("table", name="Free times, March 2027")
    assert table.get_by_role("row").count() >= 2
    name = re.compile(r"^24 ?, Wednesday ?(, March 2027 ?)?, 5 times free$")
    assert table.get_by_role("cell").get_by_role("link", name=name).count() == 1
