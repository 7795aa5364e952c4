"""What is special about the phone input."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

COUNTRIES = [
    {"value": "fi", "label": "Finland (+358)"},
    {"value": "se", "label": "Sweden (+46)"},
]


def parse(**more):
    html = ui.phone_input(**{"name": "phone", "label": "Phone", **more})
    return document(html).find("body")


@pytest.mark.parametrize("typed", ["040 123 4567", "+46 70 123 45 67", "(03) 5656 4400"])
def test_any_way_of_writing_a_number_is_kept(typed):
    field = parse(value=typed).find(".//input")
    assert field.get("value") == typed
    assert field.get("maxlength") is field.get("pattern") is None


def test_the_browser_fills_in_the_residents_own_number_and_no_other():
    assert parse().find(".//input").get("autocomplete") == "tel"
    assert parse(autocomplete=None).find(".//input").get("autocomplete") is None


@pytest.mark.parametrize(
    ("autocomplete", "parts"),
    [
        ("tel", ("tel-country-code", "tel-national")),
        ("work tel", ("work tel-country-code", "work tel-national")),
        (None, (None, None)),
    ],
)
def test_with_the_country_beside_it_both_parts_are_filled_in(autocomplete, parts):
    body = parse(countries=COUNTRIES, autocomplete=autocomplete)
    found = body.find(".//select"), body.find(".//input")
    assert tuple(one.get("autocomplete") for one in found) == parts


def test_country_and_number_have_names_of_their_own_below_the_question():
    body = parse(countries=COUNTRIES, country="se", error="Write it.")
    assert body.find(".//legend").text == "Phone"
    select, field = body.find(".//select"), body.find(".//input")
    assert (select.get("name"), field.get("name")) == ("phone-country", "phone")
    assert body.find(".//option[@selected]").get("value") == "se"
    # The error summary leads to the number, which says what is wrong.
    assert field.get("id") == "phone"
    assert field.get("aria-describedby") == "phone-error"


def test_a_country_that_can_not_be_chosen_is_refused():
    with pytest.raises(UsageError, match="country"):
        parse(countries=COUNTRIES, country="no")
