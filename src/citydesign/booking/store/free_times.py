"""The free times of a store, in the terms of the port."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from citydesign.booking import offering
from citydesign.booking.core.offer import Window
from citydesign.booking.core.outcome import Refusal
from citydesign.booking.core.visit import Visit
from citydesign.booking.provider import ProviderRefusal, Time
from citydesign.booking.store.outages import down
from citydesign.booking.store.reader import Reader

_DAY = timedelta(days=1)


class FreeTimes:
    """What can be had of a product, and what in place of a time that was refused.

    Args:
        store: where the bookings are kept.
    """

    def __init__(self, store: Reader) -> None:
        self._store = store

    def counts(
        self, product: str, place: str, first: date, last: date, without: str | None
    ) -> Mapping[date, int]:
        """The days with a free time, and how many each has; see `DayCounter`."""
        free = self._between(product, place, first, last, without)
        return Counter(way[0].wall.date() for way in free)

    def times(self, product: str, place: str, day: date, without: str | None) -> list[Time]:
        """The free times of a day, in order, with the places that they have left."""
        free = self._between(product, place, day, day, without)
        if Visit.of(product) or not self._store.plan.shared(place, product):
            return [Time.of(*way) for way in free]
        slots = [slot for (slot,) in free]
        with down(sent=False):
            places = self._store.places_left(slots, without=without)
        # What was taken between the two questions has none.
        return [Time.of(slot, left=left) for slot, left in zip(slots, places, strict=True) if left]

    def refused(self, answer: Refusal, product: str, without: str | None = None) -> ProviderRefusal:
        """What the store said no to, with near times of the whole product.

        Args:
            answer: of the store.
            product: what was asked for.
            without: the booking that was to be moved.
        """
        times = [Time.of(slot) for slot in answer.alternatives]
        if times and Visit.of(product):
            # The core knows times near to one slot, and not to a visit.
            start, office = answer.alternatives[0].start, answer.alternatives[0].office
            window = start - offering.NEAR, start + offering.NEAR
            times = offering.near(self._ways(product, office, window, without), start)
        return ProviderRefusal(answer.code, times)

    def _between(
        self, product: str, place: str, first: date, last: date, without: str | None
    ) -> Sequence[offering.Way]:
        zone = self._store.plan.office[place].tz
        window = (
            datetime.combine(first, time.min, zone),
            datetime.combine(last + _DAY, time.min, zone),
        )
        return self._ways(product, place, window, without)

    def _ways(
        self, product: str, place: str, window: Window, without: str | None
    ) -> Sequence[offering.Way]:
        visit, at = Visit.of(product), [place]
        with down(sent=False):
            if visit is not None:
                return self._store.visits(window, visit, at, without=without)
            free = self._store.availability(window, product, at, without=without)
        return [(slot,) for slot in free]
