"""From the clock on an office's wall to instants, and from hours to stretches of open time.

Instants are whole seconds since 1970 in UTC: the only thing that is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from citydesign.hours.rules import MIDNIGHT, Hours, Opening

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)


def instant(wall: datetime, zone: ZoneInfo, *, last: bool = False) -> int:
    """The instant at which the clock shows ``wall``.

    Of two such instants (the hour that comes twice) the first, or the ``last``. When there is none
    (the hour that is left out) the instant at which the clock jumps over it.
    """
    early = zone.utcoffset(wall.replace(fold=0)) or timedelta(0)
    late = zone.utcoffset(wall.replace(fold=1)) or timedelta(0)
    if early < late:
        return _jump(wall, zone, early, late)
    return (wall - (late if last else early) - EPOCH) // SECOND


def _jump(wall: datetime, zone: ZoneInfo, early: timedelta, late: timedelta) -> int:
    before = (wall - late - EPOCH) // SECOND
    after = (wall - early - EPOCH) // SECOND
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == early:
            before = middle
        else:
            after = middle
    return after


def until(wall: datetime, zone: ZoneInfo) -> int:
    """The instant after which the clock shows no time before ``wall`` any more."""
    last = instant(wall, zone, last=True)
    unbroken = instant(wall - SECOND, zone, last=True) == last - 1
    return last if unbroken else instant(wall, zone)


def midnight(day: date, zone: ZoneInfo) -> int:
    """The instant at which a day begins."""
    return instant(datetime.combine(day, MIDNIGHT), zone)


def local_date(when: datetime | int, zone: ZoneInfo) -> date:
    """The date on the office's calendar at an aware datetime or an instant."""
    if isinstance(when, int):
        return datetime.fromtimestamp(when, zone).date()
    return when.astimezone(zone).date()


def seconds(when: datetime) -> int:
    """The instant of an aware datetime; parts of a second are dropped.

    Raises ValueError for a datetime without a zone.
    """
    if when.tzinfo is None:
        raise ValueError(f"{when} has no time zone: pass an aware datetime.")
    return int(when.timestamp() // 1)


def utc(when: int) -> datetime:
    """The aware datetime of an instant."""
    return datetime.fromtimestamp(when, UTC)


def stretches(hours: Hours, zone: ZoneInfo, day: date) -> list[tuple[int, int]]:
    """When the hours are open on a day, as instants, before closures; in order and apart."""
    found = []
    for opening in on_day(hours, day):
        start = instant(datetime.combine(day, opening.opens), zone)
        closes = day + DAY if opening.closes == MIDNIGHT else day
        end = until(datetime.combine(closes, opening.closes), zone)
        if start < end:
            found.append((start, end))
    return joined(found)


def shut(hours: Hours, zone: ZoneInfo) -> Iterator[tuple[int, int, str]]:
    """The closures, as instants, each with its name."""
    for closure in hours.closures:
        start = instant(closure.start, zone)
        yield start, until(closure.end, zone), closure.name


def opened(hours: Hours, zone: ZoneInfo, day: date) -> list[tuple[int, int]]:
    """When the hours are open on a day, as instants, closures taken away; in order and apart."""
    found = stretches(hours, zone, day)
    for closed, ends, _ in shut(hours, zone):
        found = [
            piece
            for start, end in found
            for piece in ((start, min(end, closed)), (max(start, ends), end))
            if piece[0] < piece[1]
        ]
    return found


def on_day(hours: Hours, day: date) -> tuple[Opening, ...]:
    """The openings of a day: of special days, else none on a public holiday, else of the rules.

    Those end early on the day before a public holiday, where the hours say so.
    """
    for special in hours.special_days:
        if special.first <= day <= special.last:
            return special.openings
    if hours.public_holidays and day in hours.public_holidays.names(day.year):
        return ()
    found = tuple(opening for rule in hours.rules if rule.meets(day) for opening in rule.openings)
    until = hours.eve_closes if eve_of(hours, day) else None
    return found if until is None else tuple(_cut(found, until))


def eve_of(hours: Hours, day: date, locale: str = "en") -> str | None:
    """The public holiday on the day after, where the place closes early for it."""
    if hours.public_holidays is None or hours.eve_closes is None:
        return None
    after = day + DAY
    return hours.public_holidays.names(after.year, locale).get(after)


def _cut(openings: Iterable[Opening], until: time) -> Iterator[Opening]:
    for opening in openings:
        if opening.opens < until:
            early = opening.closes != MIDNIGHT and opening.closes <= until
            yield opening if early else replace(opening, closes=until)


def why_closed(hours: Hours, zone: ZoneInfo, start: int, end: int) -> str | None:
    """The name of what keeps [start, end) from being open; None when it is open throughout."""
    for closed, until, name in shut(hours, zone):
        if closed < end and start < until:
            return name
    day, last = local_date(start, zone), local_date(end - 1, zone)
    reached = start
    while day <= last:
        for opens, closes in stretches(hours, zone, day):
            if opens <= reached < closes:
                reached = closes
        day += DAY
    if reached >= end:
        return None
    day = local_date(reached, zone)
    for special in hours.special_days:
        if special.first <= day <= special.last:
            return special.name
    if hours.public_holidays:
        holiday = hours.public_holidays.names(day.year).get(day)
        if holiday:
            return holiday
        eve = eve_of(hours, day)
        if eve and any(rule.meets(day) for rule in hours.rules):
            return f"day before {eve}"
    return "opening hours"


def joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where both are open."""
    found = [
        (max(start, opens), min(end, closes)) for start, end in some for opens, closes in others
    ]
    return [(start, end) for start, end in found if start < end]
