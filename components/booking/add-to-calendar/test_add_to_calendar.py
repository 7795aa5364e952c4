"""What is special about add to calendar."""

import pytest
from tests.markup import document

from citydesign import ui

SERVICES = [
    {"name": "Google Calendar", "url": "https://calendar.google.com/calendar/render"},
    {"name": "Outlook.com", "url": "https://outlook.live.com/calendar/0/deeplink/compose"},
]


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_file_comes_first_and_needs_no_service():
    links = parse(ui.add_to_calendar("/74.ics", services=SERVICES)).findall(".//a")
    assert [text(link) for link in links] == [
        "Add to your calendar",
        "Google Calendar (opens in a new tab)",
        "Outlook.com (opens in a new tab)",
    ]
    assert links[0].get("href") == "/74.ics"
    assert links[0].get("target") is None


def test_no_service_learns_the_address_of_the_page_which_may_open_the_booking():
    links = parse(ui.add_to_calendar("/74.ics", services=SERVICES)).findall(".//li/a")
    assert links
    assert {link.get("rel") for link in links} == {"noreferrer"}


def test_it_says_what_a_service_then_knows():
    element = parse(ui.add_to_calendar("/74.ics", services=SERVICES))
    said = text(element.find(".//details"))
    assert "The service then knows the name, time and place of your appointment." in said


@pytest.mark.parametrize(
    ("given", "label", "does"),
    [
        ({}, "Add to your calendar", "goes into the calendar of your phone"),
        ({"changed": True}, "Update your calendar", "replaces the earlier one"),
        ({"cancelled": True}, "Remove it from your calendar", "removed from your calendar"),
    ],
)
def test_the_words_say_what_the_file_does_now(given, label, does):
    element = parse(ui.add_to_calendar("/74.ics", **given))
    assert text(element.find(".//a")) == label
    assert does in text(element)


def test_after_a_move_the_web_calendars_ask_to_remove_the_earlier_time():
    element = parse(ui.add_to_calendar("/74.ics", services=SERVICES, changed=True))
    assert "Remove the earlier time there yourself." in text(element)
