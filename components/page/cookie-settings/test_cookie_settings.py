"""What is special about the cookie settings."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale

PURPOSES = [
    {"value": "necessary", "label": "Necessary", "content": "Sign-in.", "necessary": True},
    {"value": "visits", "label": "Counting visits", "content": "Figures."},
    {"value": "videos", "label": "Videos", "content": "Of meetings."},
]


def parse(html):
    (element,) = document(html).find("body")
    return element


def boxes(form):
    return {i.get("value"): i for i in form.iter("input") if i.get("type") == "checkbox"}


def test_nothing_is_ticked_for_a_resident_who_has_not_chosen():
    found = boxes(parse(ui.cookie_settings("/cookies/", PURPOSES)))
    assert set(found) == {"visits", "videos"}
    assert not any(box.get("checked") is not None for box in found.values())


def test_what_was_allowed_is_ticked_again_and_nothing_else():
    form = parse(ui.cookie_settings("/cookies/", PURPOSES, value=["videos"], chosen="2027-03-24"))
    assert {value for value, box in boxes(form).items() if box.get("checked") is not None} == {
        "videos"
    }
    assert "24 March 2027" in "".join(form.itertext())


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_box_says_what_it_allows(locale):
    with use_locale(locale):
        form = parse(ui.cookie_settings("/cookies/", PURPOSES))
    words = {label.get("for"): "".join(label.itertext()) for label in form.iter("label")}
    for purpose in PURPOSES[1:]:
        box = boxes(form)[purpose["value"]]
        assert words[box.get("id")].endswith(f": {purpose['label']}")


def test_enter_in_a_box_saves_what_is_ticked_and_accepts_nothing_more():
    first = next(parse(ui.cookie_settings("/cookies/", PURPOSES)).iter("button"))
    assert first.get("value") == "chosen"


def test_a_ticked_box_has_a_tick(open_example):
    page = open_example("cookie-settings/saved")
    mask = page.get_by_role("checkbox").evaluate("e => getComputedStyle(e, '::before').maskImage")
    assert "icon-check" in mask
