"""What is special about the side navigation."""

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.navigation import Menus, Page, Tree

LINKS = [
    {"text": "Apply", "url": "/apply"},
    {
        "text": "Fees",
        "url": "/fees",
        "current": "section",
        "links": [
            {"text": "Discounts", "url": "/discounts", "current": "section"},
            {"text": "Absence", "url": "/absence"},
        ],
    },
]


def parse(html):
    (element,) = document(html).find("body")
    return element


def marked(nav):
    return [(a.get("href"), a.get("aria-current")) for a in nav.iter("a") if a.get("aria-current")]


def test_only_the_last_link_on_the_way_says_where_the_resident_is():
    assert marked(parse(ui.side_navigation(LINKS))) == [("/discounts", "true")]
    page = [{**LINKS[1], "links": [{"text": "A", "url": "/a", "current": "page"}]}]
    assert marked(parse(ui.side_navigation(page))) == [("/a", "page")]
    alone = [{**LINKS[1], "links": [{"text": "A", "url": "/a"}]}]
    assert marked(parse(ui.side_navigation(alone))) == [("/fees", "true")]


def test_words_of_a_link_are_not_taken_for_a_mark():
    links = [{**LINKS[1], "links": [{"text": ' aria-current="', "url": "/a"}]}]
    assert marked(parse(ui.side_navigation(links))) == [("/fees", "true")]


def test_what_is_below_a_page_is_a_list_in_its_item():
    nav = parse(ui.side_navigation(LINKS))
    outer = nav.find("./div/ul")
    assert [li.find("a").get("href") for li in outer.findall("li")] == ["/apply", "/fees"]
    assert [a.get("href") for a in outer.findall("./li/ul/li/a")] == ["/discounts", "/absence"]


def test_each_heading_begins_a_list_and_links_before_the_first_have_none():
    links = [LINKS[0], {**LINKS[0], "heading": "Later"}, LINKS[0], {**LINKS[0], "heading": "Last"}]
    nav = parse(ui.side_navigation(links, heading_level=4))
    parts = [(e.tag, e.text if e.tag == "h4" else len(e)) for e in nav.find("./div")]
    assert [(tag, part) for tag, part in parts] == [
        ("ul", 1),
        ("h4", "Later"),
        ("ul", 2),
        ("h4", "Last"),
        ("ul", 1),
    ]


def test_one_tree_fills_it_at_any_depth():
    page = Page("D0", "/0")
    for depth in range(1, 6):
        page = Page(f"D{depth}", f"/{depth}", [page])
    menus = Menus(Tree(Page("Home", "/", [page])), "/0")
    html = ui.side_navigation(menus.side_navigation, name=menus.section, url=menus.section_url)
    nav = parse(html)
    assert [a.get("href") for a in nav.iter("a")] == ["/5", "/4", "/3", "/2", "/1", "/0"]
    assert marked(nav) == [("/0", "page")]


@pytest.mark.parametrize(("width", "seen"), [(320, False), (767, False), (768, True), (1280, True)])
def test_links_are_in_sight_where_there_is_room_without_scripts(width, seen, open_example):
    viewport = {"width": width, "height": 600}
    page = open_example("side-navigation/default", java_script_enabled=False, viewport=viewport)
    link = page.get_by_role("link", name="Fees")
    assert link.is_visible() is seen
    assert page.locator("summary").is_visible() is not seen
    if not seen:
        page.locator("summary").click()
        assert link.is_visible()
