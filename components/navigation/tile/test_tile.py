"""What is special about the tile."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui
from citydesign.errors import UsageError
from citydesign.navigation import Menus, Page, Tree


def parse(html):
    (element,) = document(html).find("body")
    return element


def words(html):
    return "".join(parse(html).itertext()).strip()


def test_the_whole_tile_is_one_link_that_says_text_and_hint():
    link = parse(ui.tile("Apply", "/apply", hint="All year", icon="users"))
    assert (link.tag, link.get("href"), words(ui.tile("Apply", "/apply", hint="All year"))) == (
        "a",
        "/apply",
        "Apply All year",
    )
    assert all(svg.get("aria-hidden") == "true" for svg in link.iter("svg"))


def test_nothing_else_can_be_pressed_in_it():
    for given in (
        {"text": Markup("<a href='/x'>x</a>")},
        {"text": "A", "hint": Markup("<button>")},
    ):
        with pytest.raises(UsageError):
            ui.tile(url="/a", **given)


def test_the_pages_of_the_tree_are_its_texts_and_addresses():
    tree = Tree(Page("Home", "/", [Page("Library", "/library"), Page("Sports", "/sports")]))
    links = [ui.tile(link["text"], link["url"]) for link in Menus(tree, "/").main]
    assert [(words(link), parse(link).get("href")) for link in links] == [
        ("Library", "/library"),
        ("Sports", "/sports"),
    ]


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (700, 2), (1280, 3)])
def test_tiles_of_a_row_are_equally_high_in_as_many_columns_as_have_room(
    width, columns, open_example
):
    page = open_example("tile/real-size", viewport={"width": width, "height": 900})
    boxes = [tile.bounding_box() for tile in page.locator(".city-tile").all()]
    rows = {}
    for box in boxes:
        rows.setdefault(round(box["y"]), []).append(box["height"])
    assert max(map(len, rows.values())) == columns
    assert all(max(heights) - min(heights) < 1 for heights in rows.values())
    assert all(box["height"] >= 48 for box in boxes)


def test_a_press_on_its_edge_opens_the_page(open_example):
    page = open_example("tile/default")
    box = page.locator(".city-tile").first.bounding_box()
    with page.expect_request("**/daycare/apply"):
        page.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] - 8)
