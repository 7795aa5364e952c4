"""Every example of every component before every oracle."""

import datetime as dt
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from tests.everything import EVERYTHING

from citydesign.audit.oracles import ORACLES, by_name
from citydesign.audit.pages.subjects import THEMES, subject_of, subjects
from citydesign.audit.run.matrix import settings
from citydesign.audit.run.session import Session
from citydesign.audit.verdict.known import read, sift
from citydesign.audit.verdict.report import PageResult
from citydesign.examples import all_examples

KNOWN = read(Path(__file__).with_name("known-issues.toml"))

pytestmark = pytest.mark.browser


def mixed(subjects):
    """Some of both at any time: a page of many keeps a core busy, an example waits half its time."""
    many = [one for one in subjects if one.parts]
    single = [one for one in subjects if not one.parts]
    placed = [((n + 0.5) / len(half), one) for half in (many, single) for n, one in enumerate(half)]
    return [one for _, one in sorted(placed, key=lambda place: place[0])]


@pytest.mark.parametrize(
    "subject", mixed(list(subjects())), ids=lambda s: f"{s.component}/{s.example}"
)
def test_everybody_can_use_it(audit, audited, subject):
    inspection = audit.inspect(subject)
    left, complaints = sift(inspection.findings, KNOWN, [inspection.page], dt.date.today())
    inspection.findings = left
    audited.pages.append(PageResult.of(inspection))
    audited.complaints += complaints
    lines = [
        f"{finding}" + (f"\n    and in {times - 1} more settings" if times > 1 else "")
        for finding, times in inspection.distinct.items()
    ]
    assert not lines + complaints, "\n" + "\n".join(lines + complaints)
    assert inspection.checks == sum(len(settings(oracle, subject)) for oracle in ORACLES)


@pytest.mark.parametrize(
    "example", all_examples(EVERYTHING)[len(all_examples()) :], ids=lambda e: e.id
)
def test_everybody_can_use_the_components_of_another_city(audit, example):
    inspection = audit.inspect(subject_of(example, library=EVERYTHING))
    assert not inspection.findings, "\n".join(map(str, inspection.distinct))
    assert inspection.checks > 50


def test_every_known_issue_names_an_example_that_is_there():
    examples = {example.id for example in all_examples()}
    gone = [entry.page for entry in KNOWN if entry.page not in examples]
    assert not gone


def test_the_axe_that_comes_with_us_agrees_with_the_newest():
    """CI installs the newest axe-core, and everything else here is judged by it."""
    whole = next(example for example in all_examples() if example.id == "page/default")
    showiest = [replace(many, themes=many.themes[:1]) for many in subjects([THEMES])]
    with Session(axe=str(files("axe_playwright_python") / "axe.min.js")) as session:
        for subject in (subject_of(whole), *showiest):
            inspection = session.inspect(subject, [by_name("axe")])
            assert inspection.checks
            assert not inspection.findings, "\n".join(map(str, inspection.distinct))
