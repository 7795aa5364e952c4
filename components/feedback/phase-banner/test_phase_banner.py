"""What is special about the phase banner."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


def text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_each_phase_has_words_of_its_own_in_each_language(locale):
    with use_locale(locale):
        said = {text(parse(ui.phase_banner(p)).find("strong")) for p in ("test", "new", "closing")}
    assert len(said) == 3
    assert all(said)


def test_a_screen_reader_finds_it_by_name_and_hears_the_phase_before_what_it_means():
    banner = parse(ui.phase_banner("new", "It changes."))
    assert banner.tag == "section"
    assert banner.get("aria-label") == "Phase of the service"
    assert text(banner) == "New service It changes."


def test_the_link_for_feedback_is_a_sentence_of_its_own_and_only_there_with_an_address():
    banner = parse(ui.phase_banner("new", "It changes.", feedback_url="/tell"))
    assert text(banner.find(".//a")) == "Give feedback"
    assert text(banner).endswith("It changes. Give feedback")
    assert parse(ui.phase_banner("new", "It changes.")).find(".//a") is None


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_the_text_is_beside_the_phase_where_there_is_room_and_below_it_on_a_phone(
    width, beside, open_example
):
    page = open_example("phase-banner/closing", viewport={"width": width, "height": 800})
    tag = page.locator(".city-tag").bounding_box()
    words = page.locator(".city-phase-banner__content").bounding_box()
    assert (words["x"] >= tag["x"] + tag["width"]) == beside
    assert (words["y"] >= tag["y"] + tag["height"]) != beside
