"""When nobody wants a reminder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from citydesign.hours import BadRule
from citydesign.hours.clock import DAY, instant, utc

_MARGIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``begins`` to ``ends`` on the office's clock, over midnight when that is earlier."""

    begins: time = time(21)
    ends: time = time(8)

    def __post_init__(self) -> None:
        if self.begins == self.ends:
            raise BadRule("quiet hours", "begin when they end", "Give two different times")

    def around(self, moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """The quiet hours [from, until) that a moment lies in, None when it lies in none."""
        today = moment.astimezone(zone).date()
        for day in (today - DAY, today):
            last = day if self.begins < self.ends else day + DAY
            start = utc(instant(datetime.combine(day, self.begins), zone))
            end = utc(instant(datetime.combine(last, self.ends), zone))
            if start <= moment < end:
                return start, end
        return None

    def moved(self, due: datetime, start: datetime, zone: ZoneInfo) -> datetime:
        """When to remind instead of at ``due`` of what begins at ``start``.

        When the quiet hours end, or shortly before they begin if that would be too late.
        """
        around = self.around(due, zone)
        if around is None:
            return due
        return around[1] if around[1] < start else around[0] - _MARGIN
