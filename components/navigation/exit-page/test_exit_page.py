"""What is special about the exit page."""

import pytest
from tests.markup import document

from citydesign import assets, ui, use_locale
from citydesign.audit.pages.subject import ORIGIN, POLICY
from citydesign.audit.stage.server import Server, Site
from citydesign.examples import all_examples, page

AWAY = "https://weather.test/"


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize(
    ("locale", "button", "note"),
    [
        ("en", "Leave this page now", "Your visit stays in the history of your browser."),
        ("fi", "Poistu sivulta heti", "Käyntisi jää selaimesi historiaan."),
        ("sv", "Lämna sidan genast", "Ditt besök finns kvar i webbläsarens historik."),
    ],
)
def test_it_is_a_link_that_says_what_it_cannot_hide(locale, button, note):
    with use_locale(locale):
        nav = parse(ui.exit_page(AWAY))
    (link,) = nav.iter("a")
    assert "".join(link.itertext()).strip() == button
    assert (link.get("href"), link.get("rel")) == (AWAY, "noreferrer")
    assert note in "".join(nav.itertext())


def test_where_scripts_run_the_back_button_does_not_lead_here_again(chromium):
    (example,) = [one for one in all_examples() if one.id == "exit-page/default"]
    pages = {"/": page(example), "/before": "<p>Before</p>", "/weather": "<p>Sunny</p>"}
    context = chromium.new_context()
    tab = context.new_page()
    Server(Site(pages.get, assets.assets_path(), policy=POLICY)).attach(tab)
    tab.goto(f"{ORIGIN}/before")
    tab.goto(f"{ORIGIN}/")
    tab.locator(".city-exit-page__button").click()
    tab.get_by_text("Sunny").wait_for()
    tab.go_back()
    assert tab.get_by_text("Before").is_visible()
    context.close()


def test_without_scripts_it_is_a_plain_link_and_promises_no_key(open_example):
    page = open_example("exit-page/default", java_script_enabled=False)
    assert not page.get_by_text("Shift").is_visible()
    with page.expect_request("**/weather"):
        page.locator(".city-exit-page__button").click()


def test_three_times_shift_leaves_and_the_page_is_gone_before_the_next_has_come(open_example):
    # The address answers with nothing, as a network does that is slow.
    page = open_example("exit-page/default")
    with page.expect_request("**/weather"):
        for _ in range(3):
            page.keyboard.press("Shift")
    assert page.evaluate("document.body.childElementCount") == 0
    assert page.title() == ""


@pytest.mark.parametrize("keys", [["Shift", "Shift"], ["Shift+A", "Shift+B", "Shift+C", "Shift+D"]])
def test_capital_letters_and_a_slip_do_not_leave(keys, open_example):
    page = open_example("exit-page/default")
    for key in keys:
        page.keyboard.press(key)
    assert page.locator(".city-exit-page__button").is_visible()


def test_after_a_move_three_presses_are_still_three_and_after_removal_none(
    open_example,
):
    page = open_example("exit-page/default")
    page.evaluate(
        "() => { const e = document.querySelector('city-exit-page'); e.parentElement.append(e); }"
    )
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.locator(".city-exit-page__button").is_visible()
    page.evaluate("document.querySelector('city-exit-page').remove()")
    page.keyboard.press("Shift")
    assert page.get_by_role("heading").count() > 0


def test_it_is_left_out_on_paper(open_example):
    page = open_example("exit-page/default")
    page.emulate_media(media="print")
    assert not page.locator(".city-exit-page").is_visible()
