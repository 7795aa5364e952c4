"""What is special about the summary list."""

import pytest
from tests.markup import document

from citydesign import ui, use_locale

ROWS = [{"label": "Name", "value": "Aino", "actions": [{"text": "Change", "url": "/name"}]}]


def parse(html):
    return document(html).find("body")


def names(body):
    return ["".join(link.itertext()) for link in body.findall(".//a")]


def test_each_action_names_its_row_and_on_a_card_the_card_too():
    assert names(parse(ui.summary_list(ROWS))) == ["Change: Name"]
    card = ui.summary_list(ROWS, heading="Child", actions=[{"text": "Remove", "url": "/x"}])
    assert names(parse(card)) == ["Remove: Child", "Change: Name, Child"]


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize(
    ("locale", "words"), [("en", "Not given"), ("fi", "Ei annettu"), ("sv", "Inte angivet")]
)
def test_what_nobody_gave_is_said_in_words(value, locale, words):
    with use_locale(locale):
        body = parse(ui.summary_list([{"label": "Diet", "value": value}]))
    assert "".join(body.find(".//dd").itertext()) == words


def test_zero_is_a_value():
    body = parse(ui.summary_list([{"label": "Children", "value": "0"}]))
    assert "".join(body.find(".//dd").itertext()) == "0"


def test_a_row_with_an_error_says_it_beside_the_value_that_was_given():
    row = {**ROWS[0], "error": "Write the whole name", "id": "name"}
    body = parse(ui.summary_list([row]))
    said = "".join(body.find(".//dd").itertext())
    assert said == "Error: Write the whole name\nAino"
    link = body.find(".//a")
    assert link.get("id") == "name"
    error = body.find(f".//*[@id='{link.get('aria-describedby')}']")
    assert "Write the whole name" in "".join(error.itertext())


def test_the_error_summary_leads_to_the_first_of_two_actions():
    actions = [{"text": "Change", "url": "/name"}, {"text": "Remove", "url": "/remove"}]
    body = parse(ui.summary_list([{"label": "Name", "id": "name", "actions": actions}]))
    assert [link.get("id") for link in body.findall(".//a")] == ["name", None]


def test_rows_are_pairs_of_a_description_list():
    body = parse(ui.summary_list([*ROWS, {"label": "Fee", "value": "124 €", "total": True}]))
    for row in body.findall(".//dl/div"):
        assert [child.tag for child in row][:2] == ["dt", "dd"]


def test_a_card_is_a_region_named_by_its_heading():
    section = parse(ui.summary_list(ROWS, heading="Child", heading_level=3, id="child")).find(
        "section"
    )
    assert section.get("aria-labelledby") == section.find(".//h3").get("id")


def test_the_error_summary_leads_to_the_link_that_changes_the_answer(open_example):
    page = open_example("summary-list/with-error")
    page.get_by_role("link", name="Choose a day on or after 1 August").click()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/apply/start"
