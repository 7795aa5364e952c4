"""Hours as search engines read them: the words of schema.org, for JSON-LD beside a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from citydesign.hours.rules import MIDNIGHT, Hours
from citydesign.hours.shown import OpeningTime, shown

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def described(
    hours: Hours, zone: ZoneInfo, now: datetime, locale: str = "en", *, ahead: int = 28
) -> dict[str, Any]:
    """Describe hours by ``openingHoursSpecification`` and ``specialOpeningHoursSpecification``.

    They say the same as `citydesign.hours.shown`, so that a search engine says what the page says:
    the week, and the days that differ from it. Put them into the object of the place.

    Args:
        hours: when the place is open.
        zone: of the place.
        now: the present instant, aware.
        locale: a BCP 47 tag, for the names of public holidays.
        ahead: how many days are looked at, today included.

    Raises:
        ValueError: as `citydesign.hours.shown`.
    """
    said = shown(hours, zone, now, locale, ahead=ahead)
    week = [
        {"dayOfWeek": [f"https://schema.org/{day}" for day in _WEEKDAYS[one["first"] : last]], **of}
        for one in said["days"]
        for last in (one["last"] + 1,)
        for of in _specifications(one["times"])
    ]
    special = [
        {
            "validFrom": one["date"].isoformat(),
            "validThrough": one["last"].isoformat(),
            **({"name": one["name"]} if "name" in one else {}),
            **of,
        }
        for one in said["exceptions"]
        for of in _specifications(one["times"])
    ]
    return {
        "openingHoursSpecification": week,
        "specialOpeningHoursSpecification": special,
    }


def _specifications(times: Sequence[OpeningTime]) -> Iterator[dict[str, str]]:
    """Each time of a day; a day that is closed opens and closes at midnight."""
    shut: OpeningTime = {"opens": MIDNIGHT, "closes": MIDNIGHT}
    for one in times or [shut]:
        # From midnight to midnight would be closed.
        ends = time(23, 59) if times and one["closes"] == MIDNIGHT else one["closes"]
        yield {
            "@type": "OpeningHoursSpecification",
            "opens": f"{one['opens']:%H:%M}",
            "closes": f"{ends:%H:%M}",
        }
