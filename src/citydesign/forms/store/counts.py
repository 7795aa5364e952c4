"""Counts a day, in the transaction of what they count. A row is about a day, never about a form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from citydesign.forms.core.figures import Counted, Event
from citydesign.forms.store.schema import count


def note(connection: Connection, journey: str, now: datetime, events: Iterable[Event]) -> None:
    """Count what happened to forms of a journey."""
    made: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    for event in sorted(events):
        row = {
            "day": now.date().isoformat(), "journey": journey, "kind": event.kind.value,
            "page": event.page, "field": event.field, "code": event.code, "number": 1,
        }  # fmt: skip
        new = made.insert(count).values(row)
        key = [column.name for column in count.primary_key]
        connection.execute(
            new.on_conflict_do_update(index_elements=key, set_={"number": count.c.number + 1})
        )


def noted(
    connection: Connection, journey: str, since: date, until: date
) -> list[tuple[Event, int]]:
    """Give what happened from one day (UTC) to another, both included."""
    row = count.c
    asked = select(row.kind, row.page, row.field, row.code, row.number).where(
        row.journey == journey, row.day.between(since.isoformat(), until.isoformat())
    )
    return [
        (Event(Counted(kind), *about), number) for kind, *about, number in connection.execute(asked)
    ]
