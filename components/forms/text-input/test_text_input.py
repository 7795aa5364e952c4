"""What is special about the text input."""

import re

import pytest
from tests.markup import document

from citydesign import ui


def parse(html):
    tree = document(html)
    return tree.find("body")


def test_a_screen_reader_hears_hint_error_and_units_in_reading_order():
    body = parse(ui.text_input("rent", "Rent", hint="A month.", error="Write it.", suffix="€"))
    field = body.find(".//input")
    ids = field.get("aria-describedby").split()
    assert ids == ["rent-hint", "rent-error", "rent-suffix"]
    everything = [e.get("id") for e in body.iter() if e.get("id")]
    assert [i for i in everything if i in ids] == ids
    assert field.get("aria-invalid") == "true"


def test_a_field_without_trouble_says_nothing_of_it():
    field = parse(ui.text_input("rent", "Rent")).find(".//input")
    assert set(field.attrib) == {"class", "id", "name", "type"}


def test_the_label_is_the_heading_of_a_page_that_asks_one_thing():
    body = parse(ui.text_input("name", "What is your name?", heading=True))
    assert body.find(".//h1/label").get("for") == body.find(".//input").get("id")


def test_what_the_person_typed_comes_back_to_the_letter():
    typed = '  "Ä&B" <c>  '
    assert parse(ui.text_input("a", "A", value=typed)).find(".//input").get("value") == typed


def test_a_zero_is_an_answer():
    assert parse(ui.text_input("a", "A", value="0")).find(".//input").get("value") == "0"


@pytest.mark.parametrize(("given", "written"), [(True, "true"), (False, "false"), (None, None)])
def test_spelling_is_checked_as_the_browser_likes_unless_told(given, written):
    field = parse(ui.text_input("a", "A", spellcheck=given)).find(".//input")
    assert field.get("spellcheck") == written


def test_a_hidden_label_still_names_the_field():
    html = str(ui.text_input("a", "Search word", label_visible=False))
    assert re.search(
        r'<label class="city-label city-visually-hidden" for="a">Search word</label>', html
    )
