"""What lies at an edge is answered alike on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.booking.store.test_store import AINO, code, everything
from tests.booking.store.world import MINUTE, MONDAY, NOW, plan, slot, store, with_policy
from tests.clock import Clock

from citydesign.booking import Code, Days, Slot, State, UnknownIdError
from citydesign.booking.core.diary import Booking
from citydesign.booking.store import StoreUnavailable, booking_engine, migrate
from citydesign.booking.store.store import Store

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def kept(url: str, clock: Clock) -> Store:
    return store(url, plan(), clock)


def test_staff_seat_a_walk_in_who_is_two_minutes_late_until_the_time_is_over(
    kept: Store, clock: Clock
) -> None:
    first, second = slot(kept.plan, 0, "long"), slot(kept.plan, 6, "long")
    clock.now = first.start + 2 * MINUTE
    assert code(kept.hold([first], "aino", "k")) is Code.TOO_SOON
    seated = kept.hold([first], "aino", "k", staff=True)
    assert isinstance(seated, Booking)
    done = kept.confirm(seated.id, AINO)
    assert isinstance(done, Booking)
    assert done.state is State.CONFIRMED
    assert isinstance(kept.attend(seated.id), Booking)
    # The desk is taken by somebody who is there.
    assert code(kept.hold([first], "eino", "k", staff=True)) is Code.TAKEN
    clock.now = second.end
    assert code(kept.hold([second], "eino", "k", staff=True)) is Code.TOO_SOON
    # Not one that nobody ever offered, however late.
    forged = replace(first, start=first.start + MINUTE, end=first.end + MINUTE)
    clock.now = first.start + 2 * MINUTE
    assert code(kept.hold([forged], "linh", "k", staff=True)) is Code.NOT_OFFERED


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        (timedelta(hours=2), MONDAY + 2 * DAY - timedelta(hours=2)),
        # The day before ends at midnight in Helsinki.
        (Days(1), datetime(2027, 1, 12, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_moving_is_possible_at_exactly_the_limit_and_not_after_it(
    url: str, clock: Clock, limit: timedelta | Days, last: datetime
) -> None:
    city = with_policy(plan(), reschedule_until=limit)
    kept = store(url, city, clock)
    day = 12 * 60 // (city.service["passport"].rhythm // MINUTE)
    first, other = slot(city, 2 * day), slot(city, 3 * day)
    made = kept.book([first], "aino", "k", AINO)
    assert isinstance(made, Booking)
    clock.now = last + timedelta(seconds=1)
    before = everything(kept)
    assert code(kept.reschedule(made.id, [other])) is Code.TOO_LATE_TO_RESCHEDULE
    assert everything(kept) == before
    clock.now = last
    moved = kept.reschedule(made.id, [other])
    assert isinstance(moved, Booking)
    assert moved.slots == (other,)
    window = (first.start, first.start + MINUTE)
    assert first in kept.availability(window, "passport")


ENDS = [
    datetime(1, 1, 1),
    datetime(1970, 1, 1),
    datetime(9000, 1, 1),
    datetime(9999, 12, 31, 23, 59),
]


@pytest.mark.parametrize("end", ENDS)
def test_a_time_at_an_end_of_the_calendar_is_refused_by_every_command(
    kept: Store, end: datetime
) -> None:
    start = end.replace(tzinfo=UTC)
    good = slot(kept.plan)
    forged = Slot("kallio", "passport", start, start, end)
    made = kept.book([good], "aino", "k", AINO)
    assert isinstance(made, Booking)
    before = everything(kept)
    assert code(kept.hold([forged], "eino", "k")) is Code.NOT_OFFERED
    assert code(kept.hold([forged], "eino", "k", staff=True)) is Code.NOT_OFFERED
    assert code(kept.book([forged], "eino", "k", AINO)) is Code.NOT_OFFERED
    assert code(kept.reschedule(made.id, [forged])) is Code.NOT_OFFERED
    assert everything(kept) == before
    assert kept.availability((start, start), "passport") == ()


def test_a_question_from_one_end_of_the_calendar_to_the_other_is_answered(kept: Store) -> None:
    whole = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    horizon = kept.plan.service["passport"].policy.horizon
    assert horizon is not None
    found = kept.availability(whole, "passport")
    assert found == kept.availability((NOW, NOW + timedelta(days=400)), "passport")
    assert kept.bookings("kallio", *whole) == []


def test_an_id_that_the_plan_does_not_have_is_named_with_the_nearest_one(kept: Store) -> None:
    window = (NOW, NOW + DAY)
    assert code(kept.cancel("nothing")) is Code.UNKNOWN
    before = everything(kept)
    with pytest.raises(UnknownIdError, match=r"no service 'pasport'.*'passport'"):
        kept.availability(window, "pasport")
    with pytest.raises(UnknownIdError, match=r"no office 'kalio'.*'kallio'"):
        kept.availability(window, "passport", ["kalio"])
    with pytest.raises(UnknownIdError, match=r"no resource 'desk-9'"):
        kept.availability(window, "passport", resource="desk-9")
    good = slot(kept.plan)
    for forged in (
        replace(good, office="kalio"),
        replace(good, service="pasport"),
        replace(good, resource="desk-9"),
    ):
        assert code(kept.hold([forged], "aino", "k")) is Code.NOT_OFFERED
    answer = kept.join("aino", "kalio", "passport", window, AINO)
    assert code(answer) is Code.NOT_OFFERED
    assert code(kept.confirm("nothing", AINO)) is Code.UNKNOWN
    assert code(kept.cancel("nothing")) is Code.UNKNOWN
    assert code(kept.extend("nothing")) is Code.UNKNOWN
    assert everything(kept) == before


def test_a_desk_that_does_not_do_this_is_refused(kept: Store) -> None:
    wrong = replace(slot(kept.plan), resource="hall")
    assert code(kept.hold([wrong], "aino", "k")) is Code.NOT_OFFERED


def test_a_database_that_is_not_there_is_a_typed_error(url: str, tmp_path: Path) -> None:
    nowhere = (
        f"sqlite:///{tmp_path}/none/none.db"
        if url.startswith("sqlite")
        else url.replace("bookings", "nowhere").rsplit("/", 1)[0] + "/no_such_database"
    )
    if not url.startswith("sqlite"):
        query = url.partition("?")[2]
        nowhere += f"?{query}" if query else ""
    engine = booking_engine(nowhere)
    kept = Store(engine, plan(), b"s" * 32)
    try:
        with pytest.raises(StoreUnavailable):
            kept.availability((NOW, NOW + DAY), "passport")
        with pytest.raises(StoreUnavailable):
            kept.hold([slot(kept.plan)], "aino", "k")
        with pytest.raises(StoreUnavailable):
            migrate(engine)
    finally:
        engine.dispose()


def test_a_naive_moment_is_refused_with_what_to_do(url: str) -> None:
    kept = store(url, plan(), lambda: datetime(2027, 1, 11))
    with pytest.raises(ValueError, match="has no time zone: give an aware datetime"):
        kept.hold([slot(kept.plan)], "aino", "k")
