"""What is special about the hold timer. No test waits: the browser's clock is moved by hand."""

import datetime as dt

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import assets, ui, use_locale

NOON = dt.datetime(2027, 3, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
TWENTY = dt.timedelta(minutes=20)
CITY = "http://city.test"
DIALOG = "dialog:modal"
FORM = Markup("<label for='typed'>Why</label><textarea id='typed'></textarea>")
FIELDS = Markup("<input type='hidden' name='csrf' value='k3s'>")


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


def timer(**given):
    return ui.hold_timer(NOON + TWENTY, NOON, "/holds/17", **given)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "We are holding this time for you until 12:20. What you have typed is kept."),
        ("fi", "Pidämme ajan sinulle klo 12.20 asti. Kirjoittamasi säilyy."),
        ("sv", "Tiden är reserverad för dig till kl. 12.20. Det du har skrivit sparas."),
    ],
)
def test_without_scripts_a_sentence_says_until_when_the_time_is_held(locale, said):
    with use_locale(locale):
        element = parse(timer(keeps=True))
    assert said in text(element)


def test_more_time_and_releasing_are_buttons_that_post_with_the_token():
    element = parse(timer(fields=FIELDS, release_url="/holds/17/release"))
    forms = [form for form in element.iter("form") if form.get("method") == "post"]
    assert {form.get("action") for form in forms} == {"/holds/17", "/holds/17/release"}
    assert all(form.find("input[@name='csrf']") is not None for form in forms)
    assert all(form.find(".//button") is not None for form in forms)


def test_the_last_time_has_no_button_for_more():
    element = parse(timer(extendable=False))
    assert "Get more time" not in text(element)
    assert "until 12:20" in text(element)


def test_a_hold_that_is_over_says_so_and_counts_no_more():
    element = parse(timer(ended=True, keeps=True, times_url="/times"))
    assert element.find(".//city-session-timeout") is None
    assert "We are no longer holding this time for you." in text(element)
    assert "Others can book it now. What you typed is kept." in text(element)
    assert element.find(".//a[@href='/times']") is not None


def test_what_was_lost_with_the_hold_is_never_called_kept():
    assert "What you typed has not been kept." in text(parse(timer(ended=True)))


@pytest.fixture
def page(chromium):
    """A page that opens at noon with twenty minutes; the browser's clock stops until it is moved."""
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install(time=NOON - dt.timedelta(hours=1))
    page.clock.pause_at(NOON)
    page.add_init_script("performance.now = () => 0;")
    page.left = 20

    def serve(route):
        url = route.request.url.removeprefix(CITY)
        if url.startswith("/citydesign/"):
            return route.fulfill(path=assets.assets_path() / url.removeprefix("/citydesign/"))
        ends = NOON + dt.timedelta(minutes=page.left)
        element = ui.hold_timer(ends, NOON, "/holds/17", keeps=True)
        body = str(ui.page("Details", content=element + FORM))
        return route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(f"{CITY}/**", serve)
    page.goto(f"{CITY}/form")
    page.locator("city-session-timeout:defined").wait_for(state="attached")
    yield page
    context.close()


def pass_by(page, minutes):
    page.clock.run_for(round(minutes * 60_000))


def says(page, words):
    page.locator(DIALOG).wait_for()
    pass_by(page, 1 / 60)
    page.locator(DIALOG).get_by_text(words).wait_for()


def test_it_warns_once_at_five_minutes_and_once_at_one(page):
    pass_by(page, 14.9)
    assert page.locator(DIALOG).count() == 0
    page.left = 5
    pass_by(page, 0.2)
    says(page, "You have 5 minutes left.")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    pass_by(page, 3.8)
    assert page.locator(DIALOG).count() == 0
    page.left = 1
    pass_by(page, 0.3)
    says(page, "You have 1 minute left.")


def test_more_time_comes_with_one_press_and_what_was_typed_stays(page):
    page.locator("#typed").fill("A long story")
    page.get_by_role("button", name="Get more time").click()
    page.left = 40
    page.get_by_role("button", name="Continue").click()
    page.locator("dialog").wait_for(state="detached")
    page.get_by_text("until 12:40").first.wait_for()
    assert page.locator("#typed").input_value() == "A long story"
