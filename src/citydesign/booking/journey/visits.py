"""The page that asks who comes for what, where one booking can be for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citydesign.booking.abilities import VisitBooker
from citydesign.booking.core.visit import Order, Visit
from citydesign.booking.journey import pages
from citydesign.booking.journey.counter import Counter
from citydesign.booking.provider import Product
from citydesign.booking.words import spoken
from citydesign.exchange import Page, Request

#: What the name of a field begins with that says how many people come for a product.
PEOPLE = "people-"


class Visits:
    """Asks who comes for what, and makes a visit of the answer.

    Args:
        counter: what all pages ask.
        booker: the provider.
    """

    def __init__(self, counter: Counter, booker: VisitBooker) -> None:
        self._counter, self._booker = counter, booker

    def answer(self, asked: Request, product: Product) -> Page | Product:
        """The page; or, when it was answered or there is nothing to ask, what is to be booked."""
        most = self._booker.people(product.id)
        others = self._booker.beside(product.id, self._counter.locale)
        if most == 1 and not others:
            return product
        limits = {one.id: self._booker.people(one.id) for one in others}
        limits = {product.id: most, **limits}
        sent = any(name.startswith(PEOPLE) for name in asked.query)
        wanted = _wanted(asked.query, limits)
        order = Order.TOGETHER if asked.query.get("order") == Order.TOGETHER else Order.IN_TURN
        names = [name for name, number in wanted.items() for _ in range(number)]
        if sent:
            found = self._product(names, order)
            if found is not None:
                return found
        said = spoken("visit-nobody" if not names else "visit-refused") if sent else None
        counts = wanted if sent else {**dict.fromkeys(limits, 0), product.id: 1}
        choices = [(one, limits[one.id], counts[one.id]) for one in (product, *others)]
        return pages.visit(asked, product, choices, order, problem=said)

    def _product(self, names: Sequence[str], order: Order) -> Product | None:
        """What is booked for so many; None for what one booking can't be for."""
        if not names:
            return None
        if len(names) == 1:
            return self._counter.product(names[0])
        return self._booker.visit(Visit(tuple(names), order), self._counter.locale)


def _wanted(query: Mapping[str, str], limits: Mapping[str, int]) -> dict[str, int]:
    """How many come for each product, as an address says; nonsense is nobody."""
    found = {}
    for name, most in limits.items():
        text = query.get(PEOPLE + name, "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        found[name] = number if number <= most else 0
    return found
