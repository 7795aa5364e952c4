"""What is special about the form wrapper."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import UsageError, ui

WRONG = [{"text": "Fill in your name.", "url": "#name"}]


def parse(*args, **options):
    made = ui.form_wrapper("/join", *args, **options)
    (form,) = document(made).find("body")
    return form


def test_the_server_judges_unless_the_browser_may():
    assert "novalidate" in parse().attrib
    assert "novalidate" not in parse(browser_checks=True).attrib


def test_files_are_sent_whole():
    assert parse(files=True).get("enctype") == "multipart/form-data"
    assert parse().get("enctype") is None


def test_what_is_wrong_comes_before_the_heading_and_the_main_button_before_others():
    form = parse(
        ui.text_input("name", "Name"),
        heading="Join",
        errors=WRONG,
        button_text="Send",
        buttons=ui.button("Save", name="act", value="save"),
    )
    parts = [(one.tag, one.get("name")) for one in form.iter() if one.tag not in ("div", "span")]
    order = [tag for tag, _ in parts if tag in ("city-error-summary", "h1", "input", "button")]
    assert order == ["city-error-summary", "h1", "input", "button", "button"]
    assert [name for tag, name in parts if tag == "button"] == [None, "act"]


def test_without_errors_and_heading_there_is_only_the_form():
    assert [one.tag for one in parse(Markup("<p>Text</p>"))] == ["p"]


def test_a_second_press_is_ignored_where_the_button_has_words_for_it():
    guarded = parse(button_text="Send", loading_text="Sending").find(".//city-button")
    assert guarded.get("data-loading-text") == "Sending"
    assert parse(button_text="Send").find(".//city-button") is None


def test_words_of_a_button_that_is_not_there_are_refused():
    for more in ({"loading_text": "Sending"}, {"buttons": "More"}):
        with pytest.raises(UsageError, match="button_text"):
            ui.form_wrapper("/join", **more)


def test_a_form_is_never_sent_to_another_site():
    with pytest.raises(UsageError, match="url"):
        ui.form_wrapper("https://elsewhere.example/")


def test_hidden_fields_come_first_and_a_token_given_as_text_shows_its_letters():
    token = Markup('<input type="hidden" name="csrf_token" value="k">')
    assert parse("x", fields=token)[0].get("name") == "csrf_token"
    assert parse(fields="<input>").find("input") is None


@pytest.mark.browser
def test_enter_in_a_field_presses_the_main_button(open_example):
    page = open_example("form-wrapper/with-errors")
    page.evaluate(
        "document.querySelector('form').addEventListener('submit', (event) => {"
        " event.preventDefault(); document.title = `by (${event.submitter.name})`; })"
    )
    page.locator("#card").press("Enter")
    assert page.title() == "by ()"


@pytest.mark.browser
def test_a_browser_that_may_check_stops_an_empty_form(open_example):
    page = open_example("form-wrapper/looks-up")
    page.get_by_role("button").last.click()
    assert page.evaluate("document.querySelector('form').checkValidity()") is False
    assert page.locator("#reference:focus").count() == 1
