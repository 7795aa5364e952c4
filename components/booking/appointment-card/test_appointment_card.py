"""What is special about the appointment card."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale

MORNING = {"date": "2027-03-24", "start": "09:15", "end": "09:30"}


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_each_action_says_which_appointment_and_when_so_that_two_alike_are_told_apart():
    actions = [{"text": "Cancel", "url": "/cancel"}]
    card = parse(ui.appointment_card("Passport", time=MORNING, actions=actions))
    (link,) = card.findall(".//li/a")
    assert text(link) == "Cancel: Passport, Wednesday, 24 March 2027, 9:15 to 9:30"


def test_two_appointments_at_the_same_time_have_links_that_name_the_person():
    names = []
    for person in ("Aino", "Onni"):
        card = parse(ui.appointment_card("Passport", time=MORNING, person=person, url="/" + person))
        names.append(text(card.find(".//h2/a")))
    when = "Wednesday, 24 March 2027, 9:15 to 9:30"
    assert names == [f"Passport, {when}, Aino", f"Passport, {when}, Onni"]


def test_without_a_time_an_action_still_names_its_appointment():
    actions = [{"text": "Leave", "url": "/leave"}]
    card = parse(ui.appointment_card("Therapy", status="waiting", actions=actions))
    assert text(card.find(".//li/a")) == "Leave: Therapy"
    assert text(card.find(".//dd")) == "No time yet"


@pytest.mark.parametrize(
    ("status", "struck"),
    [("upcoming", 0), ("changed", 0), ("past", 0), ("cancelled", 1), ("requested", 0)],
)
def test_only_a_cancelled_time_is_struck_through(status, struck):
    card = parse(ui.appointment_card("Passport", status=status, time=MORNING))
    assert len(card.findall(".//s/time")) == struck


def test_the_earlier_time_is_struck_through_and_the_new_one_is_not():
    card = parse(
        ui.appointment_card("Advice", status="changed", time=MORNING, before={"date": "2027-03-23"})
    )
    assert text(card.find(".//s")) == "Tuesday, 23 March 2027"
    assert [one.get("datetime") for one in card.iter("time")] == ["2027-03-24T09:15", "2027-03-23"]


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("fi", "keskiviikko 24. maaliskuuta 2027 klo\u00a09.15–\u20609.30"),
        ("sv", "onsdag 24 mars 2027 kl.\u00a09.15–\u20609.30"),
    ],
)
def test_the_time_is_written_as_the_language_writes_it(locale, shown):
    with use_locale(locale):
        card = parse(ui.appointment_card("Passi", time=MORNING))
    assert "".join(card.find(".//dd/time").itertext()) == shown


def test_the_state_is_read_after_the_heading_and_seen_above_it(open_example):
    page = open_example("appointment-card/default")
    assert page.locator("h2 + .city-appointment-card__status").count() == 1
    status = page.locator(".city-appointment-card__status").bounding_box()
    heading = page.locator(".city-appointment-card__heading").bounding_box()
    assert status["y"] + status["height"] <= heading["y"]
