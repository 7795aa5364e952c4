"""What is special about the case status."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

STAGES = [{"text": "Received"}, {"text": "Being read"}, {"text": "Decision"}]


def parse(current=2, **given):
    html = ui.case_status("Permit", number="T-1", stages=STAGES, current=current, **given)
    return document(html).find("body")


def text(element):
    return " ".join("".join(element.itertext()).split())


def page_headings(page):
    return [(e.tag, text(e)) for e in page.iter() if e.tag in ("h1", "h2", "h3", "h4")]


def facts(page):
    rows = page.findall(".//dl/div")
    return {text(row.find("dt")): text(row.find("dd")) for row in rows}


def test_where_it_is_and_what_comes_next_is_in_words():
    page = parse()
    assert facts(page)["Now"] == "Being read"
    assert facts(page)["Next"] == "Decision"
    (here,) = page.findall(".//li[@aria-current='step']")
    assert text(here).endswith("Being read")


def test_after_the_last_stage_nothing_comes_next():
    assert "Next" not in facts(parse(current=3))


def test_a_resident_reads_first_what_to_do():
    assert next(iter(facts(parse()).items())) == ("What you need to do", "Nothing now.")
    page = parse(task="Send the form.", action={"text": "Send", "url": "/send"})
    assert facts(page)["What you need to do"] == "Send the form. Send: Permit, T-1"


def test_without_history_nothing_opens():
    assert parse().findall(".//details[@class='city-details']") == []


def test_a_case_is_in_none_but_its_own_stages():
    with pytest.raises(UsageError, match="current"):
        parse(current=4)


def test_no_decision_is_expected_once_it_is_made():
    assert facts(parse(expected="2027-04-01"))["Decision expected by"] == "1 April 2027"
    assert "Decision expected by" not in facts(parse(current=3, expected="2027-04-01"))


def test_each_history_is_that_of_its_case():
    *_, summary = parse(history=[{"heading": "Received", "date": "2027-03-01"}]).iter("summary")
    assert text(summary) == "History: Permit, T-1"
    assert page_headings(parse(history=[{"heading": "Received", "date": "2027-03-01"}])) == [
        ("h2", "Permit"),
        ("h3", "Received"),
    ]
