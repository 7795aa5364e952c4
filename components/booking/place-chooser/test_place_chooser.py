"""What is special about choosing a place."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def place(value, **more):
    return {"value": value, "label": value.title(), **more}


def parse(items, **more):
    html = ui.place_chooser("place", "Where?", items, **more)
    return document(html).find("body")


def described(tree, number=0):
    radio = list(tree.iter("input"))[number]
    described = tree.find(f".//*[@id='{radio.get('aria-describedby')}']")
    return " ".join("".join(described.itertext()).split())


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (0, "0 metres"),
        (312, "300 metres"),
        (974, "950 metres"),
        (980, "1000 metres"),
        (1000, "1 kilometre"),
        (1260, "1.3 kilometres"),
        (9949, "9.9 kilometres"),
        (9960, "10 kilometres"),
        (12400, "12 kilometres"),
    ],
)
def test_a_distance_is_as_exact_as_people_walk(metres, words):
    with use_locale("en"):
        assert described(parse([place("kallio", distance=metres)])).replace(",", "") == words


def test_a_finnish_distance_has_a_comma():
    with use_locale("fi"):
        assert described(parse([place("kallio", distance=1260)])) == "1,3 kilometriä"


def test_a_place_says_its_address_distance_first_time_and_how_it_is_there():
    first = {"date": "2027-03-24", "start": "09:15"}
    with use_locale("en"):
        tree = parse(
            [place("kallio", address="Toinen linja 4", distance=60, first=first, hint="Step-free.")]
        )
    assert described(tree) == (
        "Toinen linja 4 50 metres First free time: Wednesday, 24 March 2027, 9:15 Step-free."
    )


def test_the_group_says_where_the_distances_are_from():
    with use_locale("en"):
        tree = parse([place("kallio", distance=60)], origin="Vallila", hint="H", error="E")
    (group,) = tree.iter("fieldset")
    assert group.get("aria-describedby") == "place-hint place-origin place-error"
    origin = tree.find(".//*[@id='place-origin']")
    assert origin.text == "The distances are from here: Vallila."


@pytest.mark.parametrize(
    ("number", "value", "opened"), [(12, None, []), (13, None, [False]), (34, "p20", [True])]
)
def test_of_many_places_the_first_eight_and_the_chosen_one_are_in_sight(number, value, opened):
    tree = parse([place(f"p{n}") for n in range(1, number + 1)], value=value)
    details = list(tree.iter("details"))
    assert [e.get("open") is not None for e in details] == opened
    assert [len(list(e.iter("input"))) for e in details] == [number - 8] * len(opened)
    ids = [e.get("id") for e in tree.iter("input")]
    assert ids == ["place", *(f"place-{n}" for n in range(2, number + 1))]
