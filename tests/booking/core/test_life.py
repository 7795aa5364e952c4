"""Months of booking in an afternoon: random people, a random clock, and a plain notebook beside."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.booking.core.city import at, city, hours, keep, minutes
from tests.booking.core.oracle import Oracle

from citydesign.booking.core.commands import cancel, confirm, expire, extend, hold, reschedule
from citydesign.booking.core.diary import Diary, Slot, State
from citydesign.booking.core.offer import availability
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import Policy, Resource, Service

POLICY = Policy(
    per_person=3,
    group=2,
    extensions=1,
    cancel_until=minutes(40),
    reschedule_until=minutes(60),
    horizon=timedelta(hours=6),
)
PLAN = city(
    Resource("all-round", "kallio", {"passport", "advice"}),
    Resource("desk", "kallio", {"passport"}),
    Resource("gym", "kallio", {"hall"}),
    Resource("gym-a", "kallio", {"half"}, parent="gym"),
    Resource("gym-b", "kallio", {"half"}, parent="gym"),
    services=(
        Service("passport", ("passport",), minutes(30), policy=POLICY),
        Service("advice", ("advice",), minutes(40), after=minutes(10), policy=POLICY),
        Service("match", ("hall",), minutes(60), policy=POLICY),
        Service("practice", ("half",), minutes(30), policy=POLICY),
    ),
    open=hours("9:00-11:00"),
)
START = at("2027-03-02 05:00")
SERVICES = st.sampled_from([service.id for service in PLAN.services])
PEOPLE = st.sampled_from(["aino", "eero", "maija"])
STARTS = st.sampled_from([at("2027-03-02 06:50") + minutes(10 * n) for n in range(14)])


@dataclass
class Note:
    """What a person would write down about a booking."""

    person: str
    slots: tuple[Slot, ...]
    state: State
    expires: datetime | None
    sequence: int = 0
    extended: int = 0

    def lives(self, now: datetime) -> bool:
        if self.state is State.HELD:
            assert self.expires is not None
            return now < self.expires
        return self.state in (State.CONFIRMED, State.RESCHEDULED)


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.diary = Diary()
        self.now = START
        self.notes: dict[str, Note] = {}

    def oracle(self, without: str | None = None) -> Oracle:
        others = [booking for booking in self.diary if booking.id != without]
        return Oracle(PLAN, others, self.now)

    def expected(
        self, person: str, slots: tuple[Slot, ...], without: str | None = None
    ) -> Code | None:
        oracle = self.oracle(without)
        service = PLAN.service[slots[0].service]
        day = at("2027-03-02 00:00"), at("2027-03-03 00:00")
        grid = oracle.grid(service, *day)
        for slot in slots:
            if slot.start not in grid or not all(oracle.ways(slot)):
                return Code.NOT_OFFERED
            if slot.start < self.now:
                return Code.TOO_SOON
            if slot.start > self.now + timedelta(hours=6):
                return Code.TOO_FAR
            if not oracle.can_be_had(slot):
                return Code.TAKEN
        ahead = [
            note
            for name, note in self.notes.items()
            if note.person == person
            and name != without
            and note.slots[0].service == service.id
            and note.lives(self.now)
            and min(slot.start for slot in note.slots) > self.now
        ]
        if len(ahead) >= 3:
            return Code.TOO_MANY_BOOKINGS
        return None if oracle.can_be_had(*slots) else Code.TAKEN

    def choice(self, person: str, service: str) -> str | None:
        """What another hold of the person would replace: a hold is a choice, not a booking."""
        for name, note in self.notes.items():
            mine = note.person == person and note.slots[0].service == service
            if mine and note.state is State.HELD and note.lives(self.now):
                return name
        return None

    def held(self, name: str, person: str, slots: tuple[Slot, ...]) -> None:
        """Compare a hold with what was expected, and note it."""
        mine = self.choice(person, slots[0].service)
        answer = hold(PLAN, self.diary, name, person, slots, self.now)
        events = self.settle(answer, self.expected(person, slots, mine), mine)
        if events and mine:
            assert (events[0].booking.id, events[0].reason) == (mine, "replaced")
            note = self.notes[mine]
            note.state, note.expires, note.sequence = State.CANCELLED, None, note.sequence + 1
        if events:
            self.notes[name] = Note(person, slots, State.HELD, self.now + minutes(15))

    def settle(
        self, outcome: Outcome, expected: Code | None, without: str | None = None
    ) -> list[Event]:
        """Compare an answer with what was expected, and keep it."""
        if expected is not None:
            assert isinstance(outcome, Refusal), outcome
            assert outcome.code is expected
            for slot in outcome.alternatives:
                assert self.oracle(without).can_be_had(slot)
                assert without is None or slot not in self.notes[without].slots
            return []
        keep(self.diary, outcome)
        assert isinstance(outcome, tuple)
        events = [event for event in outcome if isinstance(event, Event)]
        first, *others = events[:-1] or [None]
        assert first is None or first.kind in (Kind.CANCELLED, Kind.REASSIGNED)
        assert all(event.kind is Kind.REASSIGNED for event in others)
        return events

    @rule(person=PEOPLE, service=SERVICES, start=STARTS, another=st.none() | STARTS)
    def hold_one_or_two(
        self, person: str, service: str, start: datetime, another: datetime | None
    ) -> None:
        starts = (start,) if another is None else (start, another)
        slots = tuple(PLAN.slot("kallio", service, begin) for begin in starts)
        self.held(f"b{len(self.notes)}", person, slots)

    @rule(data=st.data(), person=PEOPLE, service=SERVICES)
    def hold_what_is_offered(self, data: st.DataObject, person: str, service: str) -> None:
        window = self.now, self.now + timedelta(days=1)
        offered = availability(PLAN, self.diary, window, self.now, service)
        if offered:
            slots = (data.draw(st.sampled_from(offered)),)
            self.held(f"b{len(self.notes)}", person, slots)

    def draw(self, data: st.DataObject) -> tuple[str, Note]:
        name = data.draw(st.sampled_from(sorted(self.notes)))
        return name, self.notes[name]

    @precondition(lambda self: self.notes)
    @rule(data=st.data())
    def confirm_one(self, data: st.DataObject) -> None:
        name, note = self.draw(data)
        expected = None
        if note.state is State.CANCELLED:
            expected = Code.NOT_POSSIBLE_NOW
        elif note.state is State.EXPIRED or not note.lives(self.now):
            expected = Code.EXPIRED
        self.settle(confirm(PLAN, self.diary, name, self.now), expected)
        if expected is None and note.state is State.HELD:
            note.state, note.expires = State.CONFIRMED, None

    @precondition(lambda self: self.notes)
    @rule(data=st.data())
    def extend_one(self, data: st.DataObject) -> None:
        name, note = self.draw(data)
        if note.state not in (State.HELD, State.EXPIRED):
            expected = Code.NOT_POSSIBLE_NOW
        elif not note.lives(self.now):
            expected = Code.EXPIRED
        else:
            expected = Code.NO_MORE_EXTENSIONS if note.extended else None
        self.settle(extend(PLAN, self.diary, name, self.now), expected)
        longer = self.now + minutes(15)
        if expected is None and note.expires is not None and longer > note.expires:
            note.extended, note.expires = 1, longer

    @precondition(lambda self: self.notes)
    @rule(data=st.data())
    def cancel_one(self, data: st.DataObject) -> None:
        name, note = self.draw(data)
        first = min(slot.start for slot in note.slots)
        expected = None
        if note.state is not State.CANCELLED:
            if not note.lives(self.now):
                expected = Code.NOT_POSSIBLE_NOW
            elif note.state is not State.HELD and self.now > min(first - minutes(40), first):
                expected = Code.TOO_LATE_TO_CANCEL
        self.settle(cancel(PLAN, self.diary, name, self.now), expected)
        if expected is None and note.state is not State.CANCELLED:
            note.state, note.expires = State.CANCELLED, None
            note.sequence += 1

    @precondition(lambda self: self.notes)
    @rule(data=st.data(), start=STARTS)
    def move_one(self, data: st.DataObject, start: datetime) -> None:
        name, note = self.draw(data)
        slots = tuple(PLAN.slot("kallio", slot.service, start) for slot in note.slots)
        first = min(slot.start for slot in note.slots)
        if note.state not in (State.CONFIRMED, State.RESCHEDULED):
            expected: Code | None = Code.NOT_POSSIBLE_NOW
        elif slots == note.slots:
            expected = None
        elif self.now > first - minutes(60):
            expected = Code.TOO_LATE_TO_RESCHEDULE
        else:
            expected = self.expected(note.person, slots, without=name)
        if self.settle(reschedule(PLAN, self.diary, name, slots, self.now), expected, name):
            note.slots, note.state = slots, State.RESCHEDULED
            note.sequence += 1

    @rule(length=st.integers(1, 25))
    def time_passes(self, length: int) -> None:
        self.now += minutes(length)

    @rule()
    def what_expired_is_written_down(self) -> None:
        for event in expire(self.diary, self.now):
            keep(self.diary, (event,))
            note = self.notes[event.booking.id]
            assert not note.lives(self.now)
            note.state, note.expires = State.EXPIRED, None

    @invariant()
    def nothing_is_sold_twice(self) -> None:
        sittings = [
            (slot, resource)
            for booking in self.diary
            if booking.lives(self.now)
            for slot, resources in zip(booking.slots, booking.resources, strict=True)
            for resource in resources
        ]
        assert self.oracle().fits(sittings)

    @invariant()
    def everybody_has_what_they_were_told(self) -> None:
        assert len(self.diary) == len(self.notes)
        for name, note in self.notes.items():
            booking = self.diary.get(name)
            assert booking is not None
            assert booking.slots == note.slots
            assert (booking.state, booking.expires) == (note.state, note.expires)
            assert booking.sequence == note.sequence
            assert replace(booking, flag=None) == booking


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
