"""What is special about the details."""

import html5lib
import pytest

from citydesign import ui


def parse(html):
    (element,) = html5lib.parse(str(html), namespaceHTMLElements=False).find("body")
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
