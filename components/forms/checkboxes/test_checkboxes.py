"""What is special about checkboxes; what they share with radios is tested there."""

import pytest
from tests.markup import document

from citydesign import ui

DAYS = [{"value": day, "label": day} for day in ("mon", "wed", "fri")]


def parse(html):
    return document(html).find("body")


def test_every_value_that_was_ticked_is_ticked_again():
    boxes = parse(ui.checkboxes("days", "Days", DAYS, value=["fri", "mon"])).iter("input")
    assert [b.get("value") for b in boxes if "checked" in b.attrib] == ["mon", "fri"]


def test_a_single_consent_is_no_group_and_has_hint_and_error_of_its_own():
    body = parse(ui.checkboxes("ok", None, DAYS[:1], hint="Later.", error="Tick."))
    assert body.find(".//fieldset") is None
    box = body.find(".//input")
    assert box.get("aria-describedby") == "ok-hint ok-error"
    assert box.get("aria-invalid") == "true"


def test_no_single_box_is_wrong_when_a_group_is():
    body = parse(ui.checkboxes("days", "Days", DAYS, error="Tick one."))
    assert body.find("fieldset").get("aria-describedby") == "days-error"
    assert not any("aria-invalid" in box.attrib for box in body.iter("input"))


def test_an_optional_consent_says_so_in_its_label():
    label = parse(ui.checkboxes("ok", None, DAYS[:1], optional=True)).find(".//label")
    assert "".join(label.itertext()) == "mon (optional)"


def test_a_script_comes_only_with_a_choice_that_rules_out_the_others():
    assert parse(ui.checkboxes("days", "Days", DAYS)).find(".//city-checkboxes") is None


@pytest.mark.browser
def test_none_of_these_and_the_others_rule_each_other_out_and_say_so(open_example):
    page = open_example("checkboxes/none-of-these")
    status = page.locator("city-checkboxes > [role=status]")
    milk, nuts, none = (page.get_by_label(w) for w in ("Milk", "Nuts", "None of these"))
    # Moved about as a library would, it must not listen twice.
    page.evaluate(
        "e => { for (let i = 0; i < 3; i++) { e.remove(); "
        "document.querySelector('#allergy-group').append(e); } }",
        page.query_selector("city-checkboxes"),
    )
    none.check()
    assert not milk.is_checked()
    assert not nuts.is_checked()
    assert status.inner_text() == "No longer chosen: Milk, Nuts"
    milk.check()
    assert not none.is_checked()
    assert status.inner_text() == "No longer chosen: None of these"
    nuts.check()
    assert milk.is_checked()
    assert status.inner_text() == ""
