"""Taking seats: the only statement that decides who gets a slot.

A seat row is one seat of one resource during one bucket of time. Its key is unique, so the
database itself refuses the second taker; nothing here checks first and writes later. What makes it
right with holds that expire, and on both databases:

- Expired rows are judged in the statement that takes them (`ON CONFLICT ... DO UPDATE ... WHERE`
  expired). No timer has to run, and a hold is exclusive to its last millisecond.
- Rows are taken in key order, all in one statement, those to be given up among them. So two takers
  wait for each other in one direction only and never in a circle.
- The seat number is chosen for each bucket alone. A booking may sit on seat 0 at nine and on seat 1
  at five past nine; with one number for the whole of it, capacity would be lost to fragmentation.
- Where buffers overlap, a resource has two lines (`citydesign.booking.core.buffers`), and each line
  its seats: those of the second are numbered downwards from -1.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import Connection, TextClause, and_, delete, or_, select, text, tuple_

from citydesign.booking.store.schema import seat

_ROUNDS = 100
_ROWS = 1000
# SQLite refuses an expression deeper than 1000: so many conditions are joined by OR at most.
_RUNS = 200

Place = tuple[str, int, int]
"""A resource, its line (0 or 1) and the number of a bucket, counted from 1970 UTC."""

Key = tuple[str, int, int]
"""A resource, the number of a bucket, and the number of a seat."""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Seating:
    """What one booking shall own: how many seats at which places, until when.

    `expires` is in milliseconds since 1970, None for a booking that does not expire. An empty
    `demand` gives everything up.
    """

    demand: Mapping[Place, int]
    expires: int | None


def settle(
    connection: Connection,
    seatings: Mapping[str, Seating],
    capacity: Mapping[str, int],
    now: int,
) -> Place | None:
    """Give each booking exactly the seats of its seating, or change nothing.

    Seats that a booking has already are kept where they fit; seats of the bookings named may pass
    from one to another. So this one function holds, extends, confirms, moves, reassigns and
    releases.

    Args:
        connection: a connection inside a write transaction.
        seatings: by booking id. The caller holds the rows of these bookings locked.
        capacity: seats of each resource.
        now: milliseconds since 1970; holds of others that end by then are free.

    Returns:
        None when done, else the first place where others own too many seats.

    Raises:
        TimeoutError: other takers were faster a hundred times in a row.
    """
    if not seatings:
        return None
    for _ in range(_ROUNDS):
        own = _owned(connection, seatings)
        owners = _choose(seatings, capacity, own, _live(connection, seatings, now))
        if isinstance(owners, tuple):
            return owners
        given_up = {key: holder for key, holder in own.items() if key not in owners}
        rows = sorted((owners | given_up).items())
        expires = {holder: seating.expires for holder, seating in seatings.items()}
        if not rows:
            return None
        savepoint = connection.begin_nested()
        if upsert(connection, rows, expires, now) == len(rows):
            savepoint.commit()
            _drop(connection, given_up)
            return None
        # Another transaction took one of them between our look and our statement. Give all back
        # before the next look: the seats must again be taken in key order from the first.
        savepoint.rollback()
    raise TimeoutError(f"no seat was settled in {_ROUNDS} rounds")


def add_line(connection: Connection) -> None:
    """Give every booking the same seats on the second line as on the first."""
    connection.execute(_MIRROR)


_MIRROR = text(
    "INSERT INTO seat (resource, bucket, seat, booking, expires) "
    "SELECT resource, bucket, -1 - seat, booking, expires FROM seat WHERE seat >= 0 "
    "ON CONFLICT DO NOTHING"
)


def owned(connection: Connection, holder: str) -> int:
    """Return how many seats a booking has."""
    return len(_owned(connection, [holder]))


def upsert(
    connection: Connection,
    rows: Sequence[tuple[Key, str]],
    expires: Mapping[str, int | None],
    now: int,
) -> int:
    """Take the seats in `rows`, sorted, where free, expired or owned by a holder in `expires`.

    Returns how many were taken. Fewer than asked means that somebody else owns one of them.
    """
    count = 0
    ours: dict[str, str | int | None] = {f"g{n}": name for n, name in enumerate(expires)}
    for part in _parts(rows):
        values = {"now": now, **ours}
        for n, ((resource, bucket, number), holder) in enumerate(part):
            values[f"r{n}"] = resource
            values[f"b{n}"] = bucket
            values[f"s{n}"] = number
            values[f"h{n}"] = holder
            values[f"e{n}"] = expires[holder]
        count += connection.execute(_statement(len(part), len(expires)), values).rowcount
    return count


@lru_cache(maxsize=256)
def _statement(rows: int, holders: int) -> TextClause:
    # Written as text because SQLAlchemy compiles an insert of many rows again each time.
    values = ", ".join(f"(:r{n}, :b{n}, :s{n}, :h{n}, :e{n})" for n in range(rows))
    ours = ", ".join(f":g{n}" for n in range(holders))
    return text(
        f"INSERT INTO seat (resource, bucket, seat, booking, expires) VALUES {values} "
        "ON CONFLICT (resource, bucket, seat) DO UPDATE "
        "SET booking = excluded.booking, expires = excluded.expires "
        f"WHERE seat.expires <= :now OR seat.booking IN ({ours})"
    )


def _parts(rows: Sequence[_Row], size: int = _ROWS) -> Iterator[Sequence[_Row]]:
    return (rows[begin : begin + size] for begin in range(0, len(rows), size))


def _owned(connection: Connection, holders: Collection[str]) -> dict[Key, str]:
    rows = connection.execute(
        select(*seat.primary_key, seat.c.booking).where(seat.c.booking.in_(holders))
    )
    return {(row.resource, row.bucket, row.seat): row.booking for row in rows}


def _live(
    connection: Connection, seatings: Mapping[str, Seating], now: int
) -> dict[Place, set[int]]:
    """Return the seats of all others that still count, at the places in demand."""
    places = {place for seating in seatings.values() for place in seating.demand}
    live: dict[Place, set[int]] = defaultdict(set)
    if not places:
        return live
    for part in _parts(_runs(places), _RUNS):
        within = [
            and_(
                seat.c.resource == resource,
                seat.c.bucket >= first,
                seat.c.bucket <= last,
                seat.c.seat < 0 if line else seat.c.seat >= 0,
            )
            for resource, line, first, last in part
        ]
        rows = connection.execute(
            select(*seat.primary_key).where(
                or_(*within),
                or_(seat.c.expires.is_(None), seat.c.expires > now),
                seat.c.booking.not_in(list(seatings)),
            )
        )
        for row in rows:
            live[_place((row.resource, row.bucket, row.seat))].add(row.seat)
    return live


def _place(key: Key) -> Place:
    resource, bucket, number = key
    return resource, int(number < 0), bucket


def _numbers(line: int, size: int) -> range:
    return range(-size, 0) if line else range(size)


def _runs(places: Iterable[Place]) -> list[tuple[str, int, int, int]]:
    runs: list[tuple[str, int, int, int]] = []
    for resource, line, bucket in sorted(places):
        if runs and runs[-1][:2] == (resource, line) and runs[-1][3] + 1 == bucket:
            runs[-1] = resource, line, runs[-1][2], bucket
        else:
            runs.append((resource, line, bucket, bucket))
    return runs


def _choose(
    seatings: Mapping[str, Seating],
    capacity: Mapping[str, int],
    own: Mapping[Key, str],
    live: Mapping[Place, set[int]],
) -> dict[Key, str] | Place:
    kept: dict[tuple[Place, str], list[int]] = defaultdict(list)
    for key, holder in sorted(own.items()):
        kept[_place(key), holder].append(key[2])
    asked: dict[Place, dict[str, int]] = defaultdict(dict)
    for holder, seating in seatings.items():
        for place, seats in seating.demand.items():
            asked[place][holder] = seats
    owners: dict[Key, str] = {}
    for place in sorted(asked):
        wishes = asked[place]
        others = live.get(place, set())
        size = capacity.get(place[0], 0)
        keep = {holder: kept[place, holder][:seats] for holder, seats in wishes.items()}
        missing = {holder: seats - len(keep[holder]) for holder, seats in wishes.items()}
        # Counted, not only looked for: a lowered capacity leaves seats with high numbers. What a
        # booking has already it keeps even then.
        if any(missing.values()) and len(others) + sum(wishes.values()) > size:
            return place
        used = others.union(*keep.values())
        # At random: takers of one slot then seldom reach for the same seat.
        left = [n for n in _numbers(place[1], size) if n not in used]
        free = random.sample(left, sum(missing.values()))
        for holder, seats in missing.items():
            numbers = keep[holder] + [free.pop() for _ in range(seats)]
            owners.update({(place[0], place[2], number): holder for number in numbers})
    return owners


def _drop(connection: Connection, keys: Iterable[Key]) -> None:
    """Delete seats that this transaction has locked already."""
    for part in _parts(sorted(keys)):
        connection.execute(delete(seat).where(tuple_(*seat.primary_key).in_(part)))
