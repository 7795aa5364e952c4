"""What is special about the cookie banner."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_no_is_the_same_button_as_yes(locale):
    with use_locale(locale):
        banner = parse(ui.cookie_banner("/cookies/", "/cookies/", content="Visits."))
    yes, no = banner.iter("button")
    assert (yes.get("value"), no.get("value")) == ("all", "necessary")
    for name in set(yes.keys()) - {"value"}:
        assert yes.get(name) == no.get(name), name


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_is_as_large_as_yes(open_example, width):
    page = open_example("cookie-banner/default", viewport={"width": width, "height": 800})
    yes, no = (button.bounding_box() for button in page.locator("button").all())
    assert no["width"] == pytest.approx(yes["width"], abs=0.1)
    assert no["height"] == pytest.approx(yes["height"], abs=0.1)


def test_it_covers_nothing_of_the_page(open_example):
    page = open_example("cookie-banner/real-size", viewport={"width": 320, "height": 640})
    banner = page.locator(".city-cookie-banner").bounding_box()
    header = page.locator(".city-header").bounding_box()
    assert header["y"] >= banner["y"] + banner["height"] - 1
    page.evaluate("window.scrollTo(0, 200)")
    assert page.locator(".city-cookie-banner").bounding_box()["y"] == banner["y"] - 200


def test_the_resident_comes_back_to_the_page_shown():
    banner = parse(ui.cookie_banner("/cookies/", "/cookies/", back="/events?week=13"))
    (hidden,) = banner.iter("input")
    assert (hidden.get("name"), hidden.get("value")) == ("back", "/events?week=13")
    assert not list(parse(ui.cookie_banner("/cookies/", "/cookies/")).iter("input"))
