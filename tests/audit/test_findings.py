"""What a report tells of what was seen: each fault once, by whoever says it best."""

from dataclasses import replace

import pytest
from tests.audit.results import fault

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.subject import Subject
from citydesign.audit.stage.axe_core import axe_source
from citydesign.audit.verdict.inspection import Inspection

PAGE = "fees/page"
TWINS = {rule: oracle.id for oracle in ORACLES for rule in oracle.twins}


def told(*findings):
    found = Inspection(Subject("fees", "page"), list(findings), twins=TWINS).distinct
    return [(f.oracle_id, f.rule) for f in found]


def axe(rule, criterion, selector="p"):
    return replace(fault(PAGE, criterion, "axe", selector), rule=rule)


def test_what_axe_and_we_both_see_is_told_by_us():
    assert told(axe("color-contrast", "1.4.3"), fault(PAGE)) == [("contrast", "")]


def test_what_axe_alone_sees_is_told_by_axe():
    for other in (
        fault(PAGE, selector="a"),
        fault(PAGE, criterion="1.4.1"),
        fault(PAGE, oracle="names"),
    ):
        assert ("axe", "color-contrast") in told(axe("color-contrast", "1.4.3"), other)


def test_two_rules_of_axe_at_one_place_are_two_faults():
    two = [axe("aria-allowed-attr", "4.1.2"), axe("aria-roles", "4.1.2")]
    assert len(told(*two, *two)) == 2


def test_every_twin_is_a_rule_of_axe_and_belongs_to_one_oracle():
    rules = [rule for oracle in ORACLES for rule in oracle.twins]
    assert len(rules) == len(set(rules))
    assert all(f'id:"{rule}"' in axe_source() for rule in rules)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fees 2027 – ålder", "Fees 2027 – ålder"),
        ("a\n::error::b\tc", "a ::error::b c"),
        ("red \x1b[31m", "red \ufffd[31m"),
        ("abc\u202edef\u200b", "abcdef"),
        ("http://staff:secret@city.example/fees?a=b@c", "http://city.example/fees?a=b@c"),
        ("it led to https://secret@city.example, not here", "it led to https://city.example, not here"),
        ("https://city.example/@staff and mail@city.example", "https://city.example/@staff and mail@city.example"),
    ],
)  # fmt: skip
def test_text_of_a_page_is_harmless_in_a_report(text, told):
    assert inert(text) == told
