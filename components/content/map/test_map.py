"""What is special about the map: the list is whole, and a map comes only when it is asked for."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui
from citydesign.errors import UsageError

PLACES = [
    {
        "value": "a",
        "label": "Metso",
        "address": "Pirkankatu 2",
        "point": {"latitude": 61.5, "longitude": 0},
    },
    {"value": "b", "label": "Bus", "hint": "Stops at 42 places."},
]


def parse(**given):
    html = str(ui.map("Libraries", PLACES, **given))
    return document(html)


def places(tree):
    return [e for e in tree.iter("li") if e.get("data-value")]


@pytest.mark.parametrize("content", ["", Markup("<canvas></canvas>")])
def test_the_list_says_everything_with_the_map_and_without(content):
    said = ["".join(place.itertext()).strip() for place in places(parse(content=content))]
    assert said == ["Metso Pirkankatu 2", "Bus Stops at 42 places."]


def test_a_script_finds_each_place_in_the_list_with_its_degrees_and_name():
    first, second = places(parse())
    assert (first.get("data-latitude"), first.get("data-longitude")) == ("61.5", "0")
    assert (first.get("data-value"), first[0].text) == ("a", "Metso")
    assert second.get("data-latitude") is None


def test_the_map_follows_the_list_and_the_link_leads_away_from_it():
    tree = parse(content=Markup("<canvas></canvas>"), url="/libraries")
    assert [e.tag for e in tree.iter() if e.tag in {"ul", "canvas"}] == ["ul", "canvas"]
    assert "".join(tree.find(".//a").itertext()) == "Show only the list"
    tree = parse(url="/libraries?view=map")
    assert "".join(tree.find(".//a").itertext()) == "Show on a map"
    assert not [e for e in tree.iter() if e.get("role") == "region"]


def test_half_a_place_on_earth_is_refused():
    with pytest.raises(UsageError, match=r"items\[0\]\.point"):
        ui.map("Libraries", [{"value": "a", "label": "Metso", "point": {"latitude": 61.5}}])


def at(latitude, longitude):
    point = {"latitude": latitude, "longitude": longitude}
    return ui.map("Libraries", [{"value": "a", "label": "Metso", "point": point}])


@pytest.mark.parametrize("point", [(90, 180), (-90, -180), (64.1, -121.9), (-18.1, 178.4)])
def test_a_place_can_be_anywhere_on_earth(point):
    html = at(*point)
    assert f'data-latitude="{point[0]}" data-longitude="{point[1]}"' in html


@pytest.mark.parametrize(
    ("point", "name"),
    [
        ((90.1, 0), "latitude"),
        ((-90.1, 0), "latitude"),
        ((0, 180.1), "longitude"),
        ((0, -180.1), "longitude"),
    ],
)
def test_a_place_that_is_not_on_earth_is_refused(point, name):
    with pytest.raises(UsageError, match=rf"items\[0\]\.point\.{name}"):
        at(*point)


@pytest.mark.parametrize(("width", "beside"), [(320, False), (1280, True)])
def test_the_map_is_beside_the_list_where_there_is_room(width, beside, open_example):
    page = open_example("map/shown", viewport={"width": width, "height": 900})
    listed = page.locator(".city-map__list").bounding_box()
    drawn = page.locator(".city-map__drawing").bounding_box()
    assert (drawn["x"] >= listed["x"] + listed["width"]) == beside
    assert (drawn["y"] >= listed["y"] + listed["height"]) == (not beside)
    for part in ("name", "fact"):
        found = page.locator(f".city-map__{part}").first
        found.evaluate("one => { one.textContent = 'varhaiskasvatus'.repeat(4) }")
    assert page.evaluate("document.documentElement.scrollWidth") == width
