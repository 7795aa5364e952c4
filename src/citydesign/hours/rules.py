"""When a place is open, as a city announces it: by the clock on its wall.

All times and dates here are without a zone. They mean what the clock of the office shows; the
office knows its zone.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from citydesign.hours.errors import BadRule
from citydesign.hours.holidays import PublicHolidays

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of a day, from ``opens`` to ``closes``; a ``closes`` of 00:00 is midnight."""

    opens: time
    closes: time

    @classmethod
    def read(cls, text: str) -> Opening:
        """Read ``"9:00-16:30"``; ``24:00`` may mean midnight.

        Raises BadRule when the text is not two times with a hyphen or dash between them.
        """
        try:
            opens, closes = (_clock(part) for part in text.replace("–", "-").split("-"))
        except ValueError:
            raise BadRule(
                f"opening {text!r}", "is not two times of day", 'Write it like "9:00-16:30"'
            ) from None
        return cls(opens, closes)

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def _clock(text: str) -> time:
    hour, minute = (int(part) for part in text.strip().replace(".", ":").split(":"))
    return MIDNIGHT if (hour, minute) == (24, 0) else time(hour, minute)


def openings(*texts: str) -> tuple[Opening, ...]:
    """``openings("9:00-12:00", "13:00-16:00")``: the stretches of one day."""
    return tuple(Opening.read(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Rule:
    """Openings that come again on the same weekdays.

    ``weekdays``: 0 is Monday, 6 is Sunday. ``first`` and ``last``: the season, both days within it.
    ``every``: 2 means every second week, counted from the week of ``first``.
    ``nth``: {1, -1} means only the first and the last such weekday of a month; empty means all.
    """

    name: str
    weekdays: Set[int]
    openings: tuple[Opening, ...]
    first: date | None = None
    last: date | None = None
    every: int = 1
    nth: Set[int] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", frozenset(self.weekdays))
        object.__setattr__(self, "nth", frozenset(self.nth))
        check_day(f"rule {self.name!r}", self.openings)
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise self._bad("has no weekday, or one outside 0 to 6", "Use 0 for Monday … 6")
        if not self.openings:
            raise self._bad("has no openings", "Give at least one, or leave the rule out")
        if not self.nth <= {-5, -4, -3, -2, -1, 1, 2, 3, 4, 5}:
            raise self._bad("counts a weekday that no month has", "Use 1 to 5, or -1 to -5")
        if self.every < 1:
            raise self._bad("comes less than every week", "Use 1 for each week, 2 for every second")
        if self.every > 1 and self.first is None:
            raise self._bad("skips weeks but has no first day", "Say from which week it counts")
        if self.first and self.last and self.last < self.first:
            raise self._bad("ends before it begins", "Put the earlier day in first")

    def _bad(self, problem: str, remedy: str) -> BadRule:
        return BadRule(f"rule {self.name!r}", problem, remedy)

    def meets(self, day: date) -> bool:
        """Does this rule open the place on that day?"""
        if day.weekday() not in self.weekdays:
            return False
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        if self.every > 1 and self.first:
            weeks = (_monday(day) - _monday(self.first)) // 7
            if weeks % self.every:
                return False
        return not self.nth or bool(self.nth & _counts(day))


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _counts(day: date) -> set[int]:
    """Which such weekday of its month a day is, counted from the start and from the end."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    left = following.toordinal() - day.toordinal()
    return {(day.day - 1) // 7 + 1, -((left - 1) // 7 + 1)}


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days with other hours, from ``first`` to ``last``; no openings means closed.

    They win over weekly rules and over public holidays.
    """

    name: str
    first: date
    last: date
    openings: tuple[Opening, ...] = ()

    def __post_init__(self) -> None:
        check_day(f"special days {self.name!r}", self.openings)
        if self.last < self.first:
            raise BadRule(
                f"special days {self.name!r}", "end before they begin", "Put the earlier day first"
            )


@dataclass(frozen=True, slots=True)
class Closure:
    """Shut from ``start`` to ``end`` whatever the rules say: a meeting, a leak, a strike."""

    name: str
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        name = f"closure {self.name!r}"
        if self.start.tzinfo or self.end.tzinfo:
            raise BadRule(name, "has a time zone", "Give the time on the clock of the office")
        if self.end <= self.start:
            raise BadRule(name, "ends before it starts", "Put the earlier time in start")


@dataclass(frozen=True, slots=True)
class Hours:
    """All that decides when a place is open.

    On each day the first of these that applies decides: special days, public holidays, rules.
    Closures are then taken away. ``eve_closes``: when the rules let it close at the latest on the
    day before a public holiday.
    """

    rules: tuple[Rule, ...]
    special_days: tuple[SpecialDays, ...] = ()
    closures: tuple[Closure, ...] = ()
    public_holidays: PublicHolidays | None = None
    eve_closes: time | None = None

    def __post_init__(self) -> None:
        in_order = sorted(self.special_days, key=lambda special: special.first)
        for earlier, later in pairwise(in_order):
            if later.first <= earlier.last:
                raise BadRule(
                    f"special days {earlier.name!r}",
                    f"share {later.first} with special days {later.name!r}",
                    "Let each day have one",
                )
        if self.eve_closes is not None and self.public_holidays is None:
            raise BadRule(
                "hours",
                f"close at {self.eve_closes:%H:%M} before public holidays, but know none",
                'Give public_holidays=PublicHolidays("FI"), or leave eve_closes out',
            )


def check_day(rule: str, openings: tuple[Opening, ...]) -> None:
    """Raise BadRule unless the openings of a day are whole, in order and apart."""
    before: Opening | None = None
    for opening in openings:
        if not isinstance(opening, Opening):
            raise BadRule(rule, f"{openings!r} are no openings", 'Write openings("9:00-16:30")')
        if opening.opens.tzinfo or opening.closes.tzinfo:
            raise BadRule(rule, f"{opening} has a time zone", "Give the time on the office's clock")
        if opening.closes != MIDNIGHT and opening.closes <= opening.opens:
            raise BadRule(rule, f"{opening} ends before it starts", "Write the earlier time first")
        if before and (before.closes == MIDNIGHT or opening.opens < before.closes):
            raise BadRule(
                rule, f"{before} and {opening} overlap", "Write them apart, in the day's order"
            )
        before = opening
