"""What a message, a link and a rule promise, kept by the store on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from tests.booking.store.world import MINUTE, MONDAY, NOW, SECRET, connect, plan, slot, store
from tests.booking.store.world import with_policy as policy
from tests.clock import Clock

from citydesign.booking.core.diary import Booking, State, WaitingState
from citydesign.booking.core.outcome import Code, Kind, Refusal
from citydesign.booking.core.plan import Plan, Resource, Service
from citydesign.booking.rate import HoldLimit, OpenHolds, network
from citydesign.booking.store import Cause, Quiet, Store, copy, migrate
from citydesign.booking.store.migration import configuration
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.schema import metadata, seat
from citydesign.hours import BadRule, SpecialDays

AINO = {"name": "Aino Virtanen", "email": "aino@example.org"}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def kept(url: str, clock: Clock) -> Store:
    return store(url, plan(), clock)


def made(answer: Booking | Refusal) -> Booking:
    assert isinstance(answer, Booking), answer
    return answer


def booked(kept: Store, number: int = 0, person: str = "aino") -> Booking:
    return made(kept.book([slot(kept.plan, number)], person, f"key-{number}", AINO))


def code(answer: object) -> Code:
    assert isinstance(answer, Refusal), answer
    return answer.code


def kinds(kept: Store) -> list[str]:
    """What is sent now, in the order of sending."""
    messages = kept.due()
    assert all(kept.sent(message) for message in messages)
    return [message.kind for message in messages]


# Links


def offered(kept: Store) -> Booking:
    """A time that one who waits is offered."""
    first = booked(kept, 0, "eino")
    window = (first.start, first.start + MINUTE)
    assert not isinstance(kept.join("aino", "kallio", "passport", window, AINO), Refusal)
    kept.cancel(first.id)
    (message,) = [message for message in kept.due() if message.kind == "offered"]
    assert message.details == AINO
    return message.booking


def in_state(kept: Store, clock: Clock, state: str) -> Booking:
    """A booking that has come so far, after its messages were written."""
    if state == "offered":
        return offered(kept)
    if state in ("pending", "withdrawn", "expired"):
        kept.plan = policy(kept.plan, approval=timedelta(hours=4))
    mine = booked(kept, 30)
    match state:
        case "moved":
            return made(kept.reschedule(mine.id, [slot(kept.plan, 33)]))
        case "cancelled" | "withdrawn":
            return made(kept.cancel(mine.id))
        case "expired":
            assert mine.expires
            clock.now = mine.expires
            kept.tend()
        case "attended":
            clock.now = mine.start
            made(kept.attend(mine.id))
        case "flagged":
            closed = SpecialDays("Strike", mine.slots[0].wall.date(), mine.slots[0].wall.date())
            office = kept.plan.offices[0]
            hours = replace(office.hours, special_days=(closed,))
            kept.plan = replace(kept.plan, offices=(replace(office, hours=hours),))
            kept.recheck("kallio", mine.start + DAY)
    found = kept.booking(mine.id)
    assert found is not None
    return found


STATES = {
    "offered": State.HELD,
    "pending": State.PENDING,
    "booked": State.CONFIRMED,
    "flagged": State.CONFIRMED,
    "moved": State.RESCHEDULED,
    "attended": State.ATTENDED,
    "cancelled": State.CANCELLED,
    "withdrawn": State.CANCELLED,
    "expired": State.EXPIRED,
}


@pytest.mark.parametrize("state", STATES)
def test_each_message_opens_the_booking_as_it_is(kept: Store, clock: Clock, state: str) -> None:
    mine = in_state(kept, clock, state)
    assert mine.state is STATES[state]
    clock.forward(10 * MINUTE)  # past the lease of those that were looked at
    found = [message for message in kept.due() if message.booking.id == mine.id]
    assert state in ("offered", "attended") or found
    for message in found:
        opened = kept.opened(message.token)
        assert opened is not None, message.kind
        assert opened == mine
        assert kept.details(opened.id) == AINO


def test_who_is_offered_a_time_accepts_it_by_the_link(kept: Store, clock: Clock) -> None:
    offer = offered(kept)
    token = kept.token(offer)
    assert kept.opened(token) == offer
    assert offer.expires
    clock.now = offer.expires
    assert kept.opened(token) is None
    clock.now = NOW
    accepted = made(kept.confirm(offer.id, AINO))
    assert accepted.state is State.CONFIRMED
    assert kept.opened(token) == accepted
    assert kept.details(offer.id) == AINO
    assert kinds(kept)[-1] == "confirmed"


def test_an_offer_that_is_declined_opens_nothing_more(kept: Store) -> None:
    offer = offered(kept)
    token = kept.token(offer)
    declined = made(kept.cancel(offer.id))
    assert kept.opened(token) is None
    assert kept.opened(kept.token(declined)) is None


def test_a_request_is_seen_and_withdrawn_by_its_link(kept: Store, clock: Clock) -> None:
    mine = in_state(kept, clock, "pending")
    assert kept.opened(kept.token(mine)) == mine
    gone = made(kept.cancel(mine.id))
    assert kept.opened(kept.token(mine)) is None
    assert kept.opened(kept.token(gone)) == gone
    assert code(kept.approve(mine.id)) is Code.NOT_POSSIBLE_NOW


def test_what_is_cancelled_can_be_read_and_not_managed(kept: Store, clock: Clock) -> None:
    mine = booked(kept, 30)
    manage = kept.token(mine)
    gone = made(kept.cancel(mine.id))
    receipt = kept.token(gone)
    assert receipt != manage
    assert kept.opened(manage) is None
    assert kept.opened(receipt) == gone
    clock.now = gone.slots[0].end
    assert kept.opened(receipt) is None


def test_the_receipt_of_a_booking_that_is_not_over_opens_nothing(kept: Store) -> None:
    mine = booked(kept)
    assert kept.opened(kept.links.token(mine.id, "receipt")) is None


def test_a_reference_finds_the_booking_however_it_is_written(kept: Store) -> None:
    mine = booked(kept)
    for text in (mine.reference, mine.reference.lower(), mine.id[:10], f" {mine.reference} "):
        assert kept.referred(text) == mine
    for text in ("", mine.reference[:-1], mine.id, "ä" * 10, "%" * 10, "0123-4567-8"):
        assert kept.referred(text) is None
    with kept.engine.begin() as connection:
        row = dict(connection.execute(select(bookings)).mappings().one())
        twin = {**row, "id": mine.id[:10] + "0" * 22}
        connection.execute(bookings.insert(), twin)
        table = metadata.tables["slot"]
        part = dict(connection.execute(table.select()).mappings().one())
        connection.execute(table.insert(), {**part, "booking": twin["id"]})
    assert kept.referred(mine.reference) is None


# A hold is a choice


def seats(kept: Store) -> set[str]:
    with kept.engine.begin() as connection:
        return set(connection.execute(select(seat.c.booking)).scalars())


def test_another_time_replaces_the_one_that_is_held_in_one_step(kept: Store) -> None:
    first = made(kept.hold([slot(kept.plan)], "aino", "one"))
    assert kept.held("aino", "passport") == first
    assert kept.held("aino", "long") is None
    again = made(kept.hold([slot(kept.plan)], "aino", "two"))
    second = made(kept.hold([slot(kept.plan, 1)], "aino", "three"))
    assert kept.held("aino", "passport") == second
    assert seats(kept) == {second.id}
    assert [kept.booking(b.id).state for b in (first, again)] == [State.CANCELLED] * 2  # type: ignore[union-attr]
    assert isinstance(kept.hold([slot(kept.plan)], "eino", "k"), Booking)
    assert code(kept.hold([slot(kept.plan)], "aino", "four")) is Code.TAKEN
    assert kept.held("aino", "passport") == second
    assert kinds(kept) == []


def test_what_a_person_holds_is_free_to_that_person(kept: Store) -> None:
    window = (MONDAY, MONDAY + HOUR)
    everything = kept.availability(window, "passport")
    mine = made(kept.hold([everything[0]], "aino", "one"))
    assert kept.availability(window, "passport", without=mine.id) == everything


def test_giving_a_hold_up_leaves_what_was_booked_in_another_window(kept: Store) -> None:
    mine = booked(kept)
    assert code(kept.release(mine.id)) is Code.NOT_POSSIBLE_NOW
    assert kept.booking(mine.id) == mine
    held = made(kept.hold([slot(kept.plan, 1)], "aino", "k"))
    assert made(kept.release(held.id)).state is State.CANCELLED
    assert made(kept.release(held.id)).state is State.CANCELLED
    assert seats(kept) == {mine.id}


def from_one_address(number: int, ready: Callable[[], Any], url: str) -> list[str]:
    kept = store(url, plan(desks=20))
    ready()
    found = []
    for turn in range(5):
        answer = kept.hold([slot(kept.plan, turn)], f"{number}-{turn}", "k", origin="library")
        found.append(answer.state if isinstance(answer, Booking) else answer.code)
    return [str(each) for each in found]


def test_sixty_fresh_sessions_from_one_address_do_not_empty_an_office(
    url: str, race: Callable[..., Any]
) -> None:
    answers = [answer for own in race(from_one_address, 12, url) for answer in own]
    assert len(answers) == 60
    assert answers.count("held") == 10
    assert answers.count("too-many-holds") == 50
    kept = store(url, plan(desks=20))
    assert isinstance(kept.hold([slot(kept.plan)], "neighbour", "k", origin="home"), Booking)


def test_holds_that_ended_or_became_bookings_make_room_for_others(url: str, clock: Clock) -> None:
    kept = Store(connect(url), plan(desks=20), SECRET, clock=clock, rate=HoldLimit(2, 2))

    def hold(person: str, number: int, **more: Any) -> Booking | Refusal:
        wish = [slot(kept.plan, number, more.pop("service", "passport"))]
        return kept.hold(wish, person, f"k{number}", origin="school", **more)

    first, second = made(hold("a", 0)), made(hold("b", 0))
    assert code(hold("c", 0)) is Code.TOO_MANY_HOLDS
    # The same request again is no further hold, nor is another time of one's own.
    assert hold("a", 0) == first
    third = made(hold("a", 1))
    assert code(hold("c", 0)) is Code.TOO_MANY_HOLDS
    assert isinstance(hold("c", 0, staff=True), Booking)
    kept.confirm(third.id, AINO)
    assert code(hold("d", 0)) is Code.TOO_MANY_HOLDS  # that of staff counts too
    kept.cancel(second.id)
    made(hold("d", 0))
    clock.forward(HOUR)
    made(hold("e", 0))
    with kept.engine.begin() as connection:
        rows = connection.execute(select(bookings.c.id, bookings.c.origin, bookings.c.state))
        origins = {row.id: row.origin for row in rows}
    assert origins[third.id] is origins[second.id] is None


def test_one_person_holds_a_time_of_so_many_services_at_once(url: str, clock: Clock) -> None:
    kept = store(url, plan(), clock)
    for number, service in enumerate(["passport", "dance", "advice"]):
        made(kept.hold([slot(kept.plan, 3 * number, service)], "aino", service))
    answer = kept.hold([slot(kept.plan, 8, "visit")], "aino", "k")
    assert code(answer) is Code.TOO_MANY_HOLDS


def test_a_city_asks_its_own_limiter(url: str, clock: Clock) -> None:
    asked: list[OpenHolds] = []

    class Closed:
        def allows(self, held: OpenHolds) -> bool:
            asked.append(held)
            return False

    kept = Store(connect(url), plan(), SECRET, clock=clock, rate=Closed())
    assert code(kept.hold([slot(kept.plan)], "aino", "k")) is Code.TOO_MANY_HOLDS
    assert asked == [OpenHolds(0, 0)]
    assert seats(kept) == set()


def test_one_household_is_one_network() -> None:
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::9") != network("2001:db8:1:2::9")
    assert network("::ffff:192.0.2.7") == network("192.0.2.7") == "192.0.2.7"
    assert network("unix:") == "unix:"


# The plan changes


def with_capacity(city: Plan, capacity: int) -> Plan:
    desks = tuple(replace(r, capacity=capacity) if "desk" in r.roles else r for r in city.resources)
    return replace(city, resources=desks)


def test_a_desk_less_flags_who_booked_last_and_both_hear_of_it(url: str, clock: Clock) -> None:
    kept = store(url, plan(capacity=2), clock)
    first = booked(kept, 24, "aino")
    clock.forward(MINUTE)
    second = booked(kept, 24, "eino")
    assert kinds(kept) == ["confirmed"] * 2
    kept.plan = with_capacity(kept.plan, 1)
    kept.recheck("kallio", MONDAY + 7 * DAY, cause=Cause("official 7", "leave"))
    assert kept.booking(first.id) == first
    assert kept.booking(second.id) == replace(second, flag="desk-0")
    assert kinds(kept) == ["flagged"]
    kept.recheck("kallio", MONDAY + 7 * DAY)
    assert kinds(kept) == []
    kept.plan = with_capacity(kept.plan, 2)
    kept.recheck("kallio", MONDAY + 7 * DAY)
    assert kept.booking(second.id) == second
    assert kinds(kept) == ["unflagged"]
    # Once more, and taken back before anybody was told.
    for capacity in (1, 2):
        kept.plan = with_capacity(kept.plan, capacity)
        kept.recheck("kallio", MONDAY + 7 * DAY)
    assert kinds(kept) == []
    kept.plan = with_capacity(kept.plan, 1)
    kept.recheck("kallio", MONDAY + 7 * DAY)
    assert kinds(kept) == ["flagged"]
    assert [(e.kind, e.by, e.reason) for e in kept.log(second.id)][2] == (
        Kind.FLAGGED,
        "official 7",
        "desk-0",
    )


def test_a_hold_whose_desk_goes_is_flagged_and_tells_nobody(url: str, clock: Clock) -> None:
    kept = store(url, plan(), clock)
    mine = made(kept.hold([slot(kept.plan)], "aino", "k"))
    kept.plan = with_capacity(kept.plan, 0)
    (event,) = kept.recheck("kallio", MONDAY + DAY)
    assert (event.booking.id, event.kind) == (mine.id, Kind.FLAGGED)
    assert kinds(kept) == []


def test_a_booking_at_the_edge_of_what_is_rechecked_takes_nobodys_seat(
    url: str, clock: Clock
) -> None:
    """What begins after the end that was asked is in the way all the same."""
    kept = store(url, plan(desks=2), clock)
    mine = made(kept.book([slot(kept.plan, 0, "long")], "aino", "k", AINO))
    later = kept.plan.slot("kallio", "long", mine.start + 30 * MINUTE)
    other = made(kept.book([later], "eino", "k", AINO))
    assert mine.resources != other.resources
    gone = mine.resources[0][0]
    kept.plan = replace(kept.plan, resources=tuple(r for r in kept.plan.resources if r.id != gone))
    (event,) = kept.recheck("kallio", mine.start + MINUTE)
    assert (event.booking.id, event.booking.flag) == (mine.id, gone)


def waits(kept: Store, number: int = 0) -> str:
    wish = slot(kept.plan, number)
    entry = kept.join("liisa", "kallio", "passport", (wish.start, wish.start + MINUTE), AINO)
    assert not isinstance(entry, Refusal)
    assert entry.state is WaitingState.WAITING
    return entry.id


@pytest.mark.parametrize("how", ["recheck", "tend"])
def test_who_waits_is_offered_what_a_new_desk_makes_free(url: str, clock: Clock, how: str) -> None:
    kept = store(url, plan(), clock)
    booked(kept)
    waits(kept)
    kept.tend()
    assert kinds(kept) == ["confirmed"]
    kept.plan = plan(desks=2)
    if how == "recheck":
        kept.recheck("kallio", MONDAY + DAY)
    else:
        kept.tend()
    assert kinds(kept) == ["offered"]


def test_who_waits_is_offered_a_day_that_has_come_within_the_horizon(
    url: str, clock: Clock
) -> None:
    kept = store(url, policy(plan(), horizon=timedelta(days=2)), clock)
    waits(kept, 24 * 3)
    kept.tend()
    assert kinds(kept) == []
    clock.forward(2 * DAY)
    kept.tend()
    assert kinds(kept) == ["offered"]


def test_a_wish_without_end_keeps_nobody_from_being_offered(kept: Store) -> None:
    booked(kept)
    ends = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert not isinstance(kept.join("eino", "kallio", "passport", (NOW, ends), AINO), Refusal)
    assert [offer.person for offer in kept.offer("kallio")] == ["eino"]


# Reminders


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "start", "expected"),
    [
        ("2027-01-12 12:00", "2027-01-13 12:00", "2027-01-12 12:00"),
        ("2027-01-12 21:00", "2027-01-13 21:00", "2027-01-13 08:00"),
        ("2027-01-12 20:59", "2027-01-13 20:59", "2027-01-12 20:59"),
        ("2027-01-12 07:59", "2027-01-13 07:59", "2027-01-12 08:00"),
        ("2027-01-12 08:00", "2027-01-13 08:00", "2027-01-12 08:00"),
        ("2027-01-13 06:30", "2027-01-13 08:00", "2027-01-12 20:45"),
        ("2027-03-28 03:30", "2027-03-28 12:00", "2027-03-28 08:00"),
        ("2026-10-25 03:30", "2026-10-25 12:00", "2026-10-25 08:00"),
    ],
)
def test_a_reminder_waits_for_the_end_of_quiet_hours_or_comes_before(
    due: str, start: str, expected: str
) -> None:
    assert Quiet().moved(at(due), at(start), HELSINKI) == at(expected)


def test_quiet_hours_may_lie_within_a_day_and_have_a_length() -> None:
    lunch = Quiet(time(11), time(13))
    assert lunch.moved(at("2027-01-12 11:30"), at("2027-01-12 15:00"), HELSINKI) == (
        at("2027-01-12 13:00")
    )
    assert lunch.around(at("2027-01-12 13:00"), HELSINKI) is None
    with pytest.raises(BadRule, match="Give two different times"):
        Quiet(time(8), time(8))


def test_no_reminder_goes_out_in_quiet_hours_however_late_the_sender_is(
    url: str, clock: Clock
) -> None:
    kept = store(url, plan(), clock)
    mine = booked(kept, 60)
    assert kinds(kept) == ["confirmed"]
    office = kept.plan.offices[0].tz
    evening = (mine.start - DAY).astimezone(office).replace(hour=22, minute=0)
    clock.now = evening.astimezone(UTC)
    booked(kept, 90, "eino")
    assert kinds(kept) == ["confirmed"]
    clock.now = (evening + timedelta(hours=10)).astimezone(UTC) - timedelta(milliseconds=1)
    assert kinds(kept) == []
    clock.forward(timedelta(milliseconds=1))
    assert kinds(kept) == ["reminder-1440"]
    assert kinds(kept) == []


def test_no_reminder_goes_out_when_the_appointment_has_begun(url: str, clock: Clock) -> None:
    kept = store(url, plan(), clock)
    mine = booked(kept, 60)
    kinds(kept)
    clock.now = mine.start
    assert kinds(kept) == []
    clock.now = mine.start - MINUTE
    assert kinds(kept) == []


def test_reminders_go_at_any_hour_where_a_city_says_so(url: str, clock: Clock) -> None:
    kept = Store(
        connect(url), plan(), SECRET, clock=clock, reminders=(timedelta(hours=2),), quiet=None
    )
    mine = booked(kept, 24)
    kinds(kept)
    clock.now = mine.start - timedelta(hours=2)
    assert clock.now.astimezone(HELSINKI).hour < 8
    assert kinds(kept) == ["reminder-120"]


def test_many_reminders_that_must_wait_hold_up_no_other_message(url: str, clock: Clock) -> None:
    kept = store(url, plan(desks=3), clock)
    for name in ("a", "b", "c"):
        booked(kept, 24 * 4, name)
    while kept.due(limit=1):
        pass
    for message in kept.due():
        kept.sent(message)
    clock.now = at("2027-01-14 22:30")
    mine = booked(kept, 24 * 5, "d")
    assert [m.booking.id for m in kept.due(limit=1) if m.kind == "confirmed"] or [
        m.booking.id for m in kept.due(limit=50) if m.kind == "confirmed"
    ]
    assert mine.state is State.CONFIRMED


# Forgetting


def test_what_expired_is_forgotten_in_time_also_where_nobody_ever_tended(
    url: str, clock: Clock
) -> None:
    kept = store(url, policy(plan(), approval=timedelta(hours=4)), clock)
    held = made(kept.hold([slot(kept.plan)], "aino", "k"))
    pending = booked(kept, 2, "eino")
    clock.forward(timedelta(days=30))
    assert kept.forget(timedelta(days=30)) == 0
    clock.forward(timedelta(hours=5))
    assert kept.forget(timedelta(days=30)) == 2
    for gone in (held, pending):
        assert kept.booking(gone.id) is None
        assert kept.details(gone.id) is None
        assert kept.log(gone.id) == []
    assert seats(kept) == set()


def test_what_was_cancelled_lately_is_kept_as_long_as_it_may_be(kept: Store, clock: Clock) -> None:
    mine = booked(kept, 24 * 50)
    clock.forward(timedelta(days=40))
    kept.cancel(mine.id)
    clock.forward(timedelta(days=29))
    assert kept.forget(timedelta(days=30)) == 0
    clock.forward(timedelta(days=2))
    assert kept.forget(timedelta(days=30)) == 1


# The log


def test_one_log_says_who_did_what_and_why(url: str, clock: Clock) -> None:
    kept = store(url, policy(plan(), approval=timedelta(hours=4)), clock)
    clerk = Cause("official 7", "asked by phone")
    mine = made(kept.hold([slot(kept.plan)], "aino", "k", staff=True, cause=clerk))
    clock.forward(MINUTE)
    made(kept.extend(mine.id))
    made(kept.confirm(mine.id, AINO, cause=clerk))
    made(kept.approve(mine.id, cause=Cause("official 8")))
    made(kept.reschedule(mine.id, [slot(kept.plan, 1)]))
    clock.now = slot(kept.plan, 1).start
    made(kept.miss(mine.id))
    made(kept.attend(mine.id, cause=clerk))
    assert [(e.kind.value, e.by, e.reason, e.sequence) for e in kept.log(mine.id)] == [
        ("held", "official 7", "asked by phone", 0),
        ("extended", "resident", None, 0),
        ("submitted", "official 7", "asked by phone", 0),
        ("confirmed", "official 8", None, 0),
        ("rescheduled", "resident", None, 1),
        ("no-show", "staff", None, 1),
        ("attended", "official 7", "asked by phone", 1),
    ]
    assert kept.log(mine.id)[0].at == NOW
    assert kept.log("nothing") == []


def test_what_a_rule_or_another_choice_did_is_in_the_log_too(kept: Store, clock: Clock) -> None:
    first = made(kept.hold([slot(kept.plan)], "aino", "k"))
    second = made(kept.hold([slot(kept.plan, 1)], "aino", "k2"))
    last = kept.log(first.id)[-1]
    assert (last.kind, last.by, last.reason) == (Kind.CANCELLED, "resident", "replaced")
    assert second.expires
    clock.now = second.expires
    kept.tend()
    last = kept.log(second.id)[-1]
    assert (last.kind, last.by) == (Kind.EXPIRED, "system")


def test_a_refusal_leaves_nothing_in_the_log(kept: Store) -> None:
    mine = booked(kept)
    before = kept.log(mine.id)
    assert code(kept.extend(mine.id)) is Code.NOT_POSSIBLE_NOW
    assert code(kept.hold([slot(kept.plan)], "eino", "k")) is Code.TAKEN
    assert kept.log(mine.id) == before


# Size


def test_a_year_of_evenings_in_a_divided_hall_is_booked_at_once(url: str, clock: Clock) -> None:
    parts = [Resource(f"part-{n}", "kallio", {"part"}, parent="arena") for n in range(24)]
    usual = policy(plan(), group=60, horizon=timedelta(days=500))
    arena = Service("arena", ("arena",), HOUR, policy=usual.services[0].policy)
    part = Service("part", ("part",), HOUR, policy=usual.services[0].policy)
    city = replace(
        usual,
        resources=(Resource("arena", "kallio", {"arena"}), *parts),
        services=(arena, part),
    )
    kept = store(url, city, clock)
    evenings = [kept.plan.slot("kallio", "arena", MONDAY + n * 7 * DAY) for n in range(52)]
    series = made(kept.book(evenings, "club", "k", AINO))
    assert len(series.slots) == 52
    blocked = kept.plan.slot("kallio", "part", evenings[51].start)
    assert code(kept.hold([blocked], "aino", "k")) is Code.TAKEN
    moved = [kept.plan.slot("kallio", "arena", s.start + HOUR) for s in evenings]
    made(kept.reschedule(series.id, moved))
    assert isinstance(kept.hold([blocked], "aino", "k2"), Booking)
    made(kept.cancel(series.id))


# From one version to the next


def test_a_filled_database_of_the_version_before_comes_along(
    url: str, clock: Clock, tmp_path: Any
) -> None:
    from alembic import command

    kept = store(url, plan(), clock)
    mine = booked(kept)
    held = made(kept.hold([slot(kept.plan, 3)], "eino", "k"))
    with kept.engine.begin() as connection:
        command.downgrade(configuration(connection), "0001")
    with kept.engine.begin() as connection:
        columns = connection.exec_driver_sql("SELECT * FROM booking").keys()
        assert "origin" not in columns
    migrate(kept.engine)
    again = store(url, plan(), clock)
    assert again.booking(mine.id) == mine
    assert again.opened(again.token(mine)) == mine
    assert again.details(mine.id) == AINO
    assert again.log(mine.id) == []
    assert made(again.confirm(held.id, AINO)).state is State.CONFIRMED
    assert [e.kind for e in again.log(held.id)] == [Kind.CONFIRMED]
    target = connect(f"sqlite:///{tmp_path / 'copy.db'}")
    migrate(target)
    copy(again.engine, target)
    moved = Store(target, plan(), SECRET, clock=clock)
    assert moved.log(held.id) == again.log(held.id)
    made(moved.cancel(held.id))
    assert [e.kind for e in moved.log(held.id)] == [Kind.CONFIRMED, Kind.CANCELLED]


def test_a_secret_that_is_text_is_refused() -> None:
    from citydesign.store.secret import Secret

    with pytest.raises(ValueError, match="the secret is str; give bytes"):
        Secret("x" * 32)  # type: ignore[arg-type]
