"""The pages about money, in the words of the application at work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.booking.abilities import Due
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.payment import PaymentState
from citydesign.booking.journey.parts import facts, form, moment, problem, summary
from citydesign.booking.provider import Place, Product
from citydesign.booking.shown import money
from citydesign.booking.words import spoken
from citydesign.exchange import Page, Request
from citydesign.fragments import lead, lines, paragraph, title


def pay(
    here: str,
    product: Product,
    place: Place,
    due: Due,
    until: datetime,
    *,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Leads to the payment service, or says that nothing was paid there.

    Args:
        here: the address of this page.
        product: what for.
        place: where.
        due: what is to be paid.
        until: when the hold ends.
        refused: why it can't be done.
        trouble: what else is the matter.
        status: of HTTP.
    """
    off = due.state is PaymentState.OFF
    said = spoken("pay-off" if off else "pay")
    problems = problem(refused, trouble if status != 200 else None, None)
    news = ui.notification(trouble) if trouble and status == 200 else None
    content = lines(
        summary(problems, refused),
        title(said),
        lead(spoken("pay-text")),
        news,
        facts(
            product,
            place,
            due.time,
            held=True,
            more=[{"label": spoken("pay-by"), "value": moment(until, place)}],
            price=due.price,
        ),
        paragraph(spoken("pay-where")),
        *_acts(here, due, unheard=news is not None),
        form(f"{here}release", ui.button(spoken("release"), variant="quiet"), method="post"),
    )
    return Page(said, content, status, bool(problems))


def _acts(here: str, due: Due, *, unheard: bool) -> list[Markup]:
    """The ways on. Whoever has just come back looks first, so that nobody pays twice."""
    if due.url is None or due.state is PaymentState.OFF:
        again = ui.button(spoken("pay-again"), loading_text=spoken("pay-going"))
        return [form(f"{here}again", again, method="post")]
    first: Any = "primary"
    other: Any = "secondary"
    look = ui.button(
        spoken("pay-look"),
        variant=first if unheard else other,
        loading_text=spoken("pay-looking"),
    )
    # A link, because policies of pages forbid forms that lead to other sites.
    link = ui.button(
        spoken("pay-link", total=money(due.price)),
        url=due.url,
        variant=other if unheard else first,
    )
    shown = [paragraph(link), form(f"{here}look", look, method="post")]
    return shown[::-1] if unheard else shown


def returned(asked: Request, product: Product, place: Place, due: Due) -> Page:
    """Says that money came for a time that nobody holds any more, and that it goes back."""
    said = spoken("pay-late")
    back = due.state is PaymentState.RETURNED
    told = "pay-returned" if back else "pay-returning"
    content = lines(
        title(said),
        lead(spoken("pay-late-text")),
        paragraph(spoken(told, total=money(due.price))),
        facts(product, place, due.time),
        paragraph(ui.button(spoken("again"), url=asked.root, variant="secondary")),
    )
    return Page(said, content)


def noticed() -> Page:
    """What a payment service gets that has reported: it reads the status only."""
    return Page(spoken("payment"), title(spoken("payment")))
