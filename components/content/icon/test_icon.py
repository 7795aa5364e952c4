"""What is special about the icon."""

import re
import xml.etree.ElementTree as ET

import pytest
from tests.markup import document

from citydesign import ui
from citydesign.icons import icon_names
from citydesign.paths import COMPONENTS

FILES = sorted((COMPONENTS / "shared" / "icons").glob("*.svg"))


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_beside_words_it_is_passed_over():
    icon = parse(ui.icon("phone"))
    assert icon.get("role") is None
    assert icon.get("aria-label") is None
    assert icon[0].get("aria-hidden") == "true"


def test_with_a_label_it_is_an_image_of_that_name():
    icon = parse(ui.icon("bus", label="Bus stop"))
    assert (icon.get("role"), icon.get("aria-label")) == ("img", "Bus stop")
    assert icon[0].get("aria-hidden") == "true"


def test_it_stays_on_its_line():
    html = str(ui.icon("bus"))
    assert html == html.strip()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_drawing_has_the_grid_and_the_line_of_the_set(file):
    svg = ET.fromstring(file.read_text("utf-8"))
    assert svg.get("viewBox") == "0 0 24 24"
    assert (svg.get("width"), svg.get("height")) == ("24", "24")
    assert svg.get("fill") == "none"
    assert svg.get("stroke") == "currentColor"
    assert svg.get("stroke-width") == "2"
    assert svg.get("stroke-linecap") == svg.get("stroke-linejoin") == "round"
    for shape in svg:
        assert shape.tag.rpartition("}")[2] in {"path", "circle"}
        assert set(shape.attrib) <= {"d", "cx", "cy", "r"}


def test_what_points_forwards_or_backwards_is_mirrored_and_nothing_else():
    mirrored = {file.stem for file in FILES if "data-mirrored" in file.read_text("utf-8")}
    sideways = {name for name in icon_names() if re.search("left|right|sign-|external", name)}
    assert mirrored == sideways


def test_its_size_is_that_of_its_token(open_example):
    page = open_example("icon/default")
    for size, name, side in (("large", "home", 32), ("medium", "phone", 24)):
        icon = page.locator(f".city-icon-frame--{size} > .city-icon--{name}")
        box = icon.bounding_box()
        assert (box["width"], box["height"]) == (side, side)
    page = open_example("icon/direction")
    assert page.locator(".city-icon--download").bounding_box()["width"] == 20


def test_in_a_page_from_right_to_left_an_arrow_points_the_other_way(open_example):
    page = open_example("icon/direction")

    def turned(name):
        icon = page.locator(f".city-icon--{name}")
        return icon.evaluate("e => getComputedStyle(e).transform") == "matrix(-1, 0, 0, 1, 0, 0)"

    assert not turned("arrow-right")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert turned("arrow-right")
    assert not turned("download")
