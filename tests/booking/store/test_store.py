"""What a resident and the staff get from the store, on both databases."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from tests.booking.store.world import MINUTE, MONDAY, NOW, plan, slot, store, with_policy
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State, WaitingState
from citydesign.booking.core.offer import near
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Plan, Resource
from citydesign.booking.store.schema import metadata, seat
from citydesign.booking.store.store import Store
from citydesign.hours import BadRule, Hours, Rule, SpecialDays, openings
from citydesign.store.failures import Reason, StoreUnavailable
from citydesign.store.instants import milliseconds

AINO = {"name": "Aino Virtanen", "email": "aino@example.org"}


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def city() -> Plan:
    return plan()


@pytest.fixture
def kept(url: str, city: Plan, clock: Clock) -> Store:
    return store(url, city, clock)


def booked(
    store: Store, number: int = 0, person: str = "aino", service: str = "passport"
) -> Booking:
    held = store.hold([slot(store.plan, number, service)], person, f"key-{number}-{service}")
    assert isinstance(held, Booking), held
    confirmed = store.confirm(held.id, AINO)
    assert isinstance(confirmed, Booking), confirmed
    return confirmed


def code(answer: object) -> Code:
    assert isinstance(answer, Refusal), answer
    return answer.code


def seats(store: Store) -> list[Any]:
    with store.engine.begin() as connection:
        return list(connection.execute(select(seat).order_by(*seat.primary_key)).all())


def all_text(store: Store) -> str:
    """Everything that the database holds, as text."""
    with store.engine.begin() as connection:
        return json.dumps(
            [
                [list(map(str, row)) for row in connection.execute(table.select())]
                for table in metadata.sorted_tables
            ]
        )


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    with store.engine.begin() as connection:
        return [
            sorted(map(tuple, connection.execute(t.select())), key=str)
            for t in metadata.sorted_tables
        ]


# Hold, extend, confirm


def test_a_held_time_is_no_longer_offered_and_comes_back_when_the_hold_ends(
    kept: Store, clock: Clock
) -> None:
    window = (MONDAY, MONDAY + timedelta(hours=2))
    before = kept.availability(window, "passport")
    first = before[0]
    held = kept.hold([first], "aino", "k")
    assert isinstance(held, Booking)
    assert first not in kept.availability(window, "passport")
    clock.now = held.expires - timedelta(milliseconds=1)
    assert code(kept.hold([first], "eino", "k")) is Code.TAKEN
    assert first not in kept.availability(window, "passport")
    clock.now = held.expires
    assert kept.availability(window, "passport") == before
    assert isinstance(kept.hold([first], "eino", "k"), Booking)
    assert code(kept.confirm(held.id, AINO)) is Code.EXPIRED
    assert kept.details(held.id) is None


def test_every_offered_time_can_be_held_and_nothing_else_can(url: str, clock: Clock) -> None:
    city = plan(desks=2)
    kept = store(url, city, clock)
    booked(kept, 1, "x")
    window = (MONDAY, MONDAY + timedelta(hours=1))
    offered = kept.availability(window, "long")
    assert offered
    grid = [city.slot("kallio", "long", MONDAY + n * 5 * MINUTE) for n in range(12)]
    answers = {}
    for number, wish in enumerate(grid):
        answer = kept.hold([wish], f"p{number}", "k")
        answers[wish] = isinstance(answer, Booking)
        if isinstance(answer, Booking):
            kept.cancel(answer.id)
    assert {wish for wish, won in answers.items() if won} == set(offered)


def test_a_forged_time_is_refused(kept: Store, city: Plan) -> None:
    good = slot(city)
    for forged in (
        replace(good, end=good.end - 10 * MINUTE),
        replace(good, before=timedelta(0)),
        replace(good, service="long"),
        replace(good, resource="hall"),
        replace(good, office="elsewhere"),
        city.slot("kallio", "passport", MONDAY - timedelta(hours=2)),
        city.slot("kallio", "passport", MONDAY + timedelta(days=400)),
        city.slot("kallio", "passport", NOW - timedelta(days=7)),
    ):
        assert isinstance(kept.hold([forged], "aino", str(forged)), Refusal), forged
    assert seats(kept) == []


def test_a_double_click_holds_once(kept: Store, city: Plan) -> None:
    one = kept.hold([slot(city)], "aino", "same")
    two = kept.hold([slot(city)], "aino", "same")
    assert one == two
    other = kept.hold([slot(city, 1)], "eino", "same")
    assert isinstance(other, Booking)
    assert other.id != one.id  # type: ignore[union-attr]


def test_a_hold_can_be_extended_as_often_as_the_policy_says(
    kept: Store, city: Plan, clock: Clock
) -> None:
    held = kept.hold([slot(city)], "aino", "k")
    assert isinstance(held, Booking)
    for _ in range(2):
        clock.forward(14 * MINUTE)
        longer = kept.extend(held.id)
        assert isinstance(longer, Booking)
        assert longer.expires == clock.now + 15 * MINUTE
    assert code(kept.extend(held.id)) is Code.NO_MORE_EXTENSIONS
    assert {row.expires for row in seats(kept)} == {milliseconds(longer.expires)}
    clock.forward(14 * MINUTE)
    assert code(kept.hold([slot(city)], "eino", "k")) is Code.TAKEN


def test_confirming_twenty_times_gives_one_booking_and_one_mail(kept: Store) -> None:
    confirmed = booked(kept)
    for _ in range(20):
        assert kept.confirm(confirmed.id, {"name": "somebody else"}) == confirmed
    assert [message.kind for message in kept.due()] == ["confirmed"]
    assert kept.details(confirmed.id) == AINO
    assert {row.expires for row in seats(kept)} == {None}


def test_a_refusal_names_near_times_that_can_be_held(kept: Store, city: Plan) -> None:
    booked(kept)
    answer = kept.hold([slot(city)], "eino", "k")
    assert isinstance(answer, Refusal)
    assert answer.code is Code.TAKEN
    assert len(answer.alternatives) == 3
    assert isinstance(kept.hold([answer.alternatives[0]], "eino", "k2"), Booking)


REFUSED: dict[str, Any] = {
    "hold": lambda kept, mine: kept.hold([slot(kept.plan)], "eino", "k"),
    "move": lambda kept, mine: kept.reschedule(mine.id, [slot(kept.plan)]),
    "confirm late": lambda kept, mine: kept.confirm("held", AINO),
    "extend late": lambda kept, mine: kept.extend("held"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_others_can_book_while_near_times_are_looked_for(
    url: str, clock: Clock, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock is held any more: not that of the database, not that of the person."""
    kept = store(url, plan(), clock)
    other = store(url, plan(), clock, wait=0.2)
    booked(kept, 0, "liisa")
    mine = booked(kept, 1, "eino")
    monkeypatch.setattr(kept.secret, "name", lambda kind, person, key: "held")
    held = kept.hold([slot(kept.plan, 2)], "eino", "k")
    assert isinstance(held, Booking)
    monkeypatch.undo()
    if "late" in name:
        clock.now = held.expires or clock.now
    looked: list[Any] = []

    def look(*arguments: Any, **options: Any) -> tuple[Any, ...]:
        looked.append(other.hold([slot(kept.plan, 5)], "eino", "meanwhile"))
        return near(*arguments, **options)

    monkeypatch.setattr("citydesign.booking.store.alternatives.near", look)
    answer = REFUSED[name](kept, mine)
    assert code(answer) in (Code.TAKEN, Code.EXPIRED)
    assert [type(made) for made in looked] == [Booking]
    assert len(answer.alternatives) == 3
    assert slot(kept.plan, 5) not in answer.alternatives


