"""What is special about the way back to the top."""

import pytest

from citydesign import ui, use_locale


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "Back to top"), ("fi", "Takaisin alkuun"), ("sv", "Tillbaka till början")],
)
def test_it_is_a_link_to_the_content_of_the_page(locale, text):
    with use_locale(locale):
        html = ui.back_to_top()
    assert 'href="#main"' in html
    assert f"<span>{text}</span>" in html


def test_the_focus_goes_along_without_scripts(open_example):
    page = open_example(
        "back-to-top/real-size",
        viewport={"width": 320, "height": 480},
        java_script_enabled=False,
    )
    link = page.get_by_role("link", name="Back to the letters")
    link.scroll_into_view_if_needed()
    link.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "H"
    assert -1 < page.locator(":focus").bounding_box()["y"] < 480


@pytest.mark.parametrize("example", ["default", "to-the-list", "real-size"])
def test_it_leads_to_something_on_the_page(example, open_example):
    page = open_example(f"back-to-top/{example}")
    assert page.locator(page.locator(".city-back-to-top").get_attribute("href")).count() == 1


def test_it_is_left_out_on_paper(open_example):
    page = open_example("back-to-top/default")
    page.emulate_media(media="print")
    assert not page.locator(".city-back-to-top").is_visible()
