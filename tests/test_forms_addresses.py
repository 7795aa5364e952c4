"""An address that is looked up: found, filled in, and always writable by hand."""

import threading

import pytest

from citydesign import ui
from citydesign.forms.addresses import ACTION, Address, FakeLookup, searched, written

STREET = [Address(str(n), f"Kauppakatu {n}", "33200", "Tampere") for n in range(1, 13)]


@pytest.fixture
def register():
    return FakeLookup(STREET)


def found(parameters):
    return [one["label"] for one in parameters["found"]]


def test_the_addresses_that_begin_so_are_shown_and_what_was_written_stays(register):
    sent = {"home-search": " kauppakatu 12", "home-town": "Nokia", ACTION: "find home"}
    parameters = searched("home", sent, register)
    assert found(parameters) == ["Kauppakatu 12, 33200 Tampere"]
    assert parameters["result"] == "found"
    assert parameters["value"] == {"town": "Nokia"}
    assert "use home 12" in ui.address_input("home", "Home", **parameters)


def test_a_register_gives_no_more_than_it_is_asked_for(register):
    assert len(register.find("", 99)) > 2
    assert register.find("", 2) == register.find("", 99)[:2]


def test_with_more_than_can_be_shown_the_resident_is_asked_to_write_more(register):
    parameters = searched("home", {"home-search": "K", ACTION: "find home"}, register, most=3)
    assert (len(found(parameters)), parameters["result"]) == (3, "many")
    exactly = searched("home", {"home-search": "K", ACTION: "find home"}, register, most=12)
    assert (len(found(exactly)), exactly["result"]) == (12, "found")


def test_the_address_that_is_chosen_fills_in_the_fields(register):
    sent = {"home-search": "kauppakatu", "home-street": "x", ACTION: "use home 7"}
    parameters = searched("home", sent, register)
    assert parameters["value"] == {"street": "Kauppakatu 7", "postal-code": "33200", "town": "Tampere", "country": "fi"}  # fmt: skip
    assert parameters["result"] == "used"
    assert 'value="Kauppakatu 7"' in ui.address_input("home", "Home", **parameters)


@pytest.mark.parametrize("country", ["", "fi", "no"])
def test_a_chosen_address_replaces_all_that_a_register_knows(country):
    there = Address("9", "Storgatan 9", "90325", "Umeå", "se")
    old = {"street": "x", "more": "c/o Virtanen", "postal-code": "1", "town": "y"}
    sent = {f"home-{part}": text for part, text in old.items()} | {"home-country": country}
    sent |= {"home-search": "stor", ACTION: "use home 9"}
    parameters = searched("home", sent, FakeLookup([*STREET, there]))
    assert parameters["value"] == {
        "street": "Storgatan 9", "more": "c/o Virtanen", "postal-code": "90325", "town": "Umeå",
        "country": "se",
    }  # fmt: skip


def test_an_address_that_is_not_among_those_found_fills_in_nothing(register):
    sent = {"home-search": "kauppakatu 7", "home-street": "x", ACTION: "use home 3"}
    parameters = searched("home", sent, register)
    assert (parameters["result"], parameters["value"]) == ("found", {"street": "x"})


@pytest.mark.parametrize("text", ["Hämeenkatu", "", "   "])
def test_what_is_not_found_can_be_written_by_hand(register, text):
    parameters = searched("home", {"home-search": text, ACTION: "find home"}, register)
    html = ui.address_input("home", "Home", **parameters)
    assert "No address was found" in html
    assert 'name="home-street"' in html


def test_a_register_that_is_down_stops_nobody(register):
    register.available = False
    parameters = searched("home", {"home-search": "K", ACTION: "find home"}, register)
    assert parameters["result"] == "unavailable"
    assert 'name="home-street"' in ui.address_input("home", "Home", **parameters)


def test_a_register_that_does_not_answer_in_time_stops_nobody():
    goes_on = threading.Event()

    class Slow:
        def find(self, text, most):
            goes_on.wait()
            return STREET

    parameters = searched("home", {"home-search": "K", ACTION: "find home"}, Slow(), seconds=0.01)
    goes_on.set()
    assert parameters["result"] == "unavailable"


def test_a_fault_of_the_register_s_own_code_is_not_hidden():
    class Broken:
        def find(self, text, most):
            raise KeyError("street")

    with pytest.raises(KeyError):
        searched("home", {"home-search": "K", ACTION: "find home"}, Broken())


@pytest.mark.parametrize(
    ("sent", "searches"),
    [
        ({"home-search": "kauppak"}, True),
        ({"home-search": "kauppak", "home-street": "Kauppakatu 1"}, False),
        ({"home-search": "", "home-street": ""}, False),
        ({"home-search": "kauppak", ACTION: "find work"}, False),
        ({"home-search": "kauppak", ACTION: "use work 1"}, False),
        ({}, False),
    ],
)
def test_enter_searches_only_where_nothing_else_is_written(register, sent, searches):
    assert (searched("home", sent, register) is not None) == searches


def test_only_texts_count_as_written():
    sent = {"home-street": object(), "home-town": "Tampere", "work-street": "x", "home-more": ""}
    assert written("home", sent) == {"town": "Tampere"}
