"""How ways of taking a slot behave when 16 processes reach for it at once.

    PYTHONPATH=src:. python bench/booking_strategies.py --rounds 150 --budget 60

Every process asks in the same instant, round after round; then the winners are counted. Prints the
table of docs/booking/how-double-booking-is-prevented.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from citydesign.booking.store import booking_engine
from citydesign.booking.store.schema import metadata
from citydesign.booking.store.seats import Seating, settle

NOW = 1_800_000_000_000
LATER = NOW + 600_000
BUCKETS = range(0, 9)  # half an hour and buffers
WINDOW = 24

Span = list[tuple[str, int]]
Attempt = Callable[[Engine, Span, str], bool]


def _insert(connection: Any, span: Span, holder: str, conflict: str) -> int:
    places = ", ".join(f"(:r{n}, :b{n}, 0, :h, :e)" for n in range(len(span)))
    values: dict[str, Any] = {"h": holder, "e": LATER, "now": NOW}
    for n, (resource, bucket) in enumerate(span):
        values |= {f"r{n}": resource, f"b{n}": bucket}
    statement = (
        f"INSERT INTO seat (resource, bucket, seat, booking, expires) VALUES {places} {conflict}"
    )
    return int(connection.execute(text(statement), values).rowcount)


def _where(span: Span) -> tuple[str, dict[str, Any]]:
    tests = " OR ".join(f"(resource = :r{n} AND bucket = :b{n})" for n in range(len(span)))
    values: dict[str, Any] = {}
    for n, (resource, bucket) in enumerate(span):
        values |= {f"r{n}": resource, f"b{n}": bucket}
    return tests, values


def check_then_insert(engine: Engine, span: Span, holder: str) -> bool:
    tests, values = _where(span)
    with engine.begin() as connection:
        busy = f"SELECT count(*) FROM plain WHERE ({tests}) AND expires > {NOW}"
        if connection.execute(text(busy), values).scalar_one():
            return False
        for resource, bucket in span:
            row = {"r": resource, "b": bucket, "h": holder, "e": LATER}
            connection.execute(text("INSERT INTO plain VALUES (:r, :b, :h, :e)"), row)
    return True


def insert_recheck_delete(engine: Engine, span: Span, holder: str) -> bool:
    tests, values = _where(span)
    with engine.begin() as connection:
        for resource, bucket in span:
            row = {"r": resource, "b": bucket, "h": holder, "e": LATER}
            connection.execute(text("INSERT INTO plain VALUES (:r, :b, :h, :e)"), row)
    with engine.begin() as connection:
        busy = f"SELECT count(*) FROM plain WHERE ({tests}) AND booking <> :h AND expires > {NOW}"
        if not connection.execute(text(busy), values | {"h": holder}).scalar_one():
            return True
        connection.execute(text("DELETE FROM plain WHERE booking = :h"), {"h": holder})
    return False


def exclude(engine: Engine, span: Span, holder: str) -> bool:
    with engine.begin() as connection:
        connection.execute(text(f"DELETE FROM ranges WHERE expires <= {NOW}"))
        for resource in dict.fromkeys(r for r, _ in span):
            buckets = [b for r, b in span if r == resource]
            row = {"r": resource, "a": min(buckets), "z": max(buckets) + 1, "h": holder, "e": LATER}
            connection.execute(
                text("INSERT INTO ranges VALUES (:r, int4range(:a, :z), :h, :e)"), row
            )
    return True


def do_nothing(engine: Engine, span: Span, holder: str) -> bool:
    with engine.connect() as connection, connection.begin() as transaction:
        won = _insert(connection, sorted(span), holder, "ON CONFLICT DO NOTHING") == len(span)
        if not won:
            transaction.rollback()
    return won


def delete_then_do_nothing(engine: Engine, span: Span, holder: str) -> bool:
    tests, values = _where(span)
    with engine.connect() as connection, connection.begin() as transaction:
        stale = f"DELETE FROM seat WHERE ({tests}) AND expires <= {NOW}"
        connection.execute(text(stale), values)
        won = _insert(connection, sorted(span), holder, "ON CONFLICT DO NOTHING") == len(span)
        if not won:
            transaction.rollback()
    return won


UPDATE = (
    "ON CONFLICT (resource, bucket, seat) DO UPDATE SET booking = excluded.booking, "
    "expires = excluded.expires WHERE seat.expires <= :now"
)


def do_update_any_order(engine: Engine, span: Span, holder: str) -> bool:
    shuffled = random.sample(span, len(span))
    with engine.connect() as connection, connection.begin() as transaction:
        won = _insert(connection, shuffled, holder, UPDATE) == len(span)
        if not won:
            transaction.rollback()
    return won


def do_update_key_order(engine: Engine, span: Span, holder: str) -> bool:
    with engine.connect() as connection, connection.begin() as transaction:
        won = _insert(connection, sorted(span), holder, UPDATE) == len(span)
        if not won:
            transaction.rollback()
    return won


def store(engine: Engine, span: Span, holder: str) -> bool:
    demand = {(resource, 0, bucket): 1 for resource, bucket in span}
    seatings = {holder: Seating(demand, LATER)}
    capacity = {resource: 1 for resource, _ in span}
    with engine.begin() as connection:
        return settle(connection, seatings, capacity, NOW) is None


@dataclass(frozen=True)
class Way:
    name: str
    database: str
    attempt: Attempt
    plain: bool = False
    defaults: bool = False
    table: str = "seat"


WAYS = [
    Way("SQLite, default transaction, check then insert", "sqlite", check_then_insert, True, True, "plain"),
    Way("SQLite, `BEGIN IMMEDIATE`, check then insert", "sqlite", check_then_insert, table="plain"),
    Way("SQLite, `BEGIN IMMEDIATE`, `DO NOTHING`", "sqlite", do_nothing),
    Way("SQLite, `BEGIN IMMEDIATE`, `DO UPDATE WHERE` expired", "sqlite", do_update_key_order),
    Way("**SQLite, the store**", "sqlite", store),
    Way("PostgreSQL, check then insert", "postgresql", check_then_insert, table="plain"),
    Way("PostgreSQL, insert, check again, delete own", "postgresql", insert_recheck_delete, table="plain"),
    Way("PostgreSQL, `EXCLUDE` over ranges", "postgresql", exclude, table="ranges"),
    Way("PostgreSQL, `DO NOTHING`, key order", "postgresql", do_nothing),
    Way("PostgreSQL, delete expired, then `DO NOTHING`, key order", "postgresql", delete_then_do_nothing),
    Way("PostgreSQL, `DO UPDATE WHERE` expired, any order", "postgresql", do_update_any_order),
    Way("PostgreSQL, `DO UPDATE WHERE` expired, key order", "postgresql", do_update_key_order),
    Way("**PostgreSQL, the store**", "postgresql", store),
]  # fmt: skip


def wishes(scene: str, number: int, process: int) -> Span:
    """What one process asks for in one round of a scene."""
    chance = random.Random(f"{scene} {number} {process}")
    if scene == "two resources":
        pair = [f"{number:04}-a", f"{number:04}-b"]
        if process % 2:
            pair.reverse()
        return [(resource, bucket) for resource in pair for bucket in BUCKETS]
    if scene.startswith("overlapping"):
        length = chance.randint(3, 9)
        first = chance.randint(0, WINDOW - length)
        return [(f"{number:04}", bucket) for bucket in range(first, first + length)]
    return [(f"{number:04}", bucket) for bucket in BUCKETS]


def fill(engine: Engine, table: str, rounds: int) -> None:
    """Put an expired hold over everything that the rounds of a scene ask for."""
    with engine.begin() as connection:
        for number in range(rounds):
            for bucket in range(WINDOW):
                row = {"r": f"{number:04}", "b": bucket, "e": NOW - 1, "h": "old"}
                statement = {
                    "seat": "INSERT INTO seat VALUES (:r, :b, 0, :h, :e)",
                    "plain": "INSERT INTO plain VALUES (:r, :b, :h, :e)",
                    "ranges": "INSERT INTO ranges VALUES (:r, int4range(:b, :b + 1), :h, :e)",
                }[table]
                connection.execute(text(statement), row)


@dataclass
class Tally:
    rounds: int = 0
    overbooked: int = 0
    lost: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


def connect(way: Way, url: str) -> Engine:
    if way.defaults:
        return create_engine(url, connect_args={"timeout": 30})
    return booking_engine(url, wait=30)


def racer(
    way: Way,
    url: str,
    scene: str,
    rounds: int,
    budget: float,
    process: int,
    barrier: Any,
    stop: Any,
    out: Any,
) -> None:
    engine = connect(way, url)
    results = []
    deadline = time.monotonic() + budget
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    for number in range(rounds):
        span = wishes(scene, number, process)
        holder = uuid.uuid4().hex
        error = ""
        won = False
        barrier.wait()
        began = time.perf_counter()
        try:
            won = way.attempt(engine, span, holder)
        except DBAPIError as problem:
            state = getattr(problem.orig, "sqlstate", None)
            # 23P01 is how EXCLUDE says "taken"; it is an answer, not a fault.
            error = "" if state == "23P01" else (state or str(problem.orig))
        results.append((number, won, error, time.perf_counter() - began))
        if process == 0 and time.monotonic() > deadline:
            stop.set()
        barrier.wait()
        if stop.is_set():
            break
    engine.dispose()
    out.put((process, results))


def race(way: Way, url: str, scene: str, rounds: int, processes: int, budget: float) -> Tally:
    context = multiprocessing.get_context("forkserver")
    barrier, stop = context.Barrier(processes), context.Event()
    out = context.Queue()
    workers = [
        context.Process(target=racer, args=(way, url, scene, rounds, budget, n, barrier, stop, out))
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    tally = Tally()
    winners: list[list[Span]] = [[] for _ in range(rounds)]
    losers: list[list[Span]] = [[] for _ in range(rounds)]
    for _ in workers:
        process, results = out.get(timeout=600)
        for number, won, error, wait in results:
            (winners if won else losers)[number].append(wishes(scene, number, process))
            tally.waits.append(wait)
            tally.rounds = max(tally.rounds, number + 1)
            if error:
                tally.errors[error] += 1
    for worker in workers:
        worker.join()
    for number in range(tally.rounds):
        owned = Counter(place for span in winners[number] for place in span)
        tally.overbooked += any(count > 1 for count in owned.values())
        # Lost: somebody was sent away although nobody owns any part of what they asked for.
        tally.lost += any(not any(place in owned for place in span) for span in losers[number])
    return tally


def prepare(way: Way, folder: Path, cluster: Any) -> str:
    if way.database == "sqlite":
        url = f"sqlite:///{folder / (uuid.uuid4().hex + '.db')}"
    else:
        url = cluster.database()
    engine = booking_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE plain (resource varchar(40), bucket integer, booking varchar(40), "
                "expires bigint)"
            )
        )
        connection.execute(text("CREATE INDEX plain_at ON plain (resource, bucket)"))
        if way.database == "postgresql":
            connection.execute(text("CREATE EXTENSION btree_gist"))
            connection.execute(
                text(
                    "CREATE TABLE ranges (resource text, during int4range, booking text, "
                    "expires bigint, EXCLUDE USING gist (resource WITH =, during WITH &&))"
                )
            )
    engine.dispose()
    return url


SCENES = [
    "one slot",
    "one slot, expired hold",
    "overlapping",
    "overlapping, expired holds",
    "two resources",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--budget", type=float, default=5, help="seconds for a scene; deadlocks take one each"
    )
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    multiprocessing.set_forkserver_preload(["citydesign.booking.store.seats", "psycopg"])

    from tests.booking.cluster import Cluster

    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for way in WAYS:
                if arguments.only not in way.name:
                    continue
                cells = []
                for scene in SCENES:
                    url = prepare(way, Path(folder), cluster)
                    if "expired" in scene:
                        engine = booking_engine(url)
                        fill(engine, way.table, arguments.rounds)
                        engine.dispose()
                    tally = race(
                        way, url, scene, arguments.rounds, arguments.processes, arguments.budget
                    )
                    faults = ", ".join(f"{n} x {code}" for code, n in tally.errors.items()) or "0"
                    p95 = statistics.quantiles(tally.waits, n=20)[-1] * 1000
                    cells.append(
                        f"{scene}: {tally.rounds} rounds, over {tally.overbooked} lost {tally.lost} errors {faults} "
                        f"p95 {p95:.0f} ms max {max(tally.waits) * 1000:.0f} ms"
                    )
                print(f"{way.name}\n    " + "\n    ".join(cells), flush=True)
    finally:
        cluster.stop()


if __name__ == "__main__":
    # The processes find their work by the name of this module, however it was started.
    from bench import booking_strategies

    booking_strategies.main()
