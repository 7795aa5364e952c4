"""What is special about the document list."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale

ONE = {"text": "Site plan", "url": "/plan.pdf", "type": "PDF"}


def parse(**more):
    html = ui.document_list([{**ONE, **more}])
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize(
    ("locale", "facts"),
    [
        ("en", ["240 kB", "1 page", "Svenska", "24 March 2027"]),
        ("fi", ["240 kt", "1 sivu", "Svenska", "24. maaliskuuta 2027"]),
        ("sv", ["240 kB", "1 sida", "Svenska", "24 mars 2027"]),
    ],
)
def test_what_a_resident_wants_to_know_first_is_in_the_language_of_the_page(locale, facts):
    with use_locale(locale):
        page = parse(size=240_000, pages=1, language="sv", date="2027-03-24")
    items = page.findall(".//li/div/ul/li")
    assert [text(one).replace("\xa0", " ") for one in items] == facts
    # The name of a language is in that language, and a reader's voice changes with it.
    assert [one.get("lang") for one in items] == [None, None, "sv", None]
    assert page.find(".//time").get("datetime") == "2027-03-24"


def test_the_link_says_the_type_and_the_language_of_its_file():
    link = parse(language="sv").find(".//a")
    assert text(link) == "Site plan (PDF)"
    assert link.get("hreflang") == "sv"
    alone = parse()
    assert alone.find(".//a").get("hreflang") is None
    assert alone.find(".//li/div/ul") is None


def test_the_address_of_a_document_elsewhere_is_printed(open_example):
    page = open_example("document-list/default")
    link = page.locator(".city-document-list__link").first
    after = "a => getComputedStyle(a, '::after').content"
    page.emulate_media(media="print")
    assert link.evaluate(after) == "none"
    link.evaluate("a => a.setAttribute('href', 'https://files.example.fi/plan.pdf')")
    assert link.evaluate(after) == '" (https://files.example.fi/plan.pdf)"'
