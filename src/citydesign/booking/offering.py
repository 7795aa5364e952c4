"""What the id of a product means on a plan: a service, a length of it, or a visit of several.

For providers with a plan of the core, so that all of them read an id alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from citydesign.booking.core.dates import changeable
from citydesign.booking.core.diary import Booking, Bookings, Slot
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.offer import Window, availability
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.plan import MINUTE, Office, Plan, kind
from citydesign.booking.core.visit import Order, Visit, visits
from citydesign.booking.core.visit import beside as why_not
from citydesign.booking.provider import Field, Part, Product, ProviderRefusal, Time
from citydesign.booking.words import spoken

#: Slots that are booked together, in the order of time.
Way = tuple[Slot, ...]


def services(product: str) -> tuple[str, ...]:
    """The ids of the services that a product is made of, each once."""
    visit = Visit.of(product)
    return tuple(dict.fromkeys(visit.services)) if visit else (product,)


def product_of(slots: Sequence[Slot]) -> str:
    """The id of the product that slots were booked as."""
    return Visit.made_of(slots).key if len(slots) > 1 else slots[0].service


def kept_as(slots: Sequence[Slot]) -> str:
    """The id of the product that booked slots would be moved as: a series has so many weeks."""
    if len(slots) > 1 and Visit.made_of(slots).order in (Order.WEEKLY, Order.WEEKLY_FREE):
        return Visit(tuple(slot.service for slot in slots), Order.WEEKLY).key
    return product_of(slots)


def offices(plan: Plan, product: str) -> list[Office]:
    """The offices that can serve a product."""
    roles = [role for name in services(product) for role in plan.service[kind(name)].needs]
    return [o for o in plan.offices if all(plan.options(o.id, role) for role in roles)]


def ways(
    plan: Plan,
    diary: Bookings,
    window: Window,
    now: datetime,
    product: str,
    office: str,
    without: str | None = None,
) -> tuple[Way, ...]:
    """The ways in which a product can be had at an office, by when they begin in the window."""
    visit = Visit.of(product)
    if visit is None:
        free = availability(plan, diary, window, now, product, [office], without=without)
        return tuple((slot,) for slot in free)
    return visits(plan, diary, window, now, visit, [office], without=without)


def way_of(plan: Plan, product: str, place: str, time: Time) -> Way:
    """The slots that a time of a product at a place names, free or not.

    Raises:
        ProviderRefusal: it can't have been shown for this product at this place.
    """
    visit = Visit.of(product)
    slots = tuple(slot for key in time.id.split(" ") if (slot := plan.slot_of(key)))
    right = bool(slots) and Time.of(*slots) == time and {slot.office for slot in slots} == {place}
    if right and visit is None:
        right = [slot.service for slot in slots] == [product]
    elif right and visit is not None:
        right = visit.allowed(plan) and visit.fits(plan, slots)
    if not right:
        raise ProviderRefusal(Code.NOT_OFFERED)
    return slots


def dates(booking: Booking, now: datetime) -> list[tuple[int, Part]]:
    """The dates of a series that can be changed alone, by their numbers, in the order of time."""
    ahead = changeable(booking, now)
    found = [
        (number, Part(slot.service, slot.start, slot.end))
        for number, slot in zip(booking.numbered, booking.slots, strict=True)
        if number in ahead
    ]
    return sorted(found, key=lambda one: one[1].start)


def near(found: Iterable[Way], start: datetime, count: int = 3) -> list[Time]:
    """The times of those ways that begin nearest to a start, in order."""
    nearest = sorted(found, key=lambda way: (abs(way[0].start - start), way[0].start))[:count]
    return [Time.of(*way) for way in sorted(nearest, key=lambda way: way[0].start)]


def fields(product: str, of: Callable[[str], Sequence[Field]]) -> list[Field]:
    """What must be asked for a product: what any of its services wants to know, each thing once.

    Args:
        product: its id.
        of: gives the fields of a service.
    """
    found: dict[str, Field] = {}
    for field in (field for service in services(product) for field in of(service)):
        known = found.setdefault(field.name, field)
        found[field.name] = replace(known, required=known.required or field.required)
    return list(found.values())


def offered(plan: Plan, product: str) -> bool:
    """Can one booking be for a product?"""
    visit = Visit.of(product)
    return visit.allowed(plan) if visit else product in plan.service


def product(plan: Plan, name: str, called: Callable[[str], str]) -> Product | None:
    """What is no service but made of some: a length of one, or a visit.

    Args:
        plan: what there is.
        name: its id.
        called: gives the name of a service, in the language of the request.

    Returns:
        None for what one booking can't be for.
    """
    return booked(plan, name, called) if offered(plan, name) else None


def booked(plan: Plan, name: str, called: Callable[[str], str]) -> Product:
    """What a booking is for, whether or not the plan still offers it; else as `product`."""
    visit = Visit.of(name)
    if visit is None:
        return Product(name, _sized(plan, name, called), _minutes(plan, name), by=met(plan, name))
    parts = {service: _sized(plan, service, called) for service in visit.services}
    counted, by = Counter(visit.services), met(plan, visit.services[0])
    if visit.order in (Order.WEEKLY, Order.WEEKLY_FREE):
        (service,) = parts
        said = spoken("weeks-of", service=parts[service], count=len(visit.services))
        return Product(name, said, parts=parts, by=by)
    alone = len(counted) == len(visit.services)
    texts = [
        parts[service] if alone else spoken("people-of", service=parts[service], count=number)
        for service, number in counted.items()
    ]
    return Product(name, ", ".join(texts), parts=parts, by=by)


def met(plan: Plan, service: str) -> Meeting:
    """How people meet for a service, whatever length was chosen; at the office for what is gone."""
    found = plan.service.get(kind(service))
    return found.by if found else Meeting.PLACE


def _sized(plan: Plan, service: str, called: Callable[[str], str]) -> str:
    """The name of a service, with its length where that is the resident's choice."""
    usual, minutes = plan.service.get(kind(service)), _minutes(plan, service)
    chosen = service != kind(service) or (usual is not None and usual.longer)
    name = called(kind(service))
    return f"{name}, {length(minutes)}" if chosen and minutes else name


def _minutes(plan: Plan, service: str) -> int | None:
    """How long a service is; None for one that is gone, unless its length was chosen."""
    found, chosen = plan.service.get(service), service.partition("/")[2]
    if found is not None:
        return found.duration // MINUTE
    return int(chosen) if chosen.isdecimal() else None


def length(minutes: int) -> str:
    """A length of time in words: "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [spoken("hours", count=hours)] if hours else []
    return " ".join([*said, *([spoken("minutes", count=rest)] if rest else [])])


def people(plan: Plan, service: str) -> int:
    """How many people can come for a service in one booking."""
    return plan.service[service].policy.group


def beside(plan: Plan, service: str) -> list[str]:
    """The services that can be had on the same visit at some office, in the order of the plan."""
    here = {office.id for office in offices(plan, service)}
    return [
        other.id
        for other in plan.services
        if other.id != service
        and why_not(plan, [service, other.id]) is None
        and here.intersection(office.id for office in offices(plan, other.id))
    ]


def lengths(plan: Plan, service: str) -> dict[str, int]:
    """The ids of the lengths that can be chosen of a service, with their minutes."""
    return {one.id: one.duration // MINUTE for one in plan.service[service].lengths}


def weeks(plan: Plan, service: str) -> int:
    """Over how many weeks one booking can repeat a time of a service."""
    return plan.service[service].policy.weeks


#: How far around a time that was lost others are offered.
NEAR = timedelta(days=7)
