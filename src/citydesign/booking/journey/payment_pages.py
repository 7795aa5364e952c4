"""The pages about money, in the words of the application at work."""

from __future__ import annotations

from datetime import datetime

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
    look = ui.button(spoken("pay-look"), variant="secondary", loading_text=spoken("pay-looking"))
    again = ui.button(spoken("pay-again"), loading_text=spoken("pay-going"))
    total = spoken("pay-link", total=money(due.price))
    content = lines(
        summary(problems, refused),
        title(said),
        lead(spoken("pay-text", until=moment(until, place))),
        news,
        facts(product, place, due.time, held=True, price=due.price),
        paragraph(spoken("pay-where")),
        # A link, because policies of pages forbid forms that lead to other sites.
        paragraph(ui.button(total, url=due.url)) if due.url and not off else None,
        form(f"{here}again", again, method="post") if off or not due.url else None,
        form(f"{here}look", look, method="post") if due.url and not off else None,
        form(f"{here}release", ui.button(spoken("release"), variant="quiet"), method="post"),
    )
    return Page(said, content, status, bool(problems))


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
