"""The pages about what is booked, asked for or waited for."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from citydesign import ui
from citydesign.booking.core.diary import State
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.payment import PaymentState
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.parts import (
    facts,
    first,
    form,
    moment,
    problem,
    slots,
    summary,
    when,
)
from citydesign.booking.provider import Deed, Place, Product, Receipt
from citydesign.booking.records import TimeSlotDay
from citydesign.booking.shown import Week, calendar_services, called, money, weekly, where
from citydesign.booking.words import sentence, spoken
from citydesign.calls import given
from citydesign.exchange import Page, Request
from citydesign.fragments import hidden, lead, lines, paragraph, title

_TITLES = {
    State.HELD: "offered",
    State.PENDING: "pending",
    State.CONFIRMED: "booked",
    State.RESCHEDULED: "moved",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "request-expired",
}
#: The first paragraph, where there is one.
_LEADS = {
    State.HELD: "offered-text",
    State.PENDING: "pending-text",
    State.CANCELLED: "cancelled-text",
    State.EXPIRED: "request-expired-text",
}
#: The field of the page that cancels: it said that the fee comes back.
REFUND = "refund"
_LIVING = (State.PENDING, State.CONFIRMED, State.RESCHEDULED)


def booked(
    asked: Request,
    product: Product,
    place: Place,
    receipt: Receipt,
    can: frozenset[Deed],
    fields: Details | None = None,
    *,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """What the provider says of a booking, and what can be done with it.

    Args:
        asked: the request, for the address of the booking.
        product: what for.
        place: where.
        receipt: what the provider says.
        can: what can be done with it here.
        fields: what is asked of who accepts an offer.
        trouble: what is the matter.
        status: of HTTP.
    """
    state = receipt.state
    withdrawn = state is State.CANCELLED and not receipt.granted
    said = spoken("withdrawn" if withdrawn else _TITLES.get(state, "over"))
    here = f"{asked.root}{_path(asked)}"
    problems = [*problem(None, trouble, None), *(fields.errors if fields else [])]
    until = moment(receipt.until, place) if receipt.until else ""
    quoted = receipt.quoted or receipt.reference
    shown = title(said) if state is State.HELD else None
    kept = state in (State.CONFIRMED, State.RESCHEDULED)
    flagged = receipt.flagged and state in _LIVING
    content = lines(
        summary(problems),
        shown or (ui.confirmation(said, reference=quoted) if kept else title(said)),
        _lead(receipt, place, until),
        ui.notification(spoken("flagged"), content=spoken("flagged-text"), status="warning")
        if flagged
        else None,
        facts(product, place, receipt.time, receipt),
        *(_video(receipt) if kept and product.by is Meeting.VIDEO else []),
        _accept(here, fields) if fields and "accept" in can else None,
        _calendar(here, product, place, receipt) if "calendar" in can else None,
        *_deeds(asked, here, state, can),
    )
    return Page(said, content, status, bool(problems))


def _lead(receipt: Receipt, place: Place, until: str) -> Markup | None:
    """What the resident must know first."""
    if receipt.instead and receipt.state is State.HELD:
        return lead(spoken("offered-instead", until=until, when=when(receipt.instead, place)))
    named = _LEADS.get(receipt.state)
    return lead(spoken(named, until=until)) if named else None


def _accept(here: str, fields: Details) -> Markup:
    button = ui.button(spoken("accept"), loading_text=spoken("accepting"))
    return form(f"{here}accept", fields.content, button, method="post")


def _video(receipt: Receipt) -> list[Markup]:
    """The way into a meeting; the address is on no page but this."""
    if receipt.meeting is None:
        return [paragraph(spoken("meeting-later"))]
    link = ui.button(spoken("meeting-link"), url=receipt.meeting, variant="secondary")
    return [paragraph(link), paragraph(spoken("meeting-keep"))]


def _location(product: Product, place: Place) -> str:
    """What a calendar that others may see says of the place."""
    return place.name if product.by is Meeting.PLACE else where(product, place)


def _calendar(here: str, product: Product, place: Place, receipt: Receipt) -> Markup:
    """The booking for the resident's own calendar; one that is over is taken out of it."""
    over = receipt.state in (State.CANCELLED, State.EXPIRED)
    # What an address can say to a calendar on the web is one time.
    without = over or weekly(receipt.time)
    services = calendar_services(spoken("calendar-entry"), receipt.time, _location(product, place))
    return ui.add_to_calendar(
        f"{here}calendar.ics",
        services=[] if without else given(services),
        changed=receipt.state is State.RESCHEDULED,
        cancelled=over,
    )


def _deeds(asked: Request, here: str, state: State, can: frozenset[Deed]) -> list[Markup]:
    """Links to what can be done with a booking."""
    over = state in (State.CANCELLED, State.EXPIRED)
    found: list[str | Markup] = []
    if "move" in can:
        found.append(spoken("keep-link-move"))
        found.append(ui.button(spoken("move"), url=f"{here}move", variant="secondary"))
    elif "delete" in can and state is not State.HELD:
        found.append(spoken("keep-link-pending" if state is State.PENDING else "keep-link"))
    if "date" in can:
        found.append(ui.button(spoken("date-link"), url=f"{here}date", variant="quiet"))
    if "earlier" in can:
        found.append(ui.button(spoken("earlier-link"), url=f"{here}earlier", variant="quiet"))
    if "delete" in can:
        found.append(ui.button(spoken(_act(state)), url=f"{here}cancel", variant="quiet"))
    if over:
        found.append(ui.button(spoken("again"), url=asked.root))
    return [paragraph(one) for one in found]


