"""The records that components of booking take, as their contracts name them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal, NotRequired, TypedDict


class TimeSlot(TypedDict):
    """A time of a day."""

    value: str
    time: time
    hint: NotRequired[str]
    place: NotRequired[str]
    left: NotRequired[int]
    taken: NotRequired[bool]


class TimeSlotDay(TypedDict):
    """A day and its times, in order; the list may be empty."""

    date: date
    times: list[TimeSlot]


class TimeSlotFirst(TypedDict):
    """The first free time of all, and the page that shows it."""

    date: date
    time: time
    url: str


class Moment(TypedDict):
    """A day, and from when to when on it."""

    date: date
    start: time
    end: NotRequired[time]


class BookingFact(TypedDict):
    """One more fact of a booking."""

    label: str
    value: str


class BookingSummary(TypedDict):
    """What `booking_summary` is given of a booking."""

    service: str
    time: Moment
    place: str
    status: NotRequired[
        Literal["held", "offered", "requested", "upcoming", "cancelled", "expired", "past"]
    ]
    people: NotRequired[list[str]]
    items: NotRequired[list[BookingFact]]
    price: NotRequired[str]


class HoldEnds(TypedDict):
    """When a hold ends, and the present, as `hold_timer` takes them."""

    ends: datetime
    now: datetime
    extendable: bool


class CalendarService(TypedDict):
    """A calendar on the web, and its page for a new entry."""

    name: str
    url: str


class CalendarDay(TypedDict):
    """A day of a month: with free times, without any, or closed."""

    date: date
    url: NotRequired[str]
    count: NotRequired[int]
    closed: NotRequired[str]


class ServiceChoice(TypedDict):
    """A service that can be booked."""

    value: str
    label: str
    minutes: NotRequired[int]
    price: NotRequired[str]


class PlaceChoice(TypedDict):
    """A place where a service can be had. The distance is in metres, ``first`` its first time."""

    value: str
    label: str
    address: NotRequired[str]
    distance: NotRequired[int]
    first: NotRequired[Moment]
