"""The oracles on a page written by hand: clean as it is, red with a fault in it."""

from dataclasses import replace

import pytest
from tests.mutants.fixture_mutants import MUTANTS, subject

from citydesign.audit.oracles import ORACLES, by_name

pytestmark = pytest.mark.browser


def test_the_good_page_is_not_accused(audit, tmp_path):
    inspection = audit.inspect(subject(tmp_path))
    assert not inspection.findings, "\n".join(map(str, inspection.distinct))


# One of each oracle here; `python -m tests.mutants` runs them all.
FIRST = {mutant.oracle: mutant for mutant in reversed(MUTANTS)}


@pytest.mark.parametrize("name", [oracle.id for oracle in ORACLES])
def test_each_oracle_sees_the_fault_put_in_for_it(audit, tmp_path, name):
    inspection = audit.inspect(subject(tmp_path, FIRST[name]), [by_name(name)])
    seen = [f for f in inspection.findings if f.criterion != "check"]
    assert seen, f"`{FIRST[name].name}` is not noticed"
    assert all(f.saw and f.mend and f.selector for f in seen)


def test_what_axe_alone_cannot_decide_is_a_fault_of_our_own_pages_alone(audit, tmp_path):
    mutant = next(m for m in MUTANTS if m.name == "a ground that axe can't see through")
    page = subject(tmp_path, mutant)
    found = audit.inspect(page, [by_name("axe")]).findings
    assert {f.criterion for f in found} == {"house"}
    assert {f.rule for f in found} == {"color-contrast"}
    assert not audit.inspect(replace(page, policy=""), [by_name("axe")]).findings
