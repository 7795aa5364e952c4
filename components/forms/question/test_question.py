"""What is special about the question."""

import pytest
from tests.given import everything
from tests.markup import document

from citydesign import UsageError, calls, ui
from citydesign.contracts import all_components
from citydesign.library import OURS

HELP = [{"summary": "Who is a guardian?", "content": "Usually both parents."}]
#: Every component whose label may be the heading of the page.
FIELDS = [
    one
    for one in all_components()
    if any(parameter.name == "heading" and parameter.type == "bool" for parameter in one.parameters)
]


def parse(html):
    return document(html).find("body")


def test_there_are_fields_to_try():
    assert {"radios", "text-input", "date-input", "fieldset"} <= {one.name for one in FIELDS}


@pytest.mark.parametrize("component", FIELDS, ids=lambda one: one.name)
def test_the_question_of_any_field_is_the_only_heading(component):
    given = {**everything(component), "heading": True}
    given = {name: value for name, value in given.items() if name in _needed(component)}
    field = calls.call(OURS.name, component.name)(**given)
    body = parse(ui.question(field, caption="Child 2", help=HELP, reason="We send it there."))
    (heading,) = body.iter("h1")
    texts = [one for one in body.iter() if one.tag in ("label", "legend") and heading in one.iter()]
    labels = list(heading.iter("label"))
    assert len(texts + labels) == 1


def _needed(component):
    return {one.name for one in component.parameters if one.required} | {"heading"}


def test_help_and_reason_come_after_the_answer():
    body = parse(ui.question(ui.text_input("a", "A", heading=True), help=HELP, reason="R"))
    order = [one.tag for one in body.iter() if one.tag in ("h1", "input", "summary")]
    assert order == ["h1", "input", "summary", "summary"]
    assert not any("open" in one.attrib for one in body.iter("details"))


def test_a_question_that_explains_nothing_has_nothing_to_unfold():
    body = parse(ui.question(ui.text_input("a", "A", heading=True)))
    assert body.find(".//details") is None
    assert len(body[0]) == 1


def test_help_without_words_is_refused():
    with pytest.raises(UsageError, match="content"):
        ui.question("x", help=[{"summary": "Who?", "content": " "}])
