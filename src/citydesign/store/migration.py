"""Bringing a database to the tables of this version, and moving to another database."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from citydesign.booking.store.engine import queue
from citydesign.booking.store.failures import translated

_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Create the tables, or bring them up to this version; does nothing when they are.

    Safe to call from every process at its start: one migrates, the others wait for it. On SQLite
    and PostgreSQL alike a migration that fails leaves the tables as they were.

    Raises:
        StoreUnavailable: the database can't be reached or written.
    """
    try:
        with engine.begin() as connection:
            queue(connection, "citydesign booking migration")
            command.upgrade(configuration(connection), "head")
    except Exception as error:
        meaning = translated(error)
        if meaning is None:
            raise
        raise meaning from None


def configuration(connection: Connection) -> Config:
    """Return what Alembic's own commands need, for a city that wants to run them by hand."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def copy(source: Engine, target: Engine) -> int:
    """Copy every row into the empty, migrated tables of another database; return how many.

    Take the service down first: what is booked during the copy would stay behind.

    Raises:
        ValueError: the target holds bookings already.
    """
    from citydesign.booking.store.schema import booking, message, metadata

    rows = 0
    with source.begin() as old, target.begin() as new:
        if new.execute(booking.select().limit(1)).first() is not None:
            raise ValueError("copy: the target database holds bookings already; give an empty one")
        for table in metadata.sorted_tables:
            new.execute(table.delete())
            for part in old.execute(table.select()).mappings().partitions(1000):
                new.execute(table.insert(), [dict(row) for row in part])
                rows += len(part)
        if new.dialect.name == "postgresql":
            # The rows brought their numbers; the counter must go on above them.
            last = f"SELECT max(id) FROM {message.name}"
            new.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{message.name}', 'id'), "
                    f"coalesce(({last}), 1), ({last}) IS NOT NULL)"
                )
            )
    return rows
