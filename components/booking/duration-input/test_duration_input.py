"""What is special about how long something takes."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.forms import read_integer


def parse(**more):
    html = ui.duration_input("rental", "For how long?", **more)
    return document(html).find("body")


def fields(tree):
    return {e.get("name"): e for e in tree.iter("input")}


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ["Hours", "Minutes"]),
        ("fi", ["Tuntia", "Minuuttia"]),
        ("sv", ["Timmar", "Minuter"]),
    ],
)
def test_each_unit_has_a_field_with_its_name(locale, words):
    with use_locale(locale):
        tree = parse()
    labels = {e.get("for"): e.text.strip() for e in tree.iter("label")}
    assert list(labels.values()) == words
    assert [e.get("id") for e in fields(tree).values()] == list(labels)
    assert list(fields(tree)) == ["rental-hours", "rental-minutes"]


def test_what_was_typed_comes_back_to_the_letter_and_zero_is_an_answer():
    found = fields(parse(value={"hours": 0, "minutes": " 9o"}, error="Enter the minutes."))
    assert [e.get("value") for e in found.values()] == ["0", " 9o"]
    assert read_integer(found["rental-hours"].get("value")) == 0
    assert [e.get("value") for e in fields(parse()).values()] == [None, None]


def test_only_the_part_that_is_wrong_is_marked():
    found = fields(parse(error="Enter the minutes as a number.", wrong=["minutes"]))
    assert [e.get("aria-invalid") for e in found.values()] == [None, "true"]
    assert found["rental-minutes"].get("aria-describedby") == "rental-error"
    assert [e.get("aria-invalid") for e in fields(parse(error="?")).values()] == ["true", "true"]


def test_a_unit_that_is_none_is_refused():
    with pytest.raises(UsageError, match="units"):
        parse(units=["hours", "seconds"])
