"""Every example of every component before the seventeen oracles."""

import datetime as dt
from pathlib import Path

import pytest

from citydesign.audit.known import read, sift
from citydesign.audit.report import PageResult
from citydesign.audit.subjects import subject_of
from citydesign.examples import all_examples

KNOWN = read(Path(__file__).with_name("known-issues.toml"))

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("example", all_examples(), ids=lambda e: e.id)
def test_everybody_can_use_it(audit, audited, example):
    inspection = audit.inspect(subject_of(example))
    left, complaints = sift(inspection.findings, KNOWN, [example.id], dt.date.today())
    inspection.findings = left
    audited.pages.append(PageResult.of(inspection))
    audited.complaints += complaints
    lines = [
        f"{finding}" + (f"\n    and in {times - 1} more settings" if times > 1 else "")
        for finding, times in inspection.distinct.items()
    ]
    assert not lines + complaints, "\n" + "\n".join(lines + complaints)
    assert inspection.checks > 50


def test_every_known_issue_names_an_example_that_is_there():
    examples = {example.id for example in all_examples()}
    gone = [entry.page for entry in KNOWN if entry.page not in examples]
    assert not gone
