"""Free times by the week and by the month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import quote

from citydesign.booking.records import CalendarDay, TimeSlotDay, TimeSlotFirst
from citydesign.booking.shown.choices import Choice, by_day

_DAY = timedelta(days=1)
_SATURDAY = 5


class Week:
    """Seven days of free times, as the component `time_slots` takes them.

    ``first``: the first of the seven days. ``days``, ``first_available``, ``earlier_url``,
    ``later_url``: parameters of the component. A Saturday or Sunday without free times is left out.

    Args:
        free: all times that can be had, in order.
        today: the day of the place; nothing before it is shown.
        url: gives the address of the page that begins with a day.
        asked: the day that the address names, an ISO date; nothing, or nonsense, asks for the
            first week with a free time.
    """

    def __init__(
        self,
        free: Sequence[Choice],
        today: date,
        url: Callable[[date], str],
        asked: str | None = None,
    ) -> None:
        self.first = first_day([choice.wall.date() for choice in free], today, asked)
        after = self.first + 7 * _DAY
        week = [self.first + n * _DAY for n in range(7)]
        times = by_day(choice for choice in free if self.first <= choice.wall.date() < after)
        #: Is anything free at all, in this week or another?
        self.has_times = bool(free)
        self.days: list[TimeSlotDay] = [
            {"date": day, "times": times.get(day, [])}
            for day in week
            if day in times or day.weekday() < _SATURDAY
        ]
        soonest, last = (free[0].wall, free[-1].wall) if free else (None, None)
        #: Where it is, when it is in another week.
        self.first_available: TimeSlotFirst | None = None
        if soonest is not None and soonest.date() not in week:
            day = soonest.date()
            self.first_available = {"date": day, "time": soonest.time(), "url": url(day)}
        before = max(today, self.first - 7 * _DAY)
        self.earlier_url = url(before) if self.first > today else None
        self.later_url = url(after) if last is not None and last.date() >= after else None

    def value_of(self, value: str) -> str:
        """What the form sends for a time that is shown by itself, or `once` for several places."""
        values = [time["value"] for day in self.days for time in day["times"]]
        part = quote(value, safe="")
        return next((v for v in values if v == value or part in v[1:].split(" ")), value)


class Month:
    """The days of a month, as the component `calendar` takes them.

    ``first``: the first day of the month, the component's `month`. ``days``, ``today``,
    ``earlier_url``, ``later_url``: parameters of the component. Days before today and after the
    last free one are left out, and a Saturday or Sunday without free times unless it is closed by
    name.

    Args:
        free: the days with free times, and how many each has; None where that isn't known. Of
            choices it is `Counter(choice.wall.date() for choice in choices)`.
        today: the day of the place; nothing before it is shown.
        url: gives the address of the page with the times of a day.
        month_url: gives the address of the page with the month of a day.
        asked: a day of the month, an ISO date; nothing, or nonsense, asks for the month of the
            first free time.
        closed: the days on which the place is closed, and why: "Closed: Good Friday".
    """

    def __init__(
        self,
        free: Mapping[date, int | None],
        today: date,
        url: Callable[[date], str],
        month_url: Callable[[date], str],
        asked: str | None = None,
        *,
        closed: Mapping[date, str] | None = None,
    ) -> None:
        found = sorted(free)
        last = found[-1] if found else today
        self.first = first_day(found, today, asked).replace(day=1)
        after = self.first + monthrange(self.first.year, self.first.month)[1] * _DAY
        self.today = today
        self.days: list[CalendarDay] = []
        day = max(today, self.first)
        while day < after and day <= last:
            if day in free:
                count = free[day]
                own: CalendarDay = {"date": day, "url": url(day)}
                self.days.append(own if count is None else {**own, "count": count})
            elif closed and day in closed:
                self.days.append({"date": day, "closed": closed[day]})
            elif day.weekday() < _SATURDAY:
                self.days.append({"date": day})
            day += _DAY
        before = (self.first - _DAY).replace(day=1) if self.first > today else None
        self.earlier_url = month_url(max(today, before)) if before else None
        self.later_url = month_url(after) if last >= after else None


def first_day(days: Sequence[date], today: date, asked: str | None) -> date:
    """The first day that a `Week` shows: the one asked for, within what is free.

    Args:
        days: the days with a free time, in order.
        today: the day of the place.
        asked: the day that the address names; see `Week`.
    """
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        soonest = days[0] if days else today
        return today if soonest < today + 7 * _DAY else soonest
    # Nothing is free after the last day, and the calendar itself ends.
    return max(today, min(day, days[-1] if days else today))
