"""The statement that takes seats, raced by real processes on both databases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from tests.booking.racing import racers

from citydesign.booking.store import booking_engine
from citydesign.booking.store.schema import seat
from citydesign.booking.store.seats import Seating, settle

NOW = 1_800_000_000_000
LATER = NOW + 600_000
RACERS = racers(16)


def fill(url: str, resource: str, buckets: range, seats: int, expires: int | None) -> None:
    engine = booking_engine(url)
    rows = [
        {"resource": resource, "bucket": b, "seat": n, "booking": f"old{n}", "expires": expires}
        for b in buckets
        for n in range(seats)
    ]
    with engine.begin() as connection:
        connection.execute(seat.insert(), rows)
    engine.dispose()


def owned(url: str) -> Counter[tuple[str, int, int]]:
    engine = booking_engine(url)
    with engine.begin() as connection:
        rows = connection.execute(select(seat).where(seat.c.expires == LATER)).all()
    engine.dispose()
    return Counter((row.resource, int(row.seat < 0), row.bucket) for row in rows)


def one_slot(
    number: int, ready: Callable[[], Any], url: str, capacity: int, rounds: int
) -> list[bool]:
    engine = booking_engine(url, wait=60)
    with engine.begin():
        pass
    won = []
    for turn in range(rounds):
        demand = {(f"slot-{turn}", 0, bucket): 1 for bucket in range(9)}
        sizes = {f"slot-{turn}": capacity}
        ready()
        with engine.begin() as connection:
            taken = settle(connection, {f"p{number}-{turn}": Seating(demand, LATER)}, sizes, NOW)
        won.append(taken is None)
    engine.dispose()
    return won


@pytest.mark.parametrize("stale", [False, True], ids=["free", "under expired holds"])
@pytest.mark.parametrize("capacity", [1, 5])
@pytest.mark.parametrize("racers", RACERS)
def test_exactly_as_many_win_as_there_are_seats(
    url: str, race: Callable[..., Any], racers: int, capacity: int, stale: bool
) -> None:
    rounds = 3 if racers >= 50 else 10
    if stale:
        for turn in range(rounds):
            fill(url, f"slot-{turn}", range(9), capacity, NOW)
    results = race(one_slot, racers, url, capacity, rounds)
    winners = [sum(won[turn] for won in results) for turn in range(rounds)]
    assert winners == [min(racers, capacity)] * rounds
    counts = owned(url)
    assert set(counts.values()) == {min(racers, capacity)}
    assert len(counts) == 9 * rounds


def overlapping(number: int, ready: Callable[[], Any], url: str, capacity: int) -> list[Any]:
    chance = random.Random(number)
    engine = booking_engine(url, wait=60)
    mine = []
    ready()
    for turn in range(25):
        first = chance.randrange(40)
        places = [("hall", 0, bucket) for bucket in range(first, first + chance.randint(2, 8))]
        wish = dict.fromkeys(places, 1)
        with engine.begin() as connection:
            blocked = settle(
                connection, {f"p{number}-{turn}": Seating(wish, LATER)}, {"hall": capacity}, NOW
            )
        mine.append((places, blocked))
    engine.dispose()
    return mine


@pytest.mark.parametrize("capacity", [1, 5])
def test_overlapping_times_never_exceed_capacity_and_nobody_is_sent_away_from_a_free_time(
    url: str, race: Callable[..., Any], capacity: int
) -> None:
    fill(url, "hall", range(0, 50, 2), capacity, NOW)
    asked = [answer for mine in race(overlapping, 16, url, capacity) for answer in mine]
    oracle = Counter(place for places, blocked in asked if blocked is None for place in places)
    assert max(oracle.values()) == capacity
    assert owned(url) == oracle
    for places, blocked in asked:
        if blocked is not None:
            # Nothing was released, so what was full then must be full at the end.
            assert blocked in places
            assert oracle[blocked] == capacity


def crossing(number: int, ready: Callable[[], Any], url: str) -> list[bool]:
    engine = booking_engine(url, wait=60)
    won = []
    for turn in range(10):
        pair = [(f"{turn}-{name}", 0, bucket) for name in "ab" for bucket in range(5)]
        if number % 2:
            pair.reverse()
        sizes = {name: 1 for name, _, _ in pair}
        ready()
        with engine.begin() as connection:
            wish = {f"p{number}-{turn}": Seating(dict.fromkeys(pair, 1), LATER)}
            won.append(settle(connection, wish, sizes, NOW) is None)
    engine.dispose()
    return won


def test_two_resources_asked_for_in_opposite_orders_never_deadlock(
    url: str, race: Callable[..., Any]
) -> None:
    results = race(crossing, 16, url)
    assert [sum(won[turn] for won in results) for turn in range(10)] == [1] * 10
    assert set(owned(url).values()) == {1}


def swapping(number: int, ready: Callable[[], Any], url: str) -> int:
    """Move between two resources for ever: release and take in one statement, both directions."""
    engine = booking_engine(url, wait=60)
    chance = random.Random(number)
    moves = 0
    ready()
    for _ in range(30):
        first = chance.randrange(4)
        name = chance.choice(["a", "b", "c"])
        wish = {(name, 0, bucket): 1 for bucket in range(first, first + 4)}
        with engine.begin() as connection:
            seating = {f"p{number}": Seating(wish, LATER)}
            moves += settle(connection, seating, {"a": 2, "b": 2, "c": 2}, NOW) is None
    engine.dispose()
    return moves


def test_moving_to_and_fro_never_deadlocks_and_never_owns_two_times(
    url: str, race: Callable[..., Any]
) -> None:
    moves = race(swapping, 8, url)
    assert sum(moves) > 30
    engine = booking_engine(url)
    with engine.begin() as connection:
        rows = connection.execute(select(seat)).all()
    engine.dispose()
    by_holder: dict[str, list[Any]] = {}
    for row in rows:
        by_holder.setdefault(row.booking, []).append(row)
    for mine in by_holder.values():
        assert len({row.resource for row in mine}) == 1
        buckets = sorted(row.bucket for row in mine)
        assert buckets == list(range(buckets[0], buckets[0] + 4))


def test_a_booking_may_sit_on_another_seat_in_each_bucket(url: str) -> None:
    engine = booking_engine(url)
    with engine.begin() as connection:
        for name, buckets, number in (("x", range(0, 3), 0), ("y", range(3, 6), 1)):
            for bucket in buckets:
                row = {"resource": "r", "bucket": bucket, "seat": number, "booking": name}
                connection.execute(seat.insert(), row)
        whole = Seating({("r", 0, bucket): 1 for bucket in range(6)}, LATER)
        assert settle(connection, {"z": whole}, {"r": 2}, NOW) is None
        more = Seating({("r", 0, 2): 1}, LATER)
        assert settle(connection, {"w": more}, {"r": 2}, NOW) == ("r", 0, 2)
    engine.dispose()


def test_a_hold_is_exclusive_to_its_last_millisecond_and_free_at_its_end(url: str) -> None:
    engine = booking_engine(url)
    wish = {("r", 0, bucket): 1 for bucket in range(3)}
    with engine.begin() as connection:
        assert settle(connection, {"a": Seating(wish, LATER)}, {"r": 1}, NOW) is None
        assert settle(connection, {"b": Seating(wish, None)}, {"r": 1}, LATER - 1) == ("r", 0, 0)
        assert settle(connection, {"b": Seating(wish, None)}, {"r": 1}, LATER) is None
        assert settle(connection, {"a": Seating(wish, None)}, {"r": 1}, LATER + 1) == ("r", 0, 0)
    engine.dispose()


def test_two_bookings_can_change_places_in_one_statement(url: str) -> None:
    engine = booking_engine(url)
    here, there = Seating({("a", 0, 1): 1}, None), Seating({("b", 0, 1): 1}, None)
    sizes = {"a": 1, "b": 1}
    with engine.begin() as connection:
        assert settle(connection, {"x": here, "y": there}, sizes, NOW) is None
        assert settle(connection, {"x": there, "y": here}, sizes, NOW) is None
        rows = connection.execute(select(seat.c.resource, seat.c.booking)).all()
        assert sorted(tuple(row) for row in rows) == [("a", "y"), ("b", "x")]
        assert settle(connection, {"x": Seating({}, None)}, sizes, NOW) is None
        assert connection.execute(select(seat.c.booking)).scalars().all() == ["y"]
    engine.dispose()


def test_a_lowered_capacity_takes_no_seat_away_and_gives_none_out(url: str) -> None:
    engine = booking_engine(url)
    wish = Seating({("r", 0, 1): 1}, None)
    with engine.begin() as connection:
        for name in "abc":
            assert settle(connection, {name: wish}, {"r": 3}, NOW) is None
        for name in "abc":
            assert settle(connection, {name: wish}, {"r": 1}, NOW) is None
        assert settle(connection, {"d": wish}, {"r": 3}, NOW) == ("r", 0, 1)
        assert settle(connection, {"a": Seating({}, None)}, {"r": 1}, NOW) is None
        assert settle(connection, {"d": wish}, {"r": 2}, NOW) == ("r", 0, 1)
    engine.dispose()
