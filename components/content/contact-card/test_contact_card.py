"""What is special about the contact card."""

import datetime

import html5lib
import pytest

from citydesign import UsageError, ui, use_locale


def parse(html):
    return html5lib.parse(str(html), namespaceHTMLElements=False).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def properties(card, name):
    """What a search engine reads: the content of a meta element, else the text."""
    return [e.get("content", text(e)) for e in card.findall(f".//*[@itemprop='{name}']")]


def hours(*given):
    return parse(ui.contact_card("Metso", hours=list(given)))


def test_a_number_calls_without_its_spaces_and_is_read_with_them():
    card = parse(ui.contact_card("Metso", phones=[{"number": "+358 3\u00a0565-711"}]))
    (link,) = card.findall(".//a")
    assert link.get("href") == "tel:+3583565711"
    assert properties(card, "telephone") == ["+358 3 565-711"]


@pytest.mark.parametrize(
    ("locale", "days", "times"),
    [
        ("en", "Monday to Friday", "9:00 to 16:30"),
        ("fi", "maanantai–\u2060perjantai", "klo 9.00–\u206016.30"),
        ("sv", "måndag–\u2060fredag", "kl. 9.00–\u206016.30"),
        ("en-US", "Monday to Friday", "9:00 AM to 4:30 PM"),
    ],
)
def test_days_and_times_are_written_as_the_language_writes_them(locale, days, times):
    with use_locale(locale):
        card = hours({"first": "monday", "last": "friday", "start": "09:00", "end": "16:30"})
    (row,) = card.findall(".//dd/div")
    assert [text(part) for part in row.findall("span")] == [days, times]


@pytest.mark.parametrize(
    ("given", "said", "read"),
    [
        ({"first": "sunday"}, "Sunday closed", []),
        ({"first": "sunday", "start": "12:00"}, "Sunday from 12:00", []),
        (
            {"first": "sunday", "start": datetime.time(9), "end": "23:00"},
            "Sunday 9:00 to 23:00",
            ["Su 09:00-23:00"],
        ),
    ],
)
def test_a_search_engine_reads_only_hours_with_an_end(given, said, read):
    card = hours(given)
    assert text(card.find(".//dd")) == said
    assert properties(card, "openingHours") == read


def test_a_day_on_which_it_is_closed_is_said_to_be():
    days = [
        {"date": datetime.date(2026, 12, 24), "label": "Christmas Eve"},
        {"date": "2026-12-31", "start": "09:00", "end": "15:00"},
        {"date": "2027-01-05", "start": "12:00"},
    ]
    card = parse(ui.contact_card("Metso", special_days=days))
    assert [text(row) for row in card.findall(".//dd/div")] == [
        "Thursday, 24 December Christmas Eve closed",
        "Thursday, 31 December 9:00 to 15:00",
        "Tuesday, 5 January from 12:00",
    ]
    assert properties(card, "opens") == ["00:00", "09:00"]
    assert properties(card, "closes") == ["00:00", "15:00"]
    assert properties(card, "validFrom") == properties(card, "validThrough")


def test_the_place_has_its_name_and_address_for_a_search_engine():
    address = {"street": "Pirkankatu 2", "postal_code": "33210", "city": "Tampere"}
    card = parse(ui.contact_card("Metso", type="library", address=address))
    (place, _) = card.findall(".//*[@itemscope]")
    assert place.get("itemtype") == "https://schema.org/Library"
    for name, value in [
        ("name", "Metso"),
        ("streetAddress", "Pirkankatu 2"),
        ("postalCode", "33210"),
        ("addressLocality", "Tampere"),
    ]:
        assert properties(place, name) == [value]


def test_what_is_not_given_is_not_named():
    assert parse(ui.contact_card("Metso")).findall(".//dt") == []


def test_a_day_of_no_week_is_refused():
    with pytest.raises(UsageError, match="funday"):
        ui.contact_card("Metso", hours=[{"first": "funday"}])
