"""Who writes to an SQLite file next: the one who came first, whatever happens to the others."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.booking.racing import context
from tests.booking.store.world import connect

from citydesign.booking.store import booking_engine
from citydesign.store.turn import Turn

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/locks")


def until(what: Callable[[], bool]) -> None:
    """Look again and again, at most ten seconds."""
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        os.sched_yield()


def waiting(path: Path) -> int:
    """How many wait for the lock of a file."""
    inode = f":{path.stat().st_ino} "
    return sum(
        "->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines()
    )


@linux
def test_writers_come_in_the_order_in_which_they_asked(tmp_path: Path) -> None:
    path = tmp_path / "turn"
    first = Turn(str(path))
    assert first.take(10)
    order: list[int] = []

    def write(number: int) -> None:
        turn = Turn(str(path))
        assert turn.take(10)
        order.append(number)
        turn.give()

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=write, args=(number,)))
        threads[-1].start()
        until(lambda number=number: waiting(path) == number + 1)  # type: ignore[misc]
    first.give()
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


@linux
def test_who_gave_up_waiting_keeps_nobody_from_writing(tmp_path: Path) -> None:
    path = tmp_path / "turn"
    first, second, third = (Turn(str(path)) for _ in range(3))
    assert first.take(10)
    assert not second.take(0.01)
    assert waiting(path) == 1
    first.give()
    assert third.take(10)
    third.give()
    until(lambda: waiting(path) == 0)
    assert second.take(10)
    second.give()
    second.give()


def write_and_die(url: str, ready: Any) -> None:
    engine = booking_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO setting (name, value) VALUES ('mine', 'lost')"))
        ready.set()
        signal.pause()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_writer_that_is_killed_gives_its_turn_away(url: str) -> None:
    ready = context.Event()
    writer = context.Process(target=write_and_die, args=(url, ready))
    writer.start()
    assert ready.wait(60)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join(10)
    with connect(url, wait=10).begin() as connection:
        left = connection.execute(text("SELECT count(*) FROM setting WHERE name = 'mine'"))
        assert left.scalar_one() == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", ["commit", "rollback", "invalidate"])
def test_a_turn_ends_with_its_transaction_and_not_with_its_connection(url: str, how: str) -> None:
    one, other = connect(url), connect(url, wait=0.01)
    with one.connect() as connection:
        transaction = connection.begin()
        if how == "invalidate":
            connection.invalidate()
        else:
            getattr(transaction, how)()
        with other.begin() as beside:
            beside.execute(text("INSERT INTO setting (name, value) VALUES ('x', 'y')"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_stuck_line_does_not_keep_the_database_from_being_written(
    url: str, tmp_path: Path
) -> None:
    """Someone locks the file and forgets it: after a wait, SQLite is asked all the same."""
    with (tmp_path / "bookings.db-turn").open("w") as stranger:
        fcntl.flock(stranger, fcntl.LOCK_EX)
        with connect(url, wait=0.01).begin() as connection:
            connection.execute(text("INSERT INTO setting (name, value) VALUES ('x', 'y')"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_where_no_file_can_be_locked_sqlite_alone_decides(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bookings.db-turn").unlink()
    (tmp_path / "bookings.db-turn").mkdir(mode=0o000)
    for module in ("fcntl", None):
        if module is None:
            monkeypatch.setattr("citydesign.store.turn.fcntl", None)
        with connect(url).begin() as connection:
            connection.execute(text("INSERT OR REPLACE INTO setting VALUES ('x', 'y')"))
