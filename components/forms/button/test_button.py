"""What is special about the button."""

import pytest
from tests.markup import document

from citydesign import ui


def parse(html):
    return document(html).find("body")


def test_the_server_learns_which_button_was_pressed():
    button = parse(ui.button("Confirm", name="action", value="confirm")).find(".//button")
    assert (button.get("type"), button.get("name"), button.get("value")) == (
        "submit",
        "action",
        "confirm",
    )


def test_what_looks_like_a_button_but_leads_somewhere_is_a_link():
    body = parse(ui.button("See free times", url="/times"))
    link = body.find("a")
    assert link.get("href") == "/times"
    assert not {"role", "type", "tabindex"} & set(link.attrib)


@pytest.mark.parametrize("state", ["disabled", "loading"])
def test_a_button_that_cannot_be_used_sends_nothing_without_scripts_and_keeps_the_focus(state):
    button = parse(ui.button("Send", **{state: True})).find(".//button")
    assert button.get("type") == "button"
    assert button.get("aria-disabled") == "true"
    assert "disabled" not in button.attrib


def test_a_link_that_cannot_be_used_leads_nowhere_and_can_be_found():
    link = parse(ui.button("Book", url="/book", disabled=True, hint="Full.")).find(".//a")
    assert "href" not in link.attrib
    assert (link.get("role"), link.get("tabindex")) == ("link", "0")


def test_the_reason_is_read_with_the_button():
    body = parse(ui.button("<b>Book</b> it", disabled=True, hint="All are lent out."))
    hint = body.find(".//p")
    assert body.find(".//button").get("aria-describedby") == hint.get("id")
    assert " " not in hint.get("id")


def test_two_buttons_of_one_name_have_reasons_of_their_own():
    html = ui.button("A", name="act", value="a", hint="x") + ui.button(
        "B", name="act", value="b", hint="y"
    )
    ids = [p.get("id") for p in parse(html).iter("p")]
    assert len(set(ids)) == 2


def test_a_second_press_is_guarded_only_where_there_are_words_for_it():
    assert parse(ui.button("Send")).find(".//city-button") is None
    guarded = parse(ui.button("Send", loading_text="Sending")).find(".//city-button")
    assert guarded.get("data-loading-text") == "Sending"
    status = guarded.find("span[@role='status']")
    assert not "".join(status.itertext())


FORM = """() => {
  document.querySelector("main").innerHTML = `<form target="nowhere"><input name="a">${GUARDED}</form>`;
  const form = document.querySelector("form");
  window.asked = window.sent = 0;
  form.addEventListener("submit", (event) => {
    window.asked += 1;
    if (window.cancel) event.preventDefault();
  });
  // Comes only once nothing has held the form back.
  form.addEventListener("formdata", () => (window.sent += 1));
}"""


@pytest.fixture
def form(open_example):
    """A page with a form whose guarded button opens nothing, so that the page stays."""
    page = open_example("button/default")
    guarded = str(ui.button("Send", loading_text="Sending"))
    page.evaluate(FORM.replace("${GUARDED}", guarded))
    return page


@pytest.mark.browser
def test_a_double_click_sends_once_and_says_so_once(form):
    button = form.get_by_role("button")
    button.dblclick()
    form.get_by_role("button", name="Sending").press("Enter")
    assert form.evaluate("window.sent") == 1
    assert form.get_by_role("status").inner_text() == "Sending"
    assert form.evaluate("document.activeElement.textContent.trim()") == "Sending"


TWICE = """() => {
  const form = document.forms[0], button = form.querySelector("button");
  for (let i = 0; i < 2; i++) form.requestSubmit(button);
}"""


@pytest.mark.browser
def test_a_second_press_on_a_busy_page_comes_before_the_words_and_is_ignored(form):
    form.evaluate(TWICE)
    assert form.evaluate("window.sent") == 1
    form.get_by_role("button", name="Sending").wait_for()
    form.evaluate("document.querySelector('city-button').stop()")
    form.evaluate(TWICE)
    assert form.evaluate("window.sent") == 2


@pytest.mark.browser
def test_a_busy_page_that_holds_a_form_back_is_asked_each_time(form):
    form.evaluate("window.cancel = true")
    form.evaluate(TWICE)
    assert form.evaluate("window.asked") == 2


@pytest.mark.browser
def test_a_form_that_a_script_holds_back_can_be_sent_again(form):
    form.evaluate("window.cancel = true")
    button = form.get_by_role("button", name="Send", exact=True)
    button.click()
    button.click()
    assert form.evaluate("window.asked") == 2


@pytest.mark.browser
def test_a_button_is_given_back_when_no_answer_comes(open_example):
    page = open_example("button/default")
    page.clock.install()
    page.evaluate("document.querySelector('city-button').start()")
    assert page.get_by_role("button").get_attribute("aria-disabled") == "true"
    page.clock.run_for(16_000)
    button = page.get_by_role("button", name="Send the application")
    assert button.get_attribute("aria-disabled") is None


@pytest.mark.browser
def test_a_button_that_is_moved_guards_once_and_one_that_is_gone_guards_nothing(form):
    form.evaluate(
        "() => { const b = document.querySelector('city-button');"
        "for (let i = 0; i < 3; i++) { b.remove(); document.forms[0].append(b); } }"
    )
    form.get_by_role("button").dblclick()
    assert form.evaluate("window.sent") == 1
    form.evaluate("document.querySelector('city-button').remove()")
    form.evaluate("document.forms[0].requestSubmit()")
    assert form.evaluate("window.sent") == 2


@pytest.mark.browser
def test_on_paper_a_link_is_read_and_what_can_be_pressed_is_left_out(open_example):
    page = open_example("button/link")
    link = page.locator("a.city-button").first
    page.emulate_media(media="print")
    assert link.is_visible()
    style = link.evaluate(
        "a => { const s = getComputedStyle(a); return [s.backgroundColor, s.borderTopWidth]; }"
    )
    assert style == ["rgba(0, 0, 0, 0)", "0px"]
    page = open_example("button/default")
    page.emulate_media(media="print")
    assert not page.get_by_role("button").is_visible()
