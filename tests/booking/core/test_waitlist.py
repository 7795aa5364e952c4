"""One freed time, one live offer, nobody booked who did not say yes."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from tests.booking.core.city import NOW, at, booked, city, keep, minutes

from citydesign.booking.core.commands import cancel, confirm, expire, hold
from citydesign.booking.core.diary import Diary, State, Waiting, WaitingState
from citydesign.booking.core.outcome import Code, Event, Refusal, WaitingEvent
from citydesign.booking.core.plan import Policy, Resource, Service
from citydesign.booking.core.waitlist import follow, join, leave, offer

DAY = at("2027-03-02 00:00"), at("2027-03-03 00:00")
PLAN = city(policy=Policy(offer=timedelta(hours=6), cancel_until=timedelta(0)))


def wish(name: str, minute: int = 0, **change: object) -> Waiting:
    entry = Waiting(name, f"person of {name}", "kallio", "passport", *DAY, NOW + minutes(minute))
    return replace(entry, **change)  # type: ignore[arg-type]


def full_day() -> Diary:
    starts = [at("2027-03-02 07:00") + minutes(30 * n) for n in range(6)]
    slots = [PLAN.slot("kallio", "passport", start) for start in starts]
    return Diary(booked(f"b{n}", slot, on=(("desk",),)) for n, slot in enumerate(slots))


class List:
    """A diary and a waiting list, kept as a store keeps them."""

    def __init__(self, *entries: Waiting) -> None:
        self.diary = full_day()
        self.entries = {entry.id: entry for entry in entries}
        self.ids = (f"offer-{n}" for n in count(1))

    def keep(self, outcome) -> list[Event]:
        assert isinstance(outcome, tuple), outcome
        keep(self.diary, outcome)
        for event in outcome:
            if isinstance(event, WaitingEvent):
                self.entries[event.waiting.id] = event.waiting
            elif event.booking.waiting:
                self.keep(follow(self.entries[event.booking.waiting], event))
        return [event for event in outcome if isinstance(event, Event)]

    def offer(self, now=NOW) -> list[Event]:
        return self.keep(offer(PLAN, self.diary, self.entries.values(), self.ids, now))

    def states(self) -> dict[str, str]:
        return {name: str(entry.state) for name, entry in self.entries.items()}


def test_one_freed_time_is_offered_to_the_one_who_waited_longest_and_to_nobody_else() -> None:
    waits = List(wish("late", 5), wish("early", 1))
    assert waits.offer() == []
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    (event,) = waits.offer()
    assert event.booking.person == "person of early"
    assert event.booking.state is State.HELD
    assert event.booking.expires == NOW + timedelta(hours=6)
    assert waits.states() == {"late": "waiting", "early": "offered"}
    assert waits.offer() == []


def test_who_says_yes_is_booked_and_who_lets_it_pass_makes_room_for_the_next() -> None:
    waits = List(wish("first", 1), wish("second", 2))
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    waits.offer()
    later = NOW + timedelta(hours=6)
    waits.keep(expire(waits.diary, later))
    assert waits.states() == {"first": "left", "second": "waiting"}
    (event,) = waits.offer(later)
    assert event.booking.person == "person of second"
    assert waits.diary.get("offer-1").state is State.EXPIRED  # type: ignore[union-attr]
    waits.keep(confirm(PLAN, waits.diary, event.booking.id, later))
    assert waits.states()["second"] == "booked"
    assert waits.diary.get(event.booking.id).state is State.CONFIRMED  # type: ignore[union-attr]


def test_an_offer_that_is_turned_down_goes_on_to_the_next() -> None:
    waits = List(wish("first", 1), wish("second", 2))
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    (event,) = waits.offer()
    waits.keep(cancel(PLAN, waits.diary, event.booking.id, NOW))
    (event,) = waits.offer()
    assert event.booking.person == "person of second"


def test_an_offered_time_cannot_be_taken_by_a_passer_by() -> None:
    waits = List(wish("first", 1))
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    (event,) = waits.offer()
    refused = hold(PLAN, waits.diary, "x", "someone", event.booking.slots, NOW)
    assert isinstance(refused, Refusal)
    assert refused.code is Code.TAKEN


def test_an_offer_ends_when_its_time_begins() -> None:
    waits = List(wish("first", 1))
    waits.keep(cancel(PLAN, waits.diary, "b0", NOW))
    soon = at("2027-03-02 06:00")
    (event,) = waits.offer(soon)
    assert event.booking.expires == at("2027-03-02 07:00")


def test_a_time_that_begins_now_is_offered_to_nobody() -> None:
    waits = List(wish("first", 1))
    waits.keep(cancel(PLAN, waits.diary, "b0", NOW))
    assert waits.offer(at("2027-03-02 07:00")) == []


def test_who_has_all_bookings_that_one_person_may_have_is_passed_over() -> None:
    plan = city(policy=Policy(per_person=1))
    start = at("2027-03-02 07:00")
    slots = [plan.slot("kallio", "passport", start + minutes(30 * n)) for n in range(5)]
    diary = Diary(booked(f"b{n}", slot, on=(("desk",),)) for n, slot in enumerate(slots))
    waiting = [wish("greedy", 1, person="someone"), wish("next", 2)]
    held, offered = offer(plan, diary, waiting, iter(["offer-1", "offer-2"]), NOW)
    assert isinstance(held, Event)
    assert (held.booking.id, held.booking.person) == ("offer-2", "person of next")
    assert isinstance(offered, WaitingEvent)
    assert offered.waiting.id == "next"


def test_an_offer_may_move_a_booking_to_another_desk() -> None:
    plan = city(
        Resource("all-round", "kallio", {"passport", "advice"}),
        Resource("adviser", "kallio", {"advice"}),
        services=(
            Service("passport", ("passport",), minutes(180)),
            Service("advice", ("advice",), minutes(180)),
        ),
    )
    advice = plan.slot("kallio", "advice", at("2027-03-02 07:00"))
    diary = Diary([booked("old", advice, on=(("all-round",),))])
    moved, held, _ = offer(plan, diary, [wish("first")], iter(["offer-1"]), NOW)
    assert isinstance(moved, Event)
    assert isinstance(held, Event)
    assert (moved.booking.id, moved.booking.resources) == ("old", (("adviser",),))
    assert (held.booking.waiting, held.booking.resources) == ("first", (("all-round",),))


def test_only_times_that_suit_are_offered() -> None:
    waits = List(wish("picky", earliest=at("2027-03-02 09:00")))
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    assert waits.offer() == []
    waits.keep(cancel(PLAN, waits.diary, "b4", NOW))
    assert len(waits.offer()) == 1


def test_two_freed_times_are_two_offers_to_two_people() -> None:
    waits = List(wish("first", 1), wish("second", 2), wish("third", 3))
    waits.keep(cancel(PLAN, waits.diary, "b2", NOW))
    waits.keep(cancel(PLAN, waits.diary, "b3", NOW))
    events = waits.offer()
    assert len({event.booking.slots for event in events}) == 2
    assert [event.booking.person for event in events] == ["person of first", "person of second"]


def test_joining_twice_is_joining_once_and_leaving_ends_it() -> None:
    entry = wish("first")
    (joined,) = join(PLAN, [], entry, NOW)  # type: ignore[misc]
    assert joined.waiting.state is WaitingState.WAITING
    assert join(PLAN, [joined.waiting], wish("again", person=entry.person), NOW) == ()
    (left,) = leave(joined.waiting, NOW)
    assert left.waiting.state is WaitingState.LEFT
    assert leave(left.waiting, NOW) == ()
    assert join(PLAN, [left.waiting], wish("again", person=entry.person), NOW) != ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"office": "malmi"}, Code.NOT_OFFERED),
        ({"service": "wedding"}, Code.NOT_OFFERED),
        ({"latest": NOW}, Code.TOO_SOON),
    ],
)
def test_a_wish_that_cannot_come_true_is_refused(change: dict[str, object], code: Code) -> None:
    assert join(PLAN, [], wish("first", **change), NOW) == Refusal(code)
