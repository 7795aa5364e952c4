"""What breaks: the process, the disk, the rights, the lock, the server. Nothing is half done."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from tests.booking.cluster import Cluster
from tests.booking.store.kill import die_at, killed_at_every_moment
from tests.booking.store.world import MINUTE, NOW, SECRET, connect, plan, slot, store
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State
from citydesign.booking.core.outcome import Code
from citydesign.booking.store import booking_engine
from citydesign.booking.store.migration import migrate
from citydesign.booking.store.schema import metadata, seat
from citydesign.booking.store.store import Store
from citydesign.booking.words import sentence
from citydesign.store.failures import Reason, StoreUnavailable

TOLD = {"name": "Aino Virtanen"}


def everything(url: str) -> list[list[tuple[Any, ...]]]:
    engine = booking_engine(url)
    with engine.begin() as connection:
        found = [
            sorted(map(tuple, connection.execute(table.select())), key=str)
            for table in metadata.sorted_tables
            if table.name != "setting"
        ]
    engine.dispose()
    return found


def confirmed(kept: Store, number: int) -> Booking:
    held = kept.hold([slot(kept.plan, number)], f"p{number}", "k")
    assert isinstance(held, Booking)
    made = kept.confirm(held.id, TOLD)
    assert isinstance(made, Booking)
    return made


def owned(kept: Store, name: str) -> list[int]:
    with kept.engine.begin() as connection:
        return sorted(
            connection.execute(select(seat.c.bucket).where(seat.c.booking == name)).scalars()
        )


# A process that dies


def reschedule_and_die(case: Any, moment: int) -> None:
    url, name, number = case
    kept = store(url)
    die_at(kept.engine, moment)
    assert isinstance(kept.reschedule(name, [slot(kept.plan, number + 1)]), Booking)


def confirm_and_die(case: Any, moment: int) -> None:
    url, name, _ = case
    kept = store(url)
    die_at(kept.engine, moment)
    assert isinstance(kept.confirm(name, TOLD), Booking)


def test_a_process_killed_at_any_statement_of_moving_leaves_exactly_one_time_owned(
    url: str,
) -> None:
    kept = store(url)
    number = 0

    def prepare() -> Any:
        nonlocal number
        number += 3
        return url, confirmed(kept, number).id, number

    def check(case: Any, finished: bool) -> None:
        _, name, at = case
        old, new = (slot(kept.plan, n) for n in (at, at + 1))
        now = kept.booking(name)
        assert now is not None
        assert now.slots in ((old,), (new,))
        assert (now.slots == (new,)) == (now.sequence == 1)
        if finished:
            assert now.slots == (new,)
        begins = int((now.start - 5 * MINUTE).timestamp()) // 300
        assert owned(kept, name) == list(range(begins, begins + 6))
        # The other time is free, and the request sent again ends where it should.
        assert isinstance(kept.reschedule(name, [new]), Booking)
        assert isinstance(kept.hold([old], "somebody", f"k{at}"), Booking)
        mails = [m.kind for m in kept.due(limit=500) if m.booking.id == name]
        assert sorted(mails) == ["confirmed", "rescheduled"]

    died = killed_at_every_moment(reschedule_and_die, prepare, check)
    assert died >= 20


def test_a_process_killed_at_any_statement_of_confirming_leaves_a_hold_or_a_booking(
    url: str,
) -> None:
    kept = store(url)
    number = 0

    def prepare() -> Any:
        nonlocal number
        number += 1
        held = kept.hold([slot(kept.plan, number)], f"p{number}", "k")
        assert isinstance(held, Booking)
        return url, held.id, number

    def check(case: Any, finished: bool) -> None:
        _, name, _ = case
        now = kept.booking(name)
        assert now is not None
        done = now.state is State.CONFIRMED
        assert done or (now.state is State.HELD and not finished)
        assert len(owned(kept, name)) == 6
        assert kept.details(name) == (TOLD if done else None)
        assert (kept.opened(kept.links.token(name)) is not None) == done
        assert isinstance(kept.confirm(name, TOLD), Booking)
        mails = [m.kind for m in kept.due(limit=500) if m.booking.id == name]
        assert mails == ["confirmed"]

    assert killed_at_every_moment(confirm_and_die, prepare, check) >= 20


# A statement that fails, whichever


COMMANDS: dict[str, Callable[[Store, Booking], Any]] = {
    "hold": lambda kept, _: kept.hold([slot(kept.plan, 7)], "eino", "k"),
    "move": lambda kept, mine: kept.reschedule(mine.id, [slot(kept.plan, 8)]),
    "cancel": lambda kept, mine: kept.cancel(mine.id),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_whichever_statement_fails_nothing_is_half_done(url: str, name: str) -> None:
    kept = store(url)
    mine = confirmed(kept, 2)
    before = everything(url)

    class BrokenError(Exception):
        pass

    count, fail_at = 0, 0

    def fail(_: Any, __: Any, statement: str, *___: Any) -> None:
        nonlocal count
        count += 1
        if count == fail_at:
            raise BrokenError(statement)

    event.listen(kept.engine, "before_cursor_execute", fail)
    left = []
    while True:
        count, fail_at = 0, fail_at + 1
        try:
            COMMANDS[name](kept, mine)
        except BrokenError:
            left.append(everything(url))
        else:
            break
    event.remove(kept.engine, "before_cursor_execute", fail)
    after = everything(url)
    assert after != before
    # Nothing, or all of it; what fails after that (asking the waiting list) takes nothing back.
    assert [state in (before, after) for state in left] == [True] * len(left)
    assert left[:6] == [before] * 6


# The database


def refused(reason: Reason, work: Callable[[], Any]) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as seen:
        work()
    error = seen.value
    assert error.reason is reason
    assert len({sentence(Code.TRY_AGAIN, locale) for locale in ("fi", "sv", "en")}) == 3
    assert "Virtanen" not in f"{error} {error.__cause__}"
    assert error.__suppress_context__
    return error


def test_a_locked_database_says_try_again_and_nothing_is_changed(url: str, database: str) -> None:
    kept = store(url, wait=0.2)
    mine = confirmed(kept, 2)
    before = everything(url)
    other = connect(url)
    with other.connect() as connection:
        transaction = connection.begin()
        if database == "postgresql":
            connection.execute(text("LOCK TABLE seat IN ACCESS EXCLUSIVE MODE"))
        refused(Reason.BUSY, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
        refused(Reason.BUSY, lambda: kept.cancel(mine.id))
        transaction.rollback()
    assert everything(url) == before
    assert isinstance(kept.cancel(mine.id), Booking)


def test_a_full_disk_says_try_again_and_nothing_is_changed(url: str, database: str) -> None:
    kept = store(url)
    confirmed(kept, 2)
    with kept.engine.begin() as connection:
        if database == "postgresql":
            # The server answers as it does when the disk is full, at the last table written.
            connection.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
                )
            )
            connection.execute(
                text("CREATE TRIGGER full_disk BEFORE INSERT ON seat EXECUTE FUNCTION full_disk()")
            )
        else:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    before = everything(url)

    def fill() -> None:
        for number in range(200):
            assert isinstance(kept.hold([slot(kept.plan, 10 + number)], f"q{number}", "k"), Booking)
            nonlocal before
            before = everything(url)

    refused(Reason.FULL, fill)
    assert everything(url) == before


def test_a_database_that_may_only_be_read_says_try_again(
    url: str, database: str, request: pytest.FixtureRequest
) -> None:
    kept = store(url)
    mine = confirmed(kept, 2)
    before = everything(url)
    if database == "postgresql":
        name = url.split("/")[3].split("?")[0]
        with kept.engine.begin() as connection:
            # As a standby answers after a failover.
            connection.execute(
                text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
            )
        kept.engine.dispose()
    else:
        event.listen(kept.engine, "connect", lambda c, _: c.execute("PRAGMA query_only = ON"))
        kept.engine.dispose()
    refused(Reason.READ_ONLY, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
    refused(Reason.READ_ONLY, lambda: kept.cancel(mine.id))
    assert kept.booking(mine.id) == mine
    assert kept.availability((NOW, NOW + timedelta(hours=3)), "passport")
    assert everything(url) == before


def test_an_sqlite_file_that_vanished_is_a_typed_error(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    url = f"sqlite:///{folder / 'bookings.db'}"
    migrate(connect(url))
    kept = store(url)
    confirmed(kept, 2)
    kept.engine.dispose()
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
    refused(Reason.GONE, lambda: kept.booking("x"))


def test_a_file_that_is_no_database_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "bookings.db").write_bytes(b"not a database at all" * 100)
    kept = store(f"sqlite:///{tmp_path / 'bookings.db'}")
    refused(Reason.GONE, lambda: kept.booking("x"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("instead", ["nothing", "another file"])
def test_nothing_is_confirmed_into_a_file_that_was_removed(
    url: str, tmp_path: Path, instead: str
) -> None:
    kept = store(url)
    mine = confirmed(kept, 2)
    path = tmp_path / "bookings.db"
    (tmp_path / "aside").mkdir()
    for file in [*tmp_path.glob("bookings.db*")]:
        file.rename(tmp_path / "aside" / file.name)
    if instead == "another file":
        migrate(connect(f"sqlite:///{tmp_path / 'other.db'}"))
        (tmp_path / "other.db").rename(path)
    refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
    if instead == "nothing":
        # What the next connection makes of the path is an empty file.
        refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
        refused(Reason.GONE, lambda: kept.booking(mine.id))
    kept.engine.dispose()
    for file in (tmp_path / "aside").iterdir():
        file.rename(tmp_path / file.name)
    assert kept.booking(mine.id) == mine
    assert len(kept.bookings("kallio", NOW, NOW + timedelta(days=9))) == 1


def test_a_database_without_tables_says_how_they_are_made(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if database == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("cluster").database()
    kept = store(url)
    error = refused(Reason.GONE, lambda: kept.booking("x"))
    assert "migrate(engine)" in str(error)
    refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))


def test_a_database_that_was_dropped_is_a_typed_error(
    cluster: Cluster, migrated_template: str
) -> None:
    url = cluster.database(migrated_template)
    kept = store(url, wait=2.0)
    mine = confirmed(kept, 2)
    cluster.drop(url)
    refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
    refused(Reason.GONE, lambda: kept.booking(mine.id))


@pytest.fixture(scope="module")
def own_server() -> Iterator[Cluster]:
    """A server that may be stopped."""
    server = Cluster()
    yield server
    server.stop()


@pytest.mark.xdist_group("own server")
@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_a_server_that_goes_and_comes_back(mode: str, own_server: Cluster) -> None:
    url = own_server.database()
    migrate(connect(url))
    kept = store(url, wait=2.0)
    mine = confirmed(kept, 2)
    own_server.halt(mode)
    try:
        refused(Reason.GONE, lambda: kept.hold([slot(kept.plan, 7)], "eino", "k"))
        refused(Reason.GONE, lambda: kept.booking(mine.id))
    finally:
        own_server.start()
    assert kept.booking(mine.id) == mine
    assert isinstance(kept.hold([slot(kept.plan, 7)], "eino", "k"), Booking)


def test_a_connection_cut_in_the_middle_changes_nothing(
    cluster: Cluster, migrated_template: str
) -> None:
    url = cluster.database(migrated_template)
    kept = store(url)
    mine = confirmed(kept, 2)
    before = everything(url)
    other = connect(url)
    cut = False

    def cut_before_seats(connection: Any, _: Any, statement: str, *__: Any) -> None:
        nonlocal cut
        if statement.startswith("INSERT INTO seat") and not cut:
            cut = True
            victim = connection.connection.dbapi_connection.info.backend_pid
            with other.begin() as killer:
                killer.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": victim})

    event.listen(kept.engine, "before_cursor_execute", cut_before_seats)
    refused(Reason.GONE, lambda: kept.reschedule(mine.id, [slot(kept.plan, 7)]))
    assert cut
    assert everything(url) == before
    moved = kept.reschedule(mine.id, [slot(kept.plan, 7)])
    assert isinstance(moved, Booking)
    assert moved.sequence == 1


def test_a_deadlock_with_a_stranger_is_tried_again(
    cluster: Cluster, migrated_template: str
) -> None:
    """A city's own script may lock rows in another order; the resident sees nothing of it."""
    url = cluster.database(migrated_template)
    kept = store(url)
    mine = confirmed(kept, 3)
    seats = owned(kept, mine.id)
    with kept.engine.begin() as connection:
        connection.execute(text("SET deadlock_timeout = '500ms'"))
    deadlocks: list[str] = []
    event.listen(
        kept.engine, "handle_error", lambda c: deadlocks.append(c.original_exception.sqlstate)
    )
    stranger, watcher = connect(url), connect(url)
    holds_last = threading.Event()
    row = text("SELECT 1 FROM seat WHERE bucket = :bucket FOR UPDATE")
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    def strange() -> None:
        with stranger.connect() as connection, connection.begin() as transaction:
            connection.execute(text("SET deadlock_timeout = '30s'"))
            connection.execute(row, {"bucket": seats[-1]})
            holds_last.set()
            while True:
                with watcher.begin() as watching:
                    if watching.execute(waiting).scalar_one():
                        break
            connection.execute(row, {"bucket": seats[0]})
            transaction.rollback()

    thread = threading.Thread(target=strange)
    thread.start()
    assert holds_last.wait(10)
    assert isinstance(kept.cancel(mine.id), Booking)
    thread.join(20)
    assert not thread.is_alive()
    # More than one when the next try is back before the other one has woken.
    assert set(deadlocks) == {"40P01"}
    assert owned(kept, mine.id) == []


def test_the_secret_must_be_long_enough(url: str) -> None:
    with pytest.raises(ValueError, match="fewer than 32 bytes"):
        Store(connect(url), plan(), SECRET[:31], clock=Clock(NOW))


def test_sqlite_waits_for_its_turn_and_survives_a_power_cut(url: str, database: str) -> None:
    if database == "postgresql":
        engine = connect(url, wait=7)
        with engine.begin() as connection:
            assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "7s"
            level = connection.execute(text("SHOW transaction_isolation")).scalar_one()
            assert level == "read committed"
        return
    engine = connect(url, wait=7)
    with engine.begin() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 7000,
    }  # fmt: skip
    assert sqlite3.sqlite_version_info >= (3, 35)
