"""What is special about the password input."""

import re

import pytest
from tests.markup import document

from citydesign import UsageError, ui
from citydesign.contracts import component


def parse(**more):
    html = ui.password_input(**{"name": "password", "label": "Password", **more})
    return document(html).find("body")


def test_a_password_never_comes_back_to_the_page():
    assert "value" not in {one.name for one in component("password-input").parameters}
    assert parse(error="Wrong.").find(".//input").get("value") is None


def test_the_rules_are_part_of_what_describes_the_field():
    body = parse(hint="Three words.", rules=["At least 12 characters", "Not your name"])
    hint = body.find(".//*[@id='password-hint']")
    assert [one.text for one in hint.iter("li")] == ["At least 12 characters", "Not your name"]
    assert body.find(".//input").get("aria-describedby") == "password-hint"


@pytest.mark.parametrize("autocomplete", ["password", "on", ""])
def test_what_no_password_manager_knows_is_refused(autocomplete):
    with pytest.raises(UsageError, match="autocomplete is"):
        parse(autocomplete=autocomplete)


def test_nothing_is_said_to_password_managers_where_a_form_does_not_know():
    assert parse(autocomplete=None).find(".//input").get("autocomplete") is None


def test_without_scripts_it_is_the_field_alone(open_example):
    page = open_example("password-input/default", java_script_enabled=False)
    assert page.get_by_label("Password").get_attribute("type") == "password"
    assert page.get_by_role("button").count() == 0


def toggle(page):
    return page.locator(".city-password-input__toggle").first


def test_what_was_typed_is_shown_said_and_hidden_again(open_example):
    page = open_example("password-input/default")
    field, status = page.locator("#password"), page.get_by_role("status")
    field.fill("kolme sanaa")
    page.get_by_role("button", name=re.compile("^Show ?, Password$")).click()
    assert field.get_attribute("type") == "text"
    assert field.input_value() == "kolme sanaa"
    assert status.inner_text() == "What you typed is visible."
    page.get_by_role("button", name=re.compile("^Hide ?, Password$")).click()
    assert field.get_attribute("type") == "password"
    assert status.inner_text() == "What you typed is hidden."


def test_the_browser_does_not_keep_it_as_a_suggestion_when_the_form_is_sent(open_example):
    page = open_example("password-input/real-size")
    page.evaluate("""() => document.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      window.sent = document.querySelector("#old").type;
    })""")
    toggle(page).click()
    page.locator("#old").press("Enter")
    assert page.evaluate("window.sent") == "password"


def test_another_form_that_is_sent_leaves_it_as_it_is(open_example):
    page = open_example("password-input/real-size")
    toggle(page).click()
    page.evaluate("""() => {
      document.body.insertAdjacentHTML("beforeend", '<form id="other" action="/other"></form>');
      const other = document.querySelector("#other");
      other.addEventListener("submit", (event) => event.preventDefault());
      other.requestSubmit();
    }""")
    assert page.locator("#old").get_attribute("type") == "text"


def test_a_page_that_is_left_keeps_it_hidden(open_example):
    page = open_example("password-input/default")
    toggle(page).click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.locator("#password").get_attribute("type") == "password"
    assert toggle(page).inner_text().startswith("Show")
