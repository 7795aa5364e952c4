"""What is special about the row of cards."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

BOX = ".city-card-row__box"


def test_a_row_without_cards_is_refused():
    with pytest.raises(UsageError, match="items"):
        ui.card_row("This week", [])


def test_the_box_that_is_moved_has_the_name_of_its_heading():
    html = document(ui.card_row("This week", ["A"]))
    box = html.find(".//*[@role='region']")
    assert html.find(f".//*[@id='{box.get('aria-labelledby')}']").text == "This week"
    assert box.get("tabindex") == "0"


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_edge_of_the_next_card_is_in_sight_so_that_people_see_there_is_more(
    width, direction, open_example
):
    page = open_example("card-row/default", viewport={"width": width, "height": 800})
    page.evaluate("d => { document.documentElement.dir = d; }", direction)
    box = page.locator(BOX).bounding_box()
    shown = [
        max(0, min(card["x"] + card["width"], box["x"] + box["width"]) - max(card["x"], box["x"]))
        / card["width"]
        for card in (one.bounding_box() for one in page.locator(f"{BOX} li").all())
    ]
    assert shown[0] == pytest.approx(1, abs=0.01)
    assert [share for share in shown if 0.03 < share < 0.1], shown


def test_the_arrow_keys_move_the_row_and_nothing_else_does(open_example):
    page = open_example("card-row/default", viewport={"width": 600, "height": 800})
    box = page.locator(BOX)
    assert box.evaluate("e => e.scrollLeft") == 0
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("s => document.querySelector(s).scrollLeft > 0", arg=BOX)
    assert page.evaluate("() => document.getAnimations().length") == 0


@pytest.mark.parametrize("number", [3, 5])
def test_a_card_comes_into_sight_when_it_gets_the_focus(number, open_example):
    page = open_example("card-row/default", viewport={"width": 360, "height": 800})
    link = page.locator(f"a[href='/events/{number}']")
    link.focus()
    page.wait_for_function(
        "e => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth; }",
        arg=link.element_handle(),
    )
