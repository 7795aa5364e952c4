"""What is special about the badge."""

import pytest

from citydesign import ui, use_locale


def said(html):
    return " ".join(html.striptags().split())


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


def test_a_dot_is_said_in_words():
    assert said(ui.badge("changed since your last visit")) == "changed since your last visit"
