"""The faults themselves: each is still one, and no component or oracle is left out."""

from collections import defaultdict

import pytest
from tests.mutants import fixture_mutants, tally
from tests.mutants.cases import SOURCES
from tests.mutants.overlay import example_of, path_of

from citydesign.audit.oracles import ORACLES
from citydesign.contracts import all_components


@pytest.mark.parametrize("mutant", SOURCES, ids=lambda m: f"{m.oracle} {m.name}, {m.page[:24]}")
def test_every_fault_still_finds_the_text_that_it_changes(mutant, tmp_path):
    example_of(mutant.page, tmp_path)
    texts = {}
    for file, old, new in mutant.changes:
        text = texts.get(file) or path_of(file).read_text("utf-8")
        assert old in text, f"{file}: {old}"
        texts[file] = text.replace(old, new, 1) if old else text + new
    assert any(text != path_of(file).read_text("utf-8") for file, text in texts.items())


@pytest.mark.parametrize("mutant", fixture_mutants.MUTANTS, ids=lambda m: f"{m.oracle} {m.name}")
def test_every_fault_of_the_good_page_still_finds_the_text_that_it_changes(mutant):
    assert fixture_mutants.parts(mutant) != fixture_mutants.parts()


def test_every_component_is_broken_in_many_ways_and_every_oracle_has_to_see_some():
    kinds = defaultdict(set)
    for mutant in SOURCES:
        kinds[mutant.component].add(mutant.oracle)
    assert {component.name for component in all_components()} == set(kinds)
    assert {name: len(kinds[name]) for name in kinds if len(kinds[name]) < 5} == {}
    assert set().union(*kinds.values()) == {oracle.id for oracle in ORACLES}
    assert len(SOURCES) > 300


def _result(killed, survives=""):
    return tally.Result("fault", "roles", "header", killed, False, survives)


def test_a_run_fails_for_too_many_alive_for_one_without_a_reason_and_for_a_stale_reason():
    dead = [_result(True)] * 30
    assert tally.passes([*dead, _result(False, "nobody is told anything")])
    assert not tally.passes([*dead, _result(False)])
    assert not tally.passes([*dead, _result(True, "nobody is told anything")])


def test_the_result_is_there_for_other_programs():
    data = tally.as_data([_result(True), _result(False, "nobody is told anything")])
    assert data["rate"] == 1.0
    assert [row["killed"] for row in data["oracles"]] == [1]
    assert {"name", "oracle", "component", "killed", "axe"} <= set(data["mutants"][0])
