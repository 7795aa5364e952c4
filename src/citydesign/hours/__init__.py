"""When a place is open: weekly rules, other hours on some days, public holidays and closures.

Hours are written as a city announces them, by the clock of the office; `on_day` gives the
openings of a day, and `citydesign.hours.clock` turns them into instants.
"""

from citydesign.hours.clock import on_day
from citydesign.hours.errors import BadRule
from citydesign.hours.holidays import PublicHolidays
from citydesign.hours.rules import Closure, Hours, Opening, Rule, SpecialDays, openings

__all__ = [
    "BadRule",
    "Closure",
    "Hours",
    "Opening",
    "PublicHolidays",
    "Rule",
    "SpecialDays",
    "on_day",
    "openings",
]
