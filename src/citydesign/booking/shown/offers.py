"""What can be booked and where, as the choosers show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from citydesign.booking.core.distance import Point, metres
from citydesign.booking.provider import Place, Product, Time
from citydesign.booking.records import PlaceChoice, ServiceChoice
from citydesign.booking.shown.moments import moment
from citydesign.booking.shown.prices import money


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
