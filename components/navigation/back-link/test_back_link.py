"""What is special about the back link."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("locale", "text", "label"),
    [
        ("en", "Back", "Page before this one"),
        ("fi", "Takaisin", "Edellinen sivu"),
        ("sv", "Tillbaka", "Föregående sida"),
    ],
)
def test_it_is_a_link_with_an_address_in_a_landmark_of_its_own(locale, text, label):
    with use_locale(locale):
        nav = parse(ui.back_link("/apply/child?page=2&sort=name#list"))
    assert (nav.tag, nav.get("aria-label")) == ("nav", label)
    (link,) = nav.iter("a")
    assert link.get("href") == "/apply/child?page=2&sort=name#list"
    assert "".join(link.itertext()) == text


@pytest.mark.parametrize("text", ["", Markup("")])
def test_without_words_of_its_own_it_still_says_where_it_leads(text):
    assert "".join(parse(ui.back_link("/", text=text)).itertext()).strip() == "Back"


def test_it_leads_where_the_server_says_and_not_where_the_browser_was(open_example):
    page = open_example("back-link/default")
    page.goto(page.url + "#main")
    link = page.get_by_role("link", name="Back", exact=True)
    assert link.evaluate("a => new URL(a.href).pathname") == "/apply/child"
    with page.expect_request("**/apply/child"):
        link.click()


def test_its_arrow_turns_round_where_the_page_runs_from_right_to_left(open_example):
    page = open_example("back-link/default")
    arrow = page.locator(".city-back-link .city-icon")
    assert arrow.evaluate("a => getComputedStyle(a).transform") == "none"
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert arrow.evaluate("a => getComputedStyle(a).transform").startswith("matrix(-1")
    icon, text = arrow.bounding_box(), page.locator(".city-back-link__text").bounding_box()
    assert icon["x"] > text["x"]


def test_it_is_left_out_on_paper(open_example):
    page = open_example("back-link/default")
    page.emulate_media(media="print")
    assert not page.locator(".city-back-link").is_visible()
