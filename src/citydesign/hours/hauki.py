"""Hours in the open format of Hauki, Helsinki's opening-hours service, as `Hours`.

The format is that of the date periods of its API, version 1 (read in November 2026). Nothing is
fetched here: pass what you have loaded. Fields that are not known are passed over.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from citydesign.hours.clock import DAY, joined, on_day
from citydesign.hours.hauki_records import (
    A_DAY,
    WEEKDAYS,
    Frequency,
    HaukiError,
    Period,
    Stretch,
    period_of,
)
from citydesign.hours.rules import MIDNIGHT, Hours, Opening, Rule, SpecialDays

#: States in which somebody can come in, as Hauki itself counts them.
OPEN = frozenset(
    {
        "open",
        "self_service",
        "with_key",
        "with_reservation",
        "open_and_reservable",
        "with_key_and_reservation",
        "enter_only",
        "weather_permitting",
        "reserved",
        "by_appointment",
    }
)
#: Those in which staff are there: for desks where an appointment is kept.
STAFFED = frozenset({"open", "open_and_reservable", "with_reservation", "by_appointment"})
_SHUT = frozenset({"closed", "not_in_use", "maintenance", "no_opening_hours"})
_WEEK = 7 * DAY


def read(
    data: Any,
    first: date,
    last: date,
    *,
    states: Collection[str] = OPEN,
    language: str = "fi",
) -> Hours:
    """Read the date periods of one resource.

    From ``first`` to ``last`` the hours are exactly Hauki's: a period that overrides wins over the
    others, the shortest among those that do; what is closed is taken away from what is open. Weekly
    hours become rules, and each day that differs from them becomes special days. Days outside
    follow the rules alone: read again before they come.

    Args:
        data: the list of periods, or a page of the API with it under "results".
        first: the first day that has to be right.
        last: the last one.
        states: which states count as open; `STAFFED` leaves out hours without staff.
        language: in which the names of special days are wanted.

    Raises:
        HaukiError: a record lacks what it must have, or has it in another form.
        ValueError: ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError(f"last is {last}, before first, {first}: exchange them.")
    listed = data.get("results") if isinstance(data, Mapping) else data
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise HaukiError(f"date periods: expected a list, not {type(listed).__name__}")
    periods = [period_of(number, one, language) for number, one in enumerate(listed)]
    rules = tuple(
        Rule(
            period.name or "opening hours",
            {(weekday + late) % 7 for weekday in span.weekdays},
            _openings([stretch]),
            period.first and period.first + late * DAY,
            period.last and period.last + late * DAY,
        )
        for period in periods
        if not period.override
        for group in period.groups
        if not group.rules
        for span in group.spans
        if span.state in states
        for late, stretch in _by_day(span.stretch)
    )
    weekly = Hours(rules)
    special: list[SpecialDays] = []
    day = first
    while day <= last:
        exact, name = _on(periods, day, states)
        if exact != joined([_seconds(opening) for opening in on_day(weekly, day)]):
            shown = _openings(exact)
            before = special[-1] if special else None
            begun = day
            if before and (before.name, before.openings, before.last) == (name, shown, day - DAY):
                begun = special.pop().first
            special.append(SpecialDays(name, begun, day, shown))
        day += DAY
    return Hours(rules, tuple(special))


# A day


def _on(periods: Iterable[Period], day: date, states: Collection[str]) -> tuple[list[Stretch], str]:
    """When a day is open, what went on from the day before among it; and whose word that is."""
    opened: list[Stretch] = []
    shut: list[Stretch] = []
    name = ""
    for late in (1, 0):
        for period, state, (start, end) in _said(periods, day - late * DAY):
            if not late:
                name = name or period.name
            piece = max(start - late * A_DAY, 0), min(end - late * A_DAY, A_DAY)
            if piece[0] < piece[1]:
                (opened if state in states else shut if state in _SHUT else []).append(piece)
    return _without(joined(opened), shut), name or "opening hours"


def _said(periods: Iterable[Period], day: date) -> list[tuple[Period, str, Stretch]]:
    """What the periods say of the spans that begin on a day: the one that overrides, else all."""
    found = [(period, *said) for period in periods for said in _spans(period, day)]
    overriding = [period for period, _, _ in found if period.override]
    if not overriding:
        return found
    shortest = min(overriding, key=lambda period: period.length)
    return [said for said in found if said[0] is shortest]


