"""What holding, confirming and moving cost: beside a bare insert, one global lock, more bookings.

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

from sqlalchemy import Engine, select, text

from bench import booking_core
from citydesign.booking.core.diary import Booking
from citydesign.booking.core.plan import Days, Office, Plan, Policy, Resource, Service
from citydesign.booking.store import booking_engine, records
from citydesign.booking.store.migration import migrate
from citydesign.booking.store.schema import booking, seat, slot
from citydesign.booking.store.store import Store
from citydesign.hours import Hours, Rule, openings
from citydesign.store import instants, turn
from citydesign.store.engine import READ_ONLY, queue

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


class Contender:
    """What is measured: `work`, after `ready` has made what it needs, each for a number."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = Store(engine, PLAN, SECRET, clock=lambda: NOW)

    def ready(self, number: int) -> None:
        pass

    def work(self, number: int) -> None:
        """What is measured: each contender has its own, and there is none without."""
        raise NotImplementedError


class Bare(Contender):
    """One row inserted in one transaction: the least that anything kept can cost."""

    insert = text("INSERT INTO setting (name, value) VALUES (:name, 'x')")

    def work(self, number: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.insert, {"name": f"bare-{number}"})


class Hold(Contender):
    def work(self, number: int) -> None:
        answer = self.store.hold([wish(number)], f"person-{number}", "k")
        assert isinstance(answer, Booking), answer


class HoldOneLock(Hold):
    """The same hold behind one lock for the whole city."""

    def work(self, number: int) -> None:
        with self.engine.begin() as connection:
            queue(connection, "the whole city")
            super().work(number)


