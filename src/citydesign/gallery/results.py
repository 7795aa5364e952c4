"""What earlier runs left behind, as the gallery shows it; nothing of it has to be there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from citydesign.audit.verdict import known, report
from citydesign.audit.verdict.known import Known
from citydesign.audit.verdict.report import Report
from citydesign.claims import evaluation
from citydesign.claims.evaluation import Evaluation
from citydesign.errors import BuildError
from citydesign.paths import BUILD, COMPONENTS

__all__ = ["Results", "load"]

_TESTS = COMPONENTS.parent / "tests"


@dataclass(frozen=True)
class Results:
    """What is known. ``mutants`` holds a table for each, with name, oracle, killed and axe."""

    report: Report | None = None
    known: Sequence[Known] = ()
    evaluations: Mapping[str, Evaluation] = field(default_factory=dict)
    mutants: Sequence[Mapping[str, Any]] = ()


def load(build: Path = BUILD, tests: Path = _TESTS) -> Results:
    """Read what there is: `audit.json`, `mutants.json`, known issues, recorded evaluations.

    Args:
        build: Folder of the results.
        tests: Folder of what people wrote down.

    Raises:
        CityDesignError: A file is there and is something else.
    """
    audit, mutants = build / "audit.json", build / "mutants.json"
    return Results(
        report.read(audit) if audit.exists() else None,
        known.read(tests / "known-issues.toml"),
        evaluation.read(tests / "evaluations.toml"),
        _mutants(mutants) if mutants.exists() else (),
    )


def _mutants(path: Path) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(path.read_text("utf-8"))
        return [{name: row[name] for name in ("name", "oracle", "killed", "axe")} for row in data]
    except (ValueError, KeyError, TypeError):
        raise BuildError(f"{path}: no list of mutants; run `make mutants` again") from None
