"""What is special about the waiting list offer."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale

TIME = {"date": "2027-04-07", "start": "13:00", "end": "13:45"}
UNTIL = {"date": "2027-04-02", "start": "12:00"}


def offer(**given):
    html = ui.waiting_list_offer("Therapy", TIME, UNTIL, "/offers/12", **given)
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_it_says_until_when_to_answer_and_that_nothing_is_booked_before():
    said = text(offer())
    assert "Answer by Friday, 2 April 2027, 12:00." in said
    assert "It is not booked before you accept it." in said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fi", "Vastaa viimeistään perjantai 2. huhtikuuta 2027 klo 12.00."),
        ("sv", "Svara senast fredag 2 april 2027 kl. 12.00."),
    ],
)
def test_the_end_is_written_as_the_language_writes_it(locale, said):
    with use_locale(locale):
        assert said in text(offer())


def test_both_answers_are_buttons_that_post_to_one_address():
    form = offer(fields=Markup("<input type='hidden' name='csrf' value='k3s'>")).find(".//form")
    assert (form.get("method"), form.get("action")) == ("post", "/offers/12")
    answers = {button.get("value"): text(button) for button in form.iter("button")}
    assert answers == {"accept": "Accept this time", "decline": "Decline the offer"}
    assert {button.get("name") for button in form.iter("button")} == {"answer"}
    assert form.find(".//input[@name='csrf']") is not None


def test_what_is_still_asked_is_sent_with_the_answer():
    form = offer(content=ui.text_input("phone", "Telephone")).find(".//form")
    assert form.find(".//input[@name='phone']") is not None


@pytest.mark.parametrize("status", ["accepted", "declined", "ended"])
def test_what_is_over_has_no_buttons(status):
    element = offer(status=status, content="See your e-mail.")
    assert element.find(".//form") is None
    assert "See your e-mail." in text(element)


@pytest.mark.parametrize(
    ("status", "stays", "said"),
    [
        ("offered", True, "If you decline, you stay on the waiting list."),
        ("offered", False, "If you decline, you are no longer on the waiting list."),
        ("declined", True, "You are still on the waiting list."),
        ("ended", False, "You are no longer on the waiting list."),
    ],
)
def test_it_says_what_becomes_of_the_place_in_the_queue(status, stays, said):
    assert said in text(offer(status=status, stays=stays))


def test_a_time_that_was_accepted_says_nothing_of_the_queue():
    assert "waiting list" not in text(offer(status="accepted", stays=True))
