"""What people found who went through a protocol by hand: recorded in a TOML file, and dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from citydesign import toml_file
from citydesign.audit.verdict.criteria import clauses, criteria
from citydesign.errors import CityDesignError, nearest

__all__ = ["RESULTS", "Evaluation", "read"]

RESULTS = ("supports", "partially-supports", "does-not-support")
FIELDS = ("criterion", "result", "when", "by", "remark")


@dataclass(frozen=True)
class Evaluation:
    """One protocol, done once.

    ``by`` is a role and what was used, such as ``accessibility expert, NVDA 2026.2 and Firefox``.
    """

    criterion: str
    result: str
    when: dt.date
    by: str
    remark: str


def read(path: Path | None) -> dict[str, Evaluation]:
    """Read the ``[[evaluation]]`` tables of a file, the latest of each criterion.

    Args:
        path: The file; none has been made where it is None or not there.

    Raises:
        CityDesignError: A table is not as it must be, or names a criterion without a protocol.
    """
    if path is None or not path.exists():
        return {}
    tables = toml_file.read(path).get("evaluation", [])
    manual = {c.number for c in (*criteria(), *clauses()) if c.check == "manual"}
    found: dict[str, Evaluation] = {}
    for number, table in enumerate(tables, 1):
        where = f"{path}: evaluation {number}"
        if odd := set(FIELDS) ^ set(table):
            raise CityDesignError(f"{where}: missing or unknown: {', '.join(sorted(odd))}")
        if table["criterion"] not in manual:
            raise CityDesignError(f"{where}: {table['criterion']} has no protocol to go through")
        if table["result"] not in RESULTS:
            known = nearest(str(table["result"]), RESULTS)
            raise CityDesignError(f"{where}: result = {table['result']!r}{known}")
        if type(table["when"]) is not dt.date or not str(table["by"]).strip():
            raise CityDesignError(f"{where}: give the day in when = 2027-03-24, and who in by")
        one = Evaluation(**table)
        if one.criterion not in found or found[one.criterion].when <= one.when:
            found[one.criterion] = one
    return found
