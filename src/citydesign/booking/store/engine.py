"""The database engine: the one place that knows how SQLite and PostgreSQL differ."""

from __future__ import annotations

import sqlite3
import time
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url

#: Execution option of a connection that only reads. On SQLite it then takes no write lock.
READ_ONLY = "citydesign_read_only"
#: Most kB of pages that a connection to SQLite keeps in memory.
_CACHE = 16_000


def booking_engine(url: str, *, wait: float = 10.0, **options: Any) -> Engine:
    """Return an engine on which the booking store is safe.

    SQLite gets write-ahead logging, foreign keys and `BEGIN IMMEDIATE`: with the default
    transaction two writers both read "free" before either writes, and both sell the slot.
    PostgreSQL runs READ COMMITTED, on which the seat statement relies: after waiting for another
    writer it must judge the row as it is now, not as it was when the transaction began.

    Neither logs the values of a statement: a log must not hold what a resident typed.

    Args:
        url: `sqlite:///path/to/file.db` or `postgresql+psycopg://host/name`.
        wait: seconds to wait for another writer before `StoreUnavailable`.
        options: passed on to `sqlalchemy.create_engine` (pool size, echo, ...).

    Raises:
        ValueError: the URL names another database, or an SQLite database in memory.
    """
    parsed = make_url(url)
    name = parsed.get_backend_name()
    if name == "sqlite":
        if parsed.database in (None, "", ":memory:") or "mode=memory" in url:
            raise ValueError(
                "booking_engine: an SQLite database in memory is not shared between processes; "
                "give a file, for example sqlite:///bookings.db"
            )
        return _sqlite(url, wait, options)
    if name == "postgresql":
        return _postgresql(url, wait, options)
    raise ValueError(f"booking_engine: {name} is not supported; use sqlite or postgresql+psycopg")


def _sqlite(url: str, wait: float, options: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": wait}, hide_parameters=True, **options)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, and deferred ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
        _write_ahead(cursor, time.monotonic() + wait)
        # A confirmed booking survives a power cut: NORMAL may lose the last commits in WAL mode.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # 2 MB, the default, hold no month of a city: each booking would be read from the file anew.
        cursor.execute(f"PRAGMA cache_size = -{_CACHE}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(cursor: Any, deadline: float) -> None:
    """Turn write-ahead logging on, waiting for others that do: SQLite itself does not wait here."""
    while cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _postgresql(url: str, wait: float, options: dict[str, Any]) -> Engine:
    url_object = make_url(url).set(drivername="postgresql+psycopg")
    milliseconds = int(wait * 1000)
    settings = f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=60000"
    return create_engine(
        url_object,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": settings, "connect_timeout": max(1, int(wait))},
        **options,
    )


def queue(connection: Connection, *names: str) -> None:
    """Wait until no other transaction that named one of `names` is under way.

    SQLite has one writer at a time anyway. On PostgreSQL these are advisory locks, which end with
    the transaction and leave nothing behind. Taken in one order, before any row is touched.
    """
    if connection.dialect.name != "postgresql":
        return
    numbers = sorted(
        int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        for name in set(names)
    )
    for number in numbers:
        connection.execute(select(func.pg_advisory_xact_lock(number)))
