"""What is special about the card."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return "".join(element.itertext()).strip()


def test_the_links_name_is_the_heading_and_nothing_else_of_the_card():
    card = parse(ui.card("Ice rinks", url="/ice", content="Today", meta="Open"))
    (link,) = card.findall(".//a")
    assert text(link) == "Ice rinks"
    assert card.find(".//h2/a") is link


def test_without_an_address_nothing_in_it_can_be_pressed():
    card = parse(ui.card("Ice rinks", heading_level=4))
    assert card.find(".//a") is None
    assert text(card.find(".//h4")) == "Ice rinks"


def test_each_action_names_its_card():
    actions = [{"text": "Sign up", "url": "/a"}, {"text": "Share", "url": "/b"}]
    card = parse(ui.card("Book circle", actions=actions))
    assert [text(a) for a in card.findall(".//li/a")] == [
        "Sign up: Book circle",
        "Share: Book circle",
    ]


def test_the_heading_is_read_before_the_picture_above_it():
    card = parse(ui.card("Hall", image=Markup('<img src="/hall.jpg" alt="A pool">')))
    order = [element.tag for element in card.iter() if element.tag in ("h2", "img")]
    assert order == ["h2", "img"]


def test_a_picture_is_seen_above_the_words(open_example):
    page = open_example("card/event")
    picture = page.locator(".city-card__image").bounding_box()
    heading = page.locator(".city-card__heading").bounding_box()
    assert picture["y"] + picture["height"] <= heading["y"]
    assert picture["width"] / picture["height"] == pytest.approx(1.5, abs=0.02)


def test_a_press_anywhere_on_the_card_opens_it_and_on_an_action_the_action(open_example):
    page = open_example("card/event", viewport={"width": 1280, "height": 1200})
    hit = "([x, y]) => document.elementFromPoint(x, y).closest('a')?.getAttribute('href')"
    card = page.locator(".city-card").bounding_box()
    for across in (0.02, 0.5, 0.98):
        for down in (0.02, 0.3, 0.98):
            point = [card["x"] + card["width"] * across, card["y"] + card["height"] * down]
            assert page.evaluate(hit, point) == "/events/74"
    action = page.get_by_role("link", name="Sign up").bounding_box()
    point = [action["x"] + action["width"] / 2, action["y"] + action["height"] / 2]
    assert page.evaluate(hit, point) == "/events/74/sign-up"


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (768, 2), (1280, 3)])
def test_cards_are_in_columns_of_equal_height_where_there_is_room(width, columns, open_example):
    page = open_example("card/list", viewport={"width": width, "height": 800})
    boxes = [card.bounding_box() for card in page.locator(".city-card").all()]
    row = [box for box in boxes if box["y"] == boxes[0]["y"]]
    assert len(row) == columns
    assert len({round(box["height"]) for box in row}) == 1
