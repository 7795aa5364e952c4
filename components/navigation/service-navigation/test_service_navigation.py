"""What is special about the service navigation."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError

LINKS = [
    {"text": "Find", "url": "/find"},
    {"text": "Apply", "url": "/apply"},
    {"text": "Fees", "url": "/fees"},
]


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(("current", "said"), [("page", "page"), ("section", "true")])
def test_the_page_and_the_way_to_it_are_told_apart(current, said):
    nav = parse(ui.service_navigation([LINKS[0], {**LINKS[1], "current": current}, LINKS[2]]))
    assert [a.get("aria-current") for a in nav.iter("a")] == [None, said, None]
    assert nav.findall(".//a")[1].get("href") == "/apply"


def test_only_one_link_can_be_where_the_resident_is():
    with pytest.raises(UsageError, match="current"):
        ui.service_navigation([{**link, "current": "section"} for link in LINKS])


def test_they_are_links_in_a_list_and_no_menu():
    nav = parse(ui.service_navigation(LINKS, name="Day care", url="/"))
    assert [len(ul) for ul in nav.iter("ul")] == [3]
    assert {e.get("role") for e in nav.iter() if e.get("role")} == {"list"}
    assert not list(nav.iter("button"))


@pytest.mark.parametrize(
    ("locale", "name"),
    [("en", "Pages of the service"), ("fi", "Palvelun sivut"), ("sv", "Tjänstens sidor")],
)
def test_its_line_is_named_like_its_landmark_and_not_like_the_menu_of_the_site(locale, name):
    with use_locale(locale):
        nav = parse(ui.service_navigation(LINKS))
        header = str(ui.header("Tampere", links=[{"text": "A", "url": "/a"}]))
    assert nav.get("aria-label") == name
    assert "".join(nav.find(".//summary").itertext()) == name
    assert name not in header


def test_what_is_always_in_sight_has_nothing_to_open():
    nav = parse(ui.service_navigation(LINKS, collapse=False))
    assert nav.find(".//details") is None


@pytest.mark.parametrize(("width", "seen"), [(320, False), (767, False), (768, True), (1280, True)])
def test_links_are_in_sight_where_there_is_room_without_scripts(width, seen, open_example):
    viewport = {"width": width, "height": 600}
    page = open_example("service-navigation/default", java_script_enabled=False, viewport=viewport)
    link = page.get_by_role("link", name="Fees")
    assert link.is_visible() is seen
    assert page.locator("summary").is_visible() is not seen
    if not seen:
        page.locator("summary").click()
        assert link.is_visible()


def test_no_word_is_cut_on_a_phone(open_example):
    page = open_example("service-navigation/long-names", viewport={"width": 320, "height": 600})
    page.locator("summary").click()
    page.evaluate(
        "for (const a of document.querySelectorAll('nav a')) a.append(' toimintakyvynylläpitämispalvelukokonaisuus')"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for link in page.locator("nav a").all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["height"] >= 44
