"""What is special about life situations."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale

SERVICES = [
    {"text": "Clinic", "url": "/a", "provider": "City of Tampere", "kind": "city"},
    {"text": "Baby group", "url": "/b", "provider": "Kaleva Parish", "kind": "parish"},
]


def parse(html):
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_each_service_is_below_its_situation_with_its_provider_in_words():
    with use_locale("fi"):
        page = parse(
            ui.life_situations([{"heading": "Lapsi syntyy", "id": "birth", "services": SERVICES}])
        )
    (section,) = page.findall(".//section")
    assert text(section.find("h2")) == "Lapsi syntyy"
    assert [text(item) for item in section.findall("ul/li")] == [
        "Clinic City of Tampere Kaupunki",
        "Baby group Kaleva Parish Seurakunta",
    ]


def test_a_contents_list_can_lead_to_each_situation():
    situations = [
        {"heading": "A child is born", "id": "birth", "services": SERVICES},
        {"heading": "Starting school", "id": "school", "services": SERVICES},
    ]
    page = parse(ui.life_situations(situations, heading_level=3))
    assert [heading.get("id") for heading in page.findall(".//h3")] == ["birth", "school"]


def test_no_two_situations_are_at_one_address():
    twice = [{"heading": "Moving out", "id": "home", "services": SERVICES}] * 2
    with pytest.raises(UsageError, match="home"):
        ui.life_situations(twice)
