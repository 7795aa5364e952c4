"""Run the mutants and print the kill rate.

`python -m tests.mutants` takes a few components for each fault, `--all` every one that the fault
fits; other words choose mutants by a part of their name.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.mutants import component_mutants, fixture_mutants

from citydesign.audit.finding import Setting
from citydesign.audit.inspection import Inspection
from citydesign.audit.matrix import WIDTHS, settings
from citydesign.audit.oracle import Oracle
from citydesign.audit.oracles import ORACLES, by_number
from citydesign.audit.session import Session
from citydesign.audit.stage import Subject


def main(words: list[str]) -> int:
    """Print a line for each mutant; return 1 when fewer than 95 % are killed."""
    started = time.perf_counter()
    wanted = [word for word in words if word != "--all"]
    total: Counter[int] = Counter()
    killed: Counter[int] = Counter()
    by_axe = 0
    survivors = []
    with tempfile.TemporaryDirectory() as folder, Session() as session:
        chosen = [
            (name, oracle, make)
            for name, oracle, make in _all(Path(folder), "--all" in words)
            if not wanted or any(word in name for word in wanted)
        ]
        clean: dict[str, set[tuple[str, ...]]] = {}
        for count, (name, number, make) in enumerate(chosen, 1):
            subject, original = make()
            oracle = by_number(number)
            before = _before(session, original, number, clean)
            seen = _sees(session, subject, oracle, before)
            axe = seen if number == 1 else _axe_sees(session, subject, original, clean)
            total[number] += 1
            killed[number] += seen
            by_axe += axe
            if not seen:
                survivors.append(f"{number:2} {name}")
            print(
                f"{count:3}/{len(chosen)} {'killed' if seen else 'LIVES '} {number:2} {name}"
                f"{' (axe too)' if axe and number != 1 else ''}",
                flush=True,
            )
    return _tell(total, killed, by_axe, survivors, time.perf_counter() - started)


def _all(folder: Path, everything: bool):
    for mutant in fixture_mutants.MUTANTS:
        place = folder / f"f{id(mutant)}"

        def fixture(mutant=mutant, place=place):
            return fixture_mutants.subject(place, mutant), fixture_mutants.subject(folder / "good")

        yield mutant.name, mutant.oracle, fixture
    for number, mutant in enumerate(component_mutants.mutants(None if everything else 3)):
        place = folder / f"c{number}"

        def component(mutant=mutant, place=place):
            return (
                component_mutants.subject(mutant, place),
                component_mutants.subject_of(mutant.example),
            )

        yield mutant.name, mutant.oracle, component


def _keys(inspection: Inspection) -> set[tuple[str, ...]]:
    """The faults found, without the name of the page: a mutant may have one of its own."""
    return {finding.key[1:] for finding in inspection.findings if finding.criterion != "check"}


def _before(session: Session, subject: Subject, number: int, known: dict) -> set:
    """What an oracle says about the page as it was, so that only the new counts."""
    key = f"{subject.component}/{subject.example} {number}"
    if key not in known:
        known[key] = _keys(session.inspect(subject, [by_number(number)]))
    return known[key]


def _axe_sees(session: Session, subject: Subject, original: Subject, known: dict) -> bool:
    """Whether axe alone, wide and narrow, says anything that it did not say of the page before."""

    def wide_and_narrow(*_: object) -> tuple[Setting, ...]:
        return tuple(Setting(locale=subject.locales[0], width=width) for width in WIDTHS)

    key = f"{original.component}/{original.example} axe"
    if key not in known:
        known[key] = _keys(session.inspect(original, [by_number(1)], wide_and_narrow))
    found = _keys(session.inspect(subject, [by_number(1)], wide_and_narrow))
    return any(place[0] == "axe" for place in found - known[key])


def _sees(session: Session, subject: Subject, oracle: Oracle, before: set) -> bool:
    """Whether the oracle says anything new, in one setting after the other until it does."""
    if oracle.number == 1:  # Hidden content is judged over all settings together.
        return bool(_keys(session.inspect(subject, [oracle])) - before)
    return any(
        _keys(session.inspect(subject, [oracle], lambda *_, setting=setting: (setting,))) - before
        for setting in settings(oracle, subject)
    )


def _tell(total, killed, by_axe: int, survivors: list[str], seconds: float) -> int:
    print(f"\n{'oracle':32} killed")
    for oracle in ORACLES:
        if total[oracle.number]:
            rate = f"{killed[oracle.number]}/{total[oracle.number]}"
            print(f"{oracle.number:2} {oracle.title:29} {rate}")
    everything, dead = sum(total.values()), sum(killed.values())
    print(f"\naxe alone, every rule: {by_axe} of {everything} ({by_axe / everything:.0%})")
    print(f"the suite:             {dead} of {everything} ({dead / everything:.0%})")
    if survivors:
        print("alive:", *survivors, sep="\n   ")
    print(f"in {seconds:.0f} s")
    return 0 if dead >= 0.95 * everything else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
