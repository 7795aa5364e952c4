"""The records of Hauki's date periods, checked and without what is not needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from citydesign.errors import CityDesignError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_DAY = 24 * 60 * 60
#: From when to when, in seconds since the midnight that begins the day; may pass the next one.
Stretch = tuple[int, int]


class HaukiError(CityDesignError, ValueError):
    """A record that can't be read. It says which, what is wrong and what was expected."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some weekdays (0 is Monday), and the state they are of."""

    weekdays: frozenset[int]
    state: str
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Frequency:
    """A rule: on which days, weeks or months of its context a group counts."""

    context: str
    subject: str
    start: int | None
    ordinal: int | None
    modifier: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Spans that count on the days that every rule allows."""

    spans: tuple[Span, ...]
    rules: tuple[Frequency, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Some days and their hours. ``where`` names the record in errors."""

    where: str
    name: str
    first: date | None
    last: date | None
    state: str
    override: bool
    groups: tuple[Group, ...]

    @property
    def length(self) -> timedelta:
        """How long it is; one without an end is longer than all others."""
        return self.last - self.first if self.first and self.last else timedelta.max

    def covers(self, day: date) -> bool:
        """Does a day lie in it?"""
        return not (self.first and day < self.first) and not (self.last and day > self.last)


def period_of(number: int, record: Any, language: str) -> Period:
    """Read a record.

    Args:
        number: its place in the list, from 0; names a record without an id.
        record: as it came.
        language: of its name, if it has one in it.

    Raises:
        HaukiError: it can't be read.
    """
    where = f"date period {_got(record, 'id', f'number {number + 1}', 'date period')}"
    state = _text(record, "resource_state", where) or "undefined"
    groups = [group for group in _list(record, "time_span_groups", where) if _kept(group)]
    return Period(
        where,
        _named(record, language),
        _day(record, "start_date", where),
        _day(record, "end_date", where),
        state,
        record.get("override") is True,
        tuple(_group(group, state, where) for group in groups),
    )


def _group(record: Any, state: str, where: str) -> Group:
    spans = _list(record, "time_spans", where)
    rules = _list(record, "rules", where)
    return Group(
        tuple(_span(span, state, where) for span in spans if _kept(span)),
        tuple(_frequency(rule, where) for rule in rules if _kept(rule)),
    )


def _span(record: Any, state: str, where: str) -> Span:
    where = f"{where}, time span {_got(record, 'id', 'without id', where)}"
    own = _text(record, "resource_state", where) or "undefined"
    numbers = record.get("weekdays") or range(1, 8)
    if not all(isinstance(one, int) and 1 <= one <= 7 for one in numbers):
        raise HaukiError(f"{where}: weekdays are {numbers!r}, expected numbers from 1 to 7")
    start, end = 0, A_DAY
    if not record.get("full_day"):
        start = _clock(record, "start_time", where, 0)
        end = _clock(record, "end_time", where, A_DAY)
        if record.get("end_time_on_next_day") or end <= start:
            end += A_DAY
    weekdays = frozenset(one - 1 for one in numbers)
    return Span(weekdays, state if own == "undefined" else own, (start, end))


def _frequency(record: Any, where: str) -> Frequency:
    where = f"{where}, rule {_got(record, 'id', 'without id', where)}"
    context, subject = _text(record, "context", where), _text(record, "subject", where)
    subjects = ("day", "week", *WEEKDAYS, *(["month"] if context != "month" else []))
    if context not in ("period", "year", "month") or subject not in subjects:
        raise HaukiError(f"{where}: a rule for each {subject!r} of a {context!r} is not known")
    start, ordinal = record.get("start"), record.get("frequency_ordinal")
    modifier = _text(record, "frequency_modifier", where)
    if modifier not in ("", "even", "odd"):
        raise HaukiError(f"{where}: frequency_modifier is {modifier!r}, expected even or odd")
    for name, value in (("start", start), ("frequency_ordinal", ordinal)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise HaukiError(f"{where}: {name} is {value!r}, expected a whole number")
    return Frequency(context, subject, start, ordinal or None, modifier or None)


def _got(record: Any, name: str, default: str, where: str) -> Any:
    if not isinstance(record, Mapping):
        raise HaukiError(f"{where}: {default} is {record!r}, expected an object")
    return record.get(name, default)


def _kept(record: Any) -> bool:
    return not (isinstance(record, Mapping) and record.get("is_removed"))


def _list(record: Any, name: str, where: str) -> Sequence[Any]:
    found = _got(record, name, "a record", where)
    if found in (None, "a record"):
        return ()
    if not isinstance(found, list):
        raise HaukiError(f"{where}: {name} is {found!r}, expected a list")
    return found


def _text(record: Mapping[str, Any], name: str, where: str) -> str:
    found = record.get(name)
    if found is not None and not isinstance(found, str):
        raise HaukiError(f"{where}: {name} is {found!r}, expected a text")
    return found or ""


def _day(record: Mapping[str, Any], name: str, where: str) -> date | None:
    found = _text(record, name, where)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        raise HaukiError(f"{where}: {name} is {found!r}, expected a day like 2027-03-24") from None


def _clock(record: Mapping[str, Any], name: str, where: str, missing: int) -> int:
    found = _text(record, name, where)
    if not found:
        return missing
    try:
        clock = time.fromisoformat(found)
    except ValueError:
        raise HaukiError(f"{where}: {name} is {found!r}, expected a time like 09:30:00") from None
    return (clock.hour * 60 + clock.minute) * 60 + clock.second


def _named(record: Mapping[str, Any], language: str) -> str:
    """The name in a language, else in any."""
    names = record.get("name")
    if not isinstance(names, Mapping):
        return names if isinstance(names, str) else ""
    found = [names.get(language), *names.values()]
    return next((name for name in found if isinstance(name, str) and name), "")
