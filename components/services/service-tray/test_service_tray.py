"""What is special about the service tray."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale

SERVICES = [
    {"name": "Cleaning", "url": "/a", "provider": "Näsi Oy", "kind": "private", "price": "42 €"},
    {
        "name": "Help",
        "url": "/b",
        "provider": "Helpers",
        "kind": "third-sector",
        "place": "Home",
        "when": "Friday",
    },
]


def parse(html):
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def status(tray):
    return text(tray.find(".//*[@role='status']"))


def test_the_line_says_how_many_which_and_how_sorted():
    orders = [{"by": "price", "url": "/c", "sort": "descending"}, {"by": "when", "url": "/d"}]
    filters = [{"text": "All", "url": "/e"}, {"text": "Private", "url": "/f", "current": True}]
    with use_locale("en"):
        tray = parse(ui.service_tray("Cleaning", SERVICES[:1], orders=orders, filters=filters))
    assert status(tray) == "1 service found. Shown: Private. Sorted by Price, descending."
    assert [text(a) for a in tray.findall(".//a[@aria-current]")] == ["Private", "Price"]


def test_cards_and_table_have_the_same_services_in_the_same_order():
    tray = parse(ui.service_tray("Cleaning", SERVICES))
    cards = [a.get("href") for a in tray.findall(".//h3/a")]
    rows = [a.get("href") for a in tray.findall(".//tbody//th/a")]
    assert cards == rows == ["/a", "/b"]
    columns = [text(cell) for cell in tray.findall(".//thead//th")]
    last = [text(cell) for cell in tray.findall(".//tbody/tr")[-1]]
    assert dict(zip(columns, last, strict=True)) == {
        "Service": "Help",
        "Provider": "Helpers (Third sector)",
        "Place": "Home",
        "When": "Friday",
        "Price": "no information",
    }


def test_finnish_counts_services_as_finnish_does():
    with use_locale("fi"):
        assert status(parse(ui.service_tray("Siivous", SERVICES))) == "Löytyi 2 palvelua."
        assert status(parse(ui.service_tray("Siivous", SERVICES[:1]))) == "Löytyi 1 palvelu."


def test_where_nothing_was_found_the_filters_stay():
    filters = [{"text": "All", "url": "/e"}, {"text": "Private", "url": "/f", "current": True}]
    tray = parse(ui.service_tray("Cleaning", [], filters=filters))
    assert status(tray).startswith("0 services found.")
    assert len(tray.findall(".//a")) == 2
    assert tray.find(".//table") is None


@pytest.mark.parametrize(
    "given",
    [
        {"orders": [{"by": by, "url": "/c", "sort": "ascending"} for by in ("price", "place")]},
        {"orders": [{"by": "price", "url": "/c"}, {"by": "price", "url": "/d"}]},
        {"filters": [{"text": text, "url": "/e", "current": True} for text in ("All", "Public")]},
    ],
)
def test_one_order_and_one_choice_hold_at_a_time(given):
    with pytest.raises(UsageError, match=r"orders|filters"):
        ui.service_tray("Cleaning", SERVICES, **given)
