"""What is special about the error summary."""

import mimetypes
from urllib.parse import urlsplit

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.assets import assets_path
from citydesign.audit.pages.subject import ORIGIN
from citydesign.audit.stage.server import Site

PHONE = {"viewport": {"width": 320, "height": 568}}


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_it_names_itself_in_the_language_of_the_page():
    for locale, heading in (("fi", "Tarkista nämä kohdat"), ("sv", "Kontrollera de här svaren")):
        with use_locale(locale):
            box = parse(ui.error_summary([{"text": "x", "url": "#x"}]))
        assert box.get("aria-labelledby") == box.find("h2").get("id")
        assert "".join(box.find("h2").itertext()).strip() == heading


def test_each_fault_is_one_item_and_what_no_field_can_mend_is_text():
    box = parse(ui.error_summary([{"text": "Fill in", "url": "#name"}, {"text": "Too late"}]))
    first, second = box.findall("ul/li")
    assert first.find("a").get("href") == "#name"
    assert (len(second), second.text) == (0, "Too late")


def test_hostile_words_stay_words():
    box = parse(ui.error_summary([{"text": "<script>x</script>", "url": "#a"}], heading="<i>"))
    assert box.find(".//script") is None
    assert parse(ui.error_summary([], heading=Markup("<i>Stop</i>"))).find(".//i").text == "Stop"


def test_it_has_the_focus_when_the_page_opens_also_without_scripts(open_example):
    for scripts in (True, False):
        page = open_example("error-summary/default", java_script_enabled=scripts)
        assert page.locator("#error-summary:focus").count() == 1


@pytest.mark.parametrize("action", ["/", ""])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_second_wrong_answer_takes_the_focus_too(action, scripts, chromium):
    """Without an action the form goes to the link's own address; then it needs the script."""
    html = ui.page(
        "Error: Your details",
        content=ui.error_summary([{"text": "Fill in the e-mail address.", "url": "#email"}])
        + Markup(f'<form method="post" action="{action}">' if action else '<form method="post">')
        + ui.text_input("email", "E-mail address")
        + ui.button("Send")
        + Markup("</form>"),
    )
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    site = Site(assets=assets_path())

    def answer(route):
        path = urlsplit(route.request.url).path
        file = site.file(path)
        body = file.read_bytes() if file else html if path == "/" else ""
        kind = mimetypes.guess_type(path)[0] or "text/html"
        route.fulfill(body=body, content_type=kind)

    page.route("**/*", answer)
    page.goto(ORIGIN)
    page.get_by_role("link", name="Fill in the e-mail address.").click()
    page.locator("#email:focus").wait_for()
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state()
    if scripts or action:
        page.locator("#error-summary:focus").wait_for()
    context.close()


def test_one_that_must_not_take_the_focus_leaves_it_alone(open_example):
    page = open_example("error-summary/without-field")
    assert page.evaluate("document.activeElement === document.body")


def test_what_is_inserted_later_takes_the_focus_once(open_example):
    page = open_example("error-summary/default")
    page.evaluate("document.querySelector('#error-summary').remove()")
    html = str(ui.error_summary([{"text": "Fill in", "url": "#email"}]))
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", html
    )
    assert page.locator("#error-summary:focus").count() == 1
    page.locator("input").first.focus()
    page.evaluate("document.querySelector('main').append(document.querySelector('#error-summary'))")
    assert page.locator("input:focus").count() == 1


def test_a_link_lands_in_the_field_with_its_label_and_error_in_sight(open_example):
    page = open_example("error-summary/default", **PHONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.locator("input:focus")
    field.wait_for()
    page.keyboard.type("x")
    assert field.input_value() == "xaino@"
    for part in (
        page.get_by_text("E-mail address", exact=True),
        page.locator(".city-error-message").last,
    ):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 568
