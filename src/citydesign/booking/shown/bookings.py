"""What is chosen, held or booked."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.abilities import Hold
from citydesign.booking.core.diary import State
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.provider import Place, Product, Receipt, Time
from citydesign.booking.records import BookingFact, BookingSummary, HoldEnds
from citydesign.booking.shown.moments import day_of, moment, weekly
from citydesign.booking.shown.prices import price
from citydesign.booking.words import spoken

#: What `booking_summary` calls a state.
_STATUS: dict[State, Any] = {
    State.HELD: "offered",
    State.PENDING: "requested",
    State.CONFIRMED: "upcoming",
    State.RESCHEDULED: "upcoming",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "expired",
    State.ATTENDED: "past",
    State.NO_SHOW: "past",
}


def booking(
    product: Product, place: Place, time: Time, receipt: Receipt | None = None
) -> BookingSummary:
    """Show what is chosen, or what became of it, as the component `booking_summary` takes it.

    Args:
        product: what for.
        place: where.
        time: when.
        receipt: what the provider says of it; None before anything is booked. One that is
            `State.HELD` is an offer.
    """
    shown: BookingSummary = {
        "service": product.name,
        "time": moment(time, place),
        "place": where(product, place),
    }
    if receipt is not None:
        shown["status"] = _STATUS[receipt.state]
        if receipt.name:
            shown["people"] = [receipt.name]
    items = _parts(product, place, time)
    if receipt is not None and receipt.paid is not None:
        shown["price"] = price(receipt.paid.price)
        said = spoken(f"payment-{receipt.paid.state}")
        items.append({"label": spoken("payment"), "value": said})
    if items:
        shown["items"] = items
    return shown


def where(product: Product, place: Place) -> str:
    """Where people meet: the place and its address, or how they meet without going there."""
    if product.by is not Meeting.PLACE:
        return spoken(f"at-{product.by}")
    return f"{place.name}, {place.address}" if place.address else place.name


def called(product: Product, place: Place | None) -> str:
    """The same in a word or two, for the end of a line; None for any place."""
    if product.by is not Meeting.PLACE:
        return spoken(f"by-{product.by}")
    return place.name if place else spoken("any")


def _parts(product: Product, place: Place, time: Time) -> list[BookingFact]:
    """What happens when, on a visit of several things; nothing where all happens at once."""
    if len({(part.start, part.end) for part in time.parts}) < 2:
        return []
    zone, clock = ZoneInfo(place.zone), host.current().language.time
    named = Counter(part.product for part in time.parts)
    several = {name for name, number in named.items() if number > 1}
    seen: Counter[str] = Counter()
    found: list[BookingFact] = []
    for part in sorted(time.parts, key=lambda part: part.start):
        seen[part.product] += 1
        name = product.parts.get(part.product, part.product)
        if weekly(time):
            name = day_of(part, place)
        elif part.product in several:
            name = spoken("part-number", service=name, number=seen[part.product])
        span = spoken(
            "span",
            start=clock(part.start.astimezone(zone)),
            end=clock(part.end.astimezone(zone)),
        )
        found.append({"label": name, "value": span})
    return found


def hold_ends(hold: Hold, place: Place, now: datetime) -> HoldEnds:
    """Show until when a time is held, as the component `hold_timer` takes it.

    Args:
        hold: one that is not over.
        place: whose clock the end is on.
        now: the present instant, aware.

    Raises:
        ValueError: the hold is over.
    """
    if hold.until is None:
        raise ValueError(f"Hold {hold.reference!r} is over: ask `held` for one that lasts.")
    zone = ZoneInfo(place.zone)
    return {
        "ends": hold.until.astimezone(zone),
        "now": now.astimezone(zone),
        "extendable": hold.extendable,
    }
