"""What is special about the AI notice."""

import pytest
from tests.markup import document

from citydesign import UsageError, ui

FACTS = {"purpose": "It compared.", "data": "Your income.", "contact": "Fees, 03 5656 0010"}


def parse(**given):
    return document(ui.ai_notice(**{"made": "decision", **FACTS, **given})).find("body/div")


def text(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize(
    ("checked", "said", "read"),
    [
        (True, "A person has checked the result.", "person"),
        (False, "No person has checked the result.", "nobody"),
    ],
)
def test_people_and_machines_learn_whether_a_person_checked_it(checked, said, read):
    notice = parse(checked=checked)
    assert text(notice.find("p")) == f"An algorithm took part in this decision. {said}"
    assert (notice.get("data-algorithm"), notice.get("data-checked-by")) == ("decision", read)


def test_nobody_says_by_accident_that_a_person_checked_it():
    with pytest.raises(UsageError, match="checked"):
        parse()


def test_the_way_to_object_is_not_hidden():
    notice = parse(checked=True, objection={"text": "Ask for a person", "url": "/object"})
    (link,) = notice.findall(".//a")
    assert link not in list(notice.find(".//details").iter())


def test_data_and_contact_are_in_what_opens():
    assert [text(e) for e in parse(checked=True).findall(".//details//dd")] == list(FACTS.values())
