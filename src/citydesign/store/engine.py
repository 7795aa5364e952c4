"""The database engine: the one place that knows how SQLite and PostgreSQL differ."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url

from citydesign.extras import extra
from citydesign.store.failures import Reason, StoreUnavailable
from citydesign.store.turn import Turn

#: Execution option of a connection that only reads. On SQLite it then takes no write lock.
READ_ONLY = "citydesign_read_only"
#: Most kB of pages that a connection to SQLite keeps in memory.
_CACHE = 16_000


def store_engine(url: str, *, wait: float = 10.0, **options: Any) -> Engine:
    """Return an engine on which a store is safe.

    SQLite gets write-ahead logging, foreign keys and `BEGIN IMMEDIATE`: with the default
    transaction two writers both read "free" before either writes, and both sell the slot. Writers
    come in turn (see `turn`), by a file beside the database whose name ends in `-turn`.
    PostgreSQL runs READ COMMITTED, on which our statements rely: after waiting for another
    writer it must judge the row as it is now, not as it was when the transaction began.

    A new SQLite file is readable by its owner only, and nothing of a deleted row stays in it.

    Neither logs the values of a statement: a log must not hold what a resident typed.

    Args:
        url: `sqlite:///path/to/file.db` or `postgresql+psycopg://host/name`.
        wait: seconds to wait for another writer before `StoreUnavailable`.
        options: passed on to `sqlalchemy.create_engine` (pool size, echo, ...).

    Raises:
        ValueError: the URL names another database, or an SQLite database in memory.
        StoreUnavailable: later, by a transaction on an SQLite file that was removed or replaced.
    """
    parsed = make_url(url)
    name = parsed.get_backend_name()
    if name == "sqlite":
        if parsed.database in (None, "", ":memory:") or "mode=memory" in url:
            raise ValueError(
                "store_engine: an SQLite database in memory is not shared between processes; "
                "give a file, for example sqlite:///city.db"
            )
        return _sqlite(url, wait, options)
    if name == "postgresql":
        return _postgresql(url, wait, options)
    raise ValueError(f"store_engine: {name} is not supported; use sqlite or postgresql+psycopg")


class _Connection(sqlite3.Connection):
    """Lets the next writer go when its transaction has ended, however it ended."""

    path: str
    file: tuple[int, int] | None
    turn: Turn | None = None

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._give()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give(ended=True)

    def _give(self, ended: bool = False) -> None:
        if self.turn is not None and (ended or not self.in_transaction):
            self.turn.give()


def _sqlite(url: str, wait: float, options: dict[str, Any]) -> Engine:
    milliseconds = int(wait * 1000)
    arguments = {"timeout": wait, "factory": _Connection}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, **options)

    @event.listens_for(engine, "do_connect")
    def make(_dialect: Any, _record: Any, given: list[Any], options: dict[str, Any]) -> None:
        if not options.get("uri"):
            _own(given[0])

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver would begin transactions by itself, and deferred ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        connection.path = cursor.execute("PRAGMA database_list").fetchone()[2]
        connection.file = _identity(connection.path)
        connection.turn = Turn(f"{connection.path}-turn")
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        _write_ahead(cursor, time.monotonic() + wait)
        # A confirmed booking survives a power cut: NORMAL may lose the last commits in WAL mode.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # What is deleted on its day is gone from the file too, not only from the tables.
        cursor.execute("PRAGMA secure_delete = ON")
        # 2 MB, the default, are too few for a month of a city: each booking would be read again.
        cursor.execute(f"PRAGMA cache_size = -{_CACHE}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if _identity(driver.path) != driver.file:
            # SQLite would go on in a file that nobody can open any more, and lose what it confirms.
            connection.invalidate()
            raise StoreUnavailable(Reason.GONE, "its file was removed or replaced") from None
        if connection.get_execution_options().get(READ_ONLY, False):
            connection.exec_driver_sql("BEGIN")
            return
        # After a whole wait in line SQLite is asked once more, and not waited for again.
        driver.execute(f"PRAGMA busy_timeout = {milliseconds if driver.turn.take(wait) else 0}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            driver.turn.give()
            raise
        finally:
            driver.execute(f"PRAGMA busy_timeout = {milliseconds}")

    return engine


def _own(path: str) -> None:
    """Make the file before SQLite does, which would let everybody on the machine read it.

    Its companions (`-wal`, `-shm`) get the rights that it has. A file that is there keeps its own.
    """
    # Where it can't be made, SQLite says why.
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def scrub(engine: Engine) -> None:
    """Take what was deleted out of the write-ahead log of SQLite, unless others are reading.

    What is still read there goes the next time.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        with suppress(sqlite3.OperationalError):
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _identity(path: str) -> tuple[int, int] | None:
    """Which file a path names; None when there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
    with extra("postgresql", "PostgreSQL"):
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
