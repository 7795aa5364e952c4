"""What is special about the dialog."""

import pytest
from tests.markup import document

from citydesign import ui


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_without_scripts_a_link_leads_to_its_content():
    frame = parse(ui.dialog("Cancel", "Cancel it?", id="cancel"))
    assert frame.find("a").get("href") == "#" + frame.find("dialog").get("id") == "#cancel"
    assert frame.find("button") is None


def test_it_is_named_by_its_heading():
    dialog = parse(ui.dialog("Cancel", "Cancel it?", heading_level=4)).find("dialog")
    assert dialog.get("aria-labelledby") == dialog.find(".//h4").get("id")


def test_without_scripts_its_content_is_on_the_page_and_nothing_in_it_does_nothing(open_example):
    page = open_example("dialog/default", java_script_enabled=False)
    page.get_by_role("link", name="Cancel this booking").click()
    assert page.get_by_text("Renewal of a passport").is_visible()
    assert page.get_by_role("button").all_inner_texts() == ["Cancel the booking"]


def test_where_the_script_never_arrives_the_link_still_leads_to_the_content(open_example):
    page = open_example("dialog/default")
    page.add_init_script("customElements.define = () => {};")
    page.reload()
    assert not page.get_by_text("Renewal of a passport").is_visible()
    page.get_by_role("link", name="Cancel this booking").click()
    page.get_by_text("Renewal of a passport").wait_for(state="visible")


@pytest.mark.parametrize("how", ["Escape", "Close", "Keep the booking"])
def test_the_focus_goes_into_it_and_comes_back_to_its_button(how, open_example):
    page = open_example("dialog/default")
    opener = page.get_by_role("button", name="Cancel this booking")
    assert opener.get_attribute("aria-haspopup") == "dialog"
    # As in Safari, where a button that is clicked has no focus to come back to.
    opener.evaluate("button => button.click()")
    assert page.evaluate("!!document.activeElement.closest('dialog:modal')")
    dialog = page.get_by_role("dialog", name="Do you want to cancel this booking?")
    assert dialog.is_visible()
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=how).click()
    dialog.wait_for(state="hidden")
    page.locator("[aria-haspopup=dialog]:focus").wait_for()


def test_an_address_that_names_it_opens_it_once(open_example):
    page = open_example("dialog/default")
    page.evaluate("location.hash = 'cancel'")
    page.evaluate(
        """() => {
          const old = document.querySelector("city-dialog");
          const link = document.createElement("a");
          link.href = "#cancel";
          link.className = "city-button";
          link.textContent = "Cancel this booking";
          old.querySelector("button").replaceWith(link);
          old.replaceWith(old);
        }"""
    )
    assert page.locator("dialog:modal").count() == 1
    page.keyboard.press("Escape")
    page.evaluate("main.append(document.querySelector('city-dialog'))")
    assert page.locator("dialog[open]").count() == 0


def test_moved_while_it_is_open_it_closes_and_opens_again(open_example):
    page = open_example("dialog/default")
    page.get_by_role("button", name="Cancel this booking").click()
    page.evaluate("main.append(document.querySelector('city-dialog'))")
    assert page.locator("dialog[open]").count() == 0
    page.get_by_role("button", name="Cancel this booking").click()
    assert page.locator("dialog:modal").count() == 1


@pytest.mark.parametrize(("name", "side"), [("default", "middle"), ("drawer", "end")])
def test_it_is_within_a_small_window_and_its_end_can_be_reached(name, side, open_example):
    page = open_example(f"dialog/{name}", viewport={"width": 320, "height": 256})
    page.locator("city-dialog > button").click()
    box = page.locator("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] == (320 if side == "end" else 304)
    assert box["y"] + box["height"] <= 256
    last = page.locator("dialog button").last
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["y"] + last.bounding_box()["height"] <= 256
