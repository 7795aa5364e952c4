"""What is special about the hero."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_words_come_before_the_picture_in_every_order_of_reading():
    hero = parse(
        ui.hero(
            "Day care",
            image=Markup('<img src="/a.jpg" alt="">'),
            actions=[{"text": "Go", "url": "/"}],
        )
    )
    order = [e.tag for e in hero.iter() if e.tag in ("h1", "a", "img")]
    assert order == ["h1", "a", "img"]


def test_the_first_action_is_the_stronger_one():
    links = [{"text": "Apply", "url": "/a"}, {"text": "Find", "url": "/b"}]
    first, second = parse(ui.hero("Day care", actions=links)).findall(".//a")
    assert "secondary" not in first.get("class")
    assert "secondary" in second.get("class")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_word_is_on_the_picture(width, open_example):
    page = open_example("hero/default", viewport={"width": width, "height": 900})
    words, picture = (
        page.locator(f".city-hero__{part}").bounding_box() for part in ("body", "image")
    )
    beside = words["x"] + words["width"] <= picture["x"]
    above = words["y"] + words["height"] <= picture["y"]
    assert beside if width == 1280 else above


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_lies_between_the_header_and_the_hero_that_opens_a_page(width, open_example):
    page = open_example("hero/default", viewport={"width": width, "height": 900})
    header, hero = (page.locator(f".city-{part}").bounding_box() for part in ("header", "hero"))
    assert hero["y"] == pytest.approx(header["y"] + header["height"], abs=1)
    assert (hero["x"], hero["width"]) == (0, width)
