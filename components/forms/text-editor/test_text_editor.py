"""What is special about the text editor."""

import pytest
from markupsafe import Markup

from citydesign import ui


def press(page, name, start, end):
    page.locator("textarea").evaluate(
        "(field, [a, b]) => field.setSelectionRange(a, b)", [start, end]
    )
    page.get_by_role("button", name=name, exact=True).click()
    return page.locator("textarea").input_value()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bold", "one\n**two**\nthree"),
        ("Heading", "one\n## two\nthree"),
        ("List", "one\n- two\nthree"),
        ("Link", "one\n[two](https://)\nthree"),
    ],
)
def test_a_button_writes_its_mark_and_it_can_be_undone(open_example, name, written):
    page = open_example("text-editor/default")
    page.locator("textarea").fill("one\ntwo\nthree")
    assert press(page, name, 4, 7) == written
    assert page.evaluate("document.activeElement.id") == "body"
    page.keyboard.press("Control+z")
    assert page.locator("textarea").input_value() == "one\ntwo\nthree"


def test_each_selected_line_becomes_a_line_of_the_list(open_example):
    page = open_example("text-editor/default")
    page.locator("textarea").fill("one\ntwo\nthree")
    assert press(page, "List", 1, 6) == "- one\n- two\nthree"


def test_the_mark_of_a_line_is_at_its_beginning_wherever_the_cursor_is(open_example):
    page = open_example("text-editor/default")
    text = "\none\n\nthree\n"
    for at in range(len(text) + 1):
        page.locator("textarea").fill(text)
        begins = text.rfind("\n", 0, at) + 1
        assert press(page, "Heading", at, at) == f"{text[:begins]}## {text[begins:]}", at


def test_the_count_hears_what_a_button_writes(open_example):
    page = open_example("text-editor/default")
    page.locator("textarea").fill("two")
    press(page, "Bold", 0, 3)
    assert page.get_by_text("1,993 characters left").count() == 1


def test_without_scripts_there_is_a_textarea_and_no_button_that_does_nothing(open_example):
    page = open_example("text-editor/default", java_script_enabled=False)
    assert page.locator("textarea").is_visible()
    assert not page.get_by_role("button", name="Bold").is_visible()


def test_what_somebody_wrote_as_html_is_harmless_in_the_preview():
    html = ui.text_editor(
        "body",
        "Text",
        preview_name="p",
        preview=Markup("<script>x()</script><b onclick=x()>Hi</b>"),
    )
    assert "x()" not in html
    assert "<b>Hi</b>" in html


def test_what_was_typed_comes_back_to_the_letter():
    assert "\n\n  ## a &lt;b&gt;</textarea>" in ui.text_editor("body", "Text", value="\n  ## a <b>")
