"""What is special about either-or."""

import re
from pathlib import Path

import pytest
from tests.markup import document

from citydesign import ui

GUIDE = Path(__file__).with_name("either-or.md").read_text("utf-8")


def parse(**options):
    made = ui.either_or("no-email", "I have none", ui.text_input("email", "E-mail"), **options)
    return document(made).find("body")


def test_the_field_comes_first_and_the_box_says_what_it_rules_out_without_it():
    inputs = list(parse().iter("input"))
    assert [one.get("id") for one in inputs] == ["email", "no-email"]
    assert "checked" not in inputs[1].attrib
    assert "checked" in list(parse(checked=True).iter("input"))[1].attrib


def test_the_guide_shows_all_three_libraries():
    blocks = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    assert len(blocks) == 3
    for block in blocks:
        compile(block, "guide", "exec")


@pytest.mark.browser
def test_the_box_takes_the_answer_back_and_brings_it_again(open_example):
    page = open_example("either-or/default")
    email, box = page.locator("#email"), page.locator("#no-email")
    status = page.locator("city-either-or > [role=status]")
    # Moved about as a library would, it must not listen twice.
    page.evaluate(
        "for (let i = 0; i < 3; i++) { const one = document.querySelector('city-either-or');"
        " const place = one.parentElement; one.remove(); place.append(one); }"
    )
    email.fill("aino@example.fi")
    box.check()
    assert email.input_value() == ""
    assert status.inner_text() == "Answer removed: E-mail address"
    box.uncheck()
    assert email.input_value() == "aino@example.fi"
    box.check()
    email.press("x")
    assert not box.is_checked()
    assert email.input_value() == "x"
    assert status.inner_text() == "Answer removed: I have no e-mail address"
    box.focus()
    assert email.input_value() == "x"


@pytest.mark.browser
def test_every_kind_of_answer_is_taken_back_and_nothing_else(open_example):
    page = open_example("either-or/real-size")
    page.get_by_label("Name", exact=True).fill("Aino")
    for part, value in (("day", "15"), ("month", "3"), ("year", "2027")):
        page.locator(f"#moved-{part}").fill(value)
    page.locator("#stay").check()
    page.locator("#until").fill("1.6.2028")
    page.get_by_label("Citizenship", exact=True).select_option("ua")
    for box in ("not-moved", "unknown-stay", "no-country"):
        page.locator(f"#{box}").check()
    assert page.get_by_label("Name", exact=True).input_value() == "Aino"
    parts = [page.locator(f"#moved-{one}").input_value() for one in ("day", "month", "year")]
    assert parts == ["", "", ""]
    assert page.locator("[name=stay]:checked").count() == 0
    assert page.locator("#country").input_value() == ""
    page.locator("#unknown-stay").uncheck()
    # What is asked further was never taken.
    assert page.locator("#until").input_value() == "1.6.2028"
    page.locator("#country").select_option("fi")
    assert not page.locator("#no-country").is_checked()


@pytest.mark.browser
def test_without_scripts_both_are_sent_for_the_server_to_judge(open_example):
    page = open_example("either-or/default", java_script_enabled=False)
    page.locator("#email").fill("aino@example.fi")
    page.locator("#no-email").check()
    assert page.locator("#email").input_value() == "aino@example.fi"
