"""Booking appointments: pure functions on explicit values.

No web framework, no database, no clock of its own. `Plan` says what a city offers, `Diary` what is
booked; `availability` answers what can be had, and the commands answer with events or a `Refusal`.
`sentence` says to a resident why not.
"""

from typing import TYPE_CHECKING, Any

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.change import recheck, retime
from citydesign.booking.core.commands import (
    approve,
    attend,
    cancel,
    confirm,
    expire,
    extend,
    hold,
    miss,
    release,
    reschedule,
)
from citydesign.booking.core.diary import Booking, Bookings, Diary, Slot, State, Waiting
from citydesign.booking.core.fee import Fee, Price
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.offer import availability, places_left
from citydesign.booking.core.outcome import Code, Event, Kind, Outcome, Refusal
from citydesign.booking.core.plan import (
    Days,
    Office,
    Plan,
    Policy,
    Resource,
    Service,
    UnknownIdError,
    ZoneChange,
)
from citydesign.booking.core.visit import Order, Visit, visits
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

if TYPE_CHECKING:
    from citydesign.booking.words import heading, sentence

__all__ = [
    "BadRule",
    "Booking",
    "Bookings",
    "Buffers",
    "Closure",
    "Code",
    "Days",
    "Diary",
    "Event",
    "Fee",
    "Hours",
    "Kind",
    "Meeting",
    "Office",
    "Opening",
    "Order",
    "Outcome",
    "Plan",
    "Policy",
    "Price",
    "PublicHolidays",
    "Refusal",
    "Resource",
    "Rule",
    "Service",
    "Slot",
    "SpecialDays",
    "State",
    "UnknownIdError",
    "Visit",
    "Waiting",
    "ZoneChange",
    "approve",
    "attend",
    "availability",
    "cancel",
    "confirm",
    "expire",
    "extend",
    "heading",
    "hold",
    "miss",
    "openings",
    "places_left",
    "recheck",
    "release",
    "reschedule",
    "retime",
    "sentence",
    "visits",
]


def __getattr__(name: str) -> Any:
    # The core knows no words: they are fetched where somebody reads them.
    if name in ("heading", "sentence"):
        from citydesign.booking import words

        return getattr(words, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
