"""A time that was given up is nobody's for a while, and then anybody's."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.booking.core.city import NOW, at, city, hours, keep, minutes

from citydesign.booking.core.commands import cancel, confirm, expire, hold, reschedule
from citydesign.booking.core.diary import Diary
from citydesign.booking.core.offer import availability, places_left
from citydesign.booking.core.outcome import Event, Kind, Refusal
from citydesign.booking.core.plan import Policy, Resource, Service

DESKS = 2
REST = minutes(20)
PLAN = city(
    Resource("desks", "kallio", {"desk"}, capacity=DESKS),
    open=hours("9:00-11:00"),
    policy=Policy(rest=REST),
)
STARTS = [at("2027-03-02 07:00") + minutes(30 * n) for n in range(4)]
DAY = at("2027-03-02 00:00"), at("2027-03-03 00:00")

steps = st.tuples(
    st.sampled_from(["book", "cancel", "move", "staff", "wait"]),
    st.integers(0, 5),
    st.sampled_from(STARTS),
)


@settings(max_examples=150)
@given(st.lists(steps, max_size=25))
def test_a_desk_is_free_unless_somebody_sits_there_or_left_it_a_moment_ago(
    drawn: list[tuple[str, int, datetime]],
) -> None:
    diary, now = Diary(), NOW
    #: A notebook: who comes when, and which times were given up when.
    comes: dict[str, datetime] = {}
    left: list[tuple[datetime, datetime]] = []
    for number, (act, which, start) in enumerate(drawn):
        slot = PLAN.slot("kallio", "passport", start)
        name = sorted(comes)[which % len(comes)] if comes else None
        if act == "book":
            booked = hold(PLAN, diary, f"b{number:02}", f"p{number}", [slot], now)
            if not isinstance(booked, Refusal):
                keep(diary, booked)
                keep(diary, confirm(PLAN, diary, f"b{number:02}", now))
                comes[f"b{number:02}"] = start
        elif act == "wait":
            now += minutes(5 * which)
            keep(diary, expire(diary, now))
        elif name is not None and act == "move":
            moved = reschedule(PLAN, diary, name, [slot], now)
            if not isinstance(moved, Refusal) and comes[name] != start:
                left.append((comes[name], now))
                comes[name] = start
                keep(diary, moved)
        elif name is not None:
            keep(diary, cancel(PLAN, diary, name, now, staff=act == "staff"))
            gone = comes.pop(name)
            # Staff give a time to whom they have on the phone.
            if act != "staff":
                left.append((gone, now))
        expected = {
            moment: DESKS
            - sum(other == moment for other in comes.values())
            - sum(other == moment and now < since + REST for other, since in left)
            for moment in STARTS
        }
        slots = availability(PLAN, diary, DAY, now, "passport")
        free = dict(
            zip((s.start for s in slots), places_left(PLAN, diary, slots, now), strict=True)
        )
        assert free == {moment: count for moment, count in expected.items() if count}


def test_a_move_by_less_than_its_length_leaves_nothing_to_rest() -> None:
    policy = Policy(rest=REST)
    often = Service("passport", ("desk",), minutes(30), step=minutes(10), policy=policy)
    plan = city(services=(often,), open=hours("9:00-12:00"))
    diary = Diary()
    nine, ten_past, half_past = (
        plan.slot("kallio", "passport", at(f"2027-03-02 07:{minute}")) for minute in (10, 20, 40)
    )
    keep(diary, hold(plan, diary, "b", "aino", [nine], NOW))
    keep(diary, confirm(plan, diary, "b", NOW))
    for later, rests in ((ten_past, []), (half_past, ["rests"])):
        moved = reschedule(plan, diary, "b", [later], NOW)
        assert not isinstance(moved, Refusal)
        assert [event.reason for event in moved[1:] if isinstance(event, Event)] == rests


def test_what_begins_now_or_has_no_room_any_more_does_not_rest() -> None:
    diary = Diary()
    nine = PLAN.slot("kallio", "passport", STARTS[0])
    for name in ("b", "c"):
        keep(diary, hold(PLAN, diary, name, name, [nine], NOW))
        keep(diary, confirm(PLAN, diary, name, NOW))
    closed = city(
        Resource("desks", "kallio", {"desk"}, capacity=1),
        open=hours("9:00-11:00"),
        policy=Policy(rest=REST),
    )
    gone = cancel(closed, diary, "b", NOW)
    assert not isinstance(gone, Refusal)
    assert [event.kind for event in gone if hasattr(event, "kind")] == [Kind.CANCELLED]
    late = cancel(PLAN, diary, "b", STARTS[0] + timedelta(minutes=1), staff=True)
    assert not isinstance(late, Refusal)
    assert len(late) == 1
