"""The page of the waiting list."""

from __future__ import annotations

from citydesign.booking.abilities import WaitingList
from citydesign.booking.core.outcome import Code
from citydesign.booking.journey import booked_pages
from citydesign.booking.journey.counter import Counter, times_url
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.parts import address
from citydesign.booking.journey.tried import unheard
from citydesign.booking.journey.visitors import visitor
from citydesign.booking.provider import (
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
)
from citydesign.booking.words import spoken
from citydesign.exchange import Answer, Page, Redirect, Request
from citydesign.forms.words import explain


class Waiting:
    """Lets a visitor join the waiting list of a product at a place, and leave it.

    Args:
        counter: what all pages ask.
        waiting_list: the provider.
    """

    def __init__(self, counter: Counter, waiting_list: WaitingList) -> None:
        self._counter, self._list = counter, waiting_list

    def address(self, asked: Request, product: Product, place: Place) -> str:
        """The address of the page."""
        return address(f"{asked.root}wait", product=product.id, place=place.id)

    def answer(self, asked: Request) -> Answer:
        """Answer a request at "wait" or, to leave, "wait/leave"."""
        leaving = asked.path.endswith("/leave")
        sent = asked.query if asked.form is None else asked.form
        found = self._counter.found(sent.get("product", ""), sent.get("place", ""))
        if found is None or (leaving and asked.form is None):
            return self._counter.neutral(asked)
        if asked.form is None:
            return self._page(asked, *found)
        product, place = found
        fields = None if leaving else self._fields(asked, product)
        who = visitor(asked)
        if not asked.genuine or who is None:
            said = explain("page_too_old") if who else spoken("no-cookie")
            return self._page(asked, *found, fields, trouble=said, status=422)
        if fields and not fields.validate():
            return self._page(asked, *found, fields, status=422)
        try:
            if fields:
                self._list.join(product.id, place.id, fields.answers, who)
            else:
                self._list.leave(product.id, place.id, who)
        except MissingField as missing:
            assert fields is not None, "to leave, nothing is asked for"
            fields.miss(missing.field)
            return self._page(asked, *found, fields, status=422)
        except ProviderRefusal as refusal:
            return self._page(asked, *found, fields, refused=refusal.code, status=422)
        except ProviderDown as down:
            # Once on the list is once, however often it is sent.
            if fields is None:
                raise
            said = unheard(down)
            return self._form(asked, product, place, fields, trouble=said, status=503)
        return Redirect(self.address(asked, product, place))

    def _page(
        self,
        asked: Request,
        product: Product,
        place: Place,
        fields: Details | None = None,
        *,
        refused: Code | None = None,
        trouble: str | None = None,
        status: int = 200,
    ) -> Page:
        """What the provider says: on the list, or not."""
        who = visitor(asked)
        waits = who is not None and self._list.waits(product.id, place.id, who)
        shown = None if waits else fields or self._fields(asked, product)
        return self._form(
            asked, product, place, shown, refused=refused, trouble=trouble, status=status
        )

    def _form(
        self,
        asked: Request,
        product: Product,
        place: Place,
        fields: Details | None,
        *,
        refused: Code | None = None,
        trouble: str | None = None,
        status: int = 200,
    ) -> Page:
        other = times_url(asked, product, place)
        return booked_pages.waiting(
            asked,
            product,
            place,
            fields,
            other,
            refused=refused,
            trouble=trouble,
            status=status,
        )

    def _fields(self, asked: Request, product: Product) -> Details:
        wanted = self._list.waiting_fields(product.id, self._counter.locale)
        joining = asked.form is not None and not asked.path.endswith("/leave")
        return Details(wanted, asked.form if joining else None)
