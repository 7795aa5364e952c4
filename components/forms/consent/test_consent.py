"""What is special about the consent."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def parse(**more):
    html = ui.consent("photos", "You may.", "/consents", **more)
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_nobody_has_agreed_before_they_tick_the_box():
    assert parse().find(".//input").get("checked") is None


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "You gave this consent on 24 March 2027."),
        ("fi", "Olet antanut tämän suostumuksen 24. maaliskuuta 2027."),
        ("sv", "Du gav det här samtycket den 24 mars 2027."),
    ],
)
def test_a_consent_that_was_given_says_when(locale, written):
    with use_locale(locale):
        body = parse(checked=True, given="2027-03-24")
    assert text(body.find(".//*[@id='photos-hint']")).startswith(written)


def test_a_consent_that_is_not_there_was_not_given_on_any_day():
    with pytest.raises(UsageError, match="given"):
        parse(given="2027-03-24")


def test_that_it_is_voluntary_is_read_with_the_box_and_the_way_back_is_a_link():
    body = parse(error="Tick it.")
    assert body.find(".//input").get("aria-describedby") == "photos-error photos-hint"
    assert "voluntary" in text(body.find(".//*[@id='photos-hint']"))
    assert body.find(".//a").get("href") == "/consents"
