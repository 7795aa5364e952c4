"""What is special about the textarea: its limit and its count."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.contracts import component

LIMITED = {"max_characters": 20, "hint": "Short, please."}


def parse(html):
    return document(html).find("body")


def test_the_limit_is_said_in_words_before_any_script_runs():
    body = parse(ui.textarea("reason", "Reason", **LIMITED))
    assert body.find(".//p[@id='reason-limit']").text == "You can write up to 20 characters."
    field = body.find(".//textarea")
    assert field.get("aria-describedby").split() == ["reason-hint", "reason-limit"]
    assert "maxlength" not in field.attrib


def test_a_field_without_a_limit_needs_no_script():
    assert parse(ui.textarea("reason", "Reason")).find(".//city-textarea") is None


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("en", {"one": "{count} word left", "other": "{count} words left"}),
        ("fi", {"one": "{count} sana jäljellä", "other": "{count} sanaa jäljellä"}),
        ("sv", {"one": "{count} ord kvar", "other": "{count} ord kvar"}),
    ],
)
def test_the_script_gets_every_plural_form_of_the_language(locale, forms):
    with use_locale(locale):
        counter = parse(ui.textarea("a", "A", max_words=9)).find(".//city-textarea")
    assert {k[10:]: v for k, v in counter.attrib.items() if k.startswith("data-left-")} == forms


def test_a_line_break_at_the_start_of_an_answer_is_kept():
    typed = "\nSecond line\n"
    assert parse(ui.textarea("a", "A", value=typed)).find(".//textarea").text == typed


@pytest.fixture(scope="module")
def browser_page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser_page):
    """A page with one limited field; `log` keeps all that a screen reader would hear."""

    def show(value="", locale="en", **more):
        with use_locale(locale):
            html = ui.textarea("a", "A", value=value, **{"max_characters": 20, **more})
        browser_page.goto("about:blank")
        # Time passes only when a test lets it.
        browser_page.clock.install(time=0)
        browser_page.clock.pause_at(1000)
        browser_page.set_content(
            f'<!doctype html><html lang="{locale}"><form><div id="one">{html}</div></form>'
            '<div id="two"></div><button>B</button></html>'
        )
        browser_page.add_script_tag(path=component("textarea").script, type="module")
        browser_page.wait_for_selector("[role=status]", state="attached")
        browser_page.evaluate(
            """() => {
              window.log = [];
              const status = document.querySelector("[role=status]");
              new MutationObserver(() => log.push(status.textContent))
                .observe(status, { childList: true, characterData: true, subtree: true });
            }"""
        )
        return browser_page

    return show


def said(page, after=1000):
    """What is announced once the resident has paused for so many milliseconds."""
    page.clock.run_for(after)
    return page.evaluate("log.splice(0)")


def count(page):
    return page.text_content(".city-textarea__count")


@pytest.mark.browser
def test_the_count_follows_each_letter_and_speaks_only_after_a_pause(page):
    page = page()
    assert count(page) == "20 characters left"
    page.focus("textarea")
    page.keyboard.type("ten chars.")
    assert count(page) == "10 characters left"
    assert said(page) == []
    page.keyboard.type("and eight")
    assert count(page) == "1 character left"
    assert said(page, 900) == []
    assert said(page, 100) == ["1 character left"]
    page.keyboard.press("Tab")
    assert page.text_content("[role=status]") == ""


@pytest.mark.browser
def test_what_is_too_long_is_kept_and_named(page):
    page = page("A sentence of 24 letters")
    assert count(page) == "4 characters too many"
    assert page.input_value("textarea") == "A sentence of 24 letters"
    assert page.get_attribute("city-textarea", "data-over") == ""
    page.fill("textarea", "Shorter")
    assert page.get_attribute("city-textarea", "data-over") is None


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "characters"),
    [("e\u0301", 1), ("👨‍👩‍👧", 1), ("🇫🇮", 1), ("a\nb", 3), ("", 0), (" ", 1)],
)
def test_characters_are_counted_as_people_count_them(page, text, characters):
    assert count(page(text)).startswith(f"{20 - characters} ")


@pytest.mark.browser
def test_words_are_counted_in_the_language_of_the_page(page):
    assert count(page("  yksi kaksi\nkolme ", "fi", max_characters=None, max_words=4)) == (
        "1 sana jäljellä"
    )


@pytest.mark.browser
def test_a_field_that_is_moved_counts_once(page):
    page = page("abc")
    for target in ("two", "one", "two"):
        page.evaluate(
            f"document.getElementById('{target}').append(document.querySelector('.city-field'))"
        )
    assert page.locator(".city-textarea__count").count() == 1
    assert page.locator("[role=status]").count() == 1
    page.focus("textarea")
    page.keyboard.press("End")
    page.keyboard.type("d" * 16)
    assert count(page) == "1 character left"
    assert said(page) == ["1 character left"]


@pytest.mark.browser
def test_a_form_that_is_emptied_counts_from_the_start(page):
    page = page()
    page.fill("textarea", "abc")
    page.evaluate("document.querySelector('form').reset()")
    page.clock.run_for(1)
    assert count(page) == "20 characters left"
