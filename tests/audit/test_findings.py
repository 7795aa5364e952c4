"""What a report tells of what was seen: each fault once, by whoever says it best."""

import datetime as dt
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.audit.results import fault

from citydesign.audit import FORMATS
from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.inert import inert
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.targets import Target
from citydesign.audit.stage.axe_core import axe_source
from citydesign.audit.verdict.finding import CRITERIA, criterion_level, criterion_title
from citydesign.audit.verdict.inspection import Inspection
from citydesign.audit.verdict.report import PageResult, Report, ReportError, merge, parse

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
    ("text", "harmless"),
    [
        ("Fees 2027 – ålder", "Fees 2027 – ålder"),
        ("a\n::error::b\tc", "a ::error::b c"),
        ("red \x1b[31m", "red \ufffd[31m"),
        ("abc\u202edef\u200b", "abcdef"),
        ("http://staff:secret@city.example/fees?a=b@c", "http://city.example/fees?a=b@c"),
        ("led to https://secret@city.example, not here", "led to https://city.example, not here"),
        ("https://city.example/@x and x@city.example", "https://city.example/@x and x@city.example"),
    ],
)  # fmt: skip
def test_text_of_a_page_is_harmless_in_a_report(text, harmless):
    assert inert(text) == harmless


def test_no_text_of_a_finding_steers_what_prints_it():
    texts = ("saw", "mend", "selector", "html", "component", "example", "source")
    one = replace(fault(PAGE), **{name: f"{name}\x1b\n\u202eb" for name in texts})
    assert {name: getattr(one, name) for name in texts} == {
        name: f"{name}\ufffd b" for name in texts
    }
    assert one.page == "component\ufffd b/example\ufffd b"
    assert PageResult("a", "\x07x").url == "\ufffdx"
    assert Inspection(Subject("a\n", "b")).page == Target("a\n", "b").page == "a /b"


def test_a_finding_is_told_in_three_lines_and_a_fourth_where_its_source_is_known():
    one = replace(fault(PAGE), setting=Setting(locale="fi", width=320, scheme="dark"))
    place, rest = (
        "fees/page [fi 320 dark] p\n",
        (
            "    contrast, 1.4.3 Contrast (Minimum), serious: grey on grey\n"
            "    fix: Take a darker grey."
        ),
    )
    assert str(one) == place + rest
    assert str(replace(one, source="a.html:3")) == f"{place}    source: a.html:3\n{rest}"
    assert criterion_title("house") == CRITERIA["house"][0]
    assert (criterion_title("9.9.9"), criterion_level("9.9.9")) == ("9.9.9", "")


def test_a_setting_tells_what_differs_from_the_usual_and_always_its_width():
    assert str(Setting()) == "1280"
    other = Setting("fi", "turku", "open", 320, "dark", "more")
    assert str(other) == "fi turku open 320 dark more"
    assert Setting().as_dict() == {}
    assert Setting(**other.as_dict()) == other
    assert str(other.but(locale="", theme="", state="rest")) == "320 dark more"


def _page(name, *faults, undecided=(), judged=1, seconds=2.0):
    return PageResult(
        name, judged={"contrast": [Setting()] * judged} if judged else {}, seconds=seconds,
        faults=dict.fromkeys(faults, 2), undecided=dict.fromkeys(undecided, 1),
    )  # fmt: skip


SERIOUS, MODERATE = fault(PAGE), fault(PAGE, "1.3.5", selector="a")
LOST = fault("fees/gone", "check", "page")


@pytest.mark.parametrize(
    ("pages", "more", "verdict", "code"),
    [
        ([_page(PAGE)], {}, "0 faults on 0 of 1 pages", 0),
        ([_page(PAGE, SERIOUS, MODERATE), _page("a/b")], {},
         "2 faults (1 serious, 1 moderate) on 1 of 2 pages", 1),
        ([_page(PAGE, SERIOUS)], {"budgets": {"AA": 1}},
         "1 fault (1 serious) on 1 of 1 pages; allowed: AA 1", 0),
        ([_page(PAGE, SERIOUS, MODERATE)], {"budgets": {"moderate": 1, "serious": 0}},
         "2 faults (1 serious, 1 moderate) on 1 of 1 pages; allowed: moderate 1, serious 0; "
         "over budget: serious by 1", 1),
        ([_page(PAGE, fault(PAGE, "9.9.9"))], {"budgets": {"A": 1}},
         "1 fault (1 serious) on 1 of 1 pages; allowed: A 1; over budget: unknown by 1", 1),
        ([_page(PAGE), _page("fees/gone", LOST, replace(LOST, selector="a"))], {},
         "2 faults (2 critical) on 1 of 2 pages; 1 page not checked in full", 2),
        ([_page(PAGE, undecided=[SERIOUS, MODERATE])], {},
         "0 faults on 0 of 1 pages; 2 places need a person", 0),
        ([_page(PAGE)], {"complaints": ["a", "b"]},
         "0 faults on 0 of 1 pages; 2 known issues to fix", 2),
        ([_page(PAGE, judged=0)], {}, "0 faults on 0 of 1 pages; nothing was checked", 2),
    ],
)  # fmt: skip
def test_one_line_says_what_came_out_and_the_exit_code_the_same(pages, more, verdict, code):
    made = Report(pages, **more)
    assert (made.verdict, made.exit_code) == (verdict, code)


