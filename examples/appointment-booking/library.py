"""What can be booked at the central library: a floor with rooms, a studio and a workshop."""

from datetime import date, timedelta
from decimal import Decimal

from citydesign.booking import Days, Fee, Office, Policy, Resource, Service
from citydesign.hours import Hours, PublicHolidays, Rule, SpecialDays, openings

MINUTE = timedelta(minutes=1)

OFFICE = Office(
    "oodi",
    "Europe/Helsinki",
    Hours(
        rules=(
            Rule("weekdays", range(5), openings("8:00-21:00")),
            Rule("weekends", {5, 6}, openings("10:00-20:00")),
        ),
        special_days=tuple(
            SpecialDays(f"Christmas {year}", date(year, 12, 24), date(year, 12, 26))
            for year in (2026, 2027)
        ),
        public_holidays=PublicHolidays("FI"),
    ),
)

#: The large room is two group rooms with the wall between them folded away.
RESOURCES = (
    Resource("oodi-sali", "oodi", {"large room"}),
    Resource("oodi-ryhma-1", "oodi", {"group room"}, parent="oodi-sali"),
    Resource("oodi-ryhma-2", "oodi", {"group room"}, parent="oodi-sali"),
    Resource("oodi-studio", "oodi", {"studio"}),
    Resource("oodi-verstas", "oodi", {"workshop"}, capacity=8),
)

SERVICES = (
    Service(
        "group-room",
        ("group room",),
        60 * MINUTE,
        longer=(120 * MINUTE, 180 * MINUTE),
        policy=Policy(horizon=Days(60), per_person=2, weeks=8),
    ),
    Service(
        "large-room",
        ("large room",),
        120 * MINUTE,
        after=30 * MINUTE,
        step=30 * MINUTE,
        policy=Policy(lead=Days(2), horizon=Days(60), per_person=1, cancel_until=Days(1)),
    ),
    Service(
        "studio",
        ("studio",),
        60 * MINUTE,
        longer=(120 * MINUTE,),
        fee=Fee(1200, vat=Decimal("25.5")),
        policy=Policy(
            horizon=Days(30),
            per_person=2,
            refund_until=timedelta(hours=24),
            reschedule_until=timedelta(hours=24),
        ),
    ),
    Service(
        "workshop",
        ("workshop",),
        90 * MINUTE,
        policy=Policy(horizon=Days(30), per_person=2, group=4),
    ),
)
