"""The tables that the migrations make are the tables that the code describes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text
from tests.booking.cluster import Cluster

from citydesign.booking.store import booking_engine
from citydesign.booking.store.migration import configuration, copy, migrate
from citydesign.booking.store.schema import booking, message, metadata, seat


def described(url: str) -> dict[str, Any]:
    engine = booking_engine(url)
    found: dict[str, Any] = {}
    look = inspect(engine)
    for table in look.get_table_names():
        if table == "alembic_version":
            continue
        found[table] = {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], getattr(c["type"], "collation", None))
                for c in look.get_columns(table)
            ],
            "key": look.get_pk_constraint(table),
            "foreign": sorted(look.get_foreign_keys(table), key=str),
            "indexes": sorted(look.get_indexes(table), key=str),
            "unique": sorted(look.get_unique_constraints(table), key=str),
        }
    engine.dispose()
    return found


@pytest.fixture
def fresh(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'fresh.db'}"
    server: Cluster = request.getfixturevalue("cluster")
    return server.database()


def test_the_migrated_tables_equal_the_described_ones(url: str, fresh: str) -> None:
    engine = booking_engine(fresh)
    metadata.create_all(engine)
    assert described(url) == described(fresh)
    assert set(described(url)) == set(metadata.tables)
    engine.dispose()


def test_alembic_finds_nothing_left_to_migrate(url: str) -> None:
    engine = booking_engine(url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_seat_rows_of_sqlite_are_kept_in_the_order_of_their_key(tmp_path: Path) -> None:
    engine = booking_engine(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(engine)
    with engine.begin() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'seat'"))
        assert "WITHOUT ROWID" in made.scalar_one()
    engine.dispose()


def test_going_back_removes_the_tables(url: str) -> None:
    engine = booking_engine(url)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert described(url) == {}
    migrate(engine)
    assert set(described(url)) == set(metadata.tables)
    engine.dispose()


def starting(_: int, ready: Callable[[], Any], url: str) -> None:
    engine = booking_engine(url, wait=60)
    ready()
    migrate(engine)
    engine.dispose()


def test_every_process_may_migrate_at_its_start(fresh: str, race: Callable[..., Any]) -> None:
    race(starting, 8, fresh)
    assert set(described(fresh)) == set(metadata.tables)


def test_a_migration_that_fails_leaves_nothing_behind(fresh: str) -> None:
    engine = booking_engine(fresh)
    with engine.begin() as connection:
        # In the way of the last tables, so that the first have been made by then.
        connection.execute(text("CREATE TABLE slot (x integer)"))
    with pytest.raises(Exception, match="slot"):
        migrate(engine)
    assert set(described(fresh)) == {"slot"}
    engine.dispose()


def test_a_city_moves_from_sqlite_to_postgresql_with_all_it_has(
    tmp_path: Path, cluster: Cluster, migrated_template: str
) -> None:
    old = booking_engine(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(old)
    new = booking_engine(cluster.database(migrated_template))
    row = {
        "id": "b1", "person": "p", "state": "confirmed", "created": 1, "sequence": 0,
        "extensions": 0, "revision": 3,
    }  # fmt: skip
    with old.begin() as connection:
        connection.execute(booking.insert(), row)
        seats = [{"resource": "r", "bucket": b, "seat": 0, "booking": "b1"} for b in range(2500)]
        connection.execute(seat.insert(), seats)
        mail = {"booking": "b1", "kind": "confirmed", "sequence": 0, "due": 5}
        connection.execute(message.insert(), mail)
    assert copy(old, new) == 2502
    with old.begin() as before, new.begin() as after:
        for table in metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key)
            assert before.execute(query).all() == after.execute(query).all()
        again = {"booking": "b1", "kind": "cancelled", "sequence": 1, "due": 5}
        after.execute(message.insert(), again)
    with pytest.raises(ValueError, match="give an empty one"):
        copy(old, new)
    old.dispose()
    new.dispose()


def test_a_database_that_would_overbook_is_refused() -> None:
    with pytest.raises(ValueError, match="in memory"):
        booking_engine("sqlite://")
    with pytest.raises(ValueError, match="mysql is not supported"):
        booking_engine("mysql://host/name")


def test_a_default_sqlite_engine_would_have_let_two_writers_read_the_same(tmp_path: Path) -> None:
    """Why there is an engine factory: with ours the second writer waits before it reads."""
    address = f"sqlite:///{tmp_path / 'a.db'}"
    ours = booking_engine(address, wait=0.1)
    migrate(ours)
    with ours.begin(), pytest.raises(Exception, match="locked"), ours.begin():
        pass
    default = create_engine(address, connect_args={"timeout": 0.1})
    with default.begin() as one, default.begin() as two:
        assert one.execute(select(seat)).all() == two.execute(select(seat)).all() == []
    ours.dispose()
    default.dispose()
