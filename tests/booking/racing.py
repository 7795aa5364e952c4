"""Real processes that are released at one instant."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable
from typing import Any

# Imported here so that every process has them at its birth.
import alembic  # noqa: F401
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

import citydesign.booking.store  # noqa: F401

context = multiprocessing.get_context("forkserver")


#: With how many processes every race of N is run as well, if at all; `make soak` says 200.
SOAK = int(os.environ.get("CITYDESIGN_SOAK", "0"))


def racers(*usual: int) -> list[int]:
    """How many processes race for one time: parameters whose ids `make soak` finds."""
    return [*usual, SOAK] if SOAK else list(usual)


def race(
    work: Callable[..., Any], processes: int, *arguments: Any, timeout: float = 120
) -> list[Any]:
    """Call `work(number, ready, *arguments)` in so many processes; return what each returned.

    `ready()` blocks until all processes have called it as often. An error in one process is an
    error here: no process may fail unseen.
    """
    barrier = context.Barrier(processes)
    results = context.SimpleQueue()
    workers = [
        context.Process(target=_run, args=(work, number, barrier, results, arguments), daemon=True)
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    answers: dict[int, Any] = {}
    faults: list[str] = []
    try:
        for _ in workers:
            number, answer, fault = _get(results, workers, timeout)
            answers[number] = answer
            if fault:
                faults.append(f"process {number}:\n{fault}")
                barrier.abort()
    finally:
        for worker in workers:
            worker.join(10)
            if worker.is_alive():
                worker.kill()
                worker.join()
    assert not faults, "\n".join(faults[:3])
    return [answers[number] for number in range(processes)]


def _get(results: Any, workers: list[Any], timeout: float) -> Any:
    import time

    deadline = time.monotonic() + timeout
    while not results._reader.poll(0.5):
        assert time.monotonic() < deadline, f"no answer within {timeout} s"
        dead = [worker for worker in workers if worker.exitcode not in (None, 0)]
        assert not dead, f"processes died: {[worker.exitcode for worker in dead]}"
    return results.get()


def _run(work: Callable[..., Any], number: int, barrier: Any, results: Any, arguments: Any) -> None:
    try:
        answer, fault = work(number, lambda: barrier.wait(60), *arguments), ""
    except BaseException:
        answer, fault = None, traceback.format_exc()
    results.put((number, answer, fault))
