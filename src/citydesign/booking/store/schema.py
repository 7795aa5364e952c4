"""The tables, one schema for SQLite and PostgreSQL.

Instants are whole milliseconds since 1970 UTC: compared alike by both databases, and exact.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

# Sorted by code point on both databases, as Python sorts: locks are taken in one order everywhere.
_KEY = String(120).with_variant(String(120, collation="C"), "postgresql")

#: One seat of one resource during one bucket. `expires` is null for a confirmed booking.
seat = Table(
    "seat",
    metadata,
    Column("resource", _KEY, primary_key=True),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("booking", String(32), nullable=False),
    Column("expires", BigInteger),
    Index(None, "booking"),
    sqlite_with_rowid=False,
)
