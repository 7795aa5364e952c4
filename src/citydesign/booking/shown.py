"""Free times and bookings as a page shows them, and the form that comes back as one of them.

A time is sent under its own name (`Slot.key`, or `Time.key` of a provider), so nothing has to be
remembered between the page and its form. What comes back is judged twice: here, whether it can be
meant by this page at all; by the store or the provider, whether it is free.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.abilities import Hold
from citydesign.booking.core.diary import Slot, State
from citydesign.booking.core.distance import Point, metres
from citydesign.booking.core.fee import Price
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.provider import Part, Place, Product, Receipt, Time, time_of
from citydesign.booking.records import (
    BookingFact,
    BookingSummary,
    CalendarDay,
    CalendarService,
    HoldEnds,
    Moment,
    PlaceChoice,
    ServiceChoice,
    TimeSlot,
    TimeSlotDay,
    TimeSlotFirst,
)
from citydesign.booking.words import spoken

_DAY = timedelta(days=1)
_SATURDAY = 5
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


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that a page shows.

    ``value``: what the form sends. ``start``: when it begins, in UTC. ``wall``: what the clock of
    the place shows then. ``hint``: what tells it from another at the same time.
    ``place``: where it is, where a page shows times of several. ``left``: how many places are left,
    where several people come at the same time.
    """

    value: str
    start: datetime
    wall: datetime
    hint: str | None = None
    place: str | None = None
    left: int | None = None


def services(products: Iterable[Product]) -> list[ServiceChoice]:
    """Show what can be booked, as the items of the component `service_chooser`."""
    return [_service(one) for one in products]


def _service(one: Product) -> ServiceChoice:
    choice: ServiceChoice = {"value": one.id, "label": one.name}
    if one.minutes:
        choice["minutes"] = one.minutes
    if one.price:
        choice["price"] = money(one.price)
    return choice


def money(price: Price) -> str:
    """A sum in words: "€12.00"."""
    return host.current().language.money(price.cents, price.currency)


def price(price: Price) -> str:
    """A sum with the tax that is in it, by rate: "€12.00 (includes VAT 25.5%: €2.44)"."""
    language = host.current().language
    rates = [
        spoken(
            "vat-rate",
            rate=language.number(float(rate)),
            total=language.money(cents, price.currency),
        )
        for rate, cents in price.vat
    ]
    if not rates:
        return money(price)
    return spoken("price-with-vat", price=money(price), vat="; ".join(rates))


def places(offered: Iterable[Place], here: Point | None = None) -> list[PlaceChoice]:
    """Show where a service can be had, as the items of the component `place_chooser`.

    Args:
        offered: the places, in the order of the provider. One without a point has no distance.
        here: where the resident is, or will be; the nearest places come first then.
    """
    shown = [_place(place, here) for place in offered]
    return sorted(shown, key=_distance)


def elsewhere(found: Iterable[tuple[Place, Time]], here: Point | None = None) -> list[PlaceChoice]:
    """Show other places with their first free time, as the items of `place_chooser`.

    The sooner day comes first; of one day the nearer place; of places as near the earlier time.

    Args:
        found: each place with its first free time.
        here: where the place is that they are offered instead of.
    """
    shown: list[tuple[datetime, PlaceChoice]] = []
    for place, time in found:
        choice = _place(place, here)
        choice["first"] = moment(time, place)
        choice["first"].pop("end", None)
        shown.append((time.start, choice))
    shown.sort(key=lambda one: (one[1]["first"]["date"], _distance(one[1]), one[0]))
    return [choice for _, choice in shown]


def _place(place: Place, here: Point | None) -> PlaceChoice:
    choice: PlaceChoice = {"value": place.id, "label": place.name}
    if place.address:
        choice["address"] = place.address
    if here and place.point:
        choice["distance"] = metres(here, place.point)
    return choice


def _distance(choice: PlaceChoice) -> float:
    return choice.get("distance", float("inf"))


