"""One change of the store: everything of it is written, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine, select, text

from citydesign.booking.core.diary import Booking
from citydesign.booking.core.plan import Plan, buckets
from citydesign.booking.store.records import StoredDiary
from citydesign.booking.store.schema import setting
from citydesign.booking.store.seats import Place, Seating, add_line, owned, settle
from citydesign.hours import BadRule
from citydesign.store.attempts import persist
from citydesign.store.engine import READ_ONLY, queue
from citydesign.store.failures import Again
from citydesign.store.instants import instant, milliseconds

_KEEP = text("INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Transaction:
    """What a change works with: a connection, the instant it happens at, and the diary."""

    connection: Connection
    now: datetime
    plan: Plan
    diary: StoredDiary
    lines: int

    def write(self, changed: Iterable[Booking]) -> None:
        """Write bookings and give each exactly the seats it needs now.

        Raises:
            Again: somebody else changed one of the bookings, or took one of the seats.
        """
        latest = {booking.id: booking for booking in changed}
        if not latest:
            return
        before = [known for name in latest if (known := self.diary.known(name))]
        self.diary.write(latest.values())
        seatings = {name: self._seating(booking) for name, booking in latest.items()}
        capacity = {resource.id: resource.capacity for resource in self.plan.resources}
        if settle(self.connection, seatings, capacity, milliseconds(self.now)) is not None:
            raise Again("somebody took a seat meanwhile", self._lost(before))

    def _lost(self, held: Iterable[Booking]) -> datetime | None:
        """Return when a hold ended whose seats somebody took: their clock is ahead of ours."""
        for booking in held:
            demand = self._seating(booking).demand
            if booking.expires and owned(self.connection, booking.id) < sum(demand.values()):
                return booking.expires
        return None

    def release(self, names: Iterable[str]) -> None:
        """Take all seats from bookings."""
        settle(self.connection, dict.fromkeys(names, Seating({}, None)), {}, milliseconds(self.now))

    def _seating(self, booking: Booking) -> Seating:
        if not booking.lives(self.now):
            return Seating({}, None)
        demand: Counter[Place] = Counter()
        for slot, resources in zip(booking.slots, booking.resources, strict=True):
            both = buckets(slot, self.plan.bucket)
            for resource in resources:
                # A resource that left the plan keeps the seats it has given.
                for leaf, seats in self.plan.seats.get(resource, {resource: 1}).items():
                    for line, taken in enumerate(both[: self.lines]):
                        for bucket in taken:
                            demand[leaf, line, bucket] += seats
        expires = None if booking.expires is None else milliseconds(booking.expires)
        return Seating(demand, expires)


class Transactions:
    """Runs changes and reads, tells faults apart and tries again where that helps."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._checked: tuple[timedelta, bool] | None = None
        self._lines: int | None = None

    def change(
        self,
        plan: Plan,
        work: Callable[[Transaction], _Answer],
        queues: Callable[[Connection], Iterable[str]],
    ) -> _Answer:
        """Call `work` in a write transaction, again from the start when others were faster.

        Args:
            plan: what the city offers.
            work: must be safe to call again; an exception undoes all it did.
            queues: names of what only one transaction may work on at a time (a person, a request).

        Raises:
            StoreUnavailable: nothing was changed.
        """

        def attempt(since: datetime | None) -> _Answer:
            self._check(plan)
            with self._engine.begin() as connection:
                queue(connection, *queues(connection))
                # After the waits: a hold is judged by the time at which its turn has come.
                return work(self._transaction(connection, plan, since))

        return persist(attempt)

    def read(self, plan: Plan, work: Callable[[Transaction], _Answer]) -> _Answer:
        """Call `work` in a transaction that only reads and waits for no writer.

        Raises:
            StoreUnavailable: the database could not be read.
        """

        def attempt(since: datetime | None) -> _Answer:
            reader = self._engine.execution_options(**{READ_ONLY: True})
            with reader.begin() as connection:
                return work(self._transaction(connection, plan, since))

        return persist(attempt)

    def _transaction(
        self, connection: Connection, plan: Plan, since: datetime | None
    ) -> Transaction:
        # Whole milliseconds, so that Python and the database judge expiry alike.
        now = instant(milliseconds(self._clock()))
        now = max(now, since) if since else now
        lines = 2 if plan.overlaps else self._lines or self._kept_lines(connection)
        diary = StoredDiary(connection, now, plan.longest, lines)
        return Transaction(connection, now, plan, diary, lines)

    def _kept_lines(self, connection: Connection) -> int:
        """Return how many lines the resources have: two since some plan had overlapping buffers."""
        kept = connection.execute(select(setting.c.value).where(setting.c.name == "lines"))
        self._lines = int(kept.scalar_one_or_none() or 1)
        return self._lines

    def _check(self, plan: Plan) -> None:
        """Refuse a plan whose buckets are not those that the seats are kept in.

        Where its buffers overlap for the first time, all seats are given their second line.
        """
        if self._checked == (plan.bucket, plan.overlaps):
            return
        minutes = str(plan.bucket // timedelta(minutes=1))
        with self._engine.begin() as connection:
            connection.execute(_KEEP, {"name": "bucket", "value": minutes})
            kept = connection.execute(select(setting.c.value).where(setting.c.name == "bucket"))
            value = kept.scalar_one()
            if plan.overlaps and value == minutes:
                new = connection.execute(_KEEP, {"name": "lines", "value": "2"})
                if new.rowcount:
                    add_line(connection)
            self._kept_lines(connection)
        if value != minutes:
            raise BadRule(
                "plan",
                f"bucket is {minutes} minutes, but this database keeps seats by {value}",
                f"Keep the plan at {value}, or begin with an empty database",
            )
        self._checked = plan.bucket, plan.overlaps
