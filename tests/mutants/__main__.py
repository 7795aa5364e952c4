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

from citydesign.audit.oracles import by_name
from citydesign.audit.oracles.axe.judge import raw
from citydesign.audit.oracles.oracle import Oracle
from citydesign.audit.pages.setting import Setting
from citydesign.audit.pages.subject import Subject
from citydesign.audit.run.matrix import WIDTHS, settings
from citydesign.audit.run.session import Session
from citydesign.audit.stage.stage import Stage
from citydesign.audit.verdict.inspection import Inspection
from citydesign.errors import UsageError


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
        clean: dict = {}
        for count, case in enumerate(chosen, 1):
            result = _judge(session, case, clean)
            results.append(result)
            said = "killed" if result.killed else "excused" if result.survives else "LIVES"
            axe = " (axe too)" if result.axe and case.oracle != "axe" else ""
            print(f"{count:3}/{len(chosen)} {said:7} {case.oracle}: {case.name}{axe}", flush=True)
    print(f"in {time.perf_counter() - started:.0f} s")
    return results


def _judge(session: Session, case: Case, clean: dict) -> tally.Result:
    oracle = by_name(case.oracle)
    try:
        pages = case.make()
        killed = any(_sees(session, subject, sound, oracle, clean) for subject, sound in pages)
        axe = _axe_sees(session, *pages[-1], clean)
    except UsageError:
        # Strict mode draws no such page: every test of the example fails.
        killed, axe = True, False
    return tally.Result(case.name, case.oracle, case.component, killed, axe, case.survives)


def _sees(session: Session, subject: Subject, sound: Subject, oracle: Oracle, clean: dict) -> bool:
    """Whether the oracle says anything new, in one setting after the other until it does."""
    wanted = [(setting,) for setting in settings(oracle, subject)]
    if oracle.asks:  # Hidden content is judged over all settings together.
        wanted = [settings(oracle, subject)]
    for some in wanted:
        found = _keys(session.inspect(subject, [oracle], lambda *_, some=some: some))
        key = (sound.component, sound.example, oracle.id, some)
        if found and key not in clean:
            clean[key] = _keys(session.inspect(sound, [oracle], lambda *_, some=some: some))
        if found and found - clean[key]:
            return True
    return False


def _axe_sees(session: Session, subject: Subject, sound: Subject, clean: dict) -> bool:
    """Whether axe alone finds a violation, wide or narrow, that the sound page does not have."""

    def violations(stage: Stage, page: Subject) -> set[tuple[str, str]]:
        found = set()
        for width in WIDTHS:
            stage.open(page, Setting(locale=page.locales[0], width=width))
            rows = raw(stage)["rows"]
            found |= {(r["rule"], r["selector"]) for r in rows if r["verdict"] == "fails"}
        return found

    found = session.run(lambda stage: violations(stage, subject))
    key = (sound.component, sound.example, "axe alone")
    if found and key not in clean:
        clean[key] = session.run(lambda stage: violations(stage, sound))
    return bool(found and found - clean[key])


def _keys(inspection: Inspection) -> set[tuple[str, ...]]:
    """The faults found, without the name of the page: a mutant may have one of its own."""
    return {finding.key[1:] for finding in inspection.findings if finding.criterion != "check"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
