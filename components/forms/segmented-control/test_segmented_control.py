"""What is special about the segmented control."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

VIEWS = [{"value": "list", "label": "List", "icon": "menu"}, {"value": "map", "label": "Map"}]


def parse(value="list", **options):
    made = ui.segmented_control("view", "Show", VIEWS, value, **options)
    return document(made).find("body")


def test_exactly_one_choice_holds():
    chosen = [one.get("value") for one in parse("map").iter("input") if "checked" in one.attrib]
    assert chosen == ["map"]
    with pytest.raises(UsageError, match="value"):
        parse("")


def test_each_choice_is_named_by_its_words():
    labels = {one.get("for"): "".join(one.itertext()).strip() for one in parse().iter("label")}
    assert labels == {"view": "List", "view-2": "Map"}


@pytest.mark.browser
def test_choosing_moves_no_other_choice(open_example):
    page = open_example("segmented-control/with-hint")
    boxes = [page.locator("label").nth(number).bounding_box() for number in range(3)]
    page.get_by_label("Month").check()
    assert boxes == [page.locator("label").nth(number).bounding_box() for number in range(3)]


@pytest.mark.browser
def test_the_whole_segment_can_be_pressed(open_example):
    page = open_example("segmented-control/default")
    box = page.locator("label").nth(1).bounding_box()
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 2)
    assert page.locator("#view-2").is_checked()
