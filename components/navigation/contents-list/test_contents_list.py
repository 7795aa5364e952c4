"""What is special about the contents list."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.navigation import Menus, Page, Tree

LINKS = [
    {"text": "Who", "url": "#who"},
    {"text": "Fees", "url": "#fees", "links": [{"text": "Discounts", "url": "#discounts"}]},
]


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_headings_below_a_heading_are_a_list_in_its_item():
    nav = parse(ui.contents_list(LINKS))
    assert [a.get("href") for a in nav.findall("./ul/li/a")] == ["#who", "#fees"]
    assert [a.get("href") for a in nav.findall("./ul/li/ul/li/a")] == ["#discounts"]


def test_what_has_numbers_is_an_ordered_list_at_each_level():
    nav = parse(ui.contents_list(LINKS, numbered=True))
    assert len(nav.findall(".//ol")) == 2
    assert nav.find(".//ul") is None


def test_the_landmark_is_named_by_its_heading():
    nav = parse(ui.contents_list(LINKS, label="Contents", id="rules", heading_level=3))
    heading = nav.find("h3")
    assert (nav.get("id"), nav.get("aria-labelledby")) == ("rules", heading.get("id"))
    assert heading.text == "Contents"


def test_the_pages_below_a_page_come_from_the_tree():
    tree = Tree(Page("Home", "/", [Page("A", "/a"), Page("B", "/b")]))
    nav = parse(ui.contents_list(Menus(tree, "/").contents, label="Pages"))
    assert [a.get("href") for a in nav.iter("a")] == ["/a", "/b"]


@pytest.mark.parametrize("example", ["default", "nested"])
def test_each_link_leads_to_a_heading_of_the_same_words(example, open_example):
    page = open_example(f"contents-list/{example}")
    for link in page.locator("nav a").all():
        heading = page.locator(link.get_attribute("href"))
        assert link.inner_text() in heading.inner_text()
        link.click()
        assert heading.bounding_box()["y"] > -1
