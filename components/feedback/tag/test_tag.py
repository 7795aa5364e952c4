"""What is special about the tag."""

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale


def parse(html):
    (element,) = document(html).find("body")
    return element


@pytest.mark.parametrize("status", ["info", "success", "warning", "error"])
def test_each_status_has_a_sign_of_its_own_beside_its_colour(status):
    drawings = {
        s: str(ui.tag("Open", status=s)).partition("<svg")[2]
        for s in ("info", "success", "warning", "error")
    }
    assert drawings[status]
    assert list(drawings.values()).count(drawings[status]) == 1


def test_a_state_is_text_and_takes_no_focus():
    element = parse(ui.tag("Open"))
    assert element.tag == "strong"
    assert not element.findall(".//*")


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("en", "Free, remove this choice"),
        ("fi", "Free, poista valinta"),
        ("sv", "Free, ta bort valet"),
    ],
)
def test_a_removable_tag_is_a_link_whose_name_begins_with_its_words(locale, name):
    with use_locale(locale):
        link = parse(ui.tag("Free", remove_url="/events"))
    assert (link.tag, link.get("href")) == ("a", "/events")
    assert "".join(link.itertext()) == name


def test_words_of_a_visitor_stay_words():
    assert "<b>" not in ui.tag("<b>x</b>", remove_url="/")
    assert "<abbr>EU</abbr>" in ui.tag(Markup("<abbr>EU</abbr>"))


def test_what_removes_a_choice_is_as_large_as_a_finger(open_example):
    page = open_example("tag/removable")
    for link in page.locator(".city-tag").all():
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 44
