"""The conformance report: nothing is called supported that nothing has checked."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
import yaml
from tests.audit.results import fault, put, whole

import citydesign.audit
from citydesign import cli
from citydesign.audit.oracles import ORACLES
from citydesign.audit.stage.axe_core import axe_source
from citydesign.audit.verdict import report as results
from citydesign.audit.verdict.criteria import clauses, criteria
from citydesign.audit.verdict.finding import CRITERIA
from citydesign.audit.verdict.known import Known
from citydesign.claims.acr import earl, markdown, openacr
from citydesign.claims.conformance import LEVELS, conformance
from citydesign.claims.evaluation import Evaluation, read
from citydesign.contracts import all_components
from citydesign.errors import CityDesignError

FOLDER = Path(citydesign.audit.__file__).parent / "oracles"
AUTOMATED = {c.number for c in criteria() if c.check == "automated"}
MANUAL = {c.number for c in criteria() if c.check == "manual"}


def levels(report):
    return {row.criterion.number: row.level for row in report.rows}


def row_of(report, number):
    return next(r for r in (*report.rows, *report.clauses) if r.criterion.number == number)


def test_the_criteria_are_those_of_wcag_2_2():
    numbers = [c.number for c in criteria()]
    assert len(numbers) == len(set(numbers)) == 55
    assert [c.level for c in criteria()].count("A") == 31
    assert "4.1.1" not in numbers
    assert {c.number for c in criteria() if not c.clause} == {
        "2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8",
    }  # fmt: skip
    assert sorted(numbers, key=lambda n: [int(p) for p in n.split(".")]) == numbers
    assert CRITERIA["1.4.3"] == ("Contrast (Minimum)", "AA", "serious")


@pytest.mark.parametrize("one", [*criteria(), *clauses()], ids=lambda c: c.number)
def test_each_criterion_says_how_it_is_checked(one):
    assert set(one.oracles) <= {oracle.id for oracle in ORACLES}
    assert bool(one.sees) == (one.check == "automated")
    assert bool(one.reason) == (one.check == "not-applicable")
    assert bool(one.steps) == bool(one.minutes) == bool(one.passes) == (one.check == "manual")
    if one.check == "automated" and one.level:
        digits = one.number.replace(".", "")
        able = [o for o in one.oracles if f'"{one.number}"' in source(o)]
        assert able or ("axe" in one.oracles and f'"wcag{digits}"' in axe_source())


def source(oracle):
    name = oracle.replace("-", "_")
    files = [FOLDER / name / "judge.py", FOLDER / name / "script.js"]
    return "".join(file.read_text("utf-8") for file in files if file.exists())


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda o: o.id)
def test_what_a_check_can_find_names_the_check(oracle):
    for number in set(re.findall(r'"([1-4]\.\d+\.\d+)"', source(oracle.id))):
        assert number in CRITERIA
        for one in criteria():
            if one.number == number:
                assert oracle.id in one.oracles, f"{number} does not name {oracle.id}"


def test_without_a_result_nothing_is_supported():
    found = levels(conformance(None))
    assert set(found.values()) == {"not-evaluated", "not-applicable"}
    assert all(found[number] == "not-evaluated" for number in AUTOMATED | MANUAL)


def test_a_whole_result_supports_what_was_checked_and_nothing_else():
    report = conformance(whole())
    found = levels(report)
    assert {n for n, level in found.items() if level == "supports"} == AUTOMATED
    assert {n for n, level in found.items() if level == "not-evaluated"} == MANUAL
    assert "Checked by axe, contrast" in row_of(report, "1.4.3").remarks
    assert row_of(report, "11.7").level == "supports"


def test_a_fault_speaks_against_its_criterion_alone():
    report = conformance(put(whole(), fault("button/default")))
    row = row_of(report, "1.4.3")
    assert row.level == "partially-supports"
    assert "button/default, p: grey on grey" in row.remarks
    assert row.outcomes["button"] == "failed"
    assert row.outcomes["radios"] == "passed"
    assert levels(report)["1.4.11"] == "supports"


def test_faults_in_most_components_are_no_support():
    faults = [fault(f"{c.name}/default") for c in all_components()]
    assert levels(conformance(put(whole(), *faults)))["1.4.3"] == "does-not-support"


def test_a_fault_counts_also_where_nothing_of_the_kind_was_expected():
    report = conformance(put(whole(), fault("button/default", "2.5.1", "axe")))
    assert levels(report)["2.5.1"] == "partially-supports"


def test_an_old_result_supports_nothing():
    old = whole()
    for page in old.pages:
        if page.page.startswith("button/"):
            page.files = "0" * 16
    report = conformance(old)
    assert levels(report)["1.4.3"] == "not-evaluated"
    assert f"1 of {len(all_components())} components: button" in row_of(report, "1.4.3").remarks


def test_an_example_that_was_left_out_supports_nothing():
    part = whole()
    part.pages = [page for page in part.pages if page.page != "button/danger"]
    assert levels(conformance(part))["1.4.3"] == "not-evaluated"


def test_a_check_without_a_verdict_supports_nothing():
    part = whole()
    del part.pages[0].judged["reflow"]
    found = levels(conformance(part))
    assert found["1.4.10"] == "not-evaluated"
    assert found["1.4.3"] == "supports"


def test_a_page_that_was_not_checked_supports_nothing():
    broken = put(whole(), fault("button/default", "check", "keyboard", "html", "not checked"))
    assert levels(conformance(broken))["1.4.3"] == "not-evaluated"


KNOWN = Known(
    "button/default", "contrast", "1.4.3", "p", "New grey is being made.", "designer",
    dt.date(2027, 3, 1),
)  # fmt: skip


@pytest.mark.parametrize("left_out", [False, True])
def test_an_accepted_fault_is_still_a_fault(left_out):
    result = whole() if left_out else put(whole(), fault("button/default"))
    row = row_of(conformance(result, [KNOWN]), "1.4.3")
    assert row.level == "partially-supports"
    assert "2027-03-01" in row.remarks
    assert "New grey is being made." in row.remarks
    assert levels(conformance(result, [KNOWN]))["1.4.11"] == "supports", "another criterion"


def test_a_recorded_protocol_is_believed_with_its_day():
    done = Evaluation("1.4.13", "supports", dt.date(2027, 1, 5), "expert, NVDA", "Nothing pops up.")
    report = conformance(whole(), (), {"1.4.13": done})
    row = row_of(report, "1.4.13")
    assert (row.level, row.remarks) == ("supports", "Nothing pops up. (expert, NVDA, 2027-01-05)")
    assert set(row.outcomes.values()) == {"passed"}


def test_a_fault_outweighs_a_recorded_protocol():
    done = Evaluation("1.4.1", "supports", dt.date(2027, 1, 5), "expert", "All told by words.")
    found = put(whole(), fault("button/default", "1.4.1"))
    assert row_of(conformance(found, (), {"1.4.1": done}), "1.4.1").level == "partially-supports"


EVALUATION = """[[evaluation]]
criterion = "1.4.13"
result = "supports"
when = 2027-01-05
by = "expert"
remark = "Nothing pops up."
"""


def test_the_latest_evaluation_of_a_criterion_counts(tmp_path):
    file = tmp_path / "evaluations.toml"
    later = EVALUATION.replace("2027-01-05", "2027-06-01").replace(
        '"supports"', '"does-not-support"'
    )
    file.write_text(later + EVALUATION, "utf-8")
    assert read(file)["1.4.13"].result == "does-not-support"
    assert read(tmp_path / "none.toml") == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('remark = "Nothing pops up."', "", "evaluation 1: missing or unknown: remark"),
        ("1.4.13", "1.4.3", "1.4.3 has no protocol to go through"),
        ('"supports"', '"suports"', "did you mean 'supports'"),
        ("2027-01-05", '"2027-01-05"', "give the day in when = 2027-03-24"),
        ("[[evaluation]]", "[[evaluation", "evaluations.toml"),
    ],
)
def test_a_broken_evaluation_is_one_line(tmp_path, old, new, message):
    file = tmp_path / "evaluations.toml"
    file.write_text(EVALUATION.replace(old, new), "utf-8")
    with pytest.raises(CityDesignError, match=re.escape(message)) as caught:
        read(file)
    assert "\n" not in str(caught.value)


def test_openacr_has_the_shape_of_its_schema():
    found = put(whole(), fault("button/default"))
    text = openacr.openacr(conformance(found), author="Mallila", email="a11y@city.example")
    data = yaml.safe_load(text)
    # schema/openacr-0.1.0.json of GSA/openacr: what is required, and every type.
    assert data["title"] == "citydesign Accessibility Conformance Report"
    assert data["product"]["name"] == "citydesign"
    for contact in (data["author"], data["vendor"]):
        assert contact == {"name": "Mallila", "email": "a11y@city.example"}
    assert isinstance(data["version"], int)
    for name in (
        "report_date",
        "last_modified_date",
        "notes",
        "evaluation_methods_used",
        "license",
    ):
        assert isinstance(data[name], str), name
    a, aa, aaa, *_ = data["chapters"].values()
    assert list(data["chapters"])[:3] == [
        "success_criteria_level_a", "success_criteria_level_aa", "success_criteria_level_aaa",
    ]  # fmt: skip
    assert aaa["disabled"] is True
    assert [c["num"] for c in a["criteria"]] == [
        *(c.number for c in criteria() if c.level == "A" and c.number != "4.1.2"), "4.1.1", "4.1.2",
    ]  # fmt: skip
    assert len(aa["criteria"]) == 24
    for chapter in data["chapters"].values():
        for criterion in chapter.get("criteria", []):
            assert isinstance(criterion["num"], str)
            for component in criterion["components"]:
                assert component["name"] in {
                    "web", "electronic-docs", "software", "authoring-tool", "none",
                }  # fmt: skip
                assert component["adherence"]["level"] in LEVELS
                assert isinstance(component["adherence"]["notes"], str)
    contrast = next(c for c in aa["criteria"] if c["num"] == "1.4.3")
    assert contrast["components"][0]["adherence"]["level"] == "partially-supports"


def test_earl_asserts_each_criterion_of_each_component():
    data = json.loads(earl.earl(conformance(put(whole(), fault("button/default")))))
    context, graph = data["@context"], data["@graph"]
    assert context["earl"] == "http://www.w3.org/ns/earl#"
    ids = {node["@id"] for node in graph if "@id" in node}
    claims = [node for node in graph if node["@type"] == "earl:Assertion"]
    assert len(claims) == 55 * len(all_components())
    outcomes = {"passed", "failed", "cantTell", "inapplicable", "untested"}
    modes = {"automatic", "manual", "unknownMode"}
    for claim in claims:
        # EARL 1.0 Schema: an assertion has one of each.
        assert {claim["earl:assertedBy"], claim["earl:subject"], claim["earl:test"]} <= ids
        assert claim["earl:mode"].removeprefix("earl:") in modes
        assert claim["earl:result"]["@type"] == "earl:TestResult"
        assert claim["earl:result"]["earl:outcome"].removeprefix("earl:") in outcomes
    failed = [c for c in claims if c["earl:result"]["earl:outcome"] == "earl:failed"]
    assert [c["earl:subject"] for c in failed] == ["_:button"]
    assert failed[0]["earl:test"] == "https://www.w3.org/TR/WCAG22/#contrast-minimum"
    assert "grey on grey" in failed[0]["earl:result"]["earl:info"]


def test_a_remark_stays_inside_its_cell():
    evil = fault("button/default", saw="a | b\n\n# <script>alert(1)</script> [x](javascript:y)")
    text = markdown.markdown(conformance(put(whole(), evil)))
    row = next(line for line in text.splitlines() if line.startswith("| 1.4.3"))
    assert row.count(" | ") == 4
    assert "<script>" not in text
    assert "[x](" not in text


def test_the_command_writes_each_format(tmp_path, capsys):
    file = tmp_path / "audit.json"
    file.write_text(whole().json(), "utf-8")
    assert results.read(file).pages[0].files
    assert cli.main(["conformance", str(file)]) == 0
    assert "| 1.4.3 Contrast (Minimum) |" in capsys.readouterr().out
    assert cli.main(["conformance", str(file), "--format", "earl"]) == 0
    assert json.loads(capsys.readouterr().out)["@graph"]
    assert cli.main(["conformance", str(file), "--format", "openacr"]) == 1
    assert capsys.readouterr().err == (
        "citydesign: OpenACR requires an address to ask: give it with --email\n"
    )
    command = ["conformance", str(file), "--format", "openacr", "--email", "a11y@city.example"]
    assert cli.main(command) == 0
    assert yaml.safe_load(capsys.readouterr().out)["product"]["name"] == "citydesign"


def test_a_file_that_is_no_result_is_one_line(tmp_path, capsys):
    file = tmp_path / "audit.json"
    file.write_text("[]", "utf-8")
    assert cli.main(["conformance", str(file)]) == 1
    error = capsys.readouterr().err
    assert "no result of an audit" in error
    assert error.count("\n") == 1
