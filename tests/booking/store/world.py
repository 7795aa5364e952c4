"""A small city for the tests of the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from tests.clock import Clock

from citydesign.booking.core.diary import Slot
from citydesign.booking.core.plan import Office, Plan, Policy, Resource, Service
from citydesign.booking.store import booking_engine
from citydesign.booking.store.store import Store
from citydesign.hours import Hours, Rule, openings

MINUTE = timedelta(minutes=1)
#: A Monday morning; the offices open at 8 in Helsinki, 6 UTC in winter.
NOW = datetime(2027, 1, 11, 5, 0, tzinfo=UTC)
MONDAY = datetime(2027, 1, 11, 6, 0, tzinfo=UTC)
SECRET = b"only for tests, thirty-two bytes!!"
FREE = Policy(hold=15 * MINUTE, extensions=2)


def plan(policy: Policy = FREE, desks: int = 1, capacity: int = 1) -> Plan:
    """An office with desks, a hall of two halves, and a consultation that needs two things."""
    hours = Hours((Rule("every day", range(7), openings("8:00-20:00")),))
    resources = [
        *(Resource(f"desk-{n}", "kallio", {"desk"}, capacity) for n in range(desks)),
        Resource("hall", "kallio", {"hall"}),
        Resource("hall-east", "kallio", {"half"}, parent="hall"),
        Resource("hall-west", "kallio", {"half"}, parent="hall"),
        Resource("official", "kallio", {"official"}),
        Resource("room", "kallio", {"room"}),
    ]
    services = [
        Service("passport", ("desk",), 20 * MINUTE, 5 * MINUTE, 5 * MINUTE, policy=policy),
        Service("long", ("desk",), 60 * MINUTE, step=10 * MINUTE, policy=policy),
        Service("dance", ("hall",), 60 * MINUTE, policy=policy),
        Service("yoga", ("half",), 60 * MINUTE, policy=policy),
        Service("advice", ("official", "room"), 30 * MINUTE, policy=policy),
        Service("visit", ("room", "official"), 30 * MINUTE, policy=policy),
    ]
    return Plan((Office("kallio", "Europe/Helsinki", hours),), tuple(resources), tuple(services))


def slot(city: Plan, number: int = 0, service: str = "passport") -> Slot:
    """The n-th time of a service from Monday's opening."""
    what = city.service[service]
    day, within = divmod(number, 12 * 60 // (what.rhythm // MINUTE))
    start = MONDAY + within * what.rhythm + timedelta(days=day)
    return city.slot("kallio", service, start)


#: Engines to be closed at the end of the test, see conftest.
ENGINES: list[Engine] = []


def connect(url: str, wait: float = 60.0) -> Engine:
    """An engine that waits long for other writers, as the machine of a test is busy."""
    engine = booking_engine(url, wait=wait, pool_size=1, max_overflow=4)
    ENGINES.append(engine)
    return engine


def store(
    url: str,
    city: Plan | None = None,
    clock: Callable[[], datetime] | None = None,
    wait: float = 60.0,
) -> Store:
    """A store on a database."""
    return Store(connect(url, wait), city or plan(), SECRET, clock=clock or Clock(NOW))


def with_policy(city: Plan, **changes: Any) -> Plan:
    """The same city with another policy for every service."""
    services = tuple(
        replace(service, policy=replace(service.policy, **changes)) for service in city.services
    )
    return replace(city, services=services)
