"""A small city for the tests."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from citydesign.booking.core.diary import Booking, Diary, Slot, State
from citydesign.booking.core.outcome import Event, Outcome
from citydesign.booking.core.plan import Office, Plan, Policy, Resource, Service
from citydesign.hours import Hours, Opening, Rule, openings

NOW = datetime(2027, 3, 1, 6, tzinfo=UTC)
EVERY_DAY = range(7)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def hours(*texts: str, days: Iterable[int] = EVERY_DAY, **change: object) -> Hours:
    stretch: tuple[Opening, ...] = openings(*texts)
    return Hours((Rule("Hours", frozenset(days), stretch),), **change)  # type: ignore[arg-type]


def city(
    *resources: Resource,
    services: tuple[Service, ...] = (),
    open: Hours | None = None,
    zone: str = "Europe/Helsinki",
    policy: Policy | None = None,
) -> Plan:
    """One office that is open from nine to noon, with one desk for passports unless given."""
    return Plan(
        (Office("kallio", zone, open or hours("9:00-12:00")),),
        resources or (Resource("desk", "kallio", {"desk"}),),
        services or (Service("passport", ("desk",), minutes(30), policy=policy or Policy()),),
    )


def booked(
    name: str, *slots: Slot, on: tuple[tuple[str, ...], ...], person: str = "someone"
) -> Booking:
    return Booking(name, person, slots, on, State.CONFIRMED, NOW)


def at(text: str) -> datetime:
    """An instant of UTC: ``at("2027-03-28 00:30")``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def keep(diary: Diary, outcome: Outcome) -> Diary:
    """Write events down; a refusal fails the test."""
    assert isinstance(outcome, tuple), outcome
    for event in outcome:
        if isinstance(event, Event):
            diary.put(event.booking)
    return diary
