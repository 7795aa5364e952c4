"""What is special about the switch."""

from tests.markup import document

from citydesign import ui


def control(**more):
    html = ui.switch(**{"name": "reminders", "label": "Reminders", **more})
    return document(html).find(".//input")


def test_it_is_a_checkbox_where_switches_are_unknown():
    one = control(checked=True)
    assert (one.get("type"), one.get("role")) == ("checkbox", "switch")
    # The browser knows its state; said twice, it may be said wrong.
    assert one.get("aria-checked") is None


def test_the_state_is_seen_and_never_said_twice(open_example):
    page = open_example("switch/default")
    state = page.locator(".city-switch__state")
    words = "(one) => getComputedStyle(one, '::before').content"
    assert state.evaluate(words) == '"On"'
    page.get_by_role("switch").uncheck()
    assert state.evaluate(words) == '"Off"'
    assert state.get_attribute("aria-hidden") == "true"
    assert page.get_by_role("switch", name="Reminders by text message", exact=True).count() == 1


def test_nothing_is_saved_before_the_form_is_sent(open_example):
    page = open_example("switch/default")
    requests = []
    page.on("request", lambda request: requests.append(request))
    page.get_by_role("switch").uncheck()
    page.get_by_role("switch").check()
    assert not requests
    with page.expect_request("**/settings") as sent:
        page.get_by_role("button").click()
    assert sent.value.post_data == "reminders=on"


def test_all_of_the_line_can_be_pressed(open_example):
    page = open_example("switch/real-size")
    row = page.locator(".city-switch__row").nth(3)
    box = row.bounding_box()
    switch = row.get_by_role("switch")
    for x in (4, box["width"] / 2, box["width"] - 4):
        before = switch.is_checked()
        page.mouse.click(box["x"] + x, box["y"] + box["height"] / 2)
        assert switch.is_checked() is not before
