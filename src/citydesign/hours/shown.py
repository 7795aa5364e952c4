"""Hours as a page shows them: the parameters of the component `opening_hours`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal, NotRequired, TypedDict
from zoneinfo import ZoneInfo

from citydesign.hours.clock import DAY, eve_of, joined, local_date, midnight, opened, seconds, shut
from citydesign.hours.rules import MIDNIGHT, Hours

_Times = tuple[tuple[time, time], ...]


class OpeningTime(TypedDict):
    """From when to when; a ``closes`` of 00:00 is midnight."""

    opens: time
    closes: time


class OpeningDays(TypedDict):
    """Weekdays with the same hours, from ``first`` to ``last``; 0 is Monday, 6 is Sunday."""

    first: int
    last: int
    times: list[OpeningTime]


class OpeningException(TypedDict):
    """Days with other hours than in the week; ``name`` says why, where that is known."""

    date: date
    last: date
    name: NotRequired[str]
    times: list[OpeningTime]


class OpeningChange(TypedDict):
    """When a place opens or closes next, on its clock."""

    date: date
    start: time


class OpeningHours(TypedDict):
    """The parameters of `opening_hours` that follow from hours and the present instant."""

    days: list[OpeningDays]
    exceptions: list[OpeningException]
    status: Literal["open", "closed"]
    change: OpeningChange | None
    today: date


def shown(
    hours: Hours, zone: ZoneInfo, now: datetime, locale: str, *, ahead: int = 28
) -> OpeningHours:
    """Show hours on the clock of the place: the week, what differs from it, and the state now.

    The week is what the rules say of the next seven days. Every later day that differs from it is
    an exception: special days, public holidays, closures, and rules that begin or end meanwhile.

    Args:
        hours: when the place is open.
        zone: of the place.
        now: the present instant, aware.
        locale: a BCP 47 tag: the language of the page, for the names of public holidays.
        ahead: how many days are looked at, today included.

    Raises:
        ValueError: ``now`` has no zone, or ``ahead`` is less than 7.
    """
    if ahead < 7:
        raise ValueError(f"ahead is {ahead}: look at 7 days at least, so that there is a week.")
    instant = seconds(now)
    today = local_date(instant, zone)
    days = [today + n * DAY for n in range(ahead)]
    rules = Hours(hours.rules)
    week = {day.weekday(): _times(rules, zone, day) for day in days[:7]}
    status, change = _now(hours, zone, instant, days)
    return {
        "days": _week(week),
        "exceptions": _exceptions(hours, zone, days, week, locale),
        "status": status,
        "change": change,
        "today": today,
    }


def _times(hours: Hours, zone: ZoneInfo, day: date) -> _Times:
    """When the place is open on a day, as its clock shows it."""
    walls = [(_wall(start, zone), _wall(end, zone)) for start, end in opened(hours, zone, day)]
    return tuple((opens.time(), closes.time()) for opens, closes in walls)


def _wall(instant: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant, zone).replace(tzinfo=None, fold=0)


def _given(times: _Times) -> list[OpeningTime]:
    return [{"opens": opens, "closes": closes} for opens, closes in times]


def _week(week: dict[int, _Times]) -> list[OpeningDays]:
    found: list[OpeningDays] = []
    for times, alike in groupby(range(7), week.__getitem__):
        weekdays = list(alike)
        found.append({"first": weekdays[0], "last": weekdays[-1], "times": _given(times)})
    return found


def _exceptions(
    hours: Hours, zone: ZoneInfo, days: list[date], week: dict[int, _Times], locale: str
) -> list[OpeningException]:
    found: list[OpeningException] = []
    whole = True
    for day in days:
        times = _times(hours, zone, day)
        if times == week[day.weekday()]:
            # Days that are closed as usual, such as a weekend, don't part what is around them.
            whole = whole and not times
            continue
        name = _why(hours, zone, day, locale)
        before = found[-1] if found else None
        if before and whole and (before.get("name", ""), before["times"]) == (name, _given(times)):
            before["last"] = day
        else:
            one: OpeningException = {"date": day, "last": day, "times": _given(times)}
            if name:
                one["name"] = name
            found.append(one)
        whole = True
    return found


def _why(hours: Hours, zone: ZoneInfo, day: date, locale: str) -> str:
    """The name of what makes a day differ; empty where nothing has one."""
    for special in hours.special_days:
        if special.first <= day <= special.last:
            return special.name
    if hours.public_holidays:
        holiday = hours.public_holidays.names(day.year, locale).get(day)
        if holiday:
            return holiday
    if eve_of(hours, day):
        # It has the hours of its weekday, only fewer; the holiday has its own line.
        return ""
    start, end = midnight(day, zone), midnight(day + DAY, zone)
    if _times(hours, zone, day) != _times(replace(hours, closures=()), zone, day):
        return next(
            name for closed, ends, name in shut(hours, zone) if closed < end and start < ends
        )
    return next((rule.name for rule in hours.rules if rule.meets(day)), "")


def _now(
    hours: Hours, zone: ZoneInfo, now: int, days: list[date]
) -> tuple[Literal["open", "closed"], OpeningChange | None]:
    ahead = joined([piece for day in days for piece in opened(hours, zone, day)])
    end_of_sight = midnight(days[-1] + DAY, zone)
    for start, end in ahead:
        if now < start:
            opens = _wall(start, zone)
            return "closed", {"date": opens.date(), "start": opens.time()}
        if now < end:
            closes = _wall(end, zone)
            # The end of a day belongs to it.
            day = closes.date() - DAY if closes.time() == MIDNIGHT else closes.date()
            return "open", {"date": day, "start": closes.time()} if end < end_of_sight else None
    return "closed", None
