"""What the buttons of a list do with what was sent."""

import pytest

from citydesign.forms.core.fields import Field, Kind, unjudged
from citydesign.forms.core.lists import ACTION, Change, change, numbers, rest

SENT = {"kids-0-name": "A", "kids-2": "", "kids-10-name": "B", "kids-x": "", "kidsmeal-5": ""}


@pytest.mark.parametrize(
    ("action", "does"),
    [
        ("add kids", Change("kids")),
        ("remove kids-2", Change("kids", 2)),
        ("remove kids-0-pets-11", Change("kids-0-pets", 11)),
        ("remove kids", None),
        ("remove kids-12345", None),
        ("send", None),
        ("", None),
        (object(), None),
    ],
)
def test_a_button_says_which_list_it_changes_and_how(action, does):
    assert change({ACTION: action}) == does


def test_a_form_that_was_sent_by_another_button_or_not_at_all_changes_nothing():
    assert change({}) is None
    assert change(None) is None


@pytest.mark.parametrize(
    ("action", "limits", "left"),
    [
        (None, {}, [0, 2, 10]),
        ("add kids", {}, [0, 2, 10, 11]),
        ("add kids", {"most": 4}, [0, 2, 10, 11]),
        ("add kids", {"most": 3}, [0, 2, 10]),
        ("remove kids-2", {}, [0, 10]),
        ("remove kids-2", {"least": 2}, [0, 10]),
        ("remove kids-2", {"least": 3}, [0, 2, 10]),
        ("remove kids-7", {}, [0, 2, 10]),
        ("add pets", {}, [0, 2, 10]),
    ],
)
def test_entries_are_counted_after_the_button_has_done_its_work(action, limits, left):
    sent = {**SENT, **({ACTION: action} if action else {})}
    assert numbers("kids", sent, **limits) == left


def test_the_first_entry_of_an_empty_list_has_the_number_0():
    assert numbers("pets", {ACTION: "add pets"}) == [0]


def test_what_an_entry_sent_goes_with_it_and_its_neighbours_stay():
    keys = ["kids-1", "kids-1-name", "kids-10-name", "kids-2-name", "street"]
    assert rest(keys, Change("kids", 1)) == ["kids-10-name", "kids-2-name", "street"]
    assert rest(keys, Change("kids")) == keys


def test_nothing_is_wrong_with_a_form_that_is_not_ready_yet():
    inner = Field(Kind.DATE_PARTS, "b", "B", "b", errors=("No.",), wrong=("day",))
    whole = unjudged(Field(Kind.GROUP, "a", "A", "a", errors=("No.",), fields=(inner,)))
    assert (whole.errors, whole.fields[0].errors, whole.fields[0].wrong) == ((), (), ())
