"""What is special about radios, and about what a choice asks further."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

ITEMS = [
    {"value": "email", "label": "By e-mail", "content": ui.text_input("email", "E-mail")},
    {"value": "letter", "label": "By letter", "hint": "In a week."},
]


def parse(html):
    return document(html).find("body")


def group(kind, **more):
    return parse(getattr(ui, kind)("contact", "How?", ITEMS, **more))


def test_an_error_summary_finds_the_first_radio_by_the_name():
    radios = group("radios").findall(".//input[@type='radio']")
    assert [r.get("id") for r in radios] == ["contact", "contact-2"]
    assert {r.get("name") for r in radios} == {"contact"}


def test_the_group_is_invalid_and_says_why_when_it_is_entered():
    fieldset = group("radios", error="Choose.", hint="One.").find("fieldset")
    assert fieldset.get("role") == "radiogroup"
    assert fieldset.get("aria-invalid") == "true"
    assert fieldset.get("aria-describedby").split() == ["contact-hint", "contact-error"]
    assert "aria-invalid" not in group("radios").find("fieldset").attrib


@pytest.mark.parametrize(("value", "chosen"), [(None, []), ("letter", ["letter"])])
def test_only_what_was_chosen_before_is_chosen(value, chosen):
    radios = group("radios", value=value).iter("input")
    assert [r.get("value") for r in radios if "checked" in r.attrib] == chosen


@pytest.mark.parametrize(("kind", "value"), [("radios", "x"), ("checkboxes", ["letter", "x"])])
def test_a_value_that_none_has_is_refused_unless_it_comes_back_with_an_error(kind, value):
    with pytest.raises(UsageError, match=f"{kind}: value is 'x', which none of items has"):
        group(kind, value=value)
    chosen = group(kind, value=value, error="Choose.").iter("input")
    assert [r.get("value") for r in chosen if "checked" in r.attrib] == [
        one for one in value if one != "x"
    ]


@pytest.mark.parametrize("kind", ["radios", "checkboxes"])
@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"items": []}, "items is an empty list"),
        ({"items": [*ITEMS, {"value": "letter", "label": "Post"}]}, "with the value 'letter'"),
        ({"items": [{"value": "a", "label": " "}]}, r"items\[0\].label is empty"),
        ({"label": " "}, "label is empty"),
        ({"name": ""}, "name is empty"),
    ],
)
def test_a_choice_without_choices_or_words_is_refused(kind, more, message):
    given = {"name": "contact", "label": "How?", "items": ITEMS, **more}
    with pytest.raises(UsageError, match=message):
        getattr(ui, kind)(**given)


@pytest.mark.parametrize("kind", ["radios", "checkboxes"])
def test_a_further_question_comes_right_after_its_choice_and_bears_its_name(kind):
    body = group(kind)
    choice = body.find(".//div[@class='city-choice']")
    content = list(choice)[-1]
    assert content.find(".//input").get("name") == "email"
    assert content.get("role") == "group"
    label = choice.find("label")
    assert content.get("aria-labelledby") == label.get("id")


@pytest.mark.parametrize("kind", ["radios", "checkboxes"])
def test_a_choice_tells_before_that_it_opens_a_question_and_is_no_disclosure(kind):
    body = group(kind)
    opens, plain = (e for e in body.iter("input") if e.get("name") == "contact")
    said = body.find(f".//span[@id='{opens.get('aria-describedby')}']")
    assert said.text == "Opens a further question."
    assert plain.get("aria-describedby") == "contact-2-item-hint"
    assert not any("aria-expanded" in e.attrib for e in body.iter())


def test_the_question_can_be_the_heading_of_the_page():
    legend = group("radios", heading=True).find("fieldset/legend")
    assert legend.find("h1").text == "How?"


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_further_question_shows_only_while_its_choice_is_made(open_example, scripts):
    page = open_example("radios/further-question", java_script_enabled=scripts)
    email, mobile = page.locator("#email"), page.locator("#mobile")
    assert not email.is_visible()
    assert mobile.is_visible()
    page.get_by_role("radio", name="By e-mail").check()
    email.fill("aino@example.fi")
    assert not mobile.is_visible()
    page.get_by_role("radio", name="By letter").check()
    assert not email.is_visible()
    page.get_by_role("radio", name="By e-mail").check()
    assert email.input_value() == "aino@example.fi"


@pytest.mark.browser
def test_the_whole_row_can_be_pressed(open_example):
    page = open_example("radios/default")
    for choice in page.locator(".city-choice").all():
        box, label = choice.bounding_box(), choice.locator("label").bounding_box()
        assert label["height"] >= 44
        assert (label["x"], label["y"]) == (box["x"], box["y"])
        page.mouse.click(box["x"] + 34, box["y"] + 4)
        assert choice.locator("input").is_checked()
