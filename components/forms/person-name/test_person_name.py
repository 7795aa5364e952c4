"""What is special about the name of a person."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale

SPLIT = ["given", "family", "known"]


def parse(**more):
    html = ui.person_name("name", "Your name", **more)
    return document(html).find("body")


def fields(body):
    return {one.get("name"): one for one in body.iter("input")}


@pytest.mark.parametrize(
    "name",
    ["U", "O’Brien", "Nguyễn Thị Minh Khai", "von Wright af Åkerblom-Öst", "محمد", "x" * 200],
)
def test_any_name_is_taken(name):
    field = fields(parse(value=name))["name"]
    assert field.get("value") == name
    limits = ("maxlength", "minlength", "pattern", "required")
    assert [limit for limit in limits if field.get(limit) is not None] == []


def test_one_name_is_one_field_without_a_group():
    body = parse(error="Enter it.", hint="For the door.")
    assert body.find(".//fieldset") is None
    field = fields(body)["name"]
    assert body.find(".//label").get("for") == field.get("id")
    assert field.get("aria-describedby") == "name-hint name-error"


def test_the_browser_fills_in_the_residents_own_name_and_no_childs():
    purposes = [one.get("autocomplete") for one in fields(parse(parts=SPLIT)).values()]
    assert purposes == ["given-name", "family-name", "nickname"]
    theirs = fields(parse(parts=SPLIT, own=False)).values()
    assert {one.get("autocomplete") for one in theirs} == {None}


def test_parts_are_asked_in_the_order_in_which_they_are_given():
    assert [*fields(parse(parts=["family", "given"]))] == ["name-family", "name-given"]


def test_only_the_part_that_is_wrong_is_marked_and_what_was_typed_stays():
    typed = {"given": "Aino", "family": ""}
    body = parse(parts=SPLIT, value=typed, error="Enter it.", wrong=["family"])
    wrong = [name for name, one in fields(body).items() if one.get("aria-invalid")]
    assert wrong == ["name-family"]
    assert fields(body)["name-given"].get("value") == "Aino"
    assert fields(body)["name-family"].get("aria-describedby") == "name-error"


@pytest.mark.parametrize(
    ("locale", "labels"),
    [
        ("en", ["All first names", "Last name", "Known as (optional)"]),
        ("fi", ["Kaikki etunimet", "Sukunimi", "Kutsumanimi (vapaaehtoinen)"]),
        ("sv", ["Alla förnamn", "Efternamn", "Tilltalsnamn (frivilligt)"]),
    ],
)
def test_nobody_needs_to_be_known_by_another_name(locale, labels):
    with use_locale(locale):
        body = parse(parts=SPLIT, official=True)
    found = [" ".join("".join(one.itertext()).split()) for one in body.iter("label")]
    assert found == labels
