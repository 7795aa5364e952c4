"""What is special about the range input."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui


def field(**more):
    html = ui.range_input(**{"name": "far", "label": "How far?", "min": 0, "max": 20, **more})
    return document(html).find(".//input")


def test_without_scripts_it_is_a_field_whose_number_is_seen(open_example):
    page = open_example("range-input/default", java_script_enabled=False)
    assert page.get_by_role("textbox").input_value() == "5"
    assert page.get_by_role("slider").count() == 0


@pytest.mark.parametrize(
    ("given", "value"), [({}, None), ({"number": 0}, "0"), ({"value": "x"}, "x")]
)
def test_no_answer_is_suggested_unless_there_is_one(given, value):
    assert field(**given).get("value") == value


def test_a_number_beyond_the_slider_is_refused():
    with pytest.raises(UsageError, match="number is 21; write 20 or less"):
        field(number=21)


def test_what_is_slid_to_is_in_the_field_and_sent_once(open_example):
    page = open_example("range-input/default")
    page.evaluate("""() => {
      window.heard = [];
      for (const kind of ["input", "change"])
        document.addEventListener(kind, (event) => window.heard.push(kind + event.target.id));
    }""")
    page.get_by_role("slider").press("End")
    assert page.get_by_role("textbox").input_value() == "20"
    assert page.evaluate("window.heard") == ["inputdistance", "changedistance"]
    assert page.locator("input[name]").count() == 1


@pytest.mark.parametrize(
    ("typed", "slid", "said"),
    [
        ("12", "12", "12 km"),
        ("99", "20", "20 km"),
        ("far", "1", "\u2013 km"),
        ("", "1", "\u2013 km"),
    ],
)
def test_the_slider_follows_what_is_typed_and_changes_nothing_of_it(
    typed, slid, said, open_example
):
    page = open_example("range-input/default")
    page.get_by_role("textbox").fill(typed)
    slider = page.get_by_role("slider")
    assert slider.input_value() == slid
    assert slider.get_attribute("aria-valuetext") == said
    assert page.get_by_role("textbox").input_value() == typed