def of_slots(
    slots: Iterable[Slot], hint: Callable[[Slot], str | None] = lambda slot: None
) -> list[Choice]:
    """Show slots: what `availability` gave, or the alternatives of a `Refusal`.

    Args:
        slots: in any order.
        hint: says the place, the person or the room, where a page shows times of several.
    """
    return _ordered(Choice(slot.key, slot.start, slot.wall, hint(slot)) for slot in slots)


def of_times(times: Iterable[Time], place: Place, *, among_places: bool = False) -> list[Choice]:
    """Show the times of a provider, on the clock of the place.

    Args:
        times: in any order.
        place: where they are.
        among_places: the page shows times of several places. Each then says where it is, and what
            the form sends for it does too: read that with `chosen_among`.
    """
    zone = ZoneInfo(place.zone)
    behind = f"@{quote(place.id, safe='')}" if among_places else ""
    return _ordered(
        Choice(
            time.key + behind,
            time.start.astimezone(UTC),
            time.start.astimezone(zone).replace(tzinfo=None),
            hint=_extent(time, zone),
            place=place.name if among_places else None,
            left=time.left,
        )
        for time in times
    )


def once(choices: Iterable[Choice]) -> list[Choice]:
    """Show the same time at several places once, for residents who will go to any of them.

    Args:
        choices: of `of_times` among places. Read what the form sends with `chosen_any`.
    """
    alike: dict[tuple[datetime, str | None], list[Choice]] = {}
    for choice in _ordered(choices):
        alike.setdefault((choice.start, choice.hint), []).append(choice)
    return [_merged(same) for same in alike.values()]


def _merged(same: Sequence[Choice]) -> Choice:
    first = same[0]
    if len(same) == 1:
        return first
    value = "*" + " ".join(quote(one.value, safe="") for one in same)
    return replace(first, value=value, place=spoken("several"), left=None)


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
        times = _by_day(choice for choice in free if self.first <= choice.wall.date() < after)
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


def near(choices: Iterable[Choice], taken: Choice | None = None) -> list[TimeSlotDay]:
    """Show near times in place of a refused one, as the days of the component `time_slots`.

    Args:
        choices: the alternatives.
        taken: what somebody else has just got; it is shown as such, so that nobody looks for it.
    """
    found = _ordered([*choices, *([taken] if taken is not None else [])])
    gone = taken.value if taken is not None else None
    return [{"date": day, "times": times} for day, times in _by_day(found, gone).items()]


def chosen(value: str | None, plan: Plan, service: str, offices: Collection[str]) -> Slot | Refusal:
    """Read the slot that a form names.

    Whether it is offered and free is for the store to judge, in the transaction that takes it.

    Args:
        value: what the form sent; a resource that was chosen is in it.
        plan: what the city offers.
        service: the service that the page is about.
        offices: the offices whose times the page shows.

    Returns:
        The slot; or a `Refusal` with `Code.NOT_CHOSEN` for nothing, `Code.NOT_OFFERED` for what
        this page can't have shown.
    """
    if not value:
        return Refusal(Code.NOT_CHOSEN)
    slot = plan.slot_of(value)
    if slot is None or slot.service != service or slot.office not in offices:
        return Refusal(Code.NOT_OFFERED)
    if slot.resource is not None and plan.resource[slot.resource].office != slot.office:
        return Refusal(Code.NOT_OFFERED)
    return slot


def chosen_time(value: str | None) -> Time | Refusal:
    """Read the time of a provider that a form names; whether it is free, `create` judges.

    Returns:
        The time; or a `Refusal` with `Code.NOT_CHOSEN` for nothing, `Code.NOT_OFFERED` for what is
        no time.
    """
    if not value:
        return Refusal(Code.NOT_CHOSEN)
    return time_of(value) or Refusal(Code.NOT_OFFERED)


