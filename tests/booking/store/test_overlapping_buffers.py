"""Buffers that overlap, kept by the store: raced by real processes, and under plans that change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select
from tests.booking.core.oracle import apart
from tests.booking.store.test_races import judged, whole
from tests.booking.store.world import FREE, MINUTE, MONDAY, NOW, connect, plan, store
from tests.clock import Clock

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.diary import Booking, Slot, State
from citydesign.booking.core.outcome import Kind
from citydesign.booking.core.plan import Plan, Resource, Service
from citydesign.booking.store.migration import configuration, migrate
from citydesign.booking.store.schema import seat, setting
from citydesign.booking.store.seats import Seating, settle
from citydesign.booking.store.store import Store

Ready = Callable[[], Any]
Race = Callable[..., list[Any]]


def city(desks: int = 1, mixed: bool = False, buffers: Buffers = Buffers.OVERLAP) -> Plan:
    """Alike desks, and services that keep them free for as long as each of them needs."""

    def service(name: str, length: int, before: int, after: int, kind: Buffers) -> Service:
        around = before * MINUTE, after * MINUTE, 5 * MINUTE
        return Service(name, ("desk",), length * MINUTE, *around, policy=FREE, buffers=kind)

    return replace(
        plan(),
        resources=tuple(Resource(f"desk-{n}", "kallio", {"desk"}) for n in range(desks)),
        services=(
            service("passport", 20, 5, 15, buffers),
            service("advice", 40, 25, 5, buffers),
            service("court", 30, 10, 10, Buffers.STACK if mixed else buffers),
        ),
    )


def at(plan_: Plan, service: str, minutes: int) -> Slot:
    return plan_.slot("kallio", service, MONDAY + minutes * MINUTE)


def kept_apart(kept: Store) -> None:
    """On each desk, what is kept free between any two is long enough for both."""
    sitting: dict[str, list[Slot]] = {}
    for booking in kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1)):
        for slot, (desk,) in zip(booking.slots, booking.resources, strict=True):
            sitting.setdefault(desk, []).append(slot)
    for slots in sitting.values():
        for one, other in combinations(slots, 2):
            assert apart(one, other), (one, other)


# Raced


def crowd(
    number: int, ready: Ready, url: str, town: Plan, seed: int, turns: int, steps: int = 60
) -> list[tuple[Slot, str]]:
    chance = random.Random(seed * 100 + number)
    kept = store(url, town)
    kept.booking("warm")
    found = []
    ready()
    for turn in range(turns):
        wish = at(town, chance.choice(sorted(town.service)), 5 * chance.randrange(steps))
        found.append((wish, judged(kept.hold([wish], f"p{seed}-{number}-{turn}", "k"))))
    kept.engine.dispose()
    return found


@pytest.mark.parametrize(("desks", "mixed"), [(1, False), (1, True), (3, True)])
def test_whoever_is_first_nobody_sits_closer_than_the_longer_buffer(
    url: str, race: Race, desks: int, mixed: bool
) -> None:
    town = city(desks, mixed)
    asked = [answer for found in race(crowd, 8, url, town, 1, 12) for answer in found]
    kept = store(url, town)
    kept_apart(kept)
    whole(url, town)
    assert Counter(answer for _, answer in asked).keys() == {"won", "taken"}
    # Nothing was given up meanwhile, so what was refused is taken to the end.
    day = MONDAY, MONDAY + timedelta(hours=6)
    free = {slot for name in town.service for slot in kept.availability(day, name)}
    assert free.isdisjoint(wish for wish, answer in asked if answer == "taken")


def neighbours(number: int, ready: Ready, url: str, gap: int, turns: int) -> list[str]:
    """Half of them want the one time, half of them the one after it."""
    town = city()
    kept = store(url, town)
    kept.booking("warm")
    found = []
    for turn in range(turns):
        wish = (
            at(town, "passport", turn * 100)
            if number % 2
            else at(town, "advice", turn * 100 + 20 + gap)
        )
        ready()
        found.append(judged(kept.hold([wish], f"p{number}", f"k{turn}", staff=True)))
    kept.engine.dispose()
    return found


@pytest.mark.parametrize(("gap", "winners"), [(25, 2), (20, 1)])
def test_two_neighbours_win_when_the_longer_buffer_fits_between_them_and_else_one(
    url: str, race: Race, gap: int, winners: int
) -> None:
    """After passports 15 minutes are kept free, before advice 25."""
    results = race(neighbours, 8, url, gap, 6)
    for turn in range(6):
        assert Counter(found[turn] for found in results)["won"] == winners
    kept_apart(store(url, city()))
    whole(url, city())


def test_under_plans_that_change_nobody_sits_too_close(url: str, race: Race) -> None:
    """Buffers add up, then they overlap, then they add up again; the bookings all stay."""
    hard, soft = city(2, buffers=Buffers.STACK), city(2)
    names: set[str] = set()
    for seed, town in enumerate((hard, soft, hard, city(2, mixed=True))):
        race(crowd, 8, url, town, seed, 1 + seed, 130)
        kept = store(url, town)
        living = kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1))
        assert names <= {booking.id for booking in living}
        names = {booking.id for booking in living}
        kept_apart(kept)
        # Seats are kept on two lines since the plan under which buffers overlapped first.
        whole(url, town if seed == 0 else soft)
    assert {slot.buffers for booking in living for slot in booking.slots} == set(Buffers)


def movers(number: int, ready: Ready, url: str, town: Plan, name: str) -> list[str]:
    """One moves to and fro within its own buffers while the others want what it leaves."""
    kept = store(url, town)
    kept.booking("warm")
    found = []
    for turn in range(8):
        ready()
        wish = [at(town, "passport", 60 + 10 * (turn % 2) if number == 0 else 5 * turn)]
        answer = (
            kept.reschedule(name, wish)
            if number == 0
            else kept.hold(wish, f"p{number}-{turn}", "k")
        )
        found.append(judged(answer))
    kept.engine.dispose()
    return found


def test_who_moves_within_their_own_buffer_is_never_in_their_own_way(url: str, race: Race) -> None:
    town = city()
    kept = store(url, town)
    mine = kept.book([at(town, "passport", 60)], "aino", "k", {})
    assert isinstance(mine, Booking)
    race(movers, 6, url, town, mine.id)
    kept_apart(kept)
    whole(url, town)
    for minutes in (60, 65, 60):
        moved = store(url, town).reschedule(mine.id, [at(town, "passport", minutes)])
        if isinstance(moved, Booking):
            assert moved.slots[0].start == MONDAY + minutes * MINUTE
    kept_apart(kept)
    whole(url, town)


# What the database proves


def test_the_lines_of_a_resource_are_taken_apart_and_each_only_once(url: str) -> None:
    engine = connect(url)

    def wish(line: int, *buckets: int) -> Seating:
        return Seating({("r", line, bucket): 1 for bucket in buckets}, None)

    now, size = 1_800_000_000_000, {"r": 2}
    with engine.begin() as connection:
        for name in "ab":
            assert settle(connection, {name: wish(1, 3, 4)}, size, now) is None
            assert settle(connection, {name.upper(): wish(0, 4, 5)}, size, now) is None
        assert settle(connection, {"c": wish(1, 4, 5)}, size, now) == ("r", 1, 4)
        assert settle(connection, {"c": wish(0, 3, 4)}, size, now) == ("r", 0, 4)
        assert settle(connection, {"c": wish(1, 5)}, size, now) is None
        numbers = connection.execute(
            select(seat.c.booking, seat.c.seat).where(seat.c.bucket == 4)
        ).all()
        assert {row.seat < 0 for row in numbers if row.booking in "ab"} == {True}
        assert sorted(row.seat for row in numbers) == [-2, -1, 0, 1]
        assert settle(connection, {"a": Seating({}, None)}, size, now) is None
        assert settle(connection, {"c": wish(1, 4, 5)}, size, now) is None
        across = Seating({("r", 0, 3): 1, ("r", 1, 4): 1}, None)
        assert settle(connection, {"d": across}, size, now) == ("r", 1, 4)


def test_a_plan_without_overlaps_keeps_one_line_and_the_first_with_some_adds_the_other(
    url: str,
) -> None:
    hard, soft = city(buffers=Buffers.STACK), city()
    kept = store(url, hard)
    early = kept.book([at(hard, "court", 0)], "aino", "k", {})
    held = kept.hold([at(hard, "court", 60)], "eino", "k")
    assert isinstance(early, Booking)
    assert isinstance(held, Booking)
    with kept.engine.begin() as connection:
        assert min(connection.execute(select(seat.c.seat)).scalars()) == 0
    # Who only reads changes nothing, and sees what is so.
    seen = store(url, soft)
    free = seen.availability((MONDAY, MONDAY + 240 * MINUTE), "court")
    assert {slot.start for slot in free if slot.start < held.start} == set()
    whole(url, hard)
    kept.plan = soft
    late = kept.book([at(soft, "court", 120)], "olli", "k", {})
    assert isinstance(late, Booking)
    whole(url, soft)
    # A process with the old plan that starts now keeps both lines too.
    again = store(url, hard)
    assert isinstance(again.hold([at(hard, "court", 180)], "p", "k"), Booking)
    assert isinstance(again.confirm(held.id, {}), Booking)
    whole(url, soft)
    with kept.engine.begin() as connection:
        rows = connection.execute(select(setting)).all()
    assert {tuple(row) for row in rows} == {("bucket", "5"), ("lines", "2")}


def test_a_process_that_reads_sees_at_once_what_the_new_plan_allows(url: str) -> None:
    hard, soft = city(buffers=Buffers.STACK), city()
    reader, writer = store(url, hard), store(url, soft)
    day = MONDAY, MONDAY + timedelta(hours=6)
    assert reader.availability(day, "advice")
    assert isinstance(writer.book([at(soft, "advice", 120)], "p", "k", {}), Booking)
    # Under the plan before, what was booked keeps its distance too.
    first = [slot.start for slot in reader.availability(day, "advice") if slot.start > MONDAY]
    assert MONDAY + 185 * MINUTE not in first
    reader.plan = soft
    found = reader.availability(day, "advice")
    assert found == writer.availability(day, "advice")
    assert at(soft, "advice", 185) in found


def test_what_was_booked_before_is_kept_when_its_desk_goes_with_the_old_plan(url: str) -> None:
    hard = city(2, buffers=Buffers.STACK)
    kept = store(url, hard, Clock(NOW))
    mine = [kept.book([at(hard, "court", 60)], f"p{n}", "k", {}) for n in range(2)]
    kept.plan = city(1)
    kept.recheck("kallio", NOW + timedelta(days=7))
    flagged = [kept.booking(one.id) for one in mine if isinstance(one, Booking)]
    assert sorted(str(one.flag) for one in flagged if one) == ["None", "desk-1"]
    (called,) = [one for one in flagged if one and one.flag]
    moved = kept.reschedule(called.id, [at(kept.plan, "court", 120)], staff=True)
    assert isinstance(moved, Booking)
    assert moved.slots[0].buffers is Buffers.OVERLAP
    assert isinstance(kept.cancel(called.id), Booking)
    (other,) = [one for one in flagged if one and not one.flag]
    assert isinstance(kept.cancel(other.id), Booking)
    with kept.engine.begin() as connection:
        assert connection.execute(select(seat)).all() == []


def test_a_filled_database_of_the_version_before_is_upgraded(url: str) -> None:
    hard, soft = city(buffers=Buffers.STACK), city()
    kept = store(url, hard)
    mine = kept.book([at(hard, "court", 0)], "aino", "k", {"name": "Aino"})
    assert isinstance(mine, Booking)
    engine = connect(url)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "0004")
        columns = connection.exec_driver_sql("SELECT * FROM slot").keys()
        assert "buffers" not in columns
    migrate(engine)
    assert store(url, hard).booking(mine.id) == mine
    whole(url, hard)
    new = store(url, soft)
    near = new.book([at(soft, "court", 40)], "eino", "k", {})
    assert not isinstance(near, Booking)
    near = new.book([at(soft, "court", 50)], "eino", "k", {})
    assert isinstance(near, Booking)
    whole(url, soft)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "0004")
    migrate(engine)
    # What overlapped adds up there, on one line.
    back = store(url, hard)
    found = back.booking(near.id)
    assert found
    assert {slot.buffers for slot in found.slots} == {Buffers.STACK}
    whole(url, hard)


def test_every_part_of_what_is_kept_is_read_back(url: str) -> None:
    town = city(2, mixed=True)
    kept = store(url, town)
    for number, name in enumerate(sorted(town.service)):
        made = kept.book([at(town, name, 200 * number)], f"p{number}", "k", {})
        assert isinstance(made, Booking)
        assert store(url, town).booking(made.id) == made
        assert made.slots == (at(town, name, 200 * number),)
        assert made.state is State.CONFIRMED
        assert [entry.kind for entry in kept.log(made.id)] == [Kind.HELD, Kind.CONFIRMED]
