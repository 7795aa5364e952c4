"""What is special about the filter panel."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import assets, ui, use_locale
from citydesign.errors import UsageError

CITY = "http://city.test"
FREE = {"text": "Free of charge", "url": "/events?place=tesoma"}
TESOMA = {"text": "Tesoma", "url": "/events?price=free"}
FIELDS = Markup(
    '<label for="q">Words</label><input id="q" name="q" value="swim">'
    '<input type="hidden" name="order" value="time">'
)


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_the_choices_are_sent_in_the_address_and_never_otherwise():
    form = parse(ui.filter_panel("/events", FIELDS)).find(".//form")
    assert form.get("method") in (None, "get")
    assert form.get("action").startswith("/events#")
    with pytest.raises(UsageError, match="url"):
        ui.filter_panel("https://elsewhere.example/events", FIELDS)


@pytest.mark.parametrize(
    ("locale", "results", "said"),
    [
        ("en", 1, "1 result"),
        ("en", 1214, "1,214 results"),
        ("en", 0, "No results."),
        ("fi", 1, "1 tulos"),
        ("fi", 14, "14 tulosta"),
        ("fi", 0, "Ei tuloksia."),
        ("sv", 1, "1 träff"),
        ("sv", 14, "14 träffar"),
        ("sv", 0, "Inga träffar."),
    ],
)
def test_how_many_are_left_is_said(locale, results, said):
    with use_locale(locale):
        panel = parse(ui.filter_panel("/events", FIELDS, results=results))
    assert text(panel.find("p[@role='status']")) == said


def test_who_finds_nothing_hears_what_to_do_if_there_is_something_to_do():
    found = parse(ui.filter_panel("/events", FIELDS, results=0, chosen=[FREE]))
    assert text(found.find("p[@role='status']")) == "No results. Remove a choice to see more."


def test_each_choice_leads_to_the_list_without_it_and_to_the_number_of_results():
    panel = parse(ui.filter_panel("/events", FIELDS, results=3, chosen=[FREE, TESOMA], id="all"))
    links = {text(a): a.get("href") for a in panel.iter("a")}
    assert links == {
        "Free of charge, remove this choice": "/events?place=tesoma#all-results",
        "Tesoma, remove this choice": "/events?price=free#all-results",
        "Remove all choices": "/events#all-results",
    }
    assert panel.find("p[@role='status']").get("id") == "all-results"


def test_who_names_a_place_on_the_page_keeps_it():
    chosen = [{"text": "Free", "url": "/events#list"}]
    panel = parse(
        ui.filter_panel("/events#list", FIELDS, results=3, chosen=chosen, clear_url="/all#list")
    )
    assert {a.get("href") for a in panel.iter("a")} == {"/events#list", "/all#list"}
    assert panel.find(".//form").get("action") == "/events#list"


def test_what_is_chosen_is_in_sight_while_the_fields_are_folded(open_example):
    viewport = {"width": 320, "height": 800}
    page = open_example("filter-panel/default", java_script_enabled=False, viewport=viewport)
    assert page.locator("summary").inner_text() == "Filter the list (1 choice)"
    assert not page.get_by_label("Where").is_visible()
    assert page.get_by_role("link", name="For families").is_visible()
    page.locator("summary").click()
    assert page.get_by_label("Where").is_visible()


@pytest.mark.parametrize(("width", "folded"), [(320, True), (767, True), (768, False)])
def test_the_fields_are_in_sight_where_there_is_room(width, folded, open_example):
    page = open_example("filter-panel/default", viewport={"width": width, "height": 800})
    assert page.get_by_label("Where").is_visible() is not folded
    assert page.locator("summary").is_visible() is folded
    assert page.locator("h2").is_visible() is not folded


@pytest.mark.parametrize("scripts", [True, False])
def test_the_next_page_begins_at_the_number_of_results(scripts, chromium):
    """And its address holds the choices, what was there before, and nothing else."""
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    body = ui.page("Events", content=ui.filter_panel("/events", FIELDS, results=7, chosen=[FREE]))

    def serve(route):
        path = route.request.url.removeprefix(CITY)
        if path.startswith("/citydesign/"):
            route.fulfill(path=assets.assets_path() / path.removeprefix("/citydesign/"))
        else:
            route.fulfill(body=str(body), content_type="text/html; charset=utf-8")

    page.route(f"{CITY}/**", serve)
    page.goto(f"{CITY}/events")
    page.get_by_label("Words").fill("swim & run")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{CITY}/events?q=swim+%26+run&order=time#filter-results")
    page.locator("#filter-results:focus").wait_for()
    page.keyboard.press("Tab")
    page.locator(".city-tag:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{CITY}/events?place=tesoma#filter-results")
    page.locator("#filter-results:focus").wait_for()
    context.close()


def test_the_guide_takes_one_choice_out_of_the_address():
    guide = Path(__file__).with_name("filter-panel.md").read_text("utf-8")
    names = {}
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.S)
    exec(compile(code, "filter-panel.md", "exec"), names)
    pairs = [("audience", "families"), ("audience", "young"), ("order", "time")]
    words = {("audience", "families"): "For families", ("audience", "young"): "For the young"}
    assert names["chosen"](pairs, words) == [
        {"text": "For families", "url": "/events?audience=young&order=time"},
        {"text": "For the young", "url": "/events?audience=families&order=time"},
    ]
    assert names["without"](pairs[:1], pairs[0]) == "/events"
