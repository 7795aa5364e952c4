"""What is special about the badge."""

import re

import pytest
from tests.markup import document

from citydesign import ui, use_locale


def said(html):
    body = document(html).find("body")
    return " ".join("".join(body.itertext()).split())


def test_a_number_is_always_said_with_its_words():
    assert said(ui.badge("unread messages", count=3)) == "3 unread messages"
    assert said(ui.badge("unread messages", count=3, label_visible=True)) == "3 unread messages"


def test_zero_is_a_number_and_none_is_a_dot():
    assert said(ui.badge("free places", count=0)) == "0 free places"
    dot = ui.badge("a new decision")
    assert said(dot) == "a new decision"
    assert "city-badge__dot" in dot
    assert "city-badge__dot" not in ui.badge("free places", count=0)


@pytest.mark.parametrize(
    ("count", "most", "words"),
    [
        (0, 99, "0 unread"),
        (99, 99, "99 unread"),
        (100, 99, "99+ unread"),
        (12804, 9999, "9,999+ unread"),
    ],
)
def test_nobody_hears_a_bare_number(count, most, words):
    with use_locale("en"):
        assert said(ui.badge("unread", count=count, most=most)) == words


def test_a_high_number_is_written_as_the_language_does():
    with use_locale("fi"):
        assert re.fullmatch(r"12\s480 lainaa", said(ui.badge("lainaa", count=12480, most=99999)))
        assert re.fullmatch(r"9\s999\+ lainaa", said(ui.badge("lainaa", count=12480, most=9999)))


def test_a_link_with_a_badge_says_both_and_the_number_is_seen(open_example):
    page = open_example("badge/default")
    assert page.get_by_role("link", name="Read your mail 3 unread messages").count() == 1
    box = page.locator(".city-badge__count").bounding_box()
    assert box["width"] >= 24
    assert page.locator(".city-badge__label").bounding_box()["width"] <= 1


def test_the_hidden_words_never_make_the_page_wider(open_example):
    page = open_example("badge/real-size", viewport={"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_in_forced_colours_the_number_is_read_and_new_is_told_from_counted(open_example):
    page = open_example("badge/real-size")
    page.emulate_media(forced_colors="active")
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    new, counted = (
        page.locator(".city-badge__count").nth(place).evaluate(colours) for place in (0, 3)
    )
    assert new[0] != new[1]
    assert new != counted
