"""What is special about the confirmation."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return "".join(element.itertext()).strip()


def test_its_heading_is_the_heading_of_the_page_and_names_it():
    section = parse(ui.confirmation("Your application has been sent"))
    heading = section.find(".//h1")
    assert text(heading) == "Your application has been sent"
    assert section.get("aria-labelledby") == heading.get("id")
    assert section.find(".//h2") is None


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Reference number: A-1"),
        ("fi", "Asianumero: A-1"),
        ("sv", "Ärendenummer: A-1"),
    ],
)
def test_a_screen_reader_says_what_the_number_is(locale, said):
    with use_locale(locale):
        section = parse(ui.confirmation("Sent", reference="A-1"))
    assert text(section.find(".//p")) == said


def test_several_steps_are_a_numbered_list_and_one_is_a_paragraph():
    section = parse(ui.confirmation("Sent", steps=["We check it.", "You get an answer."]))
    assert [text(step) for step in section.findall(".//ol/li")] == [
        "We check it.",
        "You get an answer.",
    ]
    one = parse(ui.confirmation("Sent", steps=["We check it."], steps_heading="Then"))
    assert one.find(".//ol") is None
    assert [text(e) for e in (one.find("h2"), one.find("p"))] == ["Then", "We check it."]


def test_the_number_is_marked_with_one_press(open_example):
    page = open_example("confirmation/default")
    page.locator(".city-confirmation__number").click()
    assert page.evaluate("getSelection().toString()") == "TRE-2027-004512"
