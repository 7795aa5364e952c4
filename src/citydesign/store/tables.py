"""What the tables of each logic have in common, on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

__all__ = ["NUMBER", "named"]

#: A number that the database gives. SQLite numbers only a column of this very type by itself.
NUMBER = BigInteger().with_variant(Integer, "sqlite")


def named() -> MetaData:
    """Tables whose keys and indexes have names that a migration can use on both databases."""
    return MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )
