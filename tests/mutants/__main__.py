"""Run the mutants and print the kill rate: `python -m tests.mutants [WORDS OF A NAME]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.mutants.fixture_mutants import MUTANTS, subject

from citydesign.audit.browser import chromium
from citydesign.audit.inspection import inspect
from citydesign.audit.oracles import ORACLES, by_number
from citydesign.audit.oracles.axe import axe_source
from citydesign.audit.stage import Stage


def main(words: list[str]) -> int:
    """Print a line for each mutant that lives; return 1 when one does."""
    chosen = [m for m in MUTANTS if not words or any(w in m.name for w in words)]
    by_axe = by_oracle = 0
    per_oracle: Counter[int] = Counter()
    killed: Counter[int] = Counter()
    started = time.perf_counter()
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        stage = Stage(browser, axe_source())
        for number, mutant in enumerate(chosen, 1):
            page = subject(Path(folder) / str(number), mutant)
            result = inspect(stage, page, [by_number(mutant.oracle)])
            seen = any(
                f.oracle == mutant.oracle and f.criterion != "check" for f in result.findings
            )
            axe = (
                seen
                if mutant.oracle == 1
                else bool(inspect(stage, page, [by_number(1)]).oracles & {1})
            )
            per_oracle[mutant.oracle] += 1
            killed[mutant.oracle] += seen
            by_oracle += seen
            by_axe += axe
            mark = "killed" if seen else "LIVES "
            print(f"{number:3}/{len(chosen)} {mark} {mutant.oracle:2} {mutant.name}"
                  f"{' (axe too)' if axe and mutant.oracle != 1 else ''}", flush=True)  # fmt: skip
        stage.close()
    total = len(chosen)
    print(f"\n{'oracle':32} killed")
    for oracle in ORACLES:
        if per_oracle[oracle.number]:
            print(
                f"{oracle.number:2} {oracle.title:29} {killed[oracle.number]}/{per_oracle[oracle.number]}"
            )
    print(f"\naxe alone, every rule: {by_axe} of {total} ({100 * by_axe // max(1, total)} %)")
    print(f"the suite:             {by_oracle} of {total} ({100 * by_oracle // max(1, total)} %)")
    print(f"in {time.perf_counter() - started:.0f} s")
    return 0 if by_oracle == total else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
