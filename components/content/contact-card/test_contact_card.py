"""What is special about the contact card."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale
from citydesign.hours.rules import Hours, Opening, Rule
from citydesign.hours.shown import shown


def parse(html):
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def properties(card, name):
    """What a search engine reads: the content of a meta element, else the text."""
    return [e.get("content", text(e)) for e in card.findall(f".//*[@itemprop='{name}']")]


def week(*days):
    return parse(ui.contact_card("Metso", days=list(days)))


def day(opens, closes):
    return {"first": 6, "times": [{"opens": opens, "closes": closes}]}


def test_a_number_calls_without_its_spaces_and_is_read_with_them():
    card = parse(ui.contact_card("Metso", phones=[{"number": "+358 3\u00a0565-711"}]))
    (link,) = card.findall(".//a")
    assert link.get("href") == "tel:+3583565711"
    assert properties(card, "telephone") == ["+358 3 565-711"]


@pytest.mark.parametrize(
    ("locale", "days", "times"),
    [
        ("en", "Monday to Friday", "9:00 to 16:30"),
        ("fi", "Maanantai–\u2060perjantai", "9.00–\u206016.30"),
        ("sv", "Måndag–\u2060fredag", "9.00–\u206016.30"),
        ("en-US", "Monday to Friday", "9:00 AM to 4:30 PM"),
    ],
)
def test_days_and_times_are_written_as_the_language_writes_them(locale, days, times):
    with use_locale(locale):
        card = week({"first": 0, "last": 4, "times": [{"opens": "09:00", "closes": "16:30"}]})
    (row,) = card.findall(".//dd/div")
    assert [text(part) for part in row.findall("span")] == [days, times]
    assert properties(card, "openingHours") == ["Mo-Fr 09:00-16:30"]


@pytest.mark.parametrize(
    ("given", "said", "read"),
    [
        ({"first": 6, "times": []}, "Sunday Closed", []),
        (day(datetime.time(9), "23:00"), "Sunday 9:00 to 23:00", ["Su 09:00-23:00"]),
        (day("18:00", "00:00"), "Sunday 18:00 to 24:00", ["Su 18:00-00:00"]),
        ({**day("09:00", "16:00"), "last": 6}, "Sunday 9:00 to 16:00", ["Su 09:00-16:00"]),
    ],
)
def test_a_search_engine_reads_the_hours_that_people_do(given, said, read):
    card = week(given)
    assert text(card.find(".//dd")) == said
    assert properties(card, "openingHours") == read


def test_a_day_on_which_it_is_closed_is_said_to_be():
    exceptions = [
        {
            "date": datetime.date(2026, 12, 24),
            "last": "2026-12-26",
            "name": "Christmas",
            "times": [],
        },
        {"date": "2026-12-31", "times": [{"opens": "09:00", "closes": "15:00"}]},
    ]
    card = parse(ui.contact_card("Metso", exceptions=exceptions))
    assert [text(row) for row in card.findall(".//dd/div")] == [
        "24 December 2026 to 26 December 2026 Christmas Closed",
        "Thursday, 31 December 9:00 to 15:00",
    ]
    assert properties(card, "opens") == ["00:00", "09:00"]
    assert properties(card, "closes") == ["00:00", "15:00"]
    assert properties(card, "validFrom") == ["2026-12-24", "2026-12-31"]
    assert properties(card, "validThrough") == ["2026-12-26", "2026-12-31"]


def test_hours_of_the_logic_fill_the_card_as_they_are():
    rules = Hours((Rule("Week", {0, 1, 2, 3, 4}, (Opening.read("9:00-16:00"),)),))
    now = datetime.datetime(2027, 3, 24, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
    found = shown(rules, ZoneInfo("Europe/Helsinki"), now, "en")
    card = parse(ui.contact_card("Metso", days=found["days"], exceptions=found["exceptions"]))
    assert properties(card, "openingHours") == ["Mo-Fr 09:00-16:00"]


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
    with pytest.raises(UsageError, match="write 6 or less"):
        ui.contact_card("Metso", days=[{"first": 7, "times": []}])
