"""What is special about the combobox."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.markup import document

from citydesign import UsageError, assets, examples, ui

CITIES = [{"value": "a", "label": "Espoo", "synonyms": "Esbo"}, {"value": "b", "label": "Åbo"}]


def parse(**more):
    html = ui.combobox("city", "City", **{"items": CITIES, **more})
    return document(html).find("body")


def test_without_scripts_it_is_the_browsers_own_list():
    select = parse(value="b").find(".//select")
    assert (select.get("id"), select.get("name")) == ("city", "city")
    chosen = [(o.get("value"), "selected" in o.attrib) for o in select.iter("option")]
    assert chosen == [("", False), ("a", False), ("b", True)]
    several = parse(value=["a", "b"], multiple=True).find(".//select")
    assert "multiple" in several.attrib
    assert ["selected" in o.attrib for o in several.iter("option")] == [True, True]


def test_an_answer_that_is_no_longer_offered_is_refused_and_asked_again_beside_an_error():
    with pytest.raises(UsageError, match="value is 'gone'"):
        parse(value="gone")
    options = parse(value="gone", error="Choose a city.").iter("option")
    assert not any("selected" in o.attrib for o in options)


def test_with_an_address_the_text_is_sent_without_scripts_and_stays_after_an_error():
    field = parse(items=[], source_url="/cities", value="Ebso", error="Check.").find(".//input")
    assert (field.get("name"), field.get("value"), field.get("id")) == ("city", "Ebso", "city")
    known = parse(items=CITIES[:1], source_url="/cities", value="a").find(".//input")
    assert known.get("value") == "Espoo"


def test_what_is_typed_is_sent_to_this_site_alone():
    with pytest.raises(UsageError, match="source_url"):
        parse(items=[], source_url="https://elsewhere.example/")


OPTION = "[role=option]"
SENT = "() => new URLSearchParams(new FormData(document.querySelector('form'))).toString()"
IN_FORM = """() => { const form = document.createElement('form'); form.action = '/sent';
  document.querySelector('main').append(form); form.append(document.querySelector('.city-combobox')); }"""


LISTEN = """() => { const status = document.querySelector('[role=status]'); window.heard = [];
  new MutationObserver(() => heard.push(status.textContent)).observe(status, { childList: true }); }"""


def opened(open_example, name, **context):
    page = open_example(f"combobox/{name}", **context)
    page.evaluate(IN_FORM)
    page.evaluate(LISTEN)
    page.focus("[role=combobox]")
    return page


def rows(page):
    return page.locator(OPTION).all_inner_texts()


def status(page):
    return page.locator("[role=status]")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("abo", "Turku"), ("ÅBO", "Turku"), ("HAMEEN", "Hämeenkyrö"), ("vilppula mantta", "Mänttä-Vilppula"), ("st michel", "Mikkeli"), ("tukholma", None)],
)  # fmt: skip
def test_a_place_is_found_without_accents_in_any_order_and_in_the_other_language(
    open_example, typed, first
):
    page = opened(open_example, "real-size")
    page.keyboard.type(typed)
    assert (rows(page) or [None])[0] == first


def test_what_begins_with_the_text_comes_first(open_example):
    page = opened(open_example, "real-size")
    page.keyboard.type("ii")
    assert rows(page)[:3] == ["Ii", "Iisalmi", "Iitti"]


def test_three_hundred_choices_open_at_once_and_the_last_is_in_sight(open_example):
    page = opened(open_example, "real-size")
    page.keyboard.press("ArrowUp")
    assert page.locator(OPTION).count() == 309
    assert page.locator("[data-active]").inner_text() == "Äänekoski"
    inside = "e => { const r = e.getBoundingClientRect(), l = e.parentElement.getBoundingClientRect(); return r.top >= l.top && r.bottom <= l.bottom }"
    assert page.locator("[data-active]").evaluate(inside)


def test_nothing_is_chosen_by_typing_and_whoever_leaves_reads_so(open_example):
    page = opened(open_example, "default")
    page.keyboard.type("kalevan koulu")
    page.keyboard.press("Tab")
    assert page.evaluate(SENT) == "school="
    status(page).get_by_text("Nothing is chosen yet.").wait_for()
    assert page.locator("[role=combobox]").input_value() == "kalevan koulu"
    assert "city-visually-hidden" not in status(page).get_attribute("class")


def test_a_choice_is_announced_once_and_is_gone_when_the_text_changes(open_example):
    page = opened(open_example, "default")
    page.keyboard.type("kal")
    page.keyboard.press("Enter")
    assert page.evaluate(SENT) == "school=kaleva"
    assert page.locator("[role=combobox]").input_value() == "Kalevan koulu"
    status(page).get_by_text("Chosen: Kalevan koulu").wait_for()
    assert page.evaluate("heard") == ["Chosen: Kalevan koulu"]
    page.keyboard.press("Backspace")
    assert page.evaluate(SENT) == "school="


def test_the_number_of_choices_is_said_once_after_a_pause(open_example):
    page = opened(open_example, "default")
    page.keyboard.type("koulu")
    status(page).get_by_text("7 choices").wait_for()
    assert page.evaluate("heard") == ["7 choices"]


def test_a_choice_is_made_by_pointer_and_by_touch(open_example):
    for context in ({}, {"has_touch": True}):
        page = opened(open_example, "default", **context)
        press = page.tap if context else page.click
        press("[role=combobox]")
        press("[role=option] >> text=Annalan koulu")
        assert page.evaluate(SENT) == "school=annala"
        assert page.locator(OPTION).count() == 0


def test_a_disabled_choice_is_reached_and_not_chosen(open_example):
    page = opened(open_example, "groups")
    page.keyboard.press("ArrowUp")
    assert page.locator("[data-active]").get_attribute("aria-disabled") == "true"
    page.keyboard.press("Enter")
    assert page.evaluate(SENT) == "library="
    assert page.get_by_role("group", name="South").locator(OPTION).count() == 3


def test_escape_closes_then_empties(open_example):
    page = opened(open_example, "default")
    page.keyboard.type("kal")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate(SENT) == "school=kaleva"
    page.keyboard.press("Escape")
    assert page.evaluate(SENT) == "school="


def test_several_are_chosen_and_taken_out_again(open_example):
    page = opened(open_example, "several")
    page.keyboard.type("dari")
    page.keyboard.press("Enter")
    assert page.evaluate(SENT) == "languages=fi&languages=fa&languages=so"
    page.get_by_role("button", name=re.compile("^Finnish ?, remove$")).click()
    assert page.evaluate(SENT) == "languages=fa&languages=so"
    status(page).get_by_text("Removed: Finnish").wait_for()
    assert page.evaluate("document.activeElement.dataset.value") == "fa"


def test_the_focus_is_never_lost_when_the_last_one_is_taken_out(open_example):
    page = opened(open_example, "several")
    there = page.evaluate(
        "[...document.querySelectorAll('.city-combobox__remove')].map((one) => one.dataset.value)"
    )
    assert len(there) == 2
    page.locator(".city-combobox__remove").last.click()
    assert page.evaluate("document.activeElement.dataset.value") == there[0]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"


def test_after_back_the_choice_is_still_there(open_example):
    page = open_example("combobox/default")
    page.evaluate("document.querySelector('select').value = 'pispala'")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))")
    assert page.locator("[role=combobox]").input_value() == "Pispalan koulu"


@pytest.fixture
def searching(chromium):
    """Open the field that asks the server, and answer as told; give the page and what was asked."""
    contexts = []

    def searching(answer):
        contexts.append(chromium.new_context())
        page, asked = contexts[-1].new_page(), []
        html = examples.page(
            next(e for e in examples.all_examples() if e.id == "combobox/from-server")
        )

        def respond(route):
            url = urlsplit(route.request.url)
            if url.path.startswith("/citydesign/"):
                route.fulfill(path=assets.assets_path() / url.path.removeprefix("/citydesign/"))
            elif url.path == "/addresses":
                asked.append(parse_qs(url.query)["q"][0])
                answer(route)
            else:
                route.fulfill(content_type="text/html; charset=utf-8", body=html)

        page.route("**/*", respond)
        page.goto("http://city.example/")
        page.evaluate(IN_FORM)
        page.fill("[role=combobox]", "")
        return page, asked

    yield searching
    for context in contexts:
        context.close()


FOUND = [{"id": 1017, "label": "Hämeenkatu 5"}, {"id": 1018, "label": "Hämeenkatu 7"}]


def test_the_server_is_asked_once_and_the_id_of_its_choice_is_sent(searching):
    page, asked = searching(lambda route: route.fulfill(json=FOUND))
    page.keyboard.type("hämeen")
    page.locator(OPTION).nth(1).click()
    assert asked == ["hämeen"]
    assert page.evaluate(SENT) == "address=H%C3%A4meenkatu+7&address-id=1018"
    page.keyboard.type("b")
    assert page.evaluate(SENT).endswith("address-id=")


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=500, json=FOUND),
        lambda route: route.fulfill(body="<p>Sign in</p>"),
        lambda route: route.fulfill(json={"found": []}),
    ],
)
def test_a_search_that_fails_says_so_and_the_text_is_sent(searching, answer):
    page, asked = searching(answer)
    page.keyboard.type("hämeen")
    status(page).get_by_text("The search is not working right now.").wait_for()
    assert asked == ["hämeen"]
    assert page.evaluate(SENT) == "address=h%C3%A4meen&address-id="


def test_an_answer_that_never_comes_is_reported(searching):
    page, asked = searching(lambda route: None)
    page.clock.install()
    page.keyboard.type("häm")
    page.clock.run_for(1000)
    assert status(page).inner_text() == ""
    page.clock.run_for(8000)
    status(page).get_by_text("The search is not working right now.").wait_for()
    assert asked == ["häm"]


def test_nothing_found_is_said_below_the_field(searching):
    page, _ = searching(lambda route: route.fulfill(json=[]))
    page.keyboard.type("hämeen")
    status(page).get_by_text("Nothing found.").wait_for()
    assert "city-visually-hidden" not in status(page).get_attribute("class")
