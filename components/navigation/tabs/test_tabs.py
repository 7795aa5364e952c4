"""What is special about tabs."""

import pytest
from tests.markup import document

from citydesign import ui

PANELS = ".city-tabs__panel"


def parse(html):
    (element,) = document(html).find("body")
    return element


def shown(page):
    return [panel.get_attribute("id") for panel in page.locator(PANELS).all() if panel.is_visible()]


def test_before_any_script_runs_it_is_a_list_of_links_to_sections_with_headings():
    items = [{"id": f"part-{n}", "text": f"Part {n}", "content": "Text"} for n in (1, 2)]
    tabs = parse(ui.tabs(items, heading_level=3))
    assert [a.get("href") for a in tabs.iter("a")] == ["#part-1", "#part-2"]
    assert [s.get("id") for s in tabs.iter("section")] == ["part-1", "part-2"]
    assert ["".join(h.itertext()) for h in tabs.iter("h3")] == ["Part 1", "Part 2"]
    assert not [
        e for e in tabs.iter() if e.get("role") in ("tab", "tablist") or "hidden" in e.attrib
    ]


def test_without_scripts_every_part_is_in_sight_and_its_link_leads_there(open_example):
    page = open_example("tabs/default", java_script_enabled=False)
    assert shown(page) == ["prices", "opening-hours", "rules"]
    page.get_by_role("link", name="Rules").click()
    assert page.url.endswith("#rules")


def test_with_scripts_one_part_is_in_sight_and_its_address_says_which(open_example):
    page = open_example("tabs/default")
    assert shown(page) == ["prices"]
    before = page.evaluate("history.length")
    page.get_by_role("tab", name="Opening hours").click()
    assert shown(page) == ["opening-hours"]
    assert page.url.endswith("#opening-hours")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["rules"]
    page.reload()
    assert shown(page) == ["rules"]
    assert page.evaluate("history.length") == before


def test_the_part_that_the_page_names_is_in_sight_first_unless_the_address_names_another(
    open_example,
):
    page = open_example("tabs/chosen")
    assert shown(page) == ["centre"]
    page.goto(page.url.partition("#")[0] + "#private")
    page.reload()
    assert shown(page) == ["private"]


@pytest.mark.parametrize("address", ["nowhere", "%E0%A4%A", "main", ""])
def test_an_address_that_names_no_part_changes_nothing(open_example, address):
    page = open_example("tabs/chosen")
    complaints = []
    page.on("pageerror", lambda error: complaints.append(error))
    page.evaluate("a => { location.hash = a }", address)
    page.evaluate("new Promise(requestAnimationFrame)")
    assert shown(page) == ["centre"]
    assert not complaints


def test_a_link_to_something_inside_a_part_brings_it_into_sight_with_the_focus(open_example):
    page = open_example("tabs/default")
    page.evaluate("""() => {
      document.querySelector('#rules').insertAdjacentHTML('beforeend', '<input id="field">');
      document.querySelector('main').insertAdjacentHTML('afterbegin', '<a href="#field">Error</a>');
    }""")
    page.get_by_role("link", name="Error").click()
    page.locator("#field:focus").wait_for()
    assert shown(page) == ["rules"]


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_every_part_is_printed_below_its_name(open_example, scripts):
    page = open_example("tabs/default", java_script_enabled=scripts)
    page.emulate_media(media="print")
    assert shown(page) == ["prices", "opening-hours", "rules"]
    for heading in page.locator(".city-tabs__heading").all():
        assert heading.bounding_box()["height"] > 15


def test_moved_in_the_page_it_keeps_what_is_in_sight_and_its_name(open_example):
    page = open_example("tabs/default")
    page.get_by_role("tab", name="Rules").click()
    page.evaluate("""() => {
      const tabs = document.querySelector('city-tabs');
      const box = document.createElement('div');
      tabs.before(box);
      box.append(tabs);
    }""")
    assert shown(page) == ["rules"]
    assert page.get_by_role("tablist", name="Parts of this page").is_visible()
    page.get_by_role("tab", name="Rules").press("Home")
    assert shown(page) == ["prices"]


def test_the_others_stay_where_they_are_when_one_is_chosen(open_example):
    page = open_example("tabs/default")
    tabs = page.get_by_role("tab").all()
    before = [tab.bounding_box() for tab in tabs]
    tabs[1].click()
    assert [tab.bounding_box() for tab in tabs] == before
