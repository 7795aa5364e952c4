"""What residents said about themselves, in a table of its own so that it can be forgotten alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, select

Data = Mapping[str, Any]
"""Name, address, answers: whatever the service asks for, as JSON."""


class Details:
    """Keeps and forgets what residents said.

    Args:
        table: with the column `data` (JSON) and the one named by `subject`, its key.
        subject: the column that names what the details are about.
    """

    def __init__(self, table: Table, subject: str = "subject") -> None:
        self._table = table
        self._subject = table.c[subject]

    def keep(self, connection: Connection, subject: str, data: Data) -> None:
        """Keep the details of a subject, instead of older ones."""
        self.forget(connection, [subject])
        row = {self._subject.name: subject, "data": dict(data)}
        connection.execute(self._table.insert(), row)

    def forget(self, connection: Connection, subjects: Iterable[str]) -> None:
        """Keep nothing about these."""
        connection.execute(delete(self._table).where(self._subject.in_(list(subjects))))

    def known(self, connection: Connection, subjects: Iterable[str]) -> dict[str, Data]:
        """Return the details by subject."""
        rows = connection.execute(
            select(self._subject, self._table.c.data).where(self._subject.in_(list(subjects)))
        )
        return {subject: data for subject, data in rows}  # noqa: C416 - a row is no pair to mypy
