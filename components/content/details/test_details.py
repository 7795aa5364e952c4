"""What is special about the details."""

import pytest
from tests.markup import document

from citydesign import ui


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_it_is_the_browsers_own_element_and_its_line_comes_first():
    details = parse(ui.details("Why?", "Because."))
    assert details.tag == "details"
    assert [child.tag for child in details] == ["summary", "div"]


@pytest.mark.parametrize("is_open", [True, False])
def test_it_opens_from_the_beginning_only_where_it_is_asked_for(is_open):
    assert ("open" in parse(ui.details("Why?", "Because.", open=is_open)).attrib) == is_open


def test_it_is_open_on_paper(open_example):
    page = open_example("details/default", java_script_enabled=False)
    content = page.locator(".city-details__content")
    assert not content.is_visible()
    page.emulate_media(media="print")
    assert content.bounding_box()["height"] > 10


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_its_sign_points_to_the_words_and_down_when_it_is_open(open_example, direction):
    page = open_example("details/default")
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    page.emulate_media(reduced_motion="reduce")
    points = """() => {
      // The tip of the chevron, from the middle of its box: to the right and down.
      const path = document.querySelector(".city-details__summary path");
      const box = path.closest("svg").getBoundingClientRect();
      const matrix = path.getScreenCTM();
      const tip = new DOMPoint(15.5, 12).matrixTransform(matrix);
      return [tip.x - box.x - box.width / 2, tip.y - box.y - box.height / 2].map(Math.round);
    }"""
    x, y = page.evaluate(points)
    assert (x > 0, y) == (direction == "ltr", 0)
    page.click("summary")
    x, y = page.evaluate(points)
    assert x == 0
    assert y > 0
