"""What is special about the sub-navigation."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.errors import UsageError

LINKS = [{"text": "Coming", "url": "/coming"}, {"text": "Past", "url": "/past"}]


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(("current", "said"), [("page", "page"), ("section", "true")])
def test_the_page_is_marked_and_is_still_a_link(current, said):
    nav = parse(ui.sub_navigation([LINKS[0], {**LINKS[1], "current": current}]))
    assert [(a.get("href"), a.get("aria-current")) for a in nav.iter("a")] == [
        ("/coming", None),
        ("/past", said),
    ]


def test_only_one_of_the_pages_can_be_shown():
    with pytest.raises(UsageError, match="current"):
        ui.sub_navigation([{**link, "current": "page"} for link in LINKS])


def test_they_are_links_to_pages_and_no_tabs():
    nav = parse(ui.sub_navigation(LINKS))
    assert {e.get("role") for e in nav.iter() if e.get("role")} == {"list"}


@pytest.mark.parametrize("width", [320, 480, 768, 1280])
def test_no_page_is_ever_out_of_sight(width, open_example):
    viewport = {"width": width, "height": 600}
    page = open_example("sub-navigation/long-names", viewport=viewport)
    for link in page.locator("nav a").all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 44
