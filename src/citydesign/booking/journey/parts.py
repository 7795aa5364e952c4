"""What several pages of a booking are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from citydesign import host, ui
from citydesign.booking.core.fee import Price
from citydesign.booking.core.outcome import Code
from citydesign.booking.provider import Place, Product, Receipt, Time
from citydesign.booking.records import BookingFact, TimeSlotDay
from citydesign.booking.shown import Week, booking
from citydesign.booking.shown import price as price_in_words
from citydesign.booking.words import heading, sentence, spoken
from citydesign.calls import given
from citydesign.fragments import lines


def moment(instant: datetime, place: Place) -> str:
    """A day and a time in words, as within a sentence, on the clock of the place."""
    language = host.current().language
    wall = instant.astimezone(ZoneInfo(place.zone))
    return spoken("at", day=language.date(wall.date(), "full"), time=language.time(wall))


def when(time: Time, place: Place) -> str:
    """When a time begins, in words, on the clock of the place."""
    return moment(time.start, place)


def facts(
    product: Product,
    place: Place,
    time: Time,
    receipt: Receipt | None = None,
    *,
    held: bool = False,
    more: Sequence[BookingFact] = (),
    price: Price | None = None,
) -> Markup:
    """What, when and where; of a booking also how far it has come, and for whom."""
    shown = booking(product, place, time, receipt)
    if more:
        shown["items"] = [*shown.get("items", []), *more]
    if price is not None:
        shown["price"] = price_in_words(price)
    if held:
        shown["status"] = "held"
    return ui.booking_summary(**given(shown))


def slots(
    label: str,
    place: Place | None,
    week: Week,
    near: Sequence[TimeSlotDay],
    *,
    error: str | None,
    value: str | None,
    other: str,
    button: Markup,
    month_url: str | None,
    about: str | None = None,
) -> Markup:
    """A question for a time: a week, or near times in place of a refused one.

    Args:
        label: the question, above a week.
        place: whose clock the times are on; None for several places.
        week: what is free.
        near: the near times; empty for the week.
        error: what is wrong.
        value: what is chosen.
        other: the address of the week.
        button: what goes on with the time, near whichever is chosen.
        month_url: the address of the calendar; None where there is none.
        about: what the times are for; the question is then the heading of the page.
    """
    if near:
        return ui.time_slots(
            "time",
            spoken("near"),
            given(near),
            error=error,
            later_url=other,
            button=button,
        )
    shown = {time["value"] for day in week.days for time in day["times"]}
    return ui.time_slots(
        "time",
        label,
        given(week.days),
        value=(value if value in shown else "") or "",
        error=error,
        hint=about,
        heading=about is not None,
        button=button,
        time_zone=spoken("zone", place=place.name) if place else None,
        first_available=given(week.first_available),
        earlier_url=week.earlier_url,
        later_url=week.later_url,
        calendar_url=month_url,
    )


def summary(problems: Sequence[dict[str, Any]], refused: Code | None = None) -> Markup | None:
    """What is wrong, above the page; nothing when nothing is."""
    if not problems:
        return None
    told = heading(refused) if refused else None
    if not refused and not any("url" in problem for problem in problems):
        # There is no answer to check.
        told = spoken("read-first")
    return ui.error_summary(given(problems), heading=told)


def problem(refused: Code | None, trouble: str | None, url: str | None) -> list[dict[str, Any]]:
    """A refusal, and what else is the matter, for the summary; `url` leads to what to change."""
    return [
        *([{"text": sentence(refused), "url": url}] if refused else []),
        *([{"text": trouble}] if trouble else []),
    ]


def first(days: Sequence[TimeSlotDay]) -> str | None:
    """Where an error about the time leads: to the first that can be chosen."""
    free = any(not time.get("taken") for day in days for time in day["times"])
    return "#time" if free else None


def form(action: str, *parts: Markup | None, method: Literal["get", "post"] = "get") -> Markup:
    """A form."""
    return ui.form_wrapper(action, lines(*parts), method=method)


def address(root: str, **values: str) -> str:
    """An address with a query."""
    return f"{root}?{urlencode(values)}"
