"""Booking appointments: pure functions on explicit values.

No web framework, no database, no clock of its own. `Plan` says what a city offers, `Diary` what is
booked; `availability` answers what can be had, and the commands answer with events or a `Refusal`.
"""

from citydesign.booking.commands import (
    approve,
    attend,
    cancel,
    confirm,
    expire,
    extend,
    hold,
    miss,
    reschedule,
)
from citydesign.booking.diary import Booking, Bookings, Diary, Slot, State
from citydesign.booking.offer import availability
from citydesign.booking.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.plan import Days, Office, Plan, Policy, Resource, Service, ZoneChange
from citydesign.booking.words import sentence
from citydesign.hours import (
    BadRule,
    Closure,
    Hours,
    Opening,
    PublicHolidays,
    Rule,
    SpecialDays,
    openings,
)

__all__ = [
    "BadRule",
    "Booking",
    "Bookings",
    "Closure",
    "Code",
    "Days",
    "Diary",
    "Event",
    "Hours",
    "Kind",
    "Office",
    "Opening",
    "Outcome",
    "Plan",
    "Policy",
    "PublicHolidays",
    "Refusal",
    "Resource",
    "Rule",
    "Service",
    "Slot",
    "SpecialDays",
    "State",
    "ZoneChange",
    "approve",
    "attend",
    "availability",
    "cancel",
    "confirm",
    "expire",
    "extend",
    "hold",
    "miss",
    "openings",
    "reschedule",
    "sentence",
]
