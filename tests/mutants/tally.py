"""The result of a run: told in lines, kept as JSON, joined from shards."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from citydesign.audit.oracles import ORACLES
from citydesign.paths import BUILD

__all__ = ["LEAST", "Result", "join", "passes", "tell", "write"]

LEAST = 0.95


@dataclass(frozen=True)
class Result:
    """Whether the suite and axe alone noticed a mutant; ``survives`` is the reason if they can't."""

    name: str
    oracle: str
    component: str
    killed: bool
    axe: bool
    survives: str = ""

    @property
    def right(self) -> bool:
        """Killed without an excuse, or alive with one."""
        return self.killed != bool(self.survives)


def _rate(results: list[Result]) -> float:
    counted = [result for result in results if not result.survives]
    return sum(result.killed for result in counted) / len(counted) if counted else 1.0


def passes(results: list[Result]) -> bool:
    """Whether enough died, everything alive has its reason and no reason is stale."""
    return _rate(results) >= LEAST and all(result.right for result in results)


def as_data(results: list[Result]) -> dict[str, Any]:
    """Plain data for the gallery: the rates as a whole and per oracle, then each mutant."""
    return {
        "rate": _rate(results),
        "axe_rate": sum(r.axe for r in results) / max(1, len(results)),
        "oracles": [
            {
                "id": oracle.id,
                "title": oracle.title,
                "mutants": len(own),
                "killed": sum(r.killed for r in own),
                "axe": sum(r.axe for r in own),
                "excused": sum(bool(r.survives) for r in own),
            }
            for oracle in ORACLES
            if (own := [r for r in results if r.oracle == oracle.id])
        ],
        "mutants": [asdict(r) for r in results],
    }


def write(results: list[Result], shard: str = "") -> Path:
    """Write ``build/mutants.json``, or a part of it for a shard."""
    name = f"mutants-{shard.replace('/', '-of-')}.json" if shard else "mutants.json"
    BUILD.mkdir(parents=True, exist_ok=True)
    path = BUILD / name
    path.write_text(json.dumps(as_data(results), indent=1) + "\n", "utf-8")
    return path


def join() -> list[Result]:
    """The results of all shards in ``build``."""
    found = []
    for path in sorted(BUILD.glob("mutants-*-of-*.json")):
        for row in json.loads(path.read_text("utf-8"))["mutants"]:
            found.append(Result(**row))
    return found


def tell(results: list[Result]) -> None:
    """Print the rates and what is alive."""
    print(f"\n{'oracle':32} {'suite':>9} {'axe alone':>10}")
    for row in as_data(results)["oracles"]:
        suite, axe = (f"{row[key]}/{row['mutants']}" for key in ("killed", "axe"))
        print(f"{row['title']:32} {suite:>9} {axe:>10}")
    excused = [r for r in results if r.survives]
    dead, axe = sum(r.killed for r in results), sum(r.axe for r in results)
    whole = len(results)
    print(f"\naxe alone, every rule: {axe} of {whole} ({axe / max(1, whole):.0%})")
    print(f"the suite:             {dead} of {whole - len(excused)} ({_rate(results):.1%})")
    for result in results:
        if not result.right and not result.survives:
            print(f"   alive: {result.oracle} {result.name}")
        elif not result.right:
            print(f"   killed, so its excuse must go: {result.oracle} {result.name}")
    for result in excused:
        print(f"   excused: {result.oracle} {result.name}\n       {result.survives}")
