"""What can be booked: at the desks of three service points, and on a floor of the library."""

from datetime import date, time, timedelta

import library

from citydesign.booking import Days, Office, Plan, Policy, Resource, Service
from citydesign.hours import Hours, Opening, PublicHolidays, Rule, SpecialDays, openings

ZONE = "Europe/Helsinki"
WEEKDAYS = frozenset({0, 1, 2, 3, 4})
MINUTE = timedelta(minutes=1)
HOLIDAYS = PublicHolidays("FI")


def _christmas(year: int) -> SpecialDays:
    return SpecialDays(f"Christmas {year}", date(year, 12, 24), date(year, 12, 26))


def plan() -> Plan:
    """The offer of the city.

    The centre keeps long hours, Itäkeskus an evening a week, Malmi is closed over lunch and opens
    every second Saturday.
    """
    centre = Hours(
        rules=(Rule("weekdays", WEEKDAYS, openings("8:00-18:00")),),
        special_days=tuple(_christmas(year) for year in (2026, 2027)),
        public_holidays=HOLIDAYS,
    )
    east = Hours(
        rules=(
            Rule("daytime", frozenset({0, 1, 2, 4}), openings("9:00-15:30")),
            Rule("late evening", frozenset({3}), openings("12:00-19:00")),
        ),
        special_days=(
            _christmas(2026),
            _christmas(2027),
            SpecialDays(
                "eve of Epiphany", date(2027, 1, 5), date(2027, 1, 5), openings("9:00-12:00")
            ),
        ),
        public_holidays=HOLIDAYS,
    )
    north = Hours(
        rules=(
            Rule("weekdays", WEEKDAYS, openings("8:30-11:30", "12:30-16:00")),
            Rule(
                "every second Saturday",
                frozenset({5}),
                (Opening(time(10), time(14)),),
                first=date(2026, 1, 3),
                every=2,
            ),
        ),
        special_days=tuple(_christmas(year) for year in (2026, 2027)),
        public_holidays=HOLIDAYS,
    )
    return Plan(
        offices=(
            Office("keskusta", ZONE, centre),
            Office("itakeskus", ZONE, east),
            Office("malmi", ZONE, north),
            library.OFFICE,
        ),
        resources=(
            Resource("keskusta-tiski-1", "keskusta", {"desk", "adviser"}),
            Resource("keskusta-tiski-2", "keskusta", {"desk", "adviser"}),
            Resource("keskusta-huone", "keskusta", {"counsellor"}),
            Resource("itakeskus-tiski", "itakeskus", {"desk", "adviser"}),
            Resource("itakeskus-huone", "itakeskus", {"counsellor"}),
            Resource("malmi-tiski", "malmi", {"desk", "adviser"}),
            *library.RESOURCES,
        ),
        services=(
            Service(
                "identity",
                ("desk",),
                15 * MINUTE,
                policy=Policy(
                    lead=timedelta(minutes=30), horizon=Days(60), per_person=2, cancel_until=Days(0)
                ),
            ),
            Service(
                "advice",
                ("adviser",),
                30 * MINUTE,
                policy=Policy(lead=timedelta(hours=1), horizon=Days(60), per_person=2),
            ),
            Service(
                "family",
                ("counsellor",),
                60 * MINUTE,
                after=15 * MINUTE,
                policy=Policy(
                    lead=Days(1),
                    horizon=Days(90),
                    per_person=1,
                    cancel_until=timedelta(hours=24),
                    reschedule_until=timedelta(hours=24),
                ),
            ),
            *library.SERVICES,
        ),
    )
