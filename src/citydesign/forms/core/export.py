"""What residents sent, as files for other programs: JSON with all of it, CSV as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

#: With these a spreadsheet takes a text for a formula, and runs it (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_text(records: Iterable[Mapping[str, Any]]) -> str:
    """Write records as a list of JSON objects."""
    return json.dumps([dict(one) for one in records], ensure_ascii=False, indent=2) + "\n"


def csv_text(records: Iterable[Mapping[str, Any]]) -> str:
    """Write records as a table (RFC 4180), with a column for each answer that any of them has.

    A column is named by the way to its answer: `children.1.child.name`. Several values are lines of
    one cell, and files are named. A cell that a spreadsheet would run begins with an apostrophe.
    """
    rows = [dict(_flat("", one)) for one in records]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    table = csv.DictWriter(written, columns, restval="")
    table.writerow({name: _inert(name) for name in columns})
    table.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _flat(way: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _flat(f"{way}.{name}" if way else str(name), one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(one, str) for one in value):
            yield way, "\n".join(value)
        elif all(isinstance(one, Mapping) and "owner" in one for one in value):
            yield way, "\n".join(one["name"] for one in value)
        else:
            for number, one in enumerate(value, 1):
                yield from _flat(f"{way}.{number}", one)
    else:
        yield way, "" if value is None else str(value)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
