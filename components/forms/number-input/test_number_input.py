"""What is special about the number input."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.forms import read_decimal


def parse(**more):
    html = ui.number_input(**{"name": "people", "label": "People", **more})
    return document(html).find("body")


def field(**more):
    return parse(**more).find(".//input")


@pytest.mark.parametrize(
    ("locale", "number", "written"),
    [
        ("en", 7.5, "7.5"),
        ("fi", 7.5, "7,5"),
        ("sv", -0.25, "-0,25"),
        ("fi", 12400, "12400"),
        ("fi", 0, "0"),
    ],
)
def test_a_known_number_is_written_so_that_it_is_read_again(locale, number, written):
    with use_locale(locale):
        assert field(number=number).get("value") == written
        assert read_decimal(written) == number


@pytest.mark.parametrize(
    ("limits", "written"),
    [
        ({"min": 1, "max": 8}, "From 1 to 8."),
        ({"min": 0}, "At least 0."),
        ({"max": 0.5}, "At most 0.5."),
        ({"hint": "Count yourself too.", "max": 8}, "Count yourself too. At most 8."),
    ],
)
def test_the_limits_are_said_before_anything_is_typed(limits, written):
    body = parse(**limits)
    assert body.find(".//*[@id='people-hint']").text.strip() == written
    assert body.find(".//input").get("aria-describedby") == "people-hint"


def test_limits_that_leave_no_number_are_refused():
    with pytest.raises(UsageError, match=r"max is 0.25; write 0.5 or more, because min is 0.5"):
        parse(min=0.5, max=0.25)


@pytest.mark.parametrize(
    ("typed", "room"),
    [("", "3"), ("123", "3"), ("1234", "10"), ("1" * 20, "20"), ("1" * 21, None)],
)
def test_what_was_typed_is_seen_whole(typed, room):
    rooms = [c for c in field(value=typed, width="3").get("class").split() if "--" in c]
    assert rooms == ([f"city-control--{room}"] if room else [])


def test_it_is_no_number_field_of_the_browser():
    """That one turns with the mouse wheel and drops what it can't read (1.200, 2 people)."""
    assert field().get("type") == "text"
    assert field().get("inputmode") == "numeric"
    assert field(decimals=True).get("inputmode") == "decimal"


def test_without_scripts_it_is_the_field_alone(open_example):
    page = open_example("number-input/stepper", java_script_enabled=False)
    assert page.get_by_role("textbox", name="Adults").is_visible()
    assert page.get_by_role("button").count() == 0


def more(page):
    return page.get_by_role("button", name="Increase")


def less(page):
    return page.get_by_role("button", name="Decrease")


@pytest.mark.parametrize(
    ("typed", "plus", "minus"),
    [
        ("", "0.5", "0.5"),
        ("7.5", "8.0", "7.0"),
        ("7,25", "7.75", "6.75"),
        ("  8 ", "8.5", "7.5"),
        ("9.75", "10.00", "9.25"),
        ("many", "0.5", "0.5"),
        ("-3", "0.5", "-3"),
        ("12", "12", "10.0"),
    ],
)
def test_a_button_counts_on_from_what_is_typed_and_stays_in_the_limits(
    typed, plus, minus, open_example
):
    for button, written in ((more, plus), (less, minus)):
        page = open_example("number-input/decimals")
        page.get_by_role("textbox").fill(typed)
        button(page).click(force=True)
        assert page.get_by_role("textbox").input_value() == written


def test_it_counts_on_with_the_comma_of_the_language(open_example):
    with use_locale("fi"):
        frame = parse(stepper=True, decimals=True, step=0.5).find(".//city-number-input")
    page = open_example("number-input/decimals")
    page.evaluate(
        "sign => { document.querySelector('city-number-input').dataset.sign = sign; }",
        frame.get("data-sign"),
    )
    page.get_by_role("textbox").fill("7,25")
    more(page).click()
    assert page.get_by_role("textbox").input_value() == "7,75"
    assert page.get_by_role("status").inner_text() == "7,75 hours a day"


def test_a_screen_reader_hears_the_new_number_and_scripts_hear_of_it(open_example):
    page = open_example("number-input/decimals")
    page.evaluate("""() => {
      window.heard = [];
      for (const kind of ["input", "change"])
        document.addEventListener(kind, (event) => window.heard.push(kind + event.target.value));
    }""")
    more(page).click()
    assert page.get_by_role("status").inner_text() == "8.0 hours a day"
    assert page.evaluate("window.heard") == ["input8.0", "change8.0"]


def test_at_the_limit_the_button_says_why_and_keeps_the_focus(open_example):
    page = open_example("number-input/decimals")
    page.get_by_role("textbox").fill("9.5")
    more(page).click()
    assert more(page).get_attribute("aria-disabled") == "true"
    hint = page.locator(f"#{more(page).get_attribute('aria-describedby')}")
    assert hint.inner_text() == "From 0.5 to 10."
    more(page).click(force=True)
    assert page.get_by_role("textbox").input_value() == "10.0"
    assert page.evaluate("document.activeElement.dataset.by") == "1"
    less(page).click()
    assert more(page).get_attribute("aria-disabled") is None


def test_keys_that_mean_something_else_stay_with_the_browser(open_example):
    page = open_example("number-input/decimals")
    field = page.get_by_role("textbox")
    for key in ("Alt+ArrowUp", "Control+ArrowUp", "Shift+ArrowUp", "ArrowLeft", "Home"):
        field.press(key)
    assert field.input_value() == "7.5"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_number_is_read_from_left_to_right_on_any_page(direction, open_example):
    page = open_example("number-input/real-size")
    page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
    field = page.locator("#electricity")
    # Its edges stay those of the page, because its unit is beside it.
    found = field.evaluate("(one) => [one.matches(':dir(rtl)'), getComputedStyle(one).unicodeBidi]")
    assert found == ([True, "plaintext"] if direction == "rtl" else [False, "normal"])
