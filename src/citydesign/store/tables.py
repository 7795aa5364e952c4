"""What the tables of each logic have in common, on SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)  # fmt: skip

__all__ = ["NUMBER", "links", "named", "outbox"]

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


def links(name: str, subject: Column[str]) -> Table:
    """The table of links to rows of another table, by the hash of their token; see `Links`.

    Args:
        name: Of the table.
        subject: The key of what the links open. The column that names it is called by the last word
            of that table.
    """
    about = _about(subject)
    return Table(
        name,
        subject.table.metadata,
        Column("token", String(64), primary_key=True),
        about,
        Column("expires", BigInteger, nullable=False),
        Index(None, about.name),
    )


def outbox(name: str, subject: Column[str], *more: Column[int]) -> Table:
    """The table of what has to be sent about rows of another table; see `Outbox`.

    `lease` is until when one sender has a message in hand.

    Args:
        name: Of the table.
        subject: The key of what a message is about; as for `links`.
        more: Further columns.
    """
    about = _about(subject)
    return Table(
        name,
        subject.table.metadata,
        Column("id", NUMBER, primary_key=True),
        about,
        Column("kind", String(32), nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("due", BigInteger, nullable=False),
        Column("lease", BigInteger),
        Column("sent", BigInteger),
        *more,
        UniqueConstraint(about.name, "kind", "sequence"),
        Index(None, "sent", "due"),
    )


def _about(subject: Column[str]) -> Column[str]:
    name = subject.table.name.rpartition("_")[2]
    key = ForeignKey(subject, ondelete="CASCADE")
    return Column(name, subject.type, key, nullable=False)
