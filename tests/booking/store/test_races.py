"""The store raced by real processes on both databases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select
from tests.booking.racing import racers
from tests.booking.store.world import (
    FREE,
    MINUTE,
    MONDAY,
    NOW,
    connect,
    plan,
    slot,
    store,
    with_policy,
)
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Plan, buckets
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.schema import message, seat

RACERS = racers(2, 16, 50)
Ready = Callable[[], Any]
Race = Callable[..., list[Any]]


def judged(answer: Booking | Refusal) -> str:
    return "won" if isinstance(answer, Booking) else answer.code.value


def whole(url: str, city: Plan) -> None:
    """The seats are exactly those of the living bookings, and no capacity is passed."""
    kept = store(url, city)
    lines = 2 if city.overlaps else 1
    wanted: Counter[tuple[str, str, int, int]] = Counter()
    for office in city.office:
        for booking in kept.bookings(
            office, MONDAY - timedelta(days=1), MONDAY + timedelta(days=60)
        ):
            for when, resources in zip(booking.slots, booking.resources, strict=True):
                for resource in resources:
                    for leaf, number in city.seats[resource].items():
                        for line, taken in enumerate(buckets(when, city.bucket)[:lines]):
                            for bucket in taken:
                                wanted[booking.id, leaf, line, bucket] += number
    with kept.engine.begin() as connection:
        rows = connection.execute(select(seat)).all()
    found = Counter((row.booking, row.resource, int(row.seat < 0), row.bucket) for row in rows)
    assert found == wanted
    used = Counter((row.resource, row.seat < 0, row.bucket) for row in rows)
    assert all(number <= city.resource[place[0]].capacity for place, number in used.items())


# B1


def one_slot(number: int, ready: Ready, url: str, city: Plan, rounds: int) -> list[str]:
    kept = store(url, city)
    kept.booking("warm")
    found = []
    for turn in range(rounds):
        ready()
        found.append(judged(kept.hold([slot(city, turn)], f"p{number}", f"k{turn}")))
    kept.engine.dispose()
    return found


@pytest.mark.parametrize(("desks", "capacity"), [(1, 1), (1, 5), (5, 1)])
@pytest.mark.parametrize("racers", RACERS)
def test_exactly_as_many_residents_win_a_time_as_it_has_places(
    url: str, race: Race, racers: int, desks: int, capacity: int
) -> None:
    city = plan(desks=desks, capacity=capacity)
    rounds = 2 if racers >= 50 else 6
    results = race(one_slot, racers, url, city, rounds)
    expected = min(racers, desks * capacity)
    for turn in range(rounds):
        answers = Counter(found[turn] for found in results)
        assert answers == Counter(won=expected, taken=racers - expected)
    whole(url, city)


@pytest.mark.parametrize("racers", racers(16))
def test_exactly_as_many_win_as_the_page_said_places_are_left(
    url: str, race: Race, racers: int
) -> None:
    city = plan(desks=2, capacity=4)
    kept = store(url, city)
    for number in range(3):
        assert judged(kept.hold([slot(city)], f"early {number}", "k")) == "won"
    (left,) = kept.places_left([slot(city)])
    results = race(one_slot, racers, url, city, 1)
    assert Counter(found[0] for found in results) == Counter(won=left, taken=racers - left)
    assert kept.places_left([slot(city), slot(city, 1)]) == (0, 8)


# A time that was given up


def give_up(number: int, ready: Ready, url: str, city: Plan, name: str, after: timedelta) -> str:
    kept = store(url, city, Clock(NOW + after))
    kept.booking("warm")
    ready()
    mine = number == 0 and not after
    answer = kept.cancel(name) if mine else kept.hold([slot(city)], f"p{number}", "k")
    kept.engine.dispose()
    return judged(answer)


def test_nobody_gets_a_time_at_the_instant_at_which_it_is_given_up_and_one_does_later(
    url: str, race: Race
) -> None:
    city = plan(replace(FREE, rest=15 * MINUTE))
    kept = store(url, city)
    booking = kept.book([slot(city)], "aino", "k", {})
    assert isinstance(booking, Booking)
    answers = race(give_up, 16, url, city, booking.id, timedelta(0))
    assert answers == ["won", *["taken"] * 15]
    assert kept.booking(booking.id).state is State.CANCELLED  # type: ignore[union-attr]
    assert slot(city) not in kept.availability((MONDAY, MONDAY + 60 * MINUTE), "passport")
    whole(url, city)
    almost = race(give_up, 4, url, city, booking.id, 15 * MINUTE - timedelta(milliseconds=1))
    assert almost == ["taken"] * 4
    answers = race(give_up, 16, url, city, booking.id, 15 * MINUTE)
    assert Counter(answers) == Counter(won=1, taken=15)


def test_who_waits_is_offered_a_time_when_its_rest_is_over(url: str) -> None:
    city = with_policy(plan(), rest=15 * MINUTE)
    clock = Clock(NOW)
    kept = store(url, city, clock)
    booking = kept.book([slot(city)], "aino", "k", {"name": "Aino"})
    assert isinstance(booking, Booking)
    # Eero waits for the first time of the day, and only for that.
    kept.join("eero", "kallio", "passport", (NOW, slot(city, 1).start), {"email": "eero@x.fi"})
    kept.cancel(booking.id)
    assert kept.places_left([slot(city)]) == (0,)
    assert kept.held("eero", "passport") is None
    # Its reference still names one booking, and nobody hears of the rest.
    assert kept.referred(booking.reference) == kept.booking(booking.id)
    assert {message.booking.id for message in kept.due()} == {booking.id}
    clock.forward(15 * MINUTE)
    kept.tend()
    (offer,) = kept.bookings("kallio", MONDAY, slot(city).end)
    assert (offer.person, offer.state, offer.slots) == ("eero", State.HELD, (slot(city),))
    whole(url, city)


# B2


def overlapping(number: int, ready: Ready, url: str, city: Plan) -> list[Any]:
    kept = store(url, city)
    chance = random.Random(number)
    ready()
    found = []
    for turn in range(12):
        service = chance.choice(["passport", "long"])
        start = MONDAY + chance.randrange(18) * (30 if service == "passport" else 10) * MINUTE
        wish = city.slot("kallio", service, start)
        found.append((wish, judged(kept.hold([wish], f"p{number}-{turn}", "k"))))
    kept.engine.dispose()
    return found


@pytest.mark.parametrize(("desks", "capacity"), [(1, 1), (2, 2)])
def test_overlapping_times_with_buffers_never_exceed_what_there_is(
    url: str, race: Race, desks: int, capacity: int
) -> None:
    city = plan(desks=desks, capacity=capacity)
    asked = [answer for found in race(overlapping, 16, url, city) for answer in found]
    used: Counter[int] = Counter()
    for wish, answer in asked:
        if answer == "won":
            used.update(buckets(wish, city.bucket)[0])
    assert max(used.values()) <= desks * capacity
    for wish, answer in asked:
        assert answer in ("won", "taken")
        if answer == "taken" and desks * capacity == 1:
            assert any(used[bucket] for bucket in buckets(wish, city.bucket)[0])
    whole(url, city)


# B3, B4


def crossing(number: int, ready: Ready, url: str, city: Plan) -> list[str]:
    kept = store(url, city)
    kept.booking("warm")
    found = []
    for turn in range(8):
        service = ("advice", "visit")[number % 2]
        ready()
        found.append(judged(kept.hold([slot(city, turn, service)], f"p{number}", f"k{turn}")))
    kept.engine.dispose()
    return found


def test_two_things_needed_in_opposite_orders_go_to_one_resident_whole(
    url: str, race: Race
) -> None:
    city = plan()
    results = race(crossing, 16, url, city)
    for turn in range(8):
        assert Counter(found[turn] for found in results) == Counter(won=1, taken=15)
    whole(url, city)


def spaces(number: int, ready: Ready, url: str, city: Plan) -> list[tuple[str, str]]:
    kept = store(url, city)
    kept.booking("warm")
    found = []
    for turn in range(8):
        service = "dance" if number % 4 == 0 else "yoga"
        ready()
        answer = kept.hold([slot(city, turn, service)], f"p{number}", f"k{turn}")
        found.append((service, judged(answer)))
    kept.engine.dispose()
    return found


def test_the_hall_goes_to_one_or_its_halves_to_two(url: str, race: Race) -> None:
    city = plan()
    results = race(spaces, 8, url, city)
    for turn in range(8):
        won = sorted(found[turn][0] for found in results if found[turn][1] == "won")
        assert won in (["dance"], ["yoga", "yoga"])
    whole(url, city)


def groups(number: int, ready: Ready, url: str, city: Plan) -> list[str]:
    kept = store(url, city)
    kept.booking("warm")
    found = []
    for turn in range(6):
        wishes = [slot(city, turn * 3 + n) for n in range(3)]
        if number % 2:
            wishes.reverse()
        ready()
        found.append(judged(kept.hold(wishes, f"p{number}", f"k{turn}")))
    kept.engine.dispose()
    return found


def test_a_group_goes_to_one_resident_whole_whatever_the_order(url: str, race: Race) -> None:
    city = with_policy(plan(), group=3)
    results = race(groups, 12, url, city)
    for turn in range(6):
        assert Counter(found[turn] for found in results) == Counter(won=1, taken=11)
    whole(url, city)


# B6


def at_the_end(number: int, ready: Ready, url: str, city: Plan, held: list[str]) -> list[str]:
    """One confirms in the last millisecond while the others find the hold ended."""
    last = NOW + FREE.hold - timedelta(milliseconds=1)
    kept = store(url, city, Clock(last if number == 0 else last + timedelta(milliseconds=1)))
    kept.booking("warm")
    found = []
    for turn, name in enumerate(held):
        ready()
        if number == 0:
            found.append(judged(kept.confirm(name, {"name": "first"})))
        else:
            found.append(judged(kept.hold([slot(city, turn)], f"p{number}", f"k{turn}")))
    kept.engine.dispose()
    return found


def test_when_a_hold_ends_in_the_race_exactly_one_gets_the_time(url: str, race: Race) -> None:
    city = plan()
    kept = store(url, city)
    held = []
    for turn in range(12):
        made = kept.hold([slot(city, turn)], f"owner-{turn}", f"k{turn}")
        assert isinstance(made, Booking)
        held.append(made.id)
    results = race(at_the_end, 8, url, city, held)
    for turn in range(12):
        answers = [found[turn] for found in results]
        assert answers.count("won") == 1, answers
        assert answers[0] in ("won", "expired")
    later = Clock(NOW + FREE.hold)
    with store(url, city, later).engine.begin() as connection:
        owners = connection.execute(select(seat.c.booking, seat.c.bucket)).all()
    assert max(Counter(bucket for _, bucket in owners).values()) == 1


# B7


def confirming(number: int, ready: Ready, url: str, city: Plan, name: str) -> Any:
    kept = store(url, city)
    kept.booking("warm")
    ready()
    answer = kept.confirm(name, {"try": number})
    kept.engine.dispose()
    return answer


def test_confirming_at_once_twenty_times_gives_one_booking_one_mail(url: str, race: Race) -> None:
    city = plan()
    kept = store(url, city)
    held = kept.hold([slot(city)], "aino", "k")
    assert isinstance(held, Booking)
    answers = race(confirming, 20, url, city, held.id)
    assert set(answers) == {replace(held, state=State.CONFIRMED, expires=None)}
    assert [m.kind for m in kept.due()] == ["confirmed"]
    whole(url, city)


def holding(number: int, ready: Ready, url: str, city: Plan) -> Any:
    kept = store(url, city)
    kept.booking("warm")
    ready()
    answer = kept.hold([slot(city)], "aino", "one key")
    kept.engine.dispose()
    return answer


def test_holding_at_once_twenty_times_with_one_key_holds_once(url: str, race: Race) -> None:
    answers = race(holding, 20, url, plan(desks=3))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Booking)
    whole(url, plan(desks=3))


# B8


def moving(number: int, ready: Ready, url: str, city: Plan, name: str) -> int:
    kept = store(url, city)
    chance = random.Random(number)
    ready()
    moves = 0
    for _ in range(12):
        moves += isinstance(kept.reschedule(name, [slot(city, chance.randrange(12))]), Booking)
    kept.engine.dispose()
    return moves


def watching(ready: Ready, url: str, city: Plan, names: list[str]) -> int:
    """Look at the seats all the while: each booking owns one time, whole, at every instant."""
    engine = connect(url)
    ready()
    for _ in range(60):
        with engine.begin() as connection:
            rows = connection.execute(select(seat)).all()
        by_owner: dict[str, list[int]] = {}
        for row in rows:
            by_owner.setdefault(row.booking, []).append(row.bucket)
        assert set(by_owner) == set(names)
        for mine in by_owner.values():
            assert sorted(mine) == list(range(min(mine), min(mine) + 6))
    engine.dispose()
    return 0


def move_or_watch(number: int, ready: Ready, url: str, city: Plan, names: list[str]) -> int:
    if number < len(names):
        return moving(number, ready, url, city, names[number])
    return watching(ready, url, city, names)


def test_who_moves_owns_exactly_one_time_at_every_instant(url: str, race: Race) -> None:
    city = plan()
    kept = store(url, city)
    names = []
    for number in range(6):
        held = kept.hold([slot(city, number)], f"p{number}", "k")
        assert isinstance(held, Booking)
        assert isinstance(kept.confirm(held.id, {}), Booking)
        names.append(held.id)
    moves = race(move_or_watch, 7, url, city, names)
    assert sum(moves) > 10
    whole(url, city)


# B16


def filling(number: int, ready: Ready, url: str, city: Plan) -> list[str]:
    """Half can sit anywhere, half on one desk only: all of them fit when others make room."""
    kept = store(url, city)
    kept.booking("warm")
    found = []
    for turn in range(6):
        service = "passport" if number % 2 else "special"
        ready()
        found.append(judged(kept.hold([slot(city, turn, service)], f"p{number}", f"k{turn}")))
    kept.engine.dispose()
    return found


def test_nobody_is_refused_while_others_could_sit_elsewhere(url: str, race: Race) -> None:
    city = plan(desks=4)
    able = tuple(
        replace(r, roles=frozenset({"desk", "special"})) if r.id in ("desk-0", "desk-1") else r
        for r in city.resources
    )
    special = replace(city.service["passport"], id="special", needs=("special",))
    city = replace(city, resources=able, services=(*city.services, special))
    results = race(filling, 4, url, city)
    for turn in range(6):
        assert [found[turn] for found in results] == ["won"] * 4
    whole(url, city)


# B19


def greedy(number: int, ready: Ready, url: str, city: Plan) -> list[str]:
    kept = store(url, city)
    kept.booking("warm")
    ready()
    found = [judged(kept.book([slot(city, number)], "aino", f"k{number}", {}))]
    kept.engine.dispose()
    return found


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"per_person": 2}, Code.TOO_MANY_BOOKINGS),
        ({"cool_down": timedelta(hours=5)}, Code.COOL_DOWN),
    ],
)
def test_one_person_at_many_windows_gets_no_more_than_the_policy_allows(
    url: str, race: Race, policy: dict[str, Any], code: Code
) -> None:
    city = with_policy(plan(), **policy)
    answers = Counter(found[0] for found in race(greedy, 16, url, city))
    allowed = 2 if "per_person" in policy else answers["won"]
    assert 1 <= allowed <= 2
    assert answers == Counter({"won": allowed, code.value: 16 - allowed})
    kept = store(url, city)
    starts = sorted(b.start for b in kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1)))
    if "cool_down" in policy:
        pairs = pairwise(starts)
        assert all(later - earlier >= timedelta(hours=5) for earlier, later in pairs)


def undecided(number: int, ready: Ready, url: str, city: Plan) -> list[str]:
    kept = store(url, city)
    ready()
    found = []
    for turn in range(3):
        held = kept.hold([slot(city, 3 * number + turn)], "aino", f"k{number}-{turn}")
        found.append(judged(kept.confirm(held.id, {}) if isinstance(held, Booking) else held))
    kept.engine.dispose()
    return found


def test_who_changes_their_mind_in_many_windows_passes_no_cap(url: str, race: Race) -> None:
    city = with_policy(plan(), per_person=2)
    answers = Counter(answer for found in race(undecided, 6, url, city) for answer in found)
    # A choice that another window replaced can't be confirmed any more.
    assert set(answers) <= {"won", "too-many-bookings", "not-possible-now"}
    # Nobody replaces the last choice, so it is confirmed, or the cap was reached before it.
    assert 1 <= answers["won"] <= 2
    kept = store(url, city)
    living = kept.bookings("kallio", MONDAY, MONDAY + timedelta(days=1))
    assert [booking.state for booking in living].count(State.CONFIRMED) == answers["won"]
    assert len(living) <= 2
    whole(url, city)


# B17


def freeing(number: int, ready: Ready, url: str, city: Plan, names: list[str]) -> int:
    kept = store(url, city)
    kept.booking("warm")
    ready()
    if number < len(names):
        assert isinstance(kept.cancel(names[number]), Booking)
    else:
        kept.offer("kallio")
    kept.engine.dispose()
    return 0


def test_one_freed_place_is_offered_once_however_many_look(url: str, race: Race) -> None:
    city = plan()
    clock = Clock(NOW - timedelta(hours=1))
    kept = store(url, city, clock)
    names = []
    for number in range(3):
        held = kept.hold([slot(city, number)], f"p{number}", "k")
        assert isinstance(held, Booking)
        assert isinstance(kept.confirm(held.id, {}), Booking)
        names.append(held.id)
    for number in range(6):
        clock.forward(MINUTE)
        window = (slot(city, 0).start, slot(city, 2).start + MINUTE)
        kept.join(f"w{number}", "kallio", "passport", window, {"n": number})
    clock.now = NOW
    race(freeing, 8, url, city, names)
    kept.offer("kallio")
    living = kept.bookings("kallio", MONDAY, MONDAY + timedelta(hours=2))
    assert [b.state for b in living] == [State.HELD] * 3
    assert len({b.start for b in living}) == 3
    assert {b.person for b in living} == {"w0", "w1", "w2"}
    with kept.engine.begin() as connection:
        offers = select(message.c.booking).where(message.c.kind == "offered")
        assert sorted(connection.execute(offers).scalars()) == sorted(b.id for b in living)
    whole(url, city)


# B20


def sending(number: int, ready: Ready, url: str, city: Plan) -> list[tuple[str, str, int]]:
    kept = store(url, city, Clock(MONDAY + timedelta(days=2, hours=2)))
    kept.booking("warm")
    out = []
    ready()
    while found := kept.due(limit=3):
        for mail in found:
            out.append((mail.booking.id, mail.kind, mail.sequence))
            assert kept.sent(mail)
    kept.engine.dispose()
    return out


def test_many_senders_send_each_message_once(url: str, race: Race) -> None:
    city = plan()
    kept = store(url, city)
    for number in range(60, 72):
        held = kept.hold([slot(city, number)], f"p{number}", "k")
        assert isinstance(held, Booking)
        assert isinstance(kept.confirm(held.id, {}), Booking)
    sent = Counter(mail for found in race(sending, 6, url, city) for mail in found)
    assert len(sent) == 24
    assert set(sent.values()) == {1}


# B21, with everything at once


def tending(number: int, ready: Ready, url: str, city: Plan) -> int:
    kept = store(url, city, Clock(NOW + FREE.hold))
    kept.booking("warm")
    ready()
    tended = kept.tend() if number % 2 else 0
    for turn in range(5):
        kept.hold([slot(city, turn)], f"q{number}-{turn}", f"k{turn}")
    kept.engine.dispose()
    return tended


def test_tending_beside_residents_who_take_the_expired_times(url: str, race: Race) -> None:
    city = plan()
    kept = store(url, city)
    for number in range(10):
        assert isinstance(kept.hold([slot(city, number)], f"p{number}", "k"), Booking)
    assert sum(race(tending, 8, url, city)) == 10
    after = store(url, city, Clock(NOW + FREE.hold))
    with after.engine.begin() as connection:
        people = set(connection.execute(select(bookings.c.person)).scalars())
        rows = connection.execute(select(seat.c.bucket)).scalars().all()
    assert not any(person.startswith("p") for person in people)
    assert len(rows) == len(set(rows)) == 30
