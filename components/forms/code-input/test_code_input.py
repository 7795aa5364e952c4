"""What is special about the code input."""

import pytest
from tests.markup import document

from citydesign import ui


def field(**more):
    html = ui.code_input(**{"name": "code", "label": "Code", **more})
    return document(html).find(".//input")


def test_a_phone_may_fill_in_the_code_from_the_message():
    one = field()
    assert one.get("autocomplete") == "one-time-code"
    assert one.get("inputmode") == "numeric"
    # A number field drops the zero at the beginning, and a limit cuts what is pasted with spaces.
    assert one.get("type") == "text"
    assert one.get("maxlength") is None


@pytest.mark.parametrize(("example", "code"), [("real-size", "88888888"), ("four-digits", "8888")])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_whole_code_is_seen_at_once(example, code, width, open_example):
    page = open_example(f"code-input/{example}", viewport={"width": width, "height": 640})
    box = page.get_by_role("textbox")
    box.fill(code)
    assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")


def test_enter_sends_the_code_and_asks_for_no_new_one(open_example):
    page = open_example("code-input/real-size")
    page.get_by_role("textbox").fill("12 34")
    with page.expect_request("**/sign-in/**") as sent:
        page.get_by_role("textbox").press("Enter")
    assert sent.value.url.endswith("/sign-in/code")
    assert sent.value.post_data == "code=12+34"


def test_a_new_code_is_asked_for_by_a_post_with_all_that_the_form_holds(open_example):
    page = open_example("code-input/real-size")
    with page.expect_request("**/sign-in/**") as sent:
        page.get_by_role("button", name="Send a new code").click()
    assert sent.value.url.endswith("/sign-in/new-code")
    assert sent.value.post_data == "code="
