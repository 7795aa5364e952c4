"""What is special about the event card."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

TIME = {"date": "2027-04-14", "start": "17:00", "end": "19:00"}


def parse(**given):
    return document(ui.event_card("Plan the park", time=TIME, place="Tesoma", **given)).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_a_search_engine_reads_the_event():
    (event,) = parse(places=40).findall(".//*[@itemtype='https://schema.org/Event']")
    read = {e.get("itemprop"): e.get("content") for e in event.findall(".//meta")}
    assert read == {
        "name": "Plan the park",
        "startDate": "2027-04-14T17:00",
        "endDate": "2027-04-14T19:00",
        "maximumAttendeeCapacity": "40",
    }


def test_a_cancelled_event_is_struck_through_and_search_engines_know():
    page = parse(status="cancelled")
    assert "19:00" in text(page.find(".//s"))
    assert page.find(".//link").get("href") == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(("status", "said"), [("open", "12 of 40 left"), ("past", "40")])
def test_places_left_are_only_said_while_one_can_sign_up(status, said):
    assert text(parse(status=status, places=40, left=12).findall(".//dd")[-1]) == said


def test_the_link_to_sign_up_names_the_event():
    (link,) = parse(action={"text": "Sign up", "url": "/sign-up"}).findall(".//a")
    assert text(link) == "Sign up: Plan the park"


def test_without_a_way_to_sign_up_nothing_says_that_it_is_open():
    assert parse().find(".//strong") is None


def test_an_event_without_a_place_left_is_full():
    page = parse(places=40, left=0, action={"text": "Join the waiting list", "url": "/wait"})
    assert text(page.find(".//strong")) == "Full"
    assert text(page.findall(".//dd")[-1]) == "40"


def test_no_more_places_are_left_than_there_are():
    with pytest.raises(UsageError, match="left"):
        parse(places=10, left=11)


def test_an_event_past_midnight_is_not_said_to_end_before_it_starts():
    time = {"date": "2027-04-14", "start": "22:00", "end": "02:00"}
    page = document(ui.event_card("Night walk", time=time, place="Tesoma"))
    assert {e.get("itemprop") for e in page.findall(".//meta[@itemprop]")} == {"name", "startDate"}


def test_beside_a_way_to_sign_up_it_says_that_it_is_open():
    page = parse(action={"text": "Sign up", "url": "/sign-up"})
    assert text(page.find(".//strong")) == "Open for sign-up"