def _spans(period: Period, day: date) -> Iterator[tuple[str, Stretch]]:
    if not period.covers(day):
        return
    if not period.groups and period.state != "undefined":
        yield period.state, (0, A_DAY)
    for group in period.groups:
        if all(_counts(rule, period, day) for rule in group.rules):
            for span in group.spans:
                if day.weekday() in span.weekdays:
                    yield span.state, span.stretch


def _counts(rule: Frequency, period: Period, day: date) -> bool:
    """Does a rule let a group count on a day?"""
    if rule.subject in WEEKDAYS and day.weekday() != WEEKDAYS.index(rule.subject):
        return False
    if rule.ordinal is None and rule.modifier:
        return _number(rule.subject, day) % 2 == (rule.modifier == "odd")
    if rule.start is None:
        return True
    return any(
        _chosen(rule.start, rule.ordinal, place, last) for place, last in _places(rule, period, day)
    )


def _number(subject: str, day: date) -> int:
    if subject == "week":
        return day.isocalendar().week
    return day.month if subject == "month" else day.day


def _chosen(start: int, ordinal: int | None, place: int, last: int | None) -> bool:
    """Is the place the start (counted from the end if negative), or every so many from it on?"""
    if start < 0:
        if last is None:
            return False
        start += last + 1
    past = place - max(start, 1)
    return past == 0 and start > 0 if ordinal is None else past >= 0 and past % ordinal == 0


def _places(rule: Frequency, period: Period, day: date) -> Iterator[tuple[int, int | None]]:
    """Which one a day, its week or its month is within what the rule counts in, and of how many.

    A week that lies in two months or years counts in both.
    """
    for first, last in _contexts(rule, period, day):
        yield _place(rule.subject, first, day), _place(rule.subject, first, last) if last else None


def _place(subject: str, first: date, day: date) -> int:
    """How many such days, weeks or months have begun from the first day to another."""
    if subject == "day":
        return (day - first) // DAY + 1
    if subject == "week":
        return (_monday(day) - _monday(first)) // _WEEK + 1
    if subject == "month":
        return (day.year - first.year) * 12 + day.month - first.month + 1
    begin = first + (WEEKDAYS.index(subject) - first.weekday()) % 7 * DAY
    return (day - begin) // _WEEK + 1


def _contexts(rule: Frequency, period: Period, day: date) -> Iterable[tuple[date, date | None]]:
    if rule.context == "period":
        if period.first is None:
            raise HaukiError(f"{period.where}: a rule counts from its start_date, which is missing")
        return [(period.first, period.last)]
    monday = _monday(day)
    days = {monday, monday + 6 * DAY} if rule.subject == "week" else {day}
    if rule.context == "year":
        return {(date(one.year, 1, 1), date(one.year, 12, 31)) for one in days}
    return {
        (one.replace(day=1), one.replace(day=monthrange(one.year, one.month)[1])) for one in days
    }


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


# Stretches


def _by_day(stretch: Stretch) -> Iterator[tuple[int, Stretch]]:
    """The part of a stretch on its own day (0) and on the next (1)."""
    start, end = stretch
    yield 0, (start, min(end, A_DAY))
    if end > A_DAY:
        yield 1, (0, end - A_DAY)


def _without(pieces: list[Stretch], shut: Iterable[Stretch]) -> list[Stretch]:
    for closed, ends in shut:
        pieces = [
            piece
            for start, end in pieces
            for piece in ((start, min(end, closed)), (max(start, ends), end))
            if piece[0] < piece[1]
        ]
    return pieces


def _openings(pieces: Iterable[Stretch]) -> tuple[Opening, ...]:
    return tuple(Opening(_time(start), _time(end)) for start, end in pieces)


def _time(second: int) -> time:
    return (datetime.min + timedelta(seconds=second)).time()


def _seconds(opening: Opening) -> Stretch:
    opens, closes = (
        (clock.hour * 60 + clock.minute) * 60 + clock.second
        for clock in (opening.opens, opening.closes)
    )
    return opens, A_DAY if opening.closes == MIDNIGHT else closes
