"""What a store offers, in the words of the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from citydesign.booking import offering
from citydesign.booking.core.distance import Point
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.plan import MINUTE, Office, kind
from citydesign.booking.provider import Field, Place, Product
from citydesign.booking.store.reader import Reader
from citydesign.errors import CityDesignError


class Catalogue:
    """Answers what can be booked and where, and what must be asked for it.

    The arguments are those of `StoreProvider`.
    """

    def __init__(
        self,
        store: Reader,
        name: Callable[[str, str], str],
        fields: Callable[[str, str], Sequence[Field]],
        address: Callable[[str, str], str],
        points: Mapping[str, Point],
    ) -> None:
        self._store, self._name, self._fields = store, name, fields
        self._address, self._points = address, points

    def products(self, locale: str) -> Sequence[Product]:
        """What can be booked, in the resident's language."""
        return [
            Product(
                service.id,
                self._name(service.id, locale),
                service.duration // MINUTE,
                by=service.by,
            )
            for service in self._store.plan.services
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """Where a product can be had."""
        return [self._place(one, locale) for one in offering.offices(self._store.plan, product)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """What the resident must be asked for.

        Raises:
            CityDesignError: a call is booked without a number, or a visit without an address.
        """
        found = offering.fields(product, lambda service: self._fields(kind(service), locale))
        for service in offering.services(product):
            _reachable(service, offering.met(self._store.plan, service), found)
        return found

    def people(self, product: str) -> int:
        """How many people can come for a product in one booking."""
        return offering.people(self._store.plan, product)

    def beside(self, product: str, locale: str) -> Sequence[Product]:
        """What else can be done on the same visit."""
        others = offering.beside(self._store.plan, product)
        return [one for one in self.products(locale) if one.id in others]

    def lengths(self, product: str) -> Mapping[str, int]:
        """The ids of a product in each length that can be chosen, with their minutes."""
        return offering.lengths(self._store.plan, product)

    def weeks(self, product: str) -> int:
        """Over how many weeks one booking can repeat a time of a product."""
        return offering.weeks(self._store.plan, product)

    def composed(self, name: str, locale: str) -> Product | None:
        """The visit or the length of that id."""
        return offering.product(self._store.plan, name, lambda name: self._name(name, locale))

    def named(self, product: str, place: str, locale: str) -> tuple[Product, Place] | None:
        """The product and the place of a booking, whether or not they are still offered."""
        plan = self._store.plan
        office = plan.office.get(place)
        if office is None:
            return None
        try:
            what = offering.booked(plan, product, lambda name: self._name(name, locale))
        except KeyError:
            # The plan has the service no more, and the host dropped its name too.
            return None
        return what, self._place(office, locale)

    def _where(self, office: str, locale: str) -> list[str]:
        """The name and the address of an office, by its id; without one, the name alone."""
        address = self._address(office, locale)
        return [self._name(office, locale), *([address] if address else [])]

    def _place(self, office: Office, locale: str) -> Place:
        return Place(
            office.id,
            self._name(office.id, locale),
            office.zone,
            self._address(office.id, locale),
            self._points.get(office.id),
        )


def _reachable(service: str, by: Meeting, fields: Sequence[Field]) -> None:
    asked = [one for one in fields if one.required and one.when is None]
    if by is Meeting.PHONE and not any(one.kind == "tel" for one in asked):
        raise CityDesignError(
            f"service {service!r} is by phone, and nobody is asked for a number: give `fields` a "
            'required Field of kind "tel"'
        )
    if by is Meeting.HOME and not any(one.name == "address" for one in asked):
        raise CityDesignError(
            f"service {service!r} is given at home, and nobody is asked where that is: give "
            '`fields` a required Field that is named "address"'
        )