def chosen_among(value: str | None) -> tuple[Time | Refusal, str]:
    """Read the time, and the id of its place, that a form with times of several places names.

    Returns:
        As `chosen_time`, and the id; empty when there is none.
    """
    time, _, place = (value or "").rpartition("@")
    return chosen_time(time or value), unquote(place) if time else ""


def chosen_any(value: str | None) -> list[tuple[Time, str]] | Refusal:
    """Read the times that a form with times of several places means, each with its place's id.

    Returns:
        One or more, where a time is shown `once` for several places; or a `Refusal`, as for
        `chosen_time`.
    """
    single = not (value or "").startswith("*")
    found = []
    for text in [value] if single else [unquote(part) for part in (value or "")[1:].split(" ")]:
        time, place = chosen_among(text)
        if isinstance(time, Refusal):
            return time
        found.append((time, place))
    return found


def moment(time: Time, place: Place) -> Moment:
    """When a time is, on the clock of the place; one over midnight says only when it begins.

    Of a series it is the first.
    """
    zone = ZoneInfo(place.zone)
    last = min(time.parts, key=lambda part: part.start).end if weekly(time) else time.end
    start, end = time.start.astimezone(zone), last.astimezone(zone)
    shown: Moment = {"date": start.date(), "start": start.time()}
    if start.date() == end.date() and start.time() < end.time():
        shown["end"] = end.time()
    return shown


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


def _extent(time: Time, zone: ZoneInfo) -> str | None:
    """How far a visit goes, beside when it begins: until when, or how often."""
    if not time.parts:
        return None
    if weekly(time):
        return spoken("times-count", count=len(time.parts))
    return spoken("until-time", time=host.current().language.time(time.end.astimezone(zone)))


def day_of(part: Part, place: Place) -> str:
    """The day of a part in words, at the beginning of a line."""
    day = host.current().language.date(part.start.astimezone(ZoneInfo(place.zone)).date(), "full")
    return day[:1].upper() + day[1:]


def weekly(time: Time) -> bool:
    """Is it a time of a series? A visit may last over midnight, of the place or of UTC."""
    return any(part.start - time.start >= _DAY for part in time.parts)


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


def calendar_services(summary: str, time: Time, location: str = "") -> list[CalendarService]:
    """The calendars on the web that take an entry by an address, as `add_to_calendar` takes them.

    Args:
        summary: the name of the entry. The service learns it, and others may see it in a
            calendar: keep the resident's affair out of it.
        time: when.
        location: where, if the service may learn it.
    """
    start, end = (f"{when:%Y%m%dT%H%M%SZ}" for when in (time.start, time.end))
    google = {"action": "TEMPLATE", "text": summary, "dates": f"{start}/{end}"}
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": summary,
        "startdt": f"{time.start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{time.end:%Y-%m-%dT%H:%M:%SZ}",
    }
    if location:
        google |= {"location": location}
        outlook |= {"location": location}
    deep = "calendar/0/deeplink/compose"
    return [
        {"name": name, "url": f"{page}?{urlencode(query, quote_via=quote)}"}
        for name, page, query in (
            ("Google Calendar", "https://calendar.google.com/calendar/render", google),
            ("Outlook.com", f"https://outlook.live.com/{deep}", outlook),
            ("Microsoft 365", f"https://outlook.office.com/{deep}", outlook),
        )
    ]


def _ordered(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (choice.start, choice.value))


def _by_day(choices: Iterable[Choice], taken: str | None = None) -> dict[date, list[TimeSlot]]:
    days: dict[date, list[TimeSlot]] = {}
    for choice in choices:
        shown: TimeSlot = {"value": choice.value, "time": choice.wall.time()}
        if choice.hint:
            shown["hint"] = choice.hint
        if choice.place:
            shown["place"] = choice.place
        if choice.value == taken:
            shown["taken"] = True
        elif choice.left:
            shown["left"] = choice.left
        days.setdefault(choice.wall.date(), []).append(shown)
    return days
