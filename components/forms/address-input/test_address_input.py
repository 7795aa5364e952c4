"""What is special about an address."""

import pytest
from tests.markup import document

from citydesign import ui

COUNTRIES = [{"value": "fi", "label": "Finland"}, {"value": "se", "label": "Sweden"}]
FOUND = [{"value": "1", "label": "Kauppakatu 1, 33200 Tampere"}]


def parse(**more):
    html = ui.address_input("home", "Home", **more)
    return document(html).find("body")


def fields(body):
    return {one.get("name"): one for one in body.iter() if one.tag in ("input", "select")}


def test_a_finnish_address_has_three_fields_and_one_abroad_five():
    assert [*fields(parse())] == ["home-street", "home-postal-code", "home-town"]
    abroad = fields(parse(countries=COUNTRIES))
    assert [*abroad] == ["home-country", "home-street", "home-more", "home-postal-code", "home-town"]  # fmt: skip
    assert abroad["home-postal-code"].get("inputmode") is None


@pytest.mark.parametrize("result", [None, "found", "many", "none", "unavailable", "used"])
def test_an_address_can_always_be_written_by_hand(result):
    body = parse(search=True, result=result, found=FOUND if result == "found" else [])
    assert {"home-street", "home-postal-code", "home-town"} <= {*fields(body)}
    focused = [one.get("id") for one in body.iter() if one.get("autofocus") is not None]
    assert focused == (["home-result"] if result else [])


def test_enter_chooses_no_address():
    first = next(parse(search=True, found=FOUND).iter("button"))
    assert first.get("name") is None


def test_only_the_part_that_is_wrong_is_marked():
    body = parse(error="Enter it.", wrong=["town"])
    assert [n for n, one in fields(body).items() if one.get("aria-invalid")] == ["home-town"]


def test_the_browser_fills_in_the_residents_own_address_only():
    purposes = [one.get("autocomplete") for one in fields(parse(countries=COUNTRIES)).values()]
    assert purposes == ["country", "address-line1", "address-line2", "postal-code", "address-level2"]  # fmt: skip
    assert {one.get("autocomplete") for one in fields(parse(own=False)).values()} == {None}
