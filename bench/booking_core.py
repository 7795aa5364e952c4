"""How long the questions of booking take, each paired with a plain reading of the same rows.

Run it alone on a quiet machine: ``python bench/booking_core.py``. Milliseconds are processor time
of the best of several runs; the ratio is the median of the ratios of runs made in turn.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.commands import hold
from citydesign.booking.core.diary import Booking, Diary, Slot, State
from citydesign.booking.core.offer import availability, judge
from citydesign.booking.core.plan import Days, Office, Plan, Policy, Resource, Service
from citydesign.hours import Hours, PublicHolidays, Rule, openings

NOW = datetime(2027, 1, 4, 6, tzinfo=UTC)
MONTH = NOW, NOW + timedelta(days=30)
YEAR = NOW, NOW + timedelta(days=365)
ROUNDS = 9


def city(offices: int, desks: int, buffers: Buffers | None = None) -> Plan:
    """Offices in Helsinki, open on weekdays from nine to four, times of twenty minutes.

    ``buffers``: what becomes of five minutes before and ten after; None for no such minutes.
    """
    minutes = (5, 10) if buffers else (0, 0)
    around = (timedelta(minutes=count) for count in minutes)
    hours = Hours(
        (Rule("Weekdays", range(5), openings("9:00-16:00")),),
        public_holidays=PublicHolidays("FI"),
    )
    return Plan(
        tuple(Office(f"o{n}", "Europe/Helsinki", hours) for n in range(offices)),
        tuple(
            Resource(f"d{n}-{m}", f"o{n}", {"desk"}) for n in range(offices) for m in range(desks)
        ),
        (
            Service(
                "passport",
                ("desk",),
                timedelta(minutes=20),
                *around,
                policy=Policy(horizon=Days(4000)),
                buffers=buffers or Buffers.STACK,
            ),
        ),
    )


def filled(plan: Plan, window: tuple[datetime, datetime], share: float) -> list[Booking]:
    """Bookings on a share of all that could be booked."""
    random = Random(4)
    found = []
    for slot in availability(plan, Diary(), window, window[0], "passport"):
        for desk in plan.options(slot.office, "desk"):
            if random.random() < share:
                name = f"b{len(found)}-{window[0]:%Y%m%d}"
                found.append(Booking(name, name, (slot,), ((desk,),), State.CONFIRMED, window[0]))
    return found


def database(bookings: list[Booking]) -> sqlite3.Connection:
    """The same bookings as rows."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table slot (id, resource, start integer, until integer)")
    connection.executemany(
        "insert into slot values (?, ?, ?, ?)",
        [
            (b.id, b.resources[0][0], b.slots[0].start.timestamp(), b.slots[0].end.timestamp())
            for b in bookings
        ],
    )
    connection.execute("create index slot_start on slot (start)")
    return connection


def paired(what: str, work: Callable[[], object], plain: Callable[[], object]) -> None:
    """Time both in turn and print."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        for run, times in ((work, ours), (plain, theirs)):
            begun = time.process_time()
            run()
            times.append(time.process_time() - begun)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    print(f"{what:<58} {min(ours) * 1e3:8.2f} ms  {ratio:6.2f} x")


def ask(
    label: str,
    offices: int,
    desks: int,
    window: tuple[datetime, datetime],
    buffers: Buffers | None = None,
) -> None:
    """Availability, beside reading what is booked in the window."""
    plan = city(offices, desks, buffers)
    bookings = filled(plan, window, 0.5)
    diary, rows = Diary(bookings), database(bookings)
    span = [moment.timestamp() for moment in window]
    free = len(availability(plan, diary, window, NOW, "passport"))
    paired(
        f"{label}: {len(bookings)} booked, {free} free",
        lambda: availability(plan, diary, window, NOW, "passport"),
        lambda: rows.execute(
            "select resource, start, until from slot where start >= ? and start < ?", span
        ).fetchall(),
    )


def grow(count: int, quiet: list[Booking], plan: Plan) -> None:
    """One day's question and one hold, with more and more history behind them."""
    history = [
        Booking(f"h{n}", f"p{n}", (slot,), (("d0-0",),), State.ATTENDED, NOW)
        for n, slot in enumerate(_past(plan, count))
    ]
    diary = Diary(quiet + history)
    empty = Diary(quiet)
    day = NOW, NOW + timedelta(days=1)
    (slot, *_) = availability(plan, diary, day, NOW, "passport")
    for label, answer in (
        ("a day", lambda diary: availability(plan, diary, day, NOW, "passport")),
        ("is it offered", lambda diary: judge(plan, diary, slot, NOW)),
        ("hold", lambda diary: hold(plan, diary, "new", "aino", [slot], NOW)),
    ):
        paired(
            f"{label}, {count} bookings in the past (x: none)",
            lambda answer=answer: [answer(diary) for _ in range(20)],
            lambda answer=answer: [answer(empty) for _ in range(20)],
        )


def _past(plan: Plan, count: int) -> list[Slot]:
    step = timedelta(minutes=20)
    return [plan.slot("o0", "passport", NOW - timedelta(days=2) - n * step) for n in range(count)]


def main() -> None:
    """Print a table."""
    print(f"{'':<58} {'best':>11}  {'ratio':>8}")
    ask("a month of 20 offices", 20, 4, MONTH)
    ask("a month of 40 offices", 40, 4, MONTH)
    for buffers in Buffers:
        ask(f"a month of 20 offices, buffers {buffers}", 20, 4, MONTH, buffers)
    ask("two weeks of 20 offices", 20, 4, (NOW, NOW + timedelta(days=15)))
    ask("a year of 100 resources", 25, 4, YEAR)
    plan = city(1, 4)
    quiet = filled(plan, MONTH, 0.5)
    for count in (1_000, 10_000, 100_000):
        grow(count, quiet, plan)


if __name__ == "__main__":
    main()
