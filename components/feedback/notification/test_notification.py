"""What is special about the notification."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("locale", "status", "said"),
    [
        ("en", "warning", "Warning: The hall closes at six"),
        ("fi", "success", "Onnistui: The hall closes at six"),
        ("sv", "error", "Misslyckades: The hall closes at six"),
    ],
)
def test_the_kind_of_news_is_said_first_in_the_language_of_the_page(locale, status, said):
    with use_locale(locale):
        box = parse(ui.notification("The hall closes at six", status=status))
    assert "".join(box.find(".//h2").itertext()) == said


def test_what_is_there_when_the_page_opens_is_a_region_and_not_announced():
    box = parse(ui.notification("New", "Now"))
    assert box.get("role") == "region"
    assert box.get("aria-labelledby") == box.find(".//h2").get("id")


@pytest.mark.parametrize(("status", "role"), [("success", "status"), ("error", "alert")])
def test_what_appears_later_is_announced_a_failure_at_once(status, role):
    assert parse(ui.notification("Saved", status=status, announce=True)).get("role") == role


def test_text_is_escaped_and_markup_is_not():
    box = parse(ui.notification("<b>1</b>", Markup("<p>See <a href='/x'>more</a></p>")))
    assert "<b>1</b>" in "".join(box.find(".//h2").itertext())
    assert box.find(".//a").get("href") == "/x"


def test_without_scripts_there_is_no_button_that_does_nothing(open_example):
    page = open_example("notification/dismissible", java_script_enabled=False)
    assert page.get_by_text("New: sports halls can be booked here").is_visible()
    assert page.locator("button").count() == 1
    assert not page.locator("button").is_visible()


def test_closing_it_by_keyboard_hands_the_focus_on(open_example):
    page = open_example("notification/dismissible")
    page.locator(".city-notification__close").focus()
    page.keyboard.press("Enter")
    assert page.locator(".city-notification").count() == 0
    assert page.evaluate("document.activeElement.id") == "events"


def test_where_nothing_is_named_the_heading_of_the_page_takes_the_focus(open_example):
    page = open_example("notification/dismissible")
    page.evaluate("document.querySelector('city-notification').dataset.returnFocus = 'nowhere'")
    page.locator(".city-notification__close").click()
    assert page.evaluate("document.activeElement.tagName") == "H1"
