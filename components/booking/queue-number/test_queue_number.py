"""What is special about the queue number."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_number_is_read_right_after_what_it_is():
    element = parse(ui.queue_number("A42", service="Passports"))
    assert text(element.find("p")) == "Your queue number: Passports A42"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, "Nobody is before you"), (1, "1 person before you"), (7, "7 people before you")],
)
def test_how_many_are_before_is_said_also_when_nobody_is(ahead, said):
    assert said in text(parse(ui.queue_number("A42", ahead=ahead)))


@pytest.mark.parametrize(
    ("status", "locale", "said"),
    [
        ("next", "en", "You are next"),
        ("called", "fi", "On sinun vuorosi"),
        ("missed", "sv", "Din tur har passerat"),
    ],
)
def test_the_state_is_written(status, locale, said):
    with use_locale(locale):
        assert said in text(parse(ui.queue_number("A42", status=status)))


def test_only_a_change_on_an_open_page_is_announced():
    assert parse(ui.queue_number("A42")).find(".//*[@role='status']") is None
    changed = parse(ui.queue_number("A42", status="called", place="Desk 4", announce=True))
    assert text(changed.find(".//*[@role='status']")) == "It is your turn Go to: Desk 4"


def test_nothing_is_said_of_a_queue_about_which_nothing_is_known():
    assert parse(ui.queue_number("A42")).find(".//ul") is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "About 1 minute"),
        (89, "About 89 minutes"),
        (90, "About 2 hours"),
        (240, "About 4 hours"),
    ],
)
def test_a_long_wait_is_said_in_hours_and_never_too_short(minutes, said):
    assert said in text(parse(ui.queue_number("A42", minutes=minutes)))
