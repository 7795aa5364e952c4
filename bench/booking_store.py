"""What a hold costs: beside a bare insert, beside one global lock, with more bookings.

    python -m bench booking_store

Everything is measured in one run, contender after contender in turns, and printed as ratios:
absolute figures say more about the machine than about the store. Needs PostgreSQL's binaries; give
`--databases sqlite` where there are none.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from citydesign.booking.diary import Booking
from citydesign.booking.hours import Hours, Rule, openings
from citydesign.booking.plan import Days, Office, Plan, Policy, Resource, Service
from citydesign.booking.store.engine import READ_ONLY, booking_engine, queue
from citydesign.booking.store.migration import migrate
from citydesign.booking.store.schema import booking, seat, slot
from citydesign.booking.store.store import Store

NOW = datetime(2027, 1, 11, 5, 0, tzinfo=UTC)
START = datetime(2027, 1, 11, 0, 0, tzinfo=UTC)
SECRET = b"only for measuring, thirty-two b"
OFFICES = 20
DESKS = 50


def city() -> Plan:
    """Twenty offices open round the clock, fifty desks, so that no client runs out of times."""
    hours = Hours((Rule("always", range(7), openings("0:00-24:00")),))
    policy = Policy(horizon=Days(4000), hold=timedelta(days=3650))
    return Plan(
        tuple(Office(f"office-{n}", "UTC", hours) for n in range(OFFICES)),
        tuple(
            Resource(f"desk-{n}-{m}", f"office-{n}", {"desk"})
            for n in range(OFFICES)
            for m in range(DESKS)
        ),
        (
            Service(
                "passport",
                ("desk",),
                timedelta(minutes=20),
                timedelta(minutes=5),
                timedelta(minutes=5),
                policy=policy,
            ),
        ),
    )


PLAN = city()


def wish(number: int, day: int = 0) -> Any:
    """The n-th of the times that nobody else asks for: client after client, desk after desk."""
    office, rest = number % OFFICES, number // OFFICES
    desk, rest = rest % DESKS, rest // DESKS
    start = START + timedelta(days=2 + day, minutes=30 * (rest % 48))
    start += timedelta(days=rest // 48)
    return PLAN.slot(f"office-{office}", "passport", start, f"desk-{office}-{desk}")


def hold(engine: Engine) -> Callable[[int], None]:
    store = Store(engine, PLAN, SECRET, clock=lambda: NOW)

    def work(number: int) -> None:
        answer = store.hold([wish(number)], f"person-{number}", "k")
        assert isinstance(answer, Booking), answer

    return work


def hold_one_lock(engine: Engine) -> Callable[[int], None]:
    """The same hold behind one lock for the whole city."""
    inner = hold(engine)

    def work(number: int) -> None:
        with engine.begin() as connection:
            queue(connection, "the whole city")
            inner(number)

    return work


def bare(engine: Engine) -> Callable[[int], None]:
    """One row inserted in one transaction: the least that anything kept can cost."""
    insert = text("INSERT INTO setting (name, value) VALUES (:name, 'x')")

    def work(number: int) -> None:
        with engine.begin() as connection:
            connection.execute(insert, {"name": f"bare-{number}"})

    return work


CONTENDERS = {"bare insert": bare, "hold": hold, "hold, one global lock": hold_one_lock}


def client(name: str, url: str, first: int, count: int, barrier: Any, out: Any) -> None:
    engine = booking_engine(url, wait=120, pool_size=2)
    work = CONTENDERS[name](engine)
    work(first)
    waits = []
    barrier.wait()
    began, worked = time.perf_counter(), time.process_time()
    for number in range(first + 1, first + count):
        at = time.perf_counter()
        work(number)
        waits.append(time.perf_counter() - at)
    out.put((began, time.perf_counter(), waits, time.process_time() - worked))
    engine.dispose()


def run(
    name: str, url: str, clients: int, first: int, each: int, served: Callable[[], float]
) -> tuple[float, float, float, float, float]:
    """Holds per second; median and 95th percentile in ms; CPU of client and server in ms each."""
    context = multiprocessing.get_context("forkserver")
    barrier, out = context.Barrier(clients), context.Queue()
    workers = [
        context.Process(target=client, args=(name, url, first + n * each, each, barrier, out))
        for n in range(clients)
    ]
    before = served()
    for worker in workers:
        worker.start()
    answers = [out.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    time.sleep(0.5)  # the server counts what its processes used when they have ended
    waits = [wait for _, _, own, _ in answers for wait in own]
    took = max(end for _, end, _, _ in answers) - min(start for start, _, _, _ in answers)
    cpu = sum(own for _, _, _, own in answers) / len(waits)
    centiles = statistics.quantiles(waits, n=20)
    return (
        len(waits) / took,
        statistics.median(waits) * 1000,
        centiles[-1] * 1000,
        cpu * 1000,
        (served() - before) / len(waits) * 1000,
    )


def throughput(
    database: str, prepare: Callable[[], str], total: int, served: Callable[[], float]
) -> None:
    print(f"\n{database}: holds a second; one hold in ms; CPU of one, at the client and the server")
    print("| clients | contender | a second | of bare | median | p95 | client CPU | server CPU |")
    print("|---|---|---|---|---|---|---|---|")
    first = 0
    url = prepare()
    for clients in (1, 16, 50):
        each = max(4, total // clients) + 1
        bare_rate = 0.0
        for name in CONTENDERS:
            if database == "sqlite" and "lock" in name:
                continue  # SQLite has one lock anyway
            rate, median, p95, cpu, server = run(name, url, clients, first, each, served)
            first += clients * each
            bare_rate = bare_rate or rate
            print(
                f"| {clients} | {name} | {rate:.0f} | {rate / bare_rate:.2f} | {median:.1f} "
                f"| {p95:.1f} | {cpu:.2f} | {server:.2f} |",
                flush=True,
            )


def ended_processes(postmaster: int) -> float:
    """Seconds of CPU that the ended processes of a PostgreSQL server used (Linux)."""
    fields = Path(f"/proc/{postmaster}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def fill(engine: Engine, count: int) -> None:
    """Put so many confirmed bookings into the past."""
    with engine.begin() as connection:
        for begin in range(0, count, 2000):
            heads, times, seats = [], [], []
            for number in range(begin, min(begin + 2000, count)):
                when = wish(number, day=-1500)
                name = f"old-{number}"
                since, until = when.blocked
                at = int(since.timestamp())
                heads.append(
                    {
                        "id": name,
                        "person": f"old-{number}",
                        "state": "confirmed",
                        "created": 0,
                        "sequence": 0,
                        "extensions": 0,
                        "revision": 0,
                    }
                )
                times.append(
                    {
                        "booking": name,
                        "number": 0,
                        "office": when.office,
                        "service": "passport",
                        "starts": int(when.start.timestamp()) * 1000,
                        "ends": int(when.end.timestamp()) * 1000,
                        "wall": when.wall.isoformat(),
                        "fold": 0,
                        "blocked_from": at * 1000,
                        "blocked_until": int(until.timestamp()) * 1000,
                        "resource": when.resource,
                        "resources": when.resource,
                    }
                )
                seats += [
                    {"resource": when.resource, "bucket": at // 300 + n, "seat": 0, "booking": name}
                    for n in range(6)
                ]
            connection.execute(booking.insert(), heads)
            connection.execute(slot.insert(), times)
            connection.execute(seat.insert(), seats)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def growth(database: str, prepare: Callable[[], str]) -> None:
    print(f"\n{database}: the same holds and the same question among more bookings")
    print(
        "| bookings kept | hold, median ms | of 1 000 | a month of an office, median ms | of 1 000 |"
    )
    print("|---|---|---|---|---|")
    base: tuple[float, float] | None = None
    for count in (1_000, 10_000, 100_000):
        engine = booking_engine(prepare(), pool_size=2)
        fill(engine, count)
        work = hold(engine)
        store = Store(engine, PLAN, SECRET, clock=lambda: NOW)
        month = (START, START + timedelta(days=30))
        holds, months = [], []
        for number in range(60):
            at = time.perf_counter()
            work(number)
            holds.append(time.perf_counter() - at)
        for _ in range(7):
            at = time.perf_counter()
            assert store.availability(month, "passport", ["office-0"])
            months.append(time.perf_counter() - at)
        one, two = statistics.median(holds) * 1000, statistics.median(months) * 1000
        base = base or (one, two)
        print(
            f"| {count} | {one:.1f} | {one / base[0]:.2f} | {two:.1f} | {two / base[1]:.2f} |",
            flush=True,
        )
        engine.dispose()


def month_of_all(database: str, prepare: Callable[[], str]) -> None:
    """The month of twenty offices, a service point's size each, beside reading the same rows."""
    engine = booking_engine(prepare(), pool_size=2)
    hours = Hours((Rule("weekdays", range(5), openings("8:00-16:00")),))
    small = Plan(
        tuple(Office(f"office-{n}", "UTC", hours) for n in range(OFFICES)),
        tuple(
            Resource(f"desk-{n}-{m}", f"office-{n}", {"desk"})
            for n in range(OFFICES)
            for m in range(3)
        ),
        PLAN.services,
    )
    store = Store(engine, small, SECRET, clock=lambda: NOW)
    for number in range(600):
        start = START + timedelta(days=1, hours=8, minutes=30 * (number // 2 // OFFICES))
        when = small.slot(f"office-{number % OFFICES}", "passport", start)
        assert isinstance(store.hold([when], f"p{number}", "k"), Booking)
    month = (START, START + timedelta(days=31))
    asking, reading = [], []
    read = text(
        "SELECT blocked_from, blocked_until, resources FROM slot JOIN booking ON id = booking WHERE office = :office AND blocked_from < 99999999999999"
    )
    for _ in range(15):
        at = time.perf_counter()
        found = store.availability(month, "passport")
        asking.append(time.perf_counter() - at)
        at = time.perf_counter()
        with engine.execution_options(**{READ_ONLY: True}).begin() as connection:
            rows = sum(len(connection.execute(read, {"office": o.id}).all()) for o in PLAN.offices)
        reading.append(time.perf_counter() - at)
    ratio = statistics.median(asking) / statistics.median(reading)
    print(
        f"\n{database}: a month of {OFFICES} offices, {rows} bookings, {len(found)} free times: "
        f"{statistics.median(asking) * 1000:.0f} ms, {ratio:.1f} times reading the same rows"
    )
    engine.dispose()


def measure(database: str, folder: Path, total: int, cluster: Any = None) -> None:
    def prepare() -> str:
        url = cluster.database() if cluster else f"sqlite:///{folder / str(time.monotonic_ns())}.db"
        engine = booking_engine(url)
        migrate(engine)
        engine.dispose()
        return url

    def served() -> float:
        if cluster is None:
            return 0.0
        pid = (cluster.data / "postmaster.pid").read_text().split()[0]
        return ended_processes(int(pid))

    throughput(database, prepare, total, served)
    growth(database, prepare)
    month_of_all(database, prepare)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--total", type=int, default=400, help="holds per contender and step")
    arguments = parser.parse_args()
    multiprocessing.set_forkserver_preload(["citydesign.booking.store.store", "psycopg"])
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in arguments.databases:
            measure("sqlite", Path(folder), arguments.total)
        if "postgresql" in arguments.databases:
            from tests.booking.cluster import Cluster

            cluster = Cluster(fsync=True)  # durable, as a city would run it
            try:
                measure("postgresql", Path(folder), arguments.total, cluster)
            finally:
                cluster.stop()


if __name__ == "__main__":
    # The processes find their work by the name of this module, however it was started.
    from bench import booking_store

    booking_store.main()
