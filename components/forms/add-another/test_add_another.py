"""What is special about a group that can be repeated."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui


def parse(count=2, **more):
    items = [
        {
            "value": str(n),
            "label": f"Child {n + 1}",
            "content": ui.text_input(f"c-{n}-name", "Name"),
        }
        for n in range(count)
    ]
    html = ui.add_another("c", "Children", items, **more)
    return document(html).find("body")


def presses(body):
    return [one.get("value") for one in body.iter("button") if one.get("value")]


def focused(body):
    return [one for one in body.iter() if one.get("autofocus") is not None]


def test_each_button_says_what_it_does_and_to_which_child():
    body = parse()
    assert presses(body) == ["remove c-0", "remove c-1", "add c"]
    assert {one.get("name") for one in body.iter("button") if one.get("name")} == {"list-action"}
    said = [" ".join("".join(one.itertext()).split()) for one in body.iter("button")]
    assert said == ["", "Remove: Child 1", "Remove: Child 2", "Add another: Children"]


def test_enter_in_a_field_presses_none_of_them():
    first = next(parse().iter("button"))
    assert first.get("name") is None
    assert first.get("tabindex") == "-1"


def test_the_last_child_that_is_needed_can_not_be_removed():
    assert presses(parse(2, min=2)) == ["add c"]


def test_who_has_added_as_many_as_can_be_reads_so():
    body = parse(2, max=2)
    assert presses(body) == ["remove c-0", "remove c-1"]
    assert "You can add at most 2." in "".join(body.itertext())


def test_a_list_whose_length_is_given_has_no_buttons_and_says_nothing_of_them():
    body = parse(2, min=2, max=2)
    assert not list(body.iter("button"))
    assert "at most" not in "".join(body.itertext())


def test_a_resident_goes_on_in_the_child_that_was_added():
    (entry,) = focused(parse(changed="added"))
    assert "".join(entry.find("legend").itertext()).strip() == "Child 2"


@pytest.mark.parametrize(
    ("count", "said"),
    [(2, "Removed. 2 left."), (1, "Removed. 1 left."), (0, "Removed. None left.")],
)
def test_a_resident_who_removed_one_hears_how_many_are_left(count, said):
    (words,) = focused(parse(count, changed="removed"))
    assert words.text == said
    assert words.get("tabindex") == "-1"


def test_a_resident_goes_on_at_the_field_that_was_added():
    (entry,) = focused(parse(changed="added", inline=True))
    assert (entry.get("role"), entry.get("aria-label")) == ("group", "Child 2")


def test_two_children_can_not_be_called_alike():
    twins = [{"value": n, "label": "Child", "content": "x"} for n in "01"]
    with pytest.raises(UsageError, match="label"):
        ui.add_another("c", "Children", twins)
