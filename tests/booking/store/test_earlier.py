"""An earlier time for somebody who has one: offered, and taken in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.booking.store.test_races import judged, whole
from tests.booking.store.world import FREE, MINUTE, MONDAY, NOW, connect, plan, slot, store
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State, WaitingState
from citydesign.booking.core.outcome import Code, Kind, Refusal
from citydesign.booking.store.migration import configuration, migrate
from citydesign.booking.store.store import Store

TOLD = {"name": "Aino", "email": "aino@example.fi"}


def booked(kept: Store, number: int, person: str) -> Booking:
    made = kept.book([slot(kept.plan, number)], person, f"k{number}", TOLD)
    assert isinstance(made, Booking)
    return made


def offered(kept: Store, person: str) -> Booking:
    (offer,) = [
        b
        for b in kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1))
        if b.person == person and b.state is State.HELD
    ]
    return offer


def test_who_has_a_time_is_offered_an_earlier_one_and_moves_to_it_in_one_step(url: str) -> None:
    from dataclasses import replace

    # One booking a person, and no time beside another: what they have must not be in the way.
    kept = store(url, plan(replace(FREE, per_person=1, cool_down=timedelta(days=1))))
    early, mine, late = booked(kept, 1, "eero"), booked(kept, 5, "aino"), booked(kept, 8, "liisa")
    entry = kept.join_earlier(mine.id)
    assert not isinstance(entry, Refusal)
    assert kept.join_earlier(mine.id) == entry
    assert kept.earlier(mine.id) == entry
    assert kept.tend() == 0
    # Times before hers are free at once: the first of them.
    kept.cancel(early.id)
    offer = offered(kept, "aino")
    assert offer.slots == (slot(kept.plan, 0),)
    assert kept.booking(mine.id) == mine
    whole(url, kept.plan)
    (mail,) = [m for m in kept.due() if m.kind == "offered"]
    assert mail.details == TOLD
    moved = kept.confirm(offer.id, {})
    assert isinstance(moved, Booking)
    assert (moved.id, moved.state, moved.slots) == (mine.id, State.RESCHEDULED, offer.slots)
    assert moved.sequence == mine.sequence + 1
    assert kept.details(mine.id) == TOLD
    assert kept.confirm(offer.id, {}) == moved
    assert [m.kind for m in kept.due()] == ["rescheduled"]
    assert kept.earlier(mine.id) is None
    assert [e.kind for e in kept.log(mine.id)][-1] is Kind.RESCHEDULED
    assert kept.opened(kept.token(moved)) == moved
    free = kept.availability((MONDAY, MONDAY + timedelta(days=1)), "passport")
    assert mine.slots[0] in free
    assert kept.booking(late.id) == late
    whole(url, kept.plan)


def test_the_old_time_passes_on_to_the_next_who_waits(url: str) -> None:
    clock = Clock(NOW)
    kept = store(url, clock=clock)
    people = [booked(kept, number, f"p{number}") for number in range(4)]
    for mine in people[1:]:
        assert not isinstance(kept.join_earlier(mine.id), Refusal)
        clock.forward(timedelta(seconds=1))
    kept.cancel(people[0].id)
    for number in range(1, 4):
        # Each is offered the time that the one before gave up, in the order of the list.
        offer = offered(kept, f"p{number}")
        assert offer.slots == (slot(kept.plan, number - 1),)
        kept.confirm(offer.id, {})
    assert [kept.booking(mine.id).slots[0] for mine in people[1:]] == [  # type: ignore[union-attr]
        slot(kept.plan, number) for number in range(3)
    ]
    whole(url, kept.plan)


def test_a_later_time_or_none_is_never_offered_and_declining_keeps_what_there_is(url: str) -> None:
    kept = store(url)
    first, mine, later = booked(kept, 0, "eero"), booked(kept, 1, "aino"), booked(kept, 2, "liisa")
    kept.join_earlier(mine.id)
    kept.cancel(later.id)
    assert kept.offer("kallio") == []
    kept.cancel(first.id)
    offer = offered(kept, "aino")
    kept.cancel(offer.id)
    assert kept.booking(mine.id) == mine
    assert kept.earlier(mine.id) is None
    whole(url, kept.plan)


def test_what_was_cancelled_waits_for_nothing_and_an_open_offer_becomes_a_booking(
    url: str,
) -> None:
    kept = store(url)
    first, mine, other = booked(kept, 0, "eero"), booked(kept, 1, "aino"), booked(kept, 2, "liisa")
    kept.join_earlier(mine.id)
    kept.join_earlier(other.id)
    kept.cancel(other.id)
    assert kept.earlier(other.id) is None
    kept.cancel(first.id)
    offer = offered(kept, "aino")
    kept.cancel(mine.id)
    made = kept.confirm(offer.id, TOLD)
    assert isinstance(made, Booking)
    assert (made.id, made.state) == (offer.id, State.CONFIRMED)
    assert kept.confirm(offer.id, TOLD) == made
    whole(url, kept.plan)


def test_only_what_can_still_be_moved_waits(url: str) -> None:
    from dataclasses import replace

    clock = Clock(NOW)
    kept = store(url, plan(replace(FREE, reschedule_until=timedelta(hours=2))), clock)
    assert kept.join_earlier("nothing") == Refusal(Code.UNKNOWN)
    first, mine = booked(kept, 0, "eero"), booked(kept, 5, "aino")
    held = kept.hold([slot(kept.plan, 9)], "liisa", "k")
    assert isinstance(held, Booking)
    assert kept.join_earlier(held.id) == Refusal(Code.NOT_POSSIBLE_NOW)
    assert kept.join_earlier(first.id) == Refusal(Code.TOO_LATE_TO_RESCHEDULE)
    kept.join_earlier(mine.id)
    (offer,) = kept.offer("kallio")
    clock.forward(90 * MINUTE)
    answer = kept.confirm(offer.id, {})
    assert isinstance(answer, Refusal)
    assert answer.code in (Code.TOO_LATE_TO_RESCHEDULE, Code.EXPIRED)
    assert kept.booking(mine.id) == mine


def accepting(number: int, ready: Callable[[], Any], url: str, offer: str, mine: str) -> str:
    kept = store(url)
    kept.booking("warm")
    ready()
    if number % 4 == 3:
        answer = kept.cancel(mine) if number % 8 == 3 else kept.cancel(offer)
    else:
        answer = kept.confirm(offer, {})
    kept.engine.dispose()
    return judged(answer)


@pytest.mark.parametrize("turn", range(2))
def test_accepting_declining_and_cancelling_at_once_leaves_exactly_what_was_answered(
    url: str, race: Callable[..., list[Any]], turn: int
) -> None:
    kept = store(url)
    first, mine = booked(kept, 0, "eero"), booked(kept, 1, "aino")
    kept.join_earlier(mine.id)
    kept.cancel(first.id)
    offer = offered(kept, "aino")
    race(accepting, 8, url, offer.id, mine.id)
    living = [
        b for b in kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1)) if b.lives(NOW)
    ]
    # Never two times, whoever came first.
    assert len(living) <= 1
    assert all(b.state in (State.CONFIRMED, State.RESCHEDULED) for b in living)
    whole(url, kept.plan)


def test_many_who_accept_at_once_each_get_their_earlier_time(
    url: str, race: Callable[..., list[Any]]
) -> None:
    kept = store(url)
    first, mine = booked(kept, 0, "eero"), booked(kept, 1, "aino")
    kept.join_earlier(mine.id)
    kept.cancel(first.id)
    offer = offered(kept, "aino")
    answers = race(confirming, 12, url, offer.id)
    assert Counter(answers) == {(mine.id, 1): 12}
    mails = [m.kind for m in kept.due() if m.booking.id == mine.id]
    assert mails == ["confirmed", "rescheduled"]
    whole(url, kept.plan)


def confirming(number: int, ready: Callable[[], Any], url: str, offer: str) -> tuple[str, int]:
    kept = store(url)
    kept.booking("warm")
    ready()
    answer = kept.confirm(offer, {})
    kept.engine.dispose()
    assert isinstance(answer, Booking)
    return answer.id, answer.sequence


def test_a_waiting_list_of_the_version_before_goes_on(url: str) -> None:
    from alembic import command

    kept = store(url)
    first = booked(kept, 0, "eero")
    kept.join("aino", "kallio", "passport", (NOW, slot(kept.plan, 1).start), TOLD)
    with kept.engine.begin() as connection:
        command.downgrade(configuration(connection), "0002")
        assert "booking" not in [*connection.execute(text("SELECT * FROM waiting")).keys()]
    migrate(connect(url))
    (entry,) = kept.waiting("aino")
    assert (entry.state, entry.booking) == (WaitingState.WAITING, None)
    kept.cancel(first.id)
    assert offered(kept, "aino").slots == first.slots
