"""What is special about the resource card."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.locale import use_locale


def resource(**given):
    html = ui.resource_card("Group room 1", "/resources/2", **given)
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_links_name_is_the_name_of_the_room_and_nothing_else():
    element = resource(status="free", people=6, price="Free of charge")
    (link,) = element.findall(".//a")
    assert (text(link), link.get("href")) == ("Group room 1", "/resources/2")


def test_facts_come_in_the_same_order_in_every_card():
    element = resource(
        features=["Whiteboard", "Screen"],
        accessible="Step-free",
        price="€4 an hour",
        people=6,
        place="Metso",
    )
    assert [text(item) for item in element.iter("li")] == [
        "Metso",
        "For up to 6 people",
        "€4 an hour",
        "Step-free",
        "Whiteboard",
        "Screen",
    ]


@pytest.mark.parametrize(
    ("locale", "people", "said"),
    [
        ("en", 1, "For 1 person"),
        ("fi", 1, "1 henkilölle"),
        ("fi", 6, "Enintään 6 henkilölle"),
        ("sv", 6, "För högst 6 personer"),
    ],
)
def test_for_how_many_is_said_in_each_language(locale, people, said):
    with use_locale(locale):
        assert text(resource(people=people).find(".//li")) == said


def test_what_is_taken_says_when_it_is_free_the_next_time():
    element = resource(status="later", next={"date": "2027-03-24", "start": "16:30"})
    assert "Free later" in text(element)
    assert "Next free: Wednesday, 24 March 2027, 16:30" in text(element)


def test_without_facts_there_is_no_empty_list():
    assert resource().find(".//ul") is None
