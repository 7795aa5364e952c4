"""What is special about the service pathway."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui, use_locale

STEPS = [
    {"heading": "You apply", "author": "You", "duration": "10 minutes"},
    {"heading": "We visit you", "author": "Coordinator"},
    {"heading": "You get a decision", "author": "Home care"},
]


def items(html):
    return document(html).findall("body/ol/li")


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_where_you_are_and_what_is_done_is_said_in_words():
    with use_locale("en"):
        steps = items(ui.service_pathway(STEPS, current=2))
    assert [step.get("aria-current") for step in steps] == [None, "step", None]
    assert [text(step) for step in steps] == [
        "You apply Done You 10 minutes",
        "We visit you You are here Coordinator",
        "You get a decision Home care",
    ]


def test_on_a_page_for_everybody_no_step_is_marked():
    steps = items(ui.service_pathway(STEPS))
    assert not any(step.get("aria-current") for step in steps)
    assert text(steps[1]) == "We visit you Coordinator"


def test_nobody_is_beyond_the_last_step():
    with pytest.raises(UsageError, match="current"):
        ui.service_pathway(STEPS, current=4)