def cancel(
    asked: Request,
    product: Product,
    place: Place,
    receipt: Receipt,
    *,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Asks before anything is cancelled, withdrawn or declined."""
    act = _act(receipt.state)
    said = spoken(f"{act}-title")
    problems = problem(refused, trouble, None)
    doing = {"cancel": "cancelling", "withdraw": "withdrawing", "decline": "declining"}[act]
    content = lines(
        summary(problems, refused),
        title(said),
        facts(product, place, receipt.time),
        paragraph(spoken("cancel-text")),
        _back(receipt),
        form(
            f"{asked.root}{_path(asked)}cancel",
            hidden(**{REFUND: "shown"}) if receipt.paid and receipt.paid.refundable else None,
            ui.button(spoken(act), variant="danger", loading_text=spoken(doing)),
            method="post",
        ),
        paragraph(
            ui.button(
                spoken("keep" if act == "cancel" else "back"),
                url=f"{asked.root}{_path(asked)}",
                variant="secondary",
            )
        ),
    )
    return Page(said, content, status, bool(problems))


def _back(receipt: Receipt) -> Markup | None:
    """What becomes of the money."""
    paid = receipt.paid
    if paid is None or paid.state is not PaymentState.PAID:
        return None
    said = "cancel-refund" if paid.refundable else "cancel-no-refund"
    return paragraph(spoken(said, total=money(paid.price)))


def move(
    asked: Request,
    place: Place,
    receipt: Receipt,
    week: Week,
    *,
    month_url: str,
    value: str | None = None,
    refused: Code | None = None,
    near: Sequence[TimeSlotDay] = (),
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Another time for a booking; the arguments are those of `pages.times`."""
    said = spoken("move-title")
    error = sentence(refused) if refused else None
    here = f"{asked.root}{_path(asked)}"
    problems = problem(refused, trouble, first(near or week.days))
    button = ui.button(spoken("move-do"), loading_text=spoken("moving"))
    content = lines(
        summary(problems, refused),
        title(said),
        lead(f"{spoken('move-now')}: {when(receipt.time, place)}"),
        form(
            f"{here}move?from={week.first.isoformat()}",
            slots(
                spoken("time"),
                place,
                week,
                near,
                error=error,
                value=value,
                other=f"{here}move",
                button=button,
                month_url=month_url,
            ),
            method="post",
        ),
        paragraph(ui.button(spoken("keep"), url=here, variant="quiet")),
    )
    return Page(said, content, status, bool(problems))


def waiting(
    asked: Request,
    product: Product,
    place: Place,
    fields: Details | None,
    other: str,
    *,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """The waiting list: to join it, or (without ``fields``) to leave it."""
    waits = fields is None
    said = spoken("waiting" if waits else "wait-title")
    problems = [*problem(refused, trouble, None), *(fields.errors if fields else [])]
    chosen = hidden(product=product.id, place=place.id)
    if fields is None:
        leave = ui.button(
            spoken("wait-leave"), variant="secondary", loading_text=spoken("wait-leaving")
        )
        act = form(f"{asked.root}wait/leave", chosen, leave, method="post")
    else:
        join = ui.button(spoken("wait-join"), loading_text=spoken("wait-joining"))
        act = form(f"{asked.root}wait", chosen, fields.content, join, method="post")
    content = lines(
        summary(problems, refused),
        title(said),
        lead(spoken("waiting-text" if waits else "wait-text")),
        paragraph(f"{product.name}, {called(product, place)}"),
        act,
        paragraph(ui.button(spoken("times"), url=other, variant="quiet")),
    )
    return Page(said, content, status, bool(problems))


def earlier(
    asked: Request,
    product: Product,
    place: Place,
    receipt: Receipt,
    *,
    waits: bool,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """The waiting list for who has a time: to join it, or to leave it.

    Args:
        asked: the request, below the address of the booking.
        product: what for.
        place: where.
        receipt: what they have.
        waits: do they wait already?
        refused: why they can't.
        trouble: what else is the matter.
        status: of HTTP.
    """
    here = f"{asked.root}{_path(asked)}"
    said = spoken("earlier-waiting" if waits else "earlier-title")
    problems = problem(refused, trouble, None)
    join = ui.button(spoken("wait-join"), loading_text=spoken("wait-joining"))
    leave = ui.button(
        spoken("wait-leave"), variant="secondary", loading_text=spoken("wait-leaving")
    )
    content = lines(
        summary(problems, refused),
        title(said),
        lead(spoken("earlier-waiting-text" if waits else "earlier-text")),
        facts(product, place, receipt.time, receipt),
        form(f"{here}earlier-leave", leave, method="post")
        if waits
        else form(f"{here}earlier", join, method="post"),
        paragraph(ui.button(spoken("back"), url=here, variant="quiet")),
    )
    return Page(said, content, status, bool(problems))


def _act(state: State) -> str:
    return {State.HELD: "decline", State.PENDING: "withdraw"}.get(state, "cancel")


def _path(asked: Request) -> str:
    """The path of the booking that the request is about, with a slash at its end."""
    return "/".join(asked.path.split("/")[:2]) + "/"
