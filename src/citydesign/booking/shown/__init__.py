"""Free times and bookings as a page shows them, and the form that comes back as one of them."""

from citydesign.booking.shown.answers import chosen, chosen_among, chosen_any, chosen_time
from citydesign.booking.shown.bookings import booking, called, hold_ends, where
from citydesign.booking.shown.calendars import calendar_services
from citydesign.booking.shown.choices import Choice, near, of_slots, of_times, once
from citydesign.booking.shown.moments import day_of, moment, weekly
from citydesign.booking.shown.offers import elsewhere, places, services
from citydesign.booking.shown.prices import money, price
from citydesign.booking.shown.weeks import Month, Week, first_day

__all__ = [
    "Choice",
    "Month",
    "Week",
    "booking",
    "calendar_services",
    "called",
    "chosen",
    "chosen_among",
    "chosen_any",
    "chosen_time",
    "day_of",
    "elsewhere",
    "first_day",
    "hold_ends",
    "moment",
    "money",
    "near",
    "of_slots",
    "of_times",
    "once",
    "places",
    "price",
    "services",
    "weekly",
    "where",
]
