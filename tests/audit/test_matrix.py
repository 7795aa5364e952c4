"""The pruned matrix: it leaves out nothing that the full product would find."""

import pytest
from tests.mutants.fixture_mutants import MUTANTS, subject

from citydesign.audit.oracles import ORACLES
from citydesign.audit.pages.subject import Subject
from citydesign.audit.pages.subjects import subjects
from citydesign.audit.run.matrix import full, settings


def _counts(page):
    pruned = sum(len(settings(oracle, page)) for oracle in ORACLES)
    return pruned, sum(len(full(oracle, page)) for oracle in ORACLES)


def test_the_pruned_matrix_is_a_small_part_of_the_product(tmp_path):
    pruned, product = _counts(next(subjects(["text-input/default"])))
    assert pruned * 4 < product


def test_every_circumstance_is_seen_by_some_oracle(tmp_path):
    page = subject(tmp_path)
    seen = {s for oracle in ORACLES for s in settings(oracle, page)}
    assert {s.state for s in seen} == {"rest", "open"}
    assert {s.width for s in seen} == {1280, 320}
    assert {s.scheme for s in seen} == {"light", "dark"}
    assert {s.contrast for s in seen} == {"normal", "more", "forced"}


# What takes real time (typing, waiting) or would need the words of a page in every language
# differs by state alone; the others are run in full.
FULL = [
    oracle
    for oracle in ORACLES
    if oracle.id not in {"handover", "announcements", "scriptless", "lifecycle"}
]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("oracle", FULL, ids=lambda oracle: oracle.id)
def test_the_full_product_finds_nothing_more(audit, tmp_path, oracle):
    mutant = next((m for m in MUTANTS if m.oracle == oracle.id), None)
    page = subject(tmp_path, mutant)
    pruned = audit.inspect(page, [oracle])
    product = audit.inspect(page, [oracle], full)
    assert product.checks > pruned.checks
    assert {f.key for f in product.findings} <= {f.key for f in pruned.findings}


def test_a_state_that_is_there_at_one_width_is_seen_there_by_whoever_sees_states():
    page = Subject("a", "b", lambda _: "", states={"open": []}, widths={"open": 320})
    for oracle in ORACLES:
        if any("state" in group.split("*") for group in oracle.sees):
            seen = {s.width for s in settings(oracle, page) if s.state == "open"}
            assert seen == {320}, oracle.id
