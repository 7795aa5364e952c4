"""What is special about the accordion."""

import pytest
from tests.markup import document

from citydesign import ui

ITEMS = [{"heading": f"Part {n}", "content": "Text"} for n in (1, 2, 3)]


def parse(html):
    (element,) = document(html).find("body")
    return element


def opened(page):
    return page.eval_on_selector_all(
        ".city-accordion > details[open]", "all => all.map(one => one.id)"
    )


def test_each_section_is_the_browsers_own_and_its_line_is_a_heading():
    accordion = parse(ui.accordion(ITEMS, heading_level=3))
    lines = accordion.findall("details/summary")
    assert ["".join(line.itertext()) for line in lines] == ["Part 1", "Part 2", "Part 3"]
    assert all(line.find(".//h3") is not None for line in lines)


def test_one_section_alone_needs_no_button():
    assert parse(ui.accordion(ITEMS[:1])).find("button") is None


def test_without_scripts_no_button_is_shown_and_sections_open(open_example):
    page = open_example("accordion/default", java_script_enabled=False)
    assert not page.locator(".city-accordion__all").is_visible()
    page.get_by_text("Fees").click()
    assert page.get_by_text("The first 20 hours").is_visible()


def test_the_button_opens_all_then_closes_all_and_says_which(open_example):
    page = open_example("accordion/default")
    button = page.locator(".city-accordion__all")
    assert button.inner_text() == "Show all sections"
    button.click()
    assert opened(page) == ["eligibility", "fees", "answer"]
    page.wait_for_function(
        "document.querySelector('.city-accordion__all').textContent == 'Hide all sections'"
    )
    button.click()
    assert opened(page) == []


def test_it_offers_to_close_all_as_soon_as_the_resident_opened_the_last(open_example):
    page = open_example("accordion/default")
    for line in page.locator("summary").all():
        assert page.locator(".city-accordion__all").inner_text() == "Show all sections"
        line.click()
    page.get_by_role("button", name="Hide all sections").wait_for()


def test_an_address_opens_its_section_also_on_a_page_that_is_open(open_example):
    page = open_example("accordion/default")
    page.evaluate("location.hash = 'answer'")
    page.wait_for_selector("#answer[open]")
    assert opened(page) == ["answer"]


def test_an_address_of_what_is_within_a_section_opens_it_in_every_browser(open_example):
    page = open_example("accordion/default")
    page.evaluate(
        """() => {
          document.querySelector("#answer .city-accordion__content").id = "within";
          // Chromium opens it by itself at a real jump; older Safari doesn't.
          history.replaceState(null, "", "#within");
          dispatchEvent(new HashChangeEvent("hashchange"));
        }"""
    )
    assert opened(page) == ["answer"]


@pytest.mark.parametrize("hash", ["#nowhere", "#%E0%A4%A", "#"])
def test_an_address_that_names_nothing_here_opens_nothing(open_example, hash):
    page = open_example("accordion/default")
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.evaluate("hash => { location.hash = hash }", hash)
    page.evaluate("new Promise(done => setTimeout(done))")
    assert (opened(page), problems) == ([], [])


def test_what_was_open_is_open_again_only_where_that_is_asked_for(open_example):
    for name, kept in (("default", 0), ("real-size", 1)):
        page = open_example(f"accordion/{name}")
        page.locator("summary").nth(1).click()
        page.wait_for_function("document.querySelectorAll('details[open]').length == 1")
        stored = page.evaluate("new Promise(done => setTimeout(() => done(sessionStorage.length)))")
        assert stored == kept
        page.reload()
        assert len(opened(page)) == kept


def test_moved_in_the_page_it_keeps_what_is_open_and_its_button_works_once(open_example):
    page = open_example("accordion/default")
    page.get_by_text("Fees").click()
    page.evaluate("""() => {
      const one = document.querySelector("city-accordion");
      for (let n = 0; n < 3; n++) one.parentElement.append(one);
    }""")
    assert opened(page) == ["fees"]
    page.get_by_role("button", name="Show all sections").click()
    assert len(opened(page)) == 3


def test_on_paper_every_section_is_open(open_example):
    page = open_example("accordion/default")
    page.emulate_media(media="print")
    for content in page.locator(".city-accordion__content").all():
        assert content.bounding_box()["height"] > 10