def test_a_refusal_stays_one_when_near_times_cannot_be_read(
    kept: Store, city: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(kept)

    def gone(*_: Any, **__: Any) -> None:
        raise StoreUnavailable(Reason.GONE, "the server went")

    monkeypatch.setattr("citydesign.booking.store.alternatives.near", gone)
    assert kept.hold([slot(city)], "eino", "k") == Refusal(Code.TAKEN)


# Move and cancel


def test_moving_gives_the_old_time_back_and_keeps_the_booking(kept: Store, city: Plan) -> None:
    first = booked(kept)
    moved = kept.reschedule(first.id, [slot(city, 3)])
    assert isinstance(moved, Booking)
    assert (moved.id, moved.sequence, moved.state) == (first.id, 1, State.RESCHEDULED)
    assert kept.booking(first.id) == moved
    assert isinstance(kept.hold([slot(city)], "eino", "k"), Booking)
    assert code(kept.hold([slot(city, 3)], "liisa", "k")) is Code.TAKEN


def test_moving_to_an_overlapping_time_keeps_the_seats_that_stay(url: str, clock: Clock) -> None:
    kept = store(url, plan(), clock)
    held = booked(kept, 0, service="long")
    later = kept.plan.slot("kallio", "long", held.start + 30 * MINUTE)
    assert isinstance(kept.reschedule(held.id, [later]), Booking)
    assert len(seats(kept)) == 12
    assert seats(kept)[0].bucket == milliseconds(later.start) // 300_000


def test_when_the_new_time_is_taken_the_old_one_stays(kept: Store, city: Plan) -> None:
    mine, _ = booked(kept, 0), booked(kept, 1, "eino")
    before = everything(kept)
    assert code(kept.reschedule(mine.id, [slot(city, 1)])) is Code.TAKEN
    assert everything(kept) == before


def test_cancelling_twice_changes_nothing_the_second_time(kept: Store, clock: Clock) -> None:
    mine = booked(kept)
    token = kept.links.token(mine.id)
    gone = kept.cancel(mine.id)
    assert isinstance(gone, Booking)
    assert gone.state is State.CANCELLED
    assert seats(kept) == []
    before = everything(kept)
    assert kept.cancel(mine.id) == gone
    assert everything(kept) == before
    assert kept.opened(token) is None


def test_a_wrong_altered_expired_or_used_link_opens_nothing(kept: Store, clock: Clock) -> None:
    mine, other = booked(kept, 0), booked(kept, 1, "eino")
    token = kept.links.token(mine.id)
    assert kept.opened(token) == mine
    before = everything(kept)
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in ("", altered, token.upper(), token + " ", mine.id, "x" * 5000, "ä\0"):
        assert kept.opened(wrong) is None
    assert everything(kept) == before
    kept.cancel(other.id)
    assert kept.opened(kept.links.token(other.id)) is None
    clock.now = mine.slots[0].end
    assert kept.opened(token) is None


def test_the_database_holds_no_token_that_opens_anything(kept: Store) -> None:
    mine = booked(kept)
    assert kept.links.token(mine.id) not in all_text(kept)


def test_a_link_lives_to_the_end_of_the_new_time(kept: Store, city: Plan, clock: Clock) -> None:
    mine = booked(kept)
    moved = kept.reschedule(mine.id, [slot(city, 30)])
    assert isinstance(moved, Booking)
    clock.now = moved.slots[0].end - MINUTE
    assert kept.opened(kept.links.token(mine.id)) == moved


# Groups, several resources, spaces


def test_a_group_is_held_whole_or_not_at_all(url: str, clock: Clock) -> None:
    city = with_policy(plan(), group=3)
    kept = store(url, city, clock)
    booked(kept, 2, "eino")
    assert code(kept.hold([slot(city, n) for n in range(3)], "aino", "k")) is Code.TAKEN
    assert len(seats(kept)) == 6
    group = kept.hold([slot(city, n) for n in (0, 1, 3)], "aino", "k2")
    assert isinstance(group, Booking)
    assert len(seats(kept)) == 24
    assert isinstance(kept.confirm(group.id, AINO), Booking)
    assert isinstance(kept.cancel(group.id), Booking)
    assert len(seats(kept)) == 6


def test_a_space_and_its_parts_block_each_other(kept: Store, city: Plan) -> None:
    east = kept.hold([slot(city, 0, "yoga")], "aino", "k")
    west = kept.hold([slot(city, 0, "yoga")], "eino", "k")
    assert isinstance(east, Booking)
    assert isinstance(west, Booking)
    assert east.resources != west.resources
    assert code(kept.hold([slot(city, 0, "dance")], "liisa", "k")) is Code.TAKEN
    kept.cancel(east.id)
    assert code(kept.hold([slot(city, 0, "dance")], "liisa", "k")) is Code.TAKEN
    kept.cancel(west.id)
    assert isinstance(kept.hold([slot(city, 0, "dance")], "liisa", "k"), Booking)
    assert code(kept.hold([slot(city, 0, "yoga")], "aino", "k2")) is Code.TAKEN


def test_another_desk_is_found_by_moving_others_within_their_time(url: str, clock: Clock) -> None:
    """One desk can do both services, the other only passports: the passport makes room."""
    city = plan()
    desks = (
        Resource("both", "kallio", {"desk", "half"}),
        Resource("passports", "kallio", {"desk"}),
    )
    others = tuple(r for r in city.resources if r.id in ("hall", "official", "room"))
    services = tuple(s for s in city.services if s.id in ("long", "yoga"))
    kept = store(url, replace(city, resources=(*desks, *others), services=services), clock)
    when = kept.plan.slot("kallio", "long", MONDAY)
    first, second = (kept.hold([when], name, "k") for name in ("aino", "eino"))
    assert isinstance(first, Booking)
    assert isinstance(second, Booking)
    assert (first.resources, second.resources) == ((("passports",),), (("both",),))
    kept.cancel(first.id)
    yoga = kept.hold([kept.plan.slot("kallio", "yoga", MONDAY)], "liisa", "k")
    assert isinstance(yoga, Booking)
    moved = kept.booking(second.id)
    assert moved == replace(second, resources=(("passports",),))
    owners = {(row.resource, row.booking) for row in seats(kept)}
    assert owners == {("passports", second.id), ("both", yoga.id)}
    assert kept.due() == []
    assert code(kept.hold([when], "somebody", "k")) is Code.TAKEN


# Waiting list


def test_a_freed_time_is_offered_to_the_one_who_waited_longest(url: str, clock: Clock) -> None:
    city = with_policy(plan(), offer=timedelta(hours=1))
    kept = store(url, city, clock)
    wish = slot(city, 30)
    window = (wish.start, wish.start + MINUTE)
    mine = booked(kept, 30)
    entries = []
    for name in ("eino", "liisa"):
        clock.forward(MINUTE)
        entries.append(
            kept.join(name, "kallio", "passport", window, {"email": f"{name}@example.org"})
        )
    assert kept.offer("kallio") == []
    kept.due()
    kept.cancel(mine.id)
    offers = [m for m in kept.due() if m.kind == "offered"]
    assert len(offers) == 1
    offered = offers[0].booking
    assert (offered.person, offered.state) == ("eino", State.HELD)
    assert offers[0].details == {"email": "eino@example.org"}
    assert code(kept.hold([wish], "somebody", "k")) is Code.TAKEN
    # Nobody answers: the offer ends, and the next one is asked.
    clock.now = offered.expires
    assert kept.tend() == 1
    offers = [m for m in kept.due() if m.kind == "offered"]
    assert [m.booking.person for m in offers] == ["liisa"]
    accepted = kept.confirm(offers[0].booking.id, AINO)
    assert isinstance(accepted, Booking)
    clock.forward(timedelta(hours=2))
    assert kept.offer("kallio") == []
    assert "eino@example.org" not in all_text(kept)


def test_nobody_waits_twice_for_the_same_and_who_leaves_is_forgotten(
    kept: Store, city: Plan
) -> None:
    window = (MONDAY, MONDAY + timedelta(days=2))
    one = kept.join("aino", "kallio", "passport", window, AINO)
    two = kept.join("aino", "kallio", "passport", window, AINO)
    assert one == two
    assert not isinstance(one, Refusal)
    assert one.state is WaitingState.WAITING
    kept.leave(one.id)
    kept.leave(one.id)
    assert "Virtanen" not in all_text(kept)
    assert kept.offer("kallio") == []


# Mail


def test_a_reminder_is_due_a_day_before_once_for_each_version(
    kept: Store, city: Plan, clock: Clock
) -> None:
    mine = booked(kept, 60)
    confirmation = kept.due()
    assert [m.kind for m in confirmation] == ["confirmed"]
    assert all(kept.sent(m) for m in confirmation)
    moved = kept.reschedule(mine.id, [slot(city, 80)])
    assert isinstance(moved, Booking)
    clock.now = mine.start - timedelta(days=1)
    assert [m.kind for m in kept.due()] == ["rescheduled"]
    clock.now = moved.start - timedelta(days=1)
    again = kept.due()
    assert {(m.kind, m.sequence) for m in again} == {("reminder-1440", 1), ("rescheduled", 1)}
    assert kept.due() == []
    assert all(kept.sent(m) for m in again)
    assert not any(kept.sent(m) for m in again)
    clock.forward(timedelta(days=1))
    assert kept.due() == []


def test_mail_that_a_sender_took_and_lost_comes_again_with_the_same_number(
    kept: Store, clock: Clock
) -> None:
    booked(kept)
    first = kept.due(lease=5 * MINUTE)
    clock.forward(5 * MINUTE - timedelta(milliseconds=1))
    assert kept.due() == []
    clock.forward(timedelta(milliseconds=1))
    assert [m.id for m in kept.due()] == [m.id for m in first]


def test_a_cancelled_booking_is_not_reminded_of(kept: Store, clock: Clock) -> None:
    mine = booked(kept, 60)
    kept.cancel(mine.id)
    clock.now = mine.start
    assert sorted(m.kind for m in kept.due()) == ["cancelled", "confirmed"]


def test_giving_up_a_hold_sends_nothing(kept: Store, city: Plan) -> None:
    held = kept.hold([slot(city)], "aino", "k")
    assert isinstance(held, Booking)
    assert isinstance(kept.cancel(held.id), Booking)
    assert kept.due() == []
    assert seats(kept) == []


def test_staff_approve_where_the_policy_asks_for_it(url: str, clock: Clock) -> None:
    kept = store(url, with_policy(plan(), approval=timedelta(hours=4)), clock)
    waiting = booked(kept)
    assert waiting.state is State.PENDING
    approved = kept.approve(waiting.id)
    assert isinstance(approved, Booking)
    assert approved.state is State.CONFIRMED
    assert {row.expires for row in seats(kept)} == {None}
    late = booked(kept, 1, "eino")
    clock.now = late.expires
    assert kept.tend() == 1
    assert code(kept.approve(late.id)) is Code.EXPIRED
    assert sorted(m.kind for m in kept.due()) == ["confirmed", "expired", "submitted", "submitted"]


# Forgetting


def test_an_expired_hold_leaves_nothing_about_the_person(
    kept: Store, city: Plan, clock: Clock
) -> None:
    person = kept.secret.pseudonym("131052-308T")
    held = kept.hold([slot(city)], person, "k")
    assert isinstance(held, Booking)
    clock.now = held.expires
    assert kept.tend() == 1
    assert kept.tend() == 0
    assert person not in all_text(kept)
    assert seats(kept) == []
    left = kept.booking(held.id)
    assert left is not None
    assert left.state is State.EXPIRED
    assert code(kept.confirm(held.id, AINO)) is Code.EXPIRED
    clock.forward(timedelta(days=31))
    assert kept.forget(timedelta(days=30)) == 1
    assert kept.booking(held.id) is None


def test_what_ended_long_ago_is_forgotten_and_what_lies_ahead_is_kept(
    kept: Store, clock: Clock
) -> None:
    old, gone, ahead = booked(kept, 0), booked(kept, 1, "eino"), booked(kept, 24 * 60, "liisa")
    kept.cancel(gone.id)
    clock.now = old.slots[0].end + timedelta(days=29)
    assert kept.forget(timedelta(days=30)) == 0
    clock.now = old.slots[0].end + timedelta(days=31)
    assert kept.forget(timedelta(days=30)) == 2
    assert kept.booking(old.id) is None
    assert kept.details(old.id) is None
    assert kept.booking(ahead.id) == ahead
    assert kept.details(ahead.id) == AINO
    assert {row.booking for row in seats(kept)} == {ahead.id}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_files_of_sqlite_hold_nothing_of_what_was_forgotten(
    kept: Store, clock: Clock, tmp_path: Path
) -> None:
    def written() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    mine = booked(kept)
    email = str(AINO["email"]).encode()
    assert email in written()
    clock.now = mine.slots[0].end + timedelta(days=31)
    assert kept.forget(timedelta(days=30)) == 1
    assert email not in written()


def test_no_personal_data_reaches_a_log_or_an_error(
    kept: Store, city: Plan, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    eino = {"name": "Eino Virtanen", "phone": "+358401234567"}
    try:
        mine = booked(kept)
        assert isinstance(kept.reschedule(mine.id, [slot(city, 5)]), Booking)
        assert code(kept.hold([slot(city, 5)], "eino", "k")) is Code.TAKEN
        window = (slot(city, 5).start, slot(city, 5).start + MINUTE)
        assert not isinstance(kept.join("eino", "kallio", "passport", window, eino), Refusal)
        assert kept.opened(kept.links.token(mine.id))
        assert isinstance(kept.cancel(mine.id), Booking)
        assert [m.kind for m in kept.due()] == ["confirmed", "rescheduled", "cancelled", "offered"]
        clock.forward(timedelta(days=60))
        kept.tend()
        kept.forget(timedelta(days=30))
        again = kept.hold([slot(city, 24 * 60)], "aino", "k")
        assert isinstance(again, Booking)
        assert isinstance(kept.confirm(again.id, AINO), Booking)
        with (
            kept.engine.begin() as connection,
            pytest.raises(Exception, match=r"(?i)unique") as seen,
        ):
            connection.execute(
                metadata.tables["detail"].insert(), {"subject": again.id, "data": AINO}
            )
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    assert "INSERT INTO detail" in caplog.text
    for private in (*eino.values(), kept.links.token(again.id)):
        assert private not in caplog.text
    token = kept.links.token(mine.id)
    for secret in ("Virtanen", "aino@example.org", token):
        assert secret not in caplog.text
    assert "Virtanen" not in str(seen.value)


# Staff


def test_closing_a_day_flags_its_bookings_and_deletes_none(kept: Store, city: Plan) -> None:
    mine = booked(kept)
    office = city.offices[0]
    day = MONDAY.date()
    closed = replace(office.hours, special_days=(SpecialDays("Strike", day, day),))
    kept.plan = replace(city, offices=(replace(office, hours=closed),))
    kept.recheck("kallio", MONDAY + timedelta(days=7))
    flagged = kept.booking(mine.id)
    assert flagged is not None
    assert flagged.flag == "Strike"
    assert flagged.state is State.CONFIRMED
    assert len(seats(kept)) == 6
    kept.plan = city
    kept.recheck("kallio", MONDAY + timedelta(days=7))
    assert kept.booking(mine.id) == mine


def test_the_day_list_shows_who_comes_in_the_order_of_time(kept: Store, clock: Clock) -> None:
    late, early = booked(kept, 3), booked(kept, 1, "eino")
    assert kept.bookings("kallio", MONDAY, MONDAY + timedelta(hours=12)) == [early, late]
    clock.now = early.start
    assert isinstance(kept.attend(early.id), Booking)
    assert isinstance(kept.miss(early.id), Booking)


def test_a_plan_with_other_buckets_is_refused(kept: Store, city: Plan) -> None:
    booked(kept)
    kept.plan = replace(city, bucket=timedelta(minutes=1))
    with pytest.raises(BadRule, match="Keep the plan at 5"):
        kept.hold([slot(city)], "x", "y")


# Kept exactly


def test_the_doubled_hour_and_every_field_come_back_as_they_were(url: str) -> None:
    clock = Clock(datetime(2026, 10, 20, tzinfo=UTC))
    city = plan()
    night = Hours((Rule("night", range(7), openings("0:00-24:00")),))
    city = replace(city, offices=(replace(city.offices[0], hours=night),))
    kept = store(url, city, clock)
    window = (datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))
    doubled = [
        s for s in kept.availability(window, "long") if (s.wall.hour, s.wall.minute) == (3, 0)
    ]
    assert [s.wall.fold for s in doubled] == [0, 1]
    for number, wish in enumerate(doubled):
        held = kept.hold([wish], f"p{number}", "k")
        assert isinstance(held, Booking)
        read = kept.booking(held.id)
        assert read == held
        assert read is not None
        assert read.slots[0].wall.fold == number


def test_reading_a_month_does_not_cost_by_history(url: str, clock: Clock) -> None:
    """The query that is really asked uses the index of office and time on both databases."""
    kept = store(url, plan(), clock)
    asked: list[tuple[str, Any]] = []
    event.listen(kept.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    assert kept.availability((MONDAY, MONDAY + timedelta(days=30)), "passport")
    ((query, values),) = [each for each in asked if "FROM slot" in each[0]]
    with kept.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            # Among so few rows PostgreSQL would read all of them.
            connection.execute(text("SET enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        found = str(connection.exec_driver_sql(f"{explain} {query}", values).all())
    assert "ix_slot_office_blocked_from" in found
    bounds = "office=? AND blocked_from>? AND blocked_from<?"
    assert (bounds if sqlite else "blocked_from > ") in found


def test_a_question_about_many_offices_is_one_query_and_answers_as_one_by_one(
    url: str, clock: Clock
) -> None:
    small = with_policy(plan(desks=2), group=3)
    offices = [replace(small.offices[0], id=name) for name in ("kallio", "malmi", "pasila")]
    resources = [
        replace(
            each,
            id=f"{each.id}-{office.id}",
            office=office.id,
            parent=each.parent and f"{each.parent}-{office.id}",
        )
        for office in offices
        for each in small.resources
    ]
    kept = store(url, replace(small, offices=tuple(offices), resources=tuple(resources)), clock)
    taken = [
        (office, number + days)
        for office in ("kallio", "pasila")
        for number, days in ((0, 0), (0, 24), (3, 48))
    ]
    group = [replace(slot(kept.plan, n), office="kallio") for n in (0, 24, 51)]
    for number, wishes in enumerate(
        [group, *([replace(slot(kept.plan, n), office=o)] for o, n in taken)]
    ):
        assert isinstance(kept.hold(wishes, f"p{number}", "k"), Booking)
    mine = kept.hold([replace(slot(kept.plan, 5), office="malmi")], "me", "k")
    assert isinstance(mine, Booking)
    window = (MONDAY, MONDAY + timedelta(days=4))
    asked: list[str] = []
    event.listen(kept.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    for without in (None, mine.id):
        for service in ("passport", "yoga", "advice"):
            one_by_one = [
                kept.availability(window, service, [office.id], without=without)
                for office in offices
            ]
            asked.clear()
            together = kept.availability(window, service, without=without)
            assert len([query for query in asked if query.startswith("SELECT")]) == 1
            assert len(together) == sum(map(len, one_by_one))
            assert {*together} == {wish for found in one_by_one for wish in found}
            assert [wish.start for wish in together] == sorted(wish.start for wish in together)
    full = {(wish.office, wish.start) for wish in kept.availability(window, "passport")}
    assert ("kallio", slot(kept.plan, 0).start) not in full
    assert ("pasila", slot(kept.plan, 0).start) in full
