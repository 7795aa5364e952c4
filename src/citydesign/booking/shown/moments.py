"""When something is, on the clock of a place."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.provider import Part, Place, Time
from citydesign.booking.records import Moment

_DAY = timedelta(days=1)


def moment(time: Time, place: Place) -> Moment:
    """When a time is, on the clock of the place; one over midnight says only when it begins.

    Of a series it is the first.
    """
    zone = ZoneInfo(place.zone)
    last = min(time.parts, key=lambda part: part.start).end if weekly(time) else time.end
    start, end = time.start.astimezone(zone), last.astimezone(zone)
    shown: Moment = {"date": start.date(), "start": start.time()}
    if start.date() == end.date() and start.time() < end.time():
        shown["end"] = end.time()
    return shown


def day_of(part: Part, place: Place) -> str:
    """The day of a part in words, at the beginning of a line."""
    day = host.current().language.date(part.start.astimezone(ZoneInfo(place.zone)).date(), "full")
    return day[:1].upper() + day[1:]


def weekly(time: Time) -> bool:
    """Is it a time of a series? A visit may last over midnight, of the place or of UTC."""
    return any(part.start - time.start >= _DAY for part in time.parts)
