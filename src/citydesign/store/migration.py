"""Bringing a database to the tables of this version, and moving to another database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, text

from citydesign.store.engine import queue
from citydesign.store.failures import translated

_ENVIRONMENT = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Schema:
    """The tables of a logic and their migrations.

    Attributes:
        name: of the logic, such as `booking`.
        metadata: the tables as they are now.
        versions: the folder of the migrations.
        version_table: where the database keeps how far it is; a name of its own for each logic,
            so that two can share a database.
    """

    name: str
    metadata: MetaData
    versions: Path
    version_table: str

    def migrate(self, engine: Engine) -> None:
        """Create the tables, or bring them up to this version; does nothing when they are.

        Safe to call from every process at its start: one migrates, the others wait for it. On
        SQLite and PostgreSQL alike a migration that fails leaves the tables as they were.

        Raises:
            StoreUnavailable: the database can't be reached or written.
        """
        try:
            with engine.begin() as connection:
                queue(connection, f"citydesign {self.name} migration")
                command.upgrade(self.configuration(connection), "head")
        except Exception as error:
            meaning = translated(error)
            if meaning is None:
                raise
            raise meaning from None

    def configuration(self, connection: Connection) -> Config:
        """Return what Alembic's own commands need, for a city that wants to run them by hand."""
        config = Config()
        config.set_main_option("script_location", _escaped(_ENVIRONMENT))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", _escaped(self.versions))
        config.attributes |= {
            "connection": connection,
            "metadata": self.metadata,
            "version_table": self.version_table,
        }
        return config

    def copy(self, source: Engine, target: Engine, main: Table) -> int:
        """Copy every row into the empty, migrated tables of another database; return how many.

        Take the service down first: what is written during the copy would stay behind.

        Args:
            source: the database to copy from.
            target: the database to copy to.
            main: the table whose rows must not be there yet.

        Raises:
            ValueError: the target holds such rows already.
        """
        rows = 0
        with source.begin() as old, target.begin() as new:
            if new.execute(main.select().limit(1)).first() is not None:
                raise ValueError(
                    f"copy: the target database holds {self.name} data already; give an empty one"
                )
            for table in self.metadata.sorted_tables:
                new.execute(table.delete())
                for part in old.execute(table.select()).mappings().partitions(1000):
                    new.execute(table.insert(), [dict(row) for row in part])
                    rows += len(part)
            if new.dialect.name == "postgresql":
                for table in self.metadata.sorted_tables:
                    _count_on(new, table)
        return rows


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _count_on(connection: Connection, table: Table) -> None:
    """The rows brought their numbers; the counter must go on above them."""
    column = table.autoincrement_column
    if column is not None:
        last = f"SELECT max({column.name}) FROM {table.name}"
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
                f"coalesce(({last}), 1), ({last}) IS NOT NULL)"
            )
        )
