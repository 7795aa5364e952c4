"""Search engines find each page that everybody may see."""

from xml.etree import ElementTree

import pytest

from citydesign import CityDesignError
from citydesign.navigation import Page, Tree, sitemap, sitemaps

SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def tree(*pages, languages=("fi", "sv")):
    return Tree(Page("Home", "/{language}/", pages), languages, "https://www.rantakyla.fi")


def addresses(text):
    return [loc.text for loc in ElementTree.fromstring(text).findall("s:url/s:loc", SPACES)]


def test_each_page_is_listed_with_its_languages():
    (name, text), = sitemap(
        tree(
            Page("A&B", {"fi": "/fi/a?b=1&c=2", "sv": "/sv/ä"}),
            Page("Only", "/{language}/only", languages=["sv"]),
            Page("Shared", "/shared"),
            Page("Part of a page", "/shared#fees"),
            Page("Elsewhere", "https://www.kela.fi/"),
            Page("Mine", "/mine", [Page("Day", "/mine/day")], signed_in=True),
        )
    ).items()  # fmt: skip
    assert name == "sitemap.xml"
    site = "https://www.rantakyla.fi"
    assert addresses(text) == [
        f"{site}/fi/", f"{site}/sv/", f"{site}/fi/a?b=1&c=2", f"{site}/sv/%C3%A4",
        f"{site}/sv/only", f"{site}/shared",
    ]  # fmt: skip
    elements = ElementTree.fromstring(text).findall("s:url", SPACES)
    links = [
        [(link.get("hreflang"), link.get("href")) for link in element.findall("x:link", SPACES)]
        for element in elements
    ]
    assert links[2] == links[3] == [("fi", f"{site}/fi/a?b=1&c=2"), ("sv", f"{site}/sv/%C3%A4")]
    assert links[4] == links[5] == []


@pytest.mark.parametrize(("limit", "value"), [("MOST_ADDRESSES", 4), ("_ROOM", 700)])
def test_a_file_holds_no_more_than_the_protocol_allows(limit, value, monkeypatch):
    site = tree(*(Page(f"Page {n}", f"/{{language}}/{n}") for n in range(4)))
    whole = addresses(sitemap(site)["sitemap.xml"])
    monkeypatch.setattr(sitemaps, limit, value)
    files = sitemap(site)
    index = ElementTree.fromstring(files.pop("sitemap.xml"))
    named = [loc.text for loc in index.findall("s:sitemap/s:loc", SPACES)]
    assert named == [f"https://www.rantakyla.fi/{name}" for name in files]
    assert len(files) > 1
    assert [url for text in files.values() for url in addresses(text)] == whole


def test_without_the_sites_address_there_is_no_sitemap():
    with pytest.raises(CityDesignError, match="a sitemap needs whole addresses; give Tree"):
        sitemap(Tree(Page("Home", "/")))
