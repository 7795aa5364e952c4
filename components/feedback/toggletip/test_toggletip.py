"""What is special about the toggletip."""

import pytest


def opened(open_example, name, **options):
    page = open_example(f"toggletip/{name}", **options)
    page.locator(".city-toggletip__button").first.click()
    return page


def test_without_scripts_a_press_shows_it_and_a_press_elsewhere_hides_it(open_example):
    page = opened(open_example, "default", java_script_enabled=False)
    tip = page.locator("#household")
    assert tip.is_visible()
    page.mouse.click(5, 5)
    assert not tip.is_visible()


def test_neither_the_pointer_nor_the_focus_shows_it(open_example):
    page = open_example("toggletip/default")
    button = page.locator(".city-toggletip__button")
    button.hover()
    button.focus()
    assert not page.locator("#household").is_visible()


def test_the_button_says_what_it_explains_and_whether_it_is_expanded(open_example):
    page = open_example("toggletip/default")
    session = page.context.new_cdp_session(page)

    def said():
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        (found,) = [node for node in nodes if node.get("role", {}).get("value") == "button"]
        states = {one["name"]: one["value"]["value"] for one in found["properties"]}
        return found["name"]["value"], states["expanded"]

    assert said() == ("What is a household?", False)
    page.locator(".city-toggletip__button").click()
    assert said() == ("What is a household?", True)


def test_what_it_says_is_in_a_status_that_was_empty_before(open_example):
    page = open_example("toggletip/default")
    status = page.get_by_role("status")
    assert status.inner_text() == ""
    page.locator(".city-toggletip__button").click()
    assert status.inner_text().startswith("Everyone who lives with you")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 800), (1280, 800)])
def test_it_is_below_its_button_and_within_the_page(open_example, width, height, direction):
    page = open_example("toggletip/real-size", viewport={"width": width, "height": height})
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    button = page.locator(".city-toggletip__button")
    button.click()
    tip, sign = page.locator("#siblings").bounding_box(), button.bounding_box()
    assert tip["x"] >= 0
    assert tip["x"] + tip["width"] <= width
    assert 0 <= tip["y"] - sign["y"] - sign["height"] <= 24


def test_on_paper_the_explanation_follows_its_word(open_example):
    page = open_example("toggletip/default")
    page.emulate_media(media="print")
    assert page.locator("#household").is_visible()
    assert not page.locator(".city-toggletip__button").is_visible()