class HoldNoTurns(Hold):
    """The same hold where SQLite alone decides who writes next."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        turn.fcntl = None  # type: ignore[assignment]


class Confirm(Contender):
    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.names: dict[int, str] = {}

    def ready(self, number: int) -> None:
        answer = self.store.hold([wish(number)], f"person-{number}", "k")
        assert isinstance(answer, Booking), answer
        self.names[number] = answer.id

    def work(self, number: int) -> None:
        assert isinstance(self.store.confirm(self.names[number], TOLD), Booking)


class Move(Confirm):
    def ready(self, number: int) -> None:
        super().ready(number)
        super().work(number)

    def work(self, number: int) -> None:
        answer = self.store.reschedule(self.names[number], [wish(number, day=30)])
        assert isinstance(answer, Booking), answer


TOLD = {"name": "Aino Virtanen", "email": "aino@example.org"}
CONTENDERS: dict[str, type[Contender]] = {
    "bare insert": Bare,
    "hold": Hold,
    "hold, one global lock": HoldOneLock,
    "hold, no turns": HoldNoTurns,
    "confirm": Confirm,
    "move": Move,
}


def client(name: str, url: str, first: int, count: int, barrier: Any, out: Any) -> None:
    engine = booking_engine(url, wait=120, pool_size=2)
    contender = CONTENDERS[name](engine)
    for number in range(first, first + count):
        contender.ready(number)
    contender.work(first)
    waits = []
    barrier.wait()
    began, worked = time.perf_counter(), time.process_time()
    for number in range(first + 1, first + count):
        at = time.perf_counter()
        contender.work(number)
        waits.append(time.perf_counter() - at)
    out.put((began, time.perf_counter(), waits, time.process_time() - worked))
    engine.dispose()


def run(
    name: str, url: str, clients: int, first: int, each: int, served: Callable[[], float]
) -> tuple[float, float, float, float, float]:
    """How many a second; median and 95th percentile in ms; CPU of client and server in ms each."""
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
    print(f"\n{database}: how many a second; one in ms; CPU of one, at the client and the server")
    print("| clients | contender | a second | of bare | median | p95 | client CPU | server CPU |")
    print("|---|---|---|---|---|---|---|---|")
    first = 0
    url = prepare()
    for clients in (1, 16, 50):
        each = max(4, total // clients) + 1
        bare_rate = 0.0
        for name in CONTENDERS:
            if name == "hold, one global lock" and database == "sqlite":
                continue  # SQLite has one lock anyway
            if name == "hold, no turns" and database != "sqlite":
                continue
            rate, median, p95, cpu, server = run(name, url, clients, first, each, served)
            first += clients * each
            bare_rate = bare_rate or rate
            print(
                f"| {clients} | {name} | {rate:.0f} | {rate / bare_rate:.2f} | {median:.1f} "
                # What `ready` asked of the server can't be told apart.
                f"| {p95:.1f} | {cpu:.2f} | {'' if issubclass(CONTENDERS[name], Confirm) else f'{server:.2f}'} |",
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
    print("| bookings kept | hold, best ms | of 1 000 | a month of an office, best ms | of 1 000 |")
    print("|---|---|---|---|---|")
    base: tuple[float, float] | None = None
    # SQLite works within this process, so that its CPU is all there is to count.
    clock = time.process_time if database == "sqlite" else time.perf_counter
    for count in (1_000, 10_000, 100_000):
        engine = booking_engine(prepare(), pool_size=2)
        fill(engine, count)
        holding = Hold(engine)
        work, store = holding.work, holding.store
        month = (START, START + timedelta(days=30))
        holds, months = [], []
        for number in range(60):
            at = clock()
            work(number)
            holds.append(clock() - at)
        for _ in range(25):
            at = clock()
            assert store.availability(month, "passport", ["office-0"])
            months.append(clock() - at)
        one, two = min(holds) * 1000, min(months) * 1000
        base = base or (one, two)
        print(
            f"| {count} | {one:.1f} | {one / base[0]:.2f} | {two:.1f} | {two / base[1]:.2f} |",
            flush=True,
        )
        if database == "postgresql":

            def hold(number: int, holding: Hold = holding) -> None:
                holding.work(100 + number)

            def ask(number: int, store: Store = store) -> None:
                store.availability((START, START + timedelta(days=30)), "passport", ["office-0"])

            looked = pages(engine, hold), pages(engine, ask)
            print(f"  pages of the database that they look at: {looked[0]} and {looked[1]}")
        engine.dispose()


def pages(engine: Engine, work: Callable[[int], Any]) -> int:
    """How many pages PostgreSQL looks at for some work, the least of ten: no clock has a part."""

    def count() -> int:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
        with engine.begin() as connection:
            read = "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()"
            return int(connection.execute(text(read)).scalar_one())

    def cost(task: Callable[[int], Any], number: int) -> int:
        before = count()
        task(number)
        return count() - before

    idle = min(cost(lambda number: None, number) for number in range(10))
    return min(cost(work, number) for number in range(10)) - idle


def month_of_all(database: str, prepare: Callable[[], str]) -> None:
    """The month of twenty offices, beside reading the same rows: CPU of this process."""
    print(f"\n{database}: the month of {OFFICES} offices with four desks each; CPU of the client")
    print("| booked | free times | ms, best | first time | reading the rows, ms | ratio |")
    print("|---|---|---|---|---|---|")
    for share in (0.15, 0.5):
        engine = booking_engine(prepare(), pool_size=2)
        plan = booking_core.city(OFFICES, 4)
        taken = booking_core.filled(plan, booking_core.MONTH, share)
        with engine.begin() as connection:
            rows = [{**records._columns(made), "revision": 0} for made in taken]
            connection.execute(booking.insert(), rows)
            rows = [row for made in taken for row in records._slot_rows(made)]
            connection.execute(slot.insert(), rows)
        fresh = booking_core.city(OFFICES, 4)
        store = Store(engine, fresh, SECRET, clock=lambda: booking_core.NOW)
        since, until = (instants.milliseconds(moment) for moment in booking_core.MONTH)
        read = (
            select(slot.c.blocked_from, slot.c.blocked_until, slot.c.resources)
            .join(booking, slot.c.booking == booking.c.id)
            .where(slot.c.office.in_([office.id for office in plan.offices]))
            .where(slot.c.blocked_from >= since, slot.c.blocked_from < until)
            .where(booking.c.state == "confirmed")
        )

        def ask(store: Store = store) -> int:
            return len(store.availability(booking_core.MONTH, "passport"))

        def plain(engine: Engine = engine, read: Any = read) -> int:
            reader = engine.execution_options(**{READ_ONLY: True})
            with reader.begin() as connection:
                return len(connection.execute(read).all())

        plain()
        first, free = _cpu(ask)
        asking, reading = [], []
        for _ in range(15):
            asking.append(_cpu(ask)[0])
            reading.append(_cpu(plain)[0])
        ratio = statistics.median(a / r for a, r in zip(asking, reading, strict=True))
        print(
            f"| {len(taken)} | {free} | {min(asking):.0f} | {first:.0f} "
            f"| {min(reading):.0f} | {ratio:.1f} |",
            flush=True,
        )
        engine.dispose()


def _cpu(work: Callable[[], int]) -> tuple[float, int]:
    """Milliseconds of CPU and what the work gave."""
    began = time.process_time()
    found = work()
    return (time.process_time() - began) * 1000, found


def measure(database: str, folder: Path, total: int, only: str | None, cluster: Any = None) -> None:
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

    if only in (None, "throughput"):
        throughput(database, prepare, total, served)
    if only in (None, "growth"):
        growth(database, prepare)
    if only in (None, "month"):
        month_of_all(database, prepare)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--total", type=int, default=400, help="how many per contender and step")
    parser.add_argument("--only", choices=["throughput", "growth", "month"], help="one part")
    arguments = parser.parse_args()
    multiprocessing.set_forkserver_preload(["citydesign.booking.store.store", "psycopg"])
    with tempfile.TemporaryDirectory() as folder:
        if "sqlite" in arguments.databases:
            measure("sqlite", Path(folder), arguments.total, arguments.only)
        if "postgresql" in arguments.databases:
            from tests.booking.cluster import Cluster

            cluster = Cluster(fsync=True)  # durable, as a city would run it
            try:
                measure("postgresql", Path(folder), arguments.total, arguments.only, cluster)
            finally:
                cluster.stop()


if __name__ == "__main__":
    # The processes find their work by the name of this module, however it was started.
    from bench import booking_store

    booking_store.main()
