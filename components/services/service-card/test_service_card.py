"""What is special about the service card."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale


def parse(html):
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def facts(card):
    return [(text(row.find("dt")), text(row.find("dd"))) for row in card.findall(".//dl/div")]


@pytest.mark.parametrize(
    ("locale", "kind", "word"),
    [
        ("en", "public", "Public"),
        ("fi", "private", "Yksityinen"),
        ("sv", "third-sector", "Tredje sektorn"),
    ],
)
def test_what_the_provider_is_is_said_in_words_beside_its_name(locale, kind, word):
    with use_locale(locale):
        card = parse(ui.service_card("Kotiapu", "/a", "Hoiva", kind))
    assert facts(card)[0][1] == f"Hoiva {word}"


def test_what_is_not_known_is_not_named():
    card = parse(ui.service_card("Home help", "/a", "Hoiva", "private", price="Free"))
    assert facts(card) == [("Provider", "Hoiva Private"), ("Price", "Free")]
    assert text(card).startswith("Home help Provider")


def test_the_links_name_is_the_service_alone():
    card = parse(ui.service_card("Home help", "/a", "Hoiva", "private", content="Cleaning."))
    (link,) = card.findall(".//a")
    assert text(link) == "Home help"


def test_a_provider_of_no_known_kind_is_refused():
    with pytest.raises(UsageError, match="third-sector"):
        ui.service_card("Home help", "/a", "Hoiva", "third_sector")
