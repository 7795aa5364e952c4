"""What is special about the button menu."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

ITEMS = [{"text": "Move", "url": "/move"}, {"text": "Cancel", "name": "act", "value": "cancel"}]


def parse(items=None, **more):
    html = ui.button_menu("Change", items or ITEMS, **more)
    return document(html).find("body")


def test_it_is_a_disclosure_and_no_menu_of_an_application():
    """A menu would take the arrow keys and letters away from people who read with them."""
    html = str(ui.button_menu("Change", ITEMS))
    assert "menu" not in {one.get("role") for one in parse().iter()}
    assert "<summary" in html
    assert "aria-haspopup" not in html


def test_what_goes_is_a_link_and_what_does_is_a_button():
    link, button = (
        next(one for one in parse().iter(tag) if "__item" in one.get("class", ""))
        for tag in ("a", "button")
    )
    assert link.get("href") == "/move"
    assert (button.get("name"), button.get("value")) == ("act", "cancel")


def test_an_action_either_goes_or_does():
    with pytest.raises(UsageError, match="url"):
        parse([{"text": "Move", "url": "/move", "name": "act"}])


def test_enter_in_a_field_of_the_form_does_no_action(open_example):
    page = open_example("button-menu/real-size", java_script_enabled=False)
    page.get_by_role("textbox").fill("Called")
    with page.expect_request("**/applications/**") as sent:
        page.get_by_role("textbox").press("Enter")
    assert sent.value.post_data == "note=Called"


def test_without_actions_of_its_own_it_brings_no_button_for_enter():
    assert not [*parse([{"text": "Move", "url": "/move"}]).iter("button")]


def items(page):
    return page.locator(".city-button-menu__items")


def opened(page):
    page.locator(".city-button-menu__button").click()
    assert items(page).is_visible()
    return page


def test_without_scripts_it_opens_and_covers_nothing(open_example):
    page = opened(open_example("button-menu/real-size", java_script_enabled=False))
    box, form = items(page).bounding_box(), page.locator("form").bounding_box()
    assert box["y"] + box["height"] <= form["y"] + form["height"]


def test_a_press_elsewhere_closes_it(open_example):
    page = opened(open_example("button-menu/real-size"))
    page.get_by_role("textbox").click()
    assert not items(page).is_visible()


def test_a_press_within_leaves_it_open(open_example):
    page = opened(open_example("button-menu/real-size"))
    items(page).locator("li").first.dispatch_event("pointerdown")
    assert items(page).is_visible()


def test_escape_closes_the_menu_and_not_the_dialog_around_it(open_example):
    page = open_example("button-menu/real-size")
    page.evaluate("""() => {
      const dialog = document.body.appendChild(document.createElement("dialog"));
      dialog.append(document.querySelector("city-button-menu"));
      dialog.showModal();
    }""")
    opened(page)
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_visible()
    assert not items(page).is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_on_a_phone_it_stays_open_so_that_nothing_moves(open_example):
    page = opened(open_example("button-menu/real-size", viewport={"width": 360, "height": 800}))
    page.get_by_role("textbox").click()
    assert items(page).is_visible()


@pytest.mark.parametrize("width", [320, 480, 768])
@pytest.mark.parametrize("example", ["default", "end", "real-size"])
def test_the_actions_are_within_the_page(example, width, open_example):
    page = opened(open_example(f"button-menu/{example}", viewport={"width": width, "height": 800}))
    box = items(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
