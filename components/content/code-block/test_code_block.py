"""What is special about the code block: nothing of the code is changed or out of reach."""

import pytest
from tests.markup import document

from citydesign import ui

CODE = 'if a < b:\n\tprint("<b>")  # two  spaces\n'


def test_the_code_is_shown_as_it_is_written():
    tree = document(ui.code_block(CODE))
    assert "".join(tree.find(".//code").itertext()) == CODE


def test_a_long_line_scrolls_in_its_box_and_is_broken_on_paper(open_example):
    page = open_example("code-block/real-size", viewport={"width": 320, "height": 800})
    code = page.locator("#answer")
    wider = "e => e.scrollWidth > e.clientWidth"
    assert code.evaluate(wider)
    assert code.evaluate("e => { e.scrollLeft = 40; return e.scrollLeft }") == 40
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.emulate_media(media="print")
    assert not code.evaluate(wider)


def test_the_box_has_the_name_of_its_caption_or_says_what_it_is():
    for given, name in (({"caption": "All stops"}, "code-caption"), ({}, None)):
        html = str(ui.code_block(CODE, **given))
        box = document(html).find(".//pre")
        assert box.get("aria-labelledby") == name
        assert box.get("aria-label") == (None if name else "Code")


def test_the_code_is_copied_to_the_letter_and_the_page_says_so(open_example):
    page = open_example("code-block/real-size", viewport={"width": 320, "height": 800})
    page.evaluate(
        """() => {
          window.sent = [];
          const written = { writeText: async (text) => void sent.push(text) };
          Object.defineProperty(navigator, "clipboard", { value: written, configurable: true });
          // As if inserted now: the button is there where the browser lets a page copy.
          const box = document.querySelector("city-code-block");
          box.replaceWith(box);
          // And moved: nothing is done twice.
          document.querySelector("main").append(box);
        }"""
    )
    button = page.get_by_role("button", name="Copy").first
    button.click()
    status = page.locator(".city-code-block__status").first
    assert status.inner_text() == "Copied"
    assert page.evaluate("sent") == [page.locator("#answer code").inner_text()]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.blur()
    assert status.inner_text() == ""

    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error(); } }")
    button.click()
    page.wait_for_function("document.querySelector('.city-code-block__status').textContent")
    assert "The code is selected" in status.inner_text()
    assert "Hervannan kampus" in page.evaluate("getSelection().toString()")


@pytest.mark.parametrize("scripts", [True, False])
def test_where_no_page_can_copy_there_is_no_button(open_example, scripts):
    page = open_example("code-block/default", java_script_enabled=scripts)
    if scripts:
        page.evaluate(
            """() => {
              Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
              const box = document.querySelector("city-code-block");
              box.querySelector("[class$=foot]")?.remove();
              box.replaceWith(box);
            }"""
        )
    assert page.locator(".city-code-block__copy").count() == 0
