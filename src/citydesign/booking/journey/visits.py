"""The pages that ask how one booking is made up: who comes for what, how long, how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citydesign.booking.abilities import VisitBooker
from citydesign.booking.core.visit import Order, Visit
from citydesign.booking.journey import visit_pages
from citydesign.booking.journey.counter import Counter
from citydesign.booking.provider import Product
from citydesign.booking.words import spoken
from citydesign.exchange import Page, Request

#: What the name of a field begins with that says how many people come for a product.
PEOPLE = "people-"


class Visits:
    """Asks how a booking is made up, and makes a product of the answer.

    Args:
        counter: what all pages ask.
        booker: the provider.
    """

    def __init__(self, counter: Counter, booker: VisitBooker) -> None:
        self._counter, self._booker = counter, booker

    def answer(self, asked: Request, product: Product) -> Page | Product:
        """The page; or, when it was answered or there is nothing to ask, what is to be booked."""
        lengths, weeks = self._booker.lengths(product.id), self._booker.weeks(product.id)
        if len(lengths) > 1 or weeks > 1:
            return self._series(asked, product, lengths, weeks)
        most = self._booker.people(product.id)
        others = self._booker.beside(product.id, self._counter.locale)
        if most == 1 and not others:
            return product
        return self._people(asked, product, most, others)

    def _people(
        self, asked: Request, product: Product, most: int, others: Sequence[Product]
    ) -> Page | Product:
        """Who comes for what."""
        limits = {product.id: most, **{one.id: self._booker.people(one.id) for one in others}}
        sent = any(name.startswith(PEOPLE) for name in asked.query)
        wanted = {name: _number(asked.query, PEOPLE + name, limits[name]) for name in limits}
        order = Order.TOGETHER if asked.query.get("order") == Order.TOGETHER else Order.IN_TURN
        names = [name for name, number in wanted.items() for _ in range(number)]
        found = self._product(names, order) if sent else None
        if found is not None:
            return found
        said = spoken("visit-refused" if names else "visit-nobody") if sent else None
        counts = wanted if sent else {**dict.fromkeys(limits, 0), product.id: 1}
        choices = [(one, limits[one.id], counts[one.id]) for one in (product, *others)]
        return visit_pages.people(asked, product, choices, order, problem=said)

    def _series(
        self, asked: Request, product: Product, lengths: Mapping[str, int], most: int
    ) -> Page | Product:
        """How long, and over how many weeks."""
        length = asked.query.get("length", product.id)
        order = Order.WEEKLY_FREE if asked.query.get("order") == Order.WEEKLY_FREE else Order.WEEKLY
        weeks = _number(asked.query, "weeks", most) or 1
        if length in lengths and ("length" in asked.query or "weeks" in asked.query):
            found = self._product([length] * weeks, order)
            if found is not None:
                return found
        offered = {name: self._counter.product(name) for name in lengths}
        prices = {name: one.price for name, one in offered.items() if one and one.price}
        return visit_pages.series(asked, product, lengths, prices, most)

    def _product(self, names: Sequence[str], order: Order) -> Product | None:
        """What is booked for so many; None for what one booking can't be for."""
        if len(names) < 2:
            return self._counter.product(names[0]) if names else None
        return self._booker.composed(Visit(tuple(names), order).key, self._counter.locale)


def _number(query: Mapping[str, str], name: str, most: int) -> int:
    """A number of an address; nonsense, and what is too large, is 0."""
    text = query.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return number if number <= most else 0
