"""What is special about the button."""

import html5lib
import pytest

from citydesign import ui


def parse(html):
    return html5lib.parse(str(html), namespaceHTMLElements=False).find("body")


def test_the_server_learns_which_button_was_pressed():
    button = parse(ui.button("Confirm", name="action", value="confirm")).find(".//button")
    assert (button.get("type"), button.get("name"), button.get("value")) == (
        "submit",
        "action",
        "confirm",
    )


def test_what_looks_like_a_button_but_leads_somewhere_is_a_link():
    body = parse(ui.button("See free times", url="/times", loading_text="x"))
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
