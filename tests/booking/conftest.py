from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from tests.booking.cluster import WHERE, Cluster, binaries

from citydesign.booking.store import booking_engine
from citydesign.booking.store.migration import migrate


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this test run's own."""
    if binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(WHERE)
        pytest.skip(WHERE)
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def migrated_template(cluster: Cluster) -> str:
    """Name of a migrated database to copy from: ten times as fast as migrating each."""
    url = cluster.database()
    engine = booking_engine(url)
    migrate(engine)
    engine.dispose()
    return url.split("/")[3].split("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The database a test runs on; each test that asks for one runs on both."""
    return str(request.param)


@pytest.fixture
def url(database: str, migrated: Callable[[str], str]) -> str:
    """A migrated database with nothing in it."""
    return migrated(database)


@pytest.fixture
def migrated(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Makes a migrated database of a kind, once a test."""
    made: list[str] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            address = f"sqlite:///{tmp_path / 'bookings.db'}"
            engine = booking_engine(address)
            migrate(engine)
            engine.dispose()
            return address
        server: Cluster = request.getfixturevalue("cluster")
        made.append(server.database(request.getfixturevalue("migrated_template")))
        return made[0]

    yield make
    for address in made:
        server: Cluster = request.getfixturevalue("cluster")
        server.drop(address)


@pytest.fixture
def race() -> Callable[..., list[object]]:
    """Run a function in so many real processes at once; see `tests/booking/racing.py`."""
    from tests.booking.racing import race

    return race


@pytest.fixture(scope="session", autouse=True)
def _fork_server() -> None:
    # Forking a clean server that has the imports done takes 2 ms a process, spawning 500. The
    # server finds them by the environment only, and says nothing when it does not.
    root = Path(__file__).parents[2]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root)])
    multiprocessing.set_forkserver_preload(["tests.booking.racing", "pytest"])
