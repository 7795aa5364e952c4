"""What is special about the error page."""

import datetime as dt

import pytest
from jinja2 import Environment
from markupsafe import Markup
from tests.markup import document

from citydesign import install, ui, use_locale
from citydesign.errors import UsageError

STATUSES = [400, 403, 404, 410, 413, 500, 503]


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_status_has_words_of_its_own_and_no_number(locale):
    with use_locale(locale):
        pages = [parse(ui.error_page(status)) for status in STATUSES]
    headings = {text(page.find("h1")) for page in pages}
    assert len(headings) == len(STATUSES)
    assert len({text(page.find("div")) for page in pages}) == len(STATUSES)
    for page, status in zip(pages, STATUSES, strict=True):
        assert str(status) not in text(page)
        assert [child.tag for child in page] == ["h1", "div"]


@pytest.mark.parametrize("status", [418, 599, "404", None])
def test_a_status_without_words_is_refused_and_never_makes_the_page_fail(status):
    with pytest.raises(UsageError, match="status"):
        ui.error_page(status)
    env = Environment(autoescape=True)
    install(env, strict=False)
    template = '{% from "citydesign/error-page.html" import error_page %}{{ error_page(s) }}'
    html = env.from_string(template).render(s=status)
    assert "Something went wrong on our side" in html


def test_words_of_its_own_take_the_place_of_those_of_the_status():
    page = parse(ui.error_page(404, "No such rink", content=Markup("<p>It melted.</p>")))
    assert text(page) == "No such rink It melted."


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Friday, 26 March 2027 at 22:00"),
        ("fi", "perjantai 26. maaliskuuta 2027 klo 22.00"),
        ("sv", "fredag 26 mars 2027 kl. 22.00"),
    ],
)
@pytest.mark.parametrize(
    "moment",
    [
        "2027-03-26T22:00",
        "2027-03-26T22:00:00+02:00",
        dt.datetime(2027, 3, 26, 22, 0, 30, 500),
        dt.datetime(2027, 3, 26, 22, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ],
)
def test_a_time_is_the_one_on_the_clock_of_the_city(locale, said, moment):
    with use_locale(locale):
        (time,) = parse(ui.error_page(503, ends=moment)).iter("time")
    assert text(time) == said
    assert time.get("datetime") == "2027-03-26T22:00"


@pytest.mark.parametrize("name", ["starts", "ends"])
def test_a_day_alone_begins_at_midnight(name):
    (time,) = parse(ui.error_page(503, **{name: "2027-03-26"})).iter("time")
    assert text(time) == "Friday, 26 March 2027 at 0:00"


def test_a_number_from_the_log_is_written_and_nothing_of_it_runs():
    html = ui.error_page(500, reference="<script>1</script>")
    assert "<script>" not in html
    (number,) = parse(html).iter("dd")
    assert text(number) == "<script>1</script>"


def test_it_needs_nothing_but_the_call():
    html = ui.error_page(503, ends="2027-03-26T22:00", links=[{"text": "Front page", "url": "/"}])
    assert not {element.tag for element in parse(html).iter()} & {"script", "form", "img"}


def test_a_name_without_a_place_to_break_is_no_wider_than_a_phone(open_example):
    page = open_example("error-page/default", viewport={"width": 320, "height": 640})
    for link in page.locator(".city-error-page__words").all():
        link.evaluate("e => { e.textContent = 'ymparistoterveydenhuolto.kirjaamo@rantakyla.fi' }")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
