"""What the fake offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from citydesign.booking import offering
from citydesign.booking.core.offer import places_left
from citydesign.booking.core.visit import Visit
from citydesign.booking.fake.memory import Memory
from citydesign.booking.provider import Field, Place, Product, Time

MINUTE = timedelta(minutes=1)


class FakeCatalogue(Memory):
    """Answers what can be booked, where and when."""

    def products(self, locale: str) -> Sequence[Product]:
        """The services of the plan."""
        self._answer("products")
        return [
            Product(
                service.id,
                self.names.get(service.id, service.id),
                service.duration // MINUTE,
                by=service.by,
            )
            for service in self.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """The offices that can serve a product."""
        self._answer("places")
        return [self._place(office) for office in offering.offices(self.plan, product)]

    def dates(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Sequence[date]:
        """The days with a free time."""
        self._answer("dates")
        free = self._free(product, place, first, last, without)
        return sorted({way[0].wall.date() for way in free})

    def counts(
        self, product: str, place: str, first: date, last: date, *, without: str | None = None
    ) -> Mapping[date, int]:
        """The days with a free time, and how many each has."""
        self._answer("counts")
        free = self._free(product, place, first, last, without)
        return Counter(way[0].wall.date() for way in free)

    def times(
        self, product: str, place: str, day: date, *, without: str | None = None
    ) -> Sequence[Time]:
        """The free times of a day."""
        self._answer("times")
        free = self._free(product, place, day, day, without)
        if Visit.of(product) or not self.plan.shared(place, product):
            return [Time.of(*way) for way in free]
        slots = [slot for (slot,) in free]
        left = places_left(self.plan, self.diary, slots, self.clock(), without)
        return [Time.of(slot, left=number) for slot, number in zip(slots, left, strict=True)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """A name and a mail address, as nearly every provider asks; a phone number if you like."""
        self._answer("fields")
        return [
            Field("name", "Name"),
            Field("email", "E-mail address", "email"),
            Field("phone", "Phone number", "tel", required=False),
        ]

    def people(self, product: str) -> int:
        """How many people can come for a product in one booking."""
        self._answer("people")
        return offering.people(self.plan, product)

    def beside(self, product: str, locale: str) -> Sequence[Product]:
        """What else can be done on the same visit."""
        self._answer("beside")
        others = offering.beside(self.plan, product)
        return [one for one in self.products(locale) if one.id in others]

    def lengths(self, product: str) -> Mapping[str, int]:
        """The ids of a product in each length that can be chosen, with their minutes."""
        self._answer("lengths")
        return offering.lengths(self.plan, product)

    def weeks(self, product: str) -> int:
        """Over how many weeks one booking can repeat a time of a product."""
        self._answer("weeks")
        return offering.weeks(self.plan, product)

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id."""
        self._answer("composed")
        return offering.product(self.plan, name, lambda name: self.names.get(name, name))

    def named(self, product: str, place: str, locale: str) -> tuple[Product, Place] | None:
        """The product and the place of a booking, whether or not they are still offered."""
        self._answer("named")
        office = self.plan.office.get(place)
        if office is None:
            return None
        what = offering.booked(self.plan, product, lambda name: self.names.get(name, name))
        return what, self._place(office)
