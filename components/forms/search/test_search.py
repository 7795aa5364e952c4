"""What is special about the search."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.markup import document

from citydesign import assets, examples, ui


def parse(**more):
    html = ui.search(**{"url": "/search", "label": "Search the site", **more})
    return document(html).find("body")


def test_the_results_have_an_address_that_can_be_shared():
    form = parse().find(".//form")
    assert form.get("method") is None
    assert form.get("action") == "/search"


def test_the_landmark_and_the_field_have_the_name_of_what_is_searched():
    body = parse(label_visible=False)
    form, label = body.find(".//form"), body.find(".//label")
    assert form.get("role") == "search"
    assert form.get("aria-labelledby") == label.get("id")
    assert label.get("for") == body.find(".//input").get("id")


def test_without_scripts_the_browser_offers_what_the_page_brought(open_example):
    page = open_example("search/suggestions", java_script_enabled=False)
    field = page.locator("#events")
    assert field.get_attribute("role") is None
    options = page.locator(f"datalist#{field.get_attribute('list')} option")
    assert options.count() == 6


def suggestions(page):
    return page.locator("[role=option]")


def typed(page, words):
    field = page.get_by_role("combobox")
    field.fill("")
    field.press_sequentially(words)
    return field


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("YOGA", ["Yoga for seniors", "Yoga in the park", "Chair yoga", "Yoga for parents and babies"]),
        ("cafe", ["Family café"]),
        ("y", []),
        ("tango", []),
        ("Chair yoga", []),
    ],
)  # fmt: skip
def test_what_is_typed_in_a_hurry_finds_what_is_written_with_care(words, found, open_example):
    page = open_example("search/suggestions")
    field = typed(page, words)
    assert suggestions(page).all_inner_texts() == found
    assert field.get_attribute("aria-expanded") == str(bool(found)).lower()


def test_a_suggestion_is_taken_by_the_keys_and_opens_the_results(open_example):
    page = open_example("search/suggestions")
    field = typed(page, "yoga")
    field.press("ArrowUp")
    field.press("ArrowUp")
    with page.expect_request("**/events?*") as sent:
        field.press("Enter")
    assert parse_qs(urlsplit(sent.value.url).query) == {"words": ["Chair yoga"]}


def test_a_suggestion_is_taken_by_a_press(open_example):
    page = open_example("search/suggestions")
    typed(page, "park")
    with page.expect_request("**/events?*") as sent:
        suggestions(page).click()
    assert parse_qs(urlsplit(sent.value.url).query) == {"words": ["Yoga in the park"]}


def test_after_the_last_suggestion_comes_what_was_typed(open_example):
    page = open_example("search/suggestions")
    field = typed(page, "park")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "events-suggestion-1"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    with page.expect_request("**/events?*") as sent:
        field.press("Enter")
    assert parse_qs(urlsplit(sent.value.url).query) == {"words": ["park"]}


def test_the_number_of_suggestions_is_announced_once_the_resident_pauses(open_example):
    page = open_example("search/suggestions")
    field = typed(page, "yo")
    status = page.get_by_role("status")
    status.filter(has_text="4 suggestions").wait_for(state="attached")
    assert status.inner_text() == "4 suggestions. Choose with the arrow keys."
    field.press("Escape")
    assert status.inner_text() == ""
    assert field.input_value() == "yo"


@pytest.fixture
def site(chromium):
    """Open the example that asks for suggestions, from a server that keeps what it is asked."""
    (example,) = (e for e in examples.all_examples() if e.id == "search/real-size")
    html = examples.page(example)
    context = chromium.new_context()

    def open_page(answer, status=200):
        asked, faults = [], []

        def respond(route):
            url = urlsplit(route.request.url)
            if url.path.startswith("/citydesign/"):
                route.fulfill(path=assets.assets_path() / url.path.removeprefix("/citydesign/"))
            elif url.path == "/search/suggestions":
                asked.append(parse_qs(url.query))
                route.fulfill(status=status, content_type="application/json", body=answer)
            else:
                route.fulfill(content_type="text/html; charset=utf-8", body=html)

        page = context.new_page()
        page.route("**/*", respond)
        page.on("pageerror", lambda fault: faults.append(fault))
        page.goto("http://city.test/")
        return page, asked, faults

    yield open_page
    context.close()


def test_the_site_is_asked_for_suggestions_after_a_pause(site):
    page, asked, _ = site(json.dumps(["library card", 7, None, {"a": 1}, "librar", "<b>library"]))
    typed(page, "librar")
    suggestions(page).first.wait_for()
    assert suggestions(page).all_inner_texts() == ["library card", "<b>library"]
    assert asked == [{"q": ["librar"]}]


def test_ten_suggestions_are_enough(site):
    page, _, _ = site(json.dumps([f"library {n}" for n in range(30)]))
    typed(page, "librar")
    suggestions(page).first.wait_for()
    assert suggestions(page).count() == 10


@pytest.mark.parametrize(
    ("answer", "status"), [("[", 200), ("{}", 200), ("null", 200), ('["library card"]', 500)]
)
def test_an_answer_that_is_none_leaves_the_search_as_it_is(answer, status, site):
    page, _, faults = site(answer, status)
    with page.expect_response("**/search/suggestions**"):
        typed(page, "librar")
    with page.expect_request("**/search?*"):
        page.get_by_role("combobox").press("Enter")
    assert not faults
