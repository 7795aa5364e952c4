"""What is special about the link list."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError
from citydesign.navigation import Menus, Page, Tree


def parse(html):
    return document(html).find("body")


def name(**link):
    (a,) = parse(ui.link_list([{"text": "Map", "url": "/map", **link}])).iter("a")
    return "".join(a.itertext())


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({}, "Map"),
        ({"type": "PDF"}, "Map (PDF)"),
        ({"type": "PDF", "size": 2_400_000}, "Map (PDF, 2.4 MB)"),
        ({"new_tab": True}, "Map (opens in a new tab)"),
        ({"type": "PDF", "new_tab": True}, "Map (PDF, opens in a new tab)"),
        ({"external": True}, "Map, on another website"),
        ({"external": True, "new_tab": True}, "Map (opens in a new tab), on another website"),
    ],
)
def test_a_link_says_what_happens_when_it_is_pressed(link, said):
    assert name(**link) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("fi", "Map (avautuu uuteen välilehteen), toisella verkkosivustolla"),
        ("sv", "Map (öppnas i en ny flik), på en annan webbplats"),
    ],
)
def test_it_says_so_in_the_language_of_the_page(locale, said):
    with use_locale(locale):
        assert name(external=True, new_tab=True) == said


def test_only_a_link_that_says_so_leaves_the_tab():
    links = [{"text": "A", "url": "https://kela.fi/", "external": True}, {"text": "B", "url": "/b"}]
    assert [a.get("target") for a in parse(ui.link_list(links)).iter("a")] == [None, None]
    links[1]["new_tab"] = True
    assert [a.get("target") for a in parse(ui.link_list(links)).iter("a")] == [None, "_blank"]


def test_a_size_without_a_type_is_refused():
    with pytest.raises(UsageError, match="type"):
        ui.link_list([{"text": "Map", "url": "/map", "size": 9}])


def test_the_list_is_named_by_its_heading_and_by_nothing_without_one():
    links = [{"text": "A", "url": "/a"}]
    body = parse(ui.link_list(links, heading="Forms", heading_level=3, id="forms"))
    assert body.find("ul").get("aria-labelledby") == body.find("h3").get("id") == "forms-heading"
    assert parse(ui.link_list(links)).find("ul").get("aria-labelledby") is None


def test_the_pages_below_a_page_come_from_the_tree():
    tree = Tree(Page("Home", "/", [Page("A", "/a"), Page("B", "/b")]))
    body = parse(ui.link_list(Menus(tree, "/").contents))
    assert [a.get("href") for a in body.iter("a")] == ["/a", "/b"]


def test_the_sign_of_another_site_is_never_alone_on_a_line(open_example):
    page = open_example("link-list/other-sites", viewport={"width": 320, "height": 700})
    link = page.locator("a[href*=kela]").first
    for length in range(1, 40):
        apart = link.evaluate(
            """(a, length) => {
              const text = a.firstChild;
              text.data = "Kela".padEnd(length, "n") + " on";
              const range = document.createRange();
              range.setStart(text, text.data.length - 1);
              range.setEnd(text, text.data.length);
              const last = range.getBoundingClientRect();
              const sign = a.querySelector("svg").getBoundingClientRect();
              return sign.top > last.bottom;
            }""",
            length,
        )
        assert not apart, length


def test_the_address_of_another_site_is_printed(open_example):
    page = open_example("link-list/other-sites")
    after = "a => getComputedStyle(a, '::after').content"
    link = page.locator(".city-link-list__link").first
    assert link.evaluate(after) == "none"
    page.emulate_media(media="print")
    assert link.evaluate(after) == '" (https://www.kela.fi/child-home-care-allowance)"'
    assert not link.locator("svg").is_visible()
    link.evaluate("a => a.setAttribute('href', '/daycare')")
    assert link.evaluate(after) == "none", "a page of the site itself is not an address to type"
