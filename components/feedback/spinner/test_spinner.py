"""What is special about the spinner."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui


def parse(html):
    (element,) = document(html).find("body")
    return element


def test_only_its_words_are_said():
    spinner = parse(ui.spinner("Looking for times", content="Wait", lines=2))
    (status,) = spinner.findall(".//*[@role='status']")
    assert "".join(status.itertext()) == "Looking for times"


def test_the_outline_has_as_many_lines_as_asked_for_and_nobody_hears_them():
    (outline,) = parse(ui.spinner("Loading hours", lines=3)).findall(".//*[@aria-hidden='true']")
    assert len(outline) == 3
    assert parse(ui.spinner("Loading hours")).find(".//*[@aria-hidden]") is None


def test_more_lines_than_a_page_has_are_refused():
    with pytest.raises(UsageError, match="lines"):
        ui.spinner("Loading hours", lines=21)


def test_the_outline_keeps_the_place_of_so_many_lines_of_text(open_example):
    page = open_example("spinner/with-outline")
    height, line = page.evaluate(
        "() => { const lines = document.querySelector('.city-spinner__lines');"
        " return [lines.getBoundingClientRect().height,"
        " parseFloat(getComputedStyle(lines).lineHeight)]; }"
    )
    assert height == pytest.approx(3 * line, abs=line / 3)


@pytest.mark.parametrize(("motion", "running"), [("no-preference", ["running"]), ("reduce", [])])
def test_the_ring_is_still_for_those_who_ask_for_less_motion(motion, running, open_example):
    page = open_example("spinner/default", reduced_motion=motion)
    states = "() => document.getAnimations().map((one) => one.playState)"
    assert page.evaluate(states) == running
