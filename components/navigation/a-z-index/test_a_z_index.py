"""What is special about the A to Z index."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError
from citydesign.navigation import Menus, Page, Tree


def parse(html):
    (element,) = document(html).find("body")
    return element


def index(locale, *names):
    """The index of a site that has these pages."""
    pages = [Page(name, f"/{n}") for n, name in enumerate(names, 1)]
    with use_locale(locale):
        return parse(ui.a_z_index(Menus(Tree(Page("!", "/", pages), [locale]), "/").a_z_index))


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_a_with_its_dots_and_ring_comes_after_z_in_finnish_and_swedish(locale):
    element = index(locale, "Äventyr", "Zoo", "Åbo", "Öar", "Ark")
    assert [a.text for a in element.findall("./nav//a")] == ["A", "Z", "Å", "Ä", "Ö"]
    assert [a.text for a in element.findall("./ul//a")] == [
        "Ark",
        "Zoo",
        "Åbo",
        "Äventyr",
        "Öar",
    ]


def test_in_english_they_are_found_under_a_and_o():
    element = index("en", "Äventyr", "Zoo", "Öar", "Ark")
    assert [h.text for h in element.iter("h2")] == ["A", "O", "Z"]


def test_numbers_come_after_the_last_letter():
    element = index("en", "7 days", "Zoo")
    assert [h.text for h in element.iter("h2")] == ["Z", "Numbers and other characters"]


def test_each_letter_that_has_pages_is_a_link_to_its_heading_and_no_other_is():
    element = index("fi", "Bussit", "Lainat", "Liikunta")
    assert len(element.findall("./nav//li")) == 29
    headings = {h.get("id"): h.text for h in element.iter("h2")}
    links = {a.get("href").removeprefix("#"): a.text for a in element.findall("./nav//a")}
    assert links == headings == {"index-2": "B", "index-12": "L"}


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "A, nothing yet"), ("fi", "A, ei sisältöä"), ("sv", "A, inget innehåll")],
)
def test_a_letter_without_pages_says_so_to_those_who_do_not_see_it(locale, said):
    first = index(locale, "Bibliotek").find("./nav//li")
    assert "".join(first.itertext()) == said


def test_a_letter_is_there_once():
    with pytest.raises(UsageError, match="letter"):
        ui.a_z_index([{"letter": "A"}, {"letter": "A"}])


def test_from_a_letter_the_next_tab_goes_to_its_first_link(open_example):
    page = open_example("a-z-index/real-size", java_script_enabled=False)
    page.get_by_role("link", name="V", exact=True).press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Vehmainen"
