"""What is special about the accessibility statement."""

import re

import pytest
from markupsafe import Markup
from tests.markup import document

from citydesign import ui, use_locale
from citydesign.errors import UsageError

REQUIRED = {
    "about": "The map.",
    "status": "partial",
    "made": "2026-02-01",
    "updated": "2027-02-01",
    "method": "Ourselves.",
    "feedback": "Call us.",
    "authority": "Traficom.",
}


def parse(html):
    (element,) = document(html).find("body")
    return element


def headings(**more):
    found = parse(ui.accessibility_statement(**REQUIRED | more))
    return ["".join(h.itertext()) for h in found.iter("h2")]


def test_its_parts_have_the_order_of_the_european_model():
    more = {"shortcomings": ["A."], "alternative": "Call.", "out_of_scope": ["B."]}
    assert headings(**more) == [
        "How accessible the service is",
        "What is not accessible yet",
        "If you can't use the service",
        "Content that the requirements do not cover",
        "How accessibility was evaluated",
        "Did you find a shortcoming? Tell us",
        "Supervision of accessibility",
    ]
    assert len(headings()) == 5


@pytest.mark.parametrize("part", sorted(REQUIRED))
def test_what_the_law_asks_for_can_not_be_left_out(part):
    left = {name: value for name, value in REQUIRED.items() if name != part}
    with pytest.raises(UsageError, match=part):
        ui.accessibility_statement(**left)


@pytest.mark.parametrize("locale", ["en", "fi", "sv"])
def test_its_three_statuses_are_three_sentences(locale):
    with use_locale(locale):
        said = {
            re.search(
                r"__status\">(.*?)</p>", ui.accessibility_statement(**REQUIRED | {"status": s})
            )[1]
            for s in ("partial", "full", "none")
        }
    assert len(said) == 3


def test_without_shortcomings_it_says_that_none_are_known():
    known = "We know of no shortcomings"
    assert known in ui.accessibility_statement(**REQUIRED)
    assert known not in ui.accessibility_statement(**REQUIRED, shortcomings=["A."])
    assert known not in ui.accessibility_statement(**REQUIRED, content="Not all is judged.")


def test_a_text_is_a_paragraph_and_html_brings_its_own():
    html = ui.accessibility_statement(**REQUIRED | {"feedback": Markup("<p>1 <b>2</b></p>")})
    assert "<p>The map.</p>" in html
    assert "<p>1 <b>2</b></p>" in html
    assert "<p><p>" not in html
