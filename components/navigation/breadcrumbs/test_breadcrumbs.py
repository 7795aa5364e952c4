"""What is special about breadcrumbs."""

import pytest
from tests.markup import document

from citydesign import ui

PATH = [{"text": "Home", "url": "/"}, {"text": "Families", "url": "/families"}, {"text": "Fees"}]


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_the_page_shown_is_no_link_and_is_marked():
    nav = parse(ui.breadcrumbs(PATH))
    assert [a.get("href") for a in nav.iter("a")] == ["/", "/families"]
    marked = [one for one in nav.iter() if one.get("aria-current")]
    assert [(one.tag, one.text, one.get("aria-current")) for one in marked] == [
        ("span", "Fees", "page")
    ]


@pytest.mark.parametrize("items", [PATH, PATH[:2]], ids=["with the page", "without it"])
def test_the_way_up_that_a_phone_shows_is_the_last_link(items):
    nav = parse(ui.breadcrumbs(items))
    up = [li for li in nav.iter("li") if "city-breadcrumbs__item--parent" in li.get("class")]
    assert [li.find("a").get("href") for li in up] == ["/families"]


@pytest.mark.parametrize(
    ("items", "collapse", "folded"),
    [(PATH, True, True), (PATH, False, False), ([{"text": "Home"}], True, False)],
    ids=["as usual", "all of it", "nothing above"],
)
def test_only_a_path_with_a_way_up_is_folded(items, collapse, folded):
    nav = parse(ui.breadcrumbs(items, collapse=collapse))
    assert ("city-breadcrumbs--collapse" in nav.get("class").split()) is folded
