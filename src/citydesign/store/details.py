"""What residents told about themselves: the only personal data in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select

from citydesign.booking.store.schema import detail

Details = Mapping[str, Any]
"""Name, address, answers: whatever the service asks for, as JSON."""


def keep(connection: Connection, subject: str, data: Details) -> None:
    """Keep the details of a booking or of an entry of the waiting list, instead of older ones."""
    forget(connection, [subject])
    connection.execute(detail.insert(), {"subject": subject, "data": dict(data)})


def forget(connection: Connection, subjects: Iterable[str]) -> None:
    """Keep nothing about these."""
    connection.execute(delete(detail).where(detail.c.subject.in_(list(subjects))))


def known(connection: Connection, subjects: Iterable[str]) -> dict[str, Details]:
    """Return the details by subject."""
    rows = connection.execute(select(detail).where(detail.c.subject.in_(list(subjects))))
    return {row.subject: row.data for row in rows}
