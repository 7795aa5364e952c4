"""Run the mutants and print the kill rate.

`python -m tests.mutants` takes a few components for each general fault, `--all` every one that
the fault fits; `--shard 1/2` does the first half, `--join` adds the shards up. Other words choose
mutants by a part of their name. The result is also in `build/mutants.json`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants import tally
from tests.mutants.cases import Case, cases

from citydesign.audit.finding import Setting
from citydesign.audit.inspection import Inspection
from citydesign.audit.matrix import WIDTHS, settings
from citydesign.audit.oracle import Oracle
from citydesign.audit.oracles import by_number
from citydesign.audit.session import Session
from citydesign.audit.stage import Subject


def main(arguments: list[str]) -> int:
    """Print a line for each mutant; return 1 when too many live or an excuse is stale."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--shard", default="1/1")
    parser.add_argument("--join", action="store_true")
    given = parser.parse_args(arguments)
    if given.join:
        results = tally.join()
    else:
        results = _run(given.words, given.shard, everything=given.all)
        if given.words:
            tally.tell(results)
            return 0 if all(result.right for result in results) else 1
        if given.shard != "1/1":
            tally.write(results, given.shard)
    if given.join or given.shard == "1/1":
        tally.write(results)
    tally.tell(results)
    return 0 if tally.passes(results) else 1


def _run(words: list[str], shard: str, *, everything: bool) -> list[tally.Result]:
    part, _, parts = shard.partition("/")
    started = time.perf_counter()
    results = []
    with tempfile.TemporaryDirectory() as folder, Session() as session:
        chosen = [
            case
            for case in cases(Path(folder), everything=everything)
            if not words or any(word in f"{case.oracle} {case.name}" for word in words)
        ][int(part) - 1 :: int(parts)]
        clean: dict[str, set[tuple[str, ...]]] = {}
        for count, case in enumerate(chosen, 1):
            result = _judge(session, case, clean)
            results.append(result)
            said = "killed" if result.killed else "excused" if result.survives else "LIVES"
            axe = " (axe too)" if result.axe and case.oracle != 1 else ""
            print(f"{count:3}/{len(chosen)} {said:7} {case.oracle:2} {case.name}{axe}", flush=True)
    print(f"in {time.perf_counter() - started:.0f} s")
    return results


def _judge(session: Session, case: Case, clean: dict) -> tally.Result:
    subject, sound = case.make()
    oracle, axe = by_number(case.oracle), by_number(1)
    widths = tuple(Setting(locale=subject.locales[0], width=width) for width in WIDTHS)
    wanted = settings(oracle, subject)
    # Both look at one load where they can. Hidden content is judged over all settings together.
    first = {axe: widths, oracle: wanted if oracle is axe else wanted[:1]}
    new = _new(session, subject, sound, first, clean)
    by_axe = any(place[0] == "axe" for place in new)
    killed = any(place[0] == oracle.id for place in new) or any(
        _new(session, subject, sound, {oracle: (setting,)}, clean) for setting in wanted[1:]
    )
    return tally.Result(case.name, case.oracle, case.component, killed, by_axe, case.survives)


def _new(
    session: Session,
    subject: Subject,
    sound: Subject,
    wanted: dict[Oracle, tuple[Setting, ...]],
    clean: dict,
) -> set[tuple[str, ...]]:
    """What oracles say of the mutant and not of the sound page, each in some settings."""

    def seen(page: Subject) -> set[tuple[str, ...]]:
        return _keys(session.inspect(page, [*wanted], lambda oracle, _: wanted[oracle]))

    found = seen(subject)
    if not found:
        return found
    key = f"{sound.component}/{sound.example} {[(o.id, s) for o, s in wanted.items()]}"
    if key not in clean:
        clean[key] = seen(sound)
    return found - clean[key]


def _keys(inspection: Inspection) -> set[tuple[str, ...]]:
    """The faults found, without the name of the page: a mutant may have one of its own."""
    return {finding.key[1:] for finding in inspection.findings if finding.criterion != "check"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