@pytest.mark.parametrize(("seconds", "rate"), [(2.0, 60), (120.0, 1), (0.0, 0)])
def test_the_pace_is_in_checks_a_minute(seconds, rate):
    made = Report([_page(PAGE, judged=2)], seconds=seconds)
    assert made.pace == f"2 checks of 1 pages in {seconds:.0f} s: {rate} a minute"


def test_of_several_parts_the_longest_and_the_last_count():
    parts = [
        Report(
            [_page(name, judged=judged)], complaints, {"axe-core": name},
            dt.datetime(2027, 1, day, tzinfo=dt.UTC), seconds, level, budgets,
        )
        for name, judged, complaints, day, seconds, level, budgets in [
            ("b/b", 2, ["z", "y"], 2, 3.0, "AAA", {"best": 1}),
            ("a/a", 1, ["y"], 1, 9.0, "A", {}),
        ]
    ]  # fmt: skip
    whole = merge(parts)
    assert [page.page for page in whole.pages] == ["a/a", "b/b"]
    assert (whole.complaints, whole.checks) == (["y", "z"], 3)
    assert (whole.when.day, whole.seconds) == (2, 9.0)
    assert (whole.versions, whole.level, whole.budgets) == ({"axe-core": "b/b"}, "AAA", {"best": 1})
    with pytest.raises(ReportError, match="no result to put together"):
        merge([])


def test_a_result_of_another_version_is_not_read(tmp_path):
    text = Report([_page(PAGE, SERIOUS, undecided=[MODERATE])]).json()
    assert parse(text).json() == text
    with pytest.raises(ReportError, match="of another version; run the audit again"):
        parse(text.replace('"schema": ', '"schema": 9'))
    for wrong in ("", "{}", "[]", text.replace('"pages"', '"page"')):
        with pytest.raises(ReportError, match="no result of an audit"):
            parse(wrong)


def test_a_build_counts_each_oracle_as_a_test_that_passes_fails_or_is_skipped():
    asked = replace(SERIOUS, oracle_id="names")
    made = Report([_page(PAGE, SERIOUS, MODERATE, undecided=[asked]), _page("fees/gone", LOST)])
    made.complaints = ["known issue is fixed", "another"]
    first, gone, known = ElementTree.fromstring(FORMATS["junit"](made))

    def told(suite):
        return [suite.get(name) for name in ("name", "time", "tests", "failures", "skipped")]

    every = len(ORACLES)
    assert told(first) == [PAGE, "2.0", str(every), "1", str(every - 1)]
    assert told(gone) == ["fees/gone", "2.0", str(every + 1), "1", str(every - 1)]
    assert told(known) == ["known issues", None, "2", "2", "0"]
    failures = [case.get("name") for case in first if case.find("failure") is not None]
    assert failures == ["contrast"]
    assert first.find("testcase/failure").get("message") == "grey on grey"
    assert first.find("testcase/failure").text == f"{SERIOUS}\n{MODERATE}"
    assert [case.get("name") for case in gone if case.find("failure") is not None] == ["page"]
    assert [c.get("name") for c in first if c.find("system-out") is not None] == ["names"]


def test_a_code_host_is_told_how_bad_a_fault_is_and_by_what_to_know_it_again():
    grades = {"1.4.3": "error", "9.9.9": "error", "2.4.13": "warning", "best": "warning",
              "house": "warning"}  # fmt: skip
    faults = [fault(PAGE, criterion) for criterion in grades]
    made = Report([_page(PAGE, *faults, undecided=[replace(SERIOUS, person=True)])])
    run = json.loads(FORMATS["sarif"](made))["runs"][0]
    assert [one["level"] for one in run["results"]] == [*grades.values(), "none"]
    assert [one["kind"] for one in run["results"]] == ["fail"] * 5 + ["review"]
    assert [one["properties"]["settings"] for one in run["results"]] == [2] * 5 + [1]
    assert run["results"][0]["properties"]["impact"] == "serious"
    known = [one["partialFingerprints"]["place"] for one in run["results"][:5]]
    assert known[0] == "fees/page|contrast||1.4.3|p"
    assert len(set(known)) == 5
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "page", *(oracle.id for oracle in ORACLES),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://city.test/a b", "https://city.test/a b"),
        ("/srv/a b.html", "file:///srv/a%20b.html"),
        ("site/a b.html", "site/a%20b.html"),
        ("", "fees/page"),
    ],
)
def test_a_code_host_finds_the_page_where_it_is(address, uri):
    page = replace(_page(PAGE, SERIOUS), url=address)
    (result,) = json.loads(FORMATS["sarif"](Report([page])))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (uri, 1)


def test_a_terminal_and_a_comment_tell_all_that_a_run_found():
    asked = replace(SERIOUS, person=True, selector="b")
    made = Report([_page(PAGE, SERIOUS, MODERATE, undecided=[asked])], ["known issue *is* fixed"])
    lines = FORMATS["text"](made).splitlines()
    assert lines.count("    and in 1 more settings") == 2
    assert "! known issue *is* fixed" in lines
    assert lines[-2] == made.verdict
    text = FORMATS["markdown"](made)
    assert text.startswith(f"## Accessibility: {made.verdict}\n\ncontrast: 2\n")
    assert r"- known issue \*is\* fixed" in text
    assert "| fees/page (1280) | `b` | 1.4.3 Contrast (Minimum) | grey on grey |" in text
    assert (
        "| fees/page (1280) | `a` | 1.3.5 Identify Input Purpose | moderate | grey on grey | "
        "Take a darker grey. |" in text
    )
