"""What is special about the select."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError

CITIES = [{"value": "a", "label": "Espoo"}, {"value": "b", "label": "Oulu", "disabled": True}]


def parse(**more):
    html = ui.select("city", "City", **{"items": CITIES, **more})
    return document(html).find("body")


def options(body):
    return [(o.get("value"), o.text, "selected" in o.attrib) for o in body.iter("option")]


def test_nothing_is_chosen_for_the_resident():
    assert options(parse())[0] == ("", "Choose", False)
    assert not any(selected for _, _, selected in options(parse()))
    with use_locale("sv"):
        assert options(parse())[0][1] == "Välj"


def test_what_was_chosen_stays_and_the_empty_choice_goes():
    assert options(parse(value="a")) == [("a", "Espoo", True), ("b", "Oulu", False)]


def test_an_optional_answer_can_be_taken_back():
    assert options(parse(value="a", optional=True, placeholder="None"))[0] == ("", "None", False)


def test_an_answer_that_is_no_longer_offered_is_asked_again():
    with pytest.raises(UsageError, match="value is 'gone', which none of items has; known: a, b"):
        parse(value="gone")
    assert options(parse(value="gone", error="Choose a city"))[0] == ("", "Choose", False)


def test_a_choice_in_a_group_is_found():
    grouped = [{"label": "North", "options": CITIES}, {"value": "c", "label": "Salo"}]
    body = parse(items=grouped, value="b")
    assert [o.get("value") for o in body.find(".//optgroup").iter("option")] == ["a", "b"]
    assert options(body) == [("a", "Espoo", False), ("b", "Oulu", True), ("c", "Salo", False)]


def test_an_empty_group_is_no_choice():
    assert options(parse(items=[{"label": "North", "options": []}])) == [("", "Choose", False)]


def test_a_choice_that_cannot_be_made_is_shown():
    marked = {o.text: "disabled" in o.attrib for o in parse().iter("option")}
    assert marked == {"Choose": False, "Espoo": False, "Oulu": True}


def test_a_misspelt_choice_is_refused():
    with pytest.raises(UsageError, match=r"items\[0\]"):
        parse(items=[{"value": "a", "text": "Espoo"}])
