"""What is special about the section."""

from itertools import pairwise

import pytest
from tests.markup import document

from citydesign import contrast, ui


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("edge", "drawn"),
    [("none", []), ("top", ["top"]), ("bottom", ["bottom"]), ("both", ["top", "bottom"])],
)
def test_the_edge_is_drawn_where_it_is_asked_for_and_read_by_nobody(edge, drawn):
    section = parse(ui.section("Ice rinks", edge=edge))
    edges = section.findall("./div[@class]")
    names = [e.get("class").rpartition("--")[2] for e in edges if "__edge" in e.get("class")]
    assert names == drawn
    assert "".join(section.itertext()).strip() == "Ice rinks"


def test_a_heading_alone_leaves_no_empty_sheet_behind():
    section = parse(ui.section("Ice rinks", ground="city"))
    assert section.find(".//*[@class='city-section__content']") is None


def test_the_first_section_of_a_page_can_hold_its_heading():
    section = parse(ui.section("Helsinki", heading_level=1))
    assert "city-heading-xl" in section.find(".//h1").get("class")


def test_what_is_quiet_in_a_button_can_be_read_on_each_ground_of_a_section():
    for theme in (None, "vantaa", "espoo"):
        pairs = {(p.token, p.against) for p in contrast.check(theme)}
        for ink in ("color.text.default", "color.text.link", "color.action.on-secondary"):
            for ground in ("page", "tint", "sunken"):
                assert (ink, f"color.surface.{ground}") in pairs
        assert ("color.brand.on-hero", "color.brand.hero") in pairs


COLOURS = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"


def test_on_the_citys_colour_everything_but_the_lead_has_the_colours_of_the_page(open_example):
    page = open_example("section/city-colour")
    body = page.locator("body").evaluate(COLOURS)
    assert page.locator(".city-section__content").evaluate(COLOURS) == body
    assert page.locator(".city-section").evaluate(COLOURS)[1] != body[1]
    heading = page.locator(".city-section__heading").evaluate(COLOURS)
    assert heading[0] == page.locator(".city-section").evaluate(COLOURS)[0]


@pytest.mark.parametrize("width", [320, 1280])
def test_sections_touch_each_other_the_header_and_the_footer(open_example, width):
    page = open_example("section/real-size", viewport={"width": width, "height": 800})
    parts = page.locator(".city-header, .city-section, .city-footer").all()
    boxes = [part.bounding_box() for part in parts]
    assert len(boxes) == 7
    for above, below in pairwise(boxes):
        assert below["y"] == pytest.approx(above["y"] + above["height"], abs=1)


def test_lines_of_text_stay_short_in_a_wide_section(open_example):
    page = open_example("section/real-size", viewport={"width": 1440, "height": 900})
    for text in page.locator(".city-section__content p, .city-section__lead").all():
        assert text.bounding_box()["width"] <= 38 * 16 + 1
