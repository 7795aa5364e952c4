"""What is special about the rating."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def parse(**options):
    made = ui.rating("service", "How well did we serve you?", **options)
    return document(made).find("body")


def names(body):
    return ["".join(one.itertext()).strip() for one in body.iter("label")]


def test_the_ends_of_the_scale_are_named_in_words():
    assert names(parse()) == ["1: Very poor", "2", "3", "4", "5: Very good"]
    with use_locale("fi"):
        assert names(parse())[0] == "1: Erittäin huono"
    assert names(parse(low_text="Very hard"))[0] == "1: Very hard"


def test_the_words_below_the_scale_are_not_read_a_second_time():
    (ends,) = [one for one in parse().iter("div") if one.get("aria-hidden")]
    assert [one.text for one in ends] == ["Very poor", "Very good"]


def test_nothing_is_chosen_until_the_resident_has_chosen_it():
    assert not [one for one in parse().iter("input") if "checked" in one.attrib]
    (chosen,) = [one for one in parse(value="4").iter("input") if "checked" in one.attrib]
    assert chosen.get("value") == "4"


def test_a_number_off_the_scale_is_refused():
    with pytest.raises(UsageError, match="value"):
        parse(value="6")
