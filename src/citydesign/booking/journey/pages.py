"""The pages of a booking, made of components, in the words of the application at work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

from citydesign import host, ui
from citydesign.booking.core.outcome import Code
from citydesign.booking.journey.details import Details
from citydesign.booking.provider import Place, Product, Time
from citydesign.booking.records import TimeSlotDay
from citydesign.booking.shown import Week
from citydesign.booking.words import heading, sentence, spoken
from citydesign.exchange import Page, Request


def products(asked: Request, items: Sequence[Product]) -> Page:
    """What for."""
    title = spoken("product")
    choices = [
        {"value": one.id, "label": one.name}
        | ({"hint": spoken("minutes", count=one.minutes)} if one.minutes else {})
        for one in items
    ]
    question = ui.radios("product", title, _given(choices), value=items[0].id, heading=True)
    return Page(title, _form(asked.root, question, ui.button(spoken("go-on"))))


def places(asked: Request, product: Product, items: Sequence[Place]) -> Page:
    """Where."""
    title = spoken("place")
    choices = [
        {"value": one.id, "label": one.name} | ({"hint": one.address} if one.address else {})
        for one in items
    ]
    question = ui.radios(
        "place", title, _given(choices), value=items[0].id, heading=True, hint=product.name
    )
    chosen = _hidden(product=product.id)
    return Page(title, _form(asked.root, chosen, question, ui.button(spoken("times"))))


def times(
    asked: Request, product: Product, place: Place, week: Week, refused: Code | None = None
) -> Page:
    """When."""
    title = spoken("time")
    error = sentence(refused) if refused else None
    slots = ui.time_slots(
        "time",
        title,
        _given(week.days),
        error=error,
        time_zone=spoken("zone", place=place.name),
        first_available=_given(week.first_available),
        earlier_url=week.earlier_url,
        later_url=week.later_url,
    )
    content = _lines(
        _summary([{"text": error, "url": _first(week.days)}], refused) if error else None,
        _heading(title),
        _lead(f"{product.name}, {place.name}"),
        _form(
            f"{asked.root}details",
            _hidden(product=product.id, place=place.id),
            slots,
            ui.button(spoken("go-on")),
        ),
    )
    return Page(title, content, 422 if error else 200, bool(error))


def details(
    asked: Request,
    product: Product,
    place: Place,
    time: Time,
    form: Details,
    key: str,
    *,
    refused: Code | None = None,
    near: Sequence[TimeSlotDay] = (),
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Who, and how to reach them.

    Args:
        asked: the request.
        product: what for.
        place: where.
        time: when.
        form: what is asked, and what was typed.
        key: the same for each try of one booking.
        refused: why the provider did not book.
        near: times to choose instead.
        trouble: what else is the matter.
        status: of HTTP.
    """
    title = spoken("details")
    error = sentence(refused) if refused else None
    problems: list[dict[str, Any]] = [
        *([{"text": error, "url": _first(near)}] if error else []),
        *([{"text": trouble}] if trouble else []),
        *form.errors,
    ]
    other = f"{asked.root}?{_query(product=product.id, place=place.id)}"
    choice = (
        ui.time_slots("time", spoken("near"), _given(near), error=error, later_url=other)
        if near
        else _hidden(time=time.key)
    )
    content = _lines(
        _summary(problems, refused) if problems else None,
        _heading(title),
        _lead(f"{product.name}, {place.name}: {when(time, place)}"),
        _form(
            f"{asked.root}details",
            _hidden(product=product.id, place=place.id, key=key),
            choice,
            form.content,
            ui.button(spoken("book"), loading_text=spoken("booking")),
            method="post",
        ),
        _paragraph(ui.button(spoken("other"), url=other, variant="quiet")),
    )
    return Page(title, content, status, bool(problems))


def booked(asked: Request, product: Product, place: Place, time: Time, reference: str) -> Page:
    """The receipt: what the provider says is booked."""
    title = spoken("booked")
    content = _lines(
        ui.confirmation(title, reference=reference),
        _facts(product, place, time),
        _paragraph(spoken("keep-link")),
        _paragraph(
            ui.button(spoken("cancel"), url=f"{asked.root}{asked.path}cancel", variant="quiet")
        ),
    )
    return Page(title, content)


def cancel(
    asked: Request,
    product: Product,
    place: Place,
    time: Time,
    *,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Asks before anything is cancelled."""
    title = spoken("cancel-title")
    error = sentence(refused) if refused else trouble
    content = _lines(
        _summary([{"text": error}], refused) if error else None,
        _heading(title),
        _facts(product, place, time),
        _form(
            f"{asked.root}{asked.path}",
            ui.button(spoken("cancel"), variant="danger", loading_text=spoken("cancelling")),
            method="post",
        ),
        _paragraph(
            ui.button(
                spoken("keep"),
                url=f"{asked.root}{asked.path.removesuffix('cancel')}",
                variant="secondary",
            )
        ),
    )
    return Page(title, content, status, bool(error))


def message(asked: Request, title: str, text: str, status: int) -> Page:
    """A page that says one thing, and leads to the start."""
    again = ui.button(spoken("again"), url=asked.root, variant="secondary")
    return Page(title, _lines(_heading(title), _lead(text), _paragraph(again)), status)


def when(time: Time, place: Place) -> str:
    """A time in words, on the clock of the place."""
    language = host.current().language
    wall = time.start.astimezone(ZoneInfo(place.zone))
    day = language.date(wall.date(), "full")
    return spoken("at", day=day[:1].upper() + day[1:], time=language.time(wall))


def _given(records: object) -> Any:
    """Records as a component takes them: types of typed calls are there only once it was built."""
    return records


def _facts(product: Product, place: Place, time: Time) -> Markup:
    where = f"{place.name}, {place.address}" if place.address else place.name
    rows = [
        {"label": spoken("when"), "value": when(time, place)},
        {"label": spoken("what"), "value": product.name},
        {"label": spoken("where"), "value": where},
    ]
    return ui.summary_list(_given(rows))


def _summary(problems: Sequence[dict[str, Any]], refused: Code | None) -> Markup:
    return ui.error_summary(_given(problems), heading=heading(refused) if refused else None)


def _first(days: Sequence[TimeSlotDay]) -> str | None:
    """Where an error about the time leads: to the first that can be chosen."""
    free = any(not time.get("taken") for day in days for time in day["times"])
    return "#time" if free else None


def _form(action: str, *parts: Markup, method: str = "get") -> Markup:
    opening = Markup('<form method="{}" action="{}" novalidate>').format(method, action)
    return _lines(opening, *parts, Markup("</form>"))


def _hidden(**values: str) -> Markup:
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("\n").join(field.format(name, value) for name, value in values.items())


def _heading(text: str) -> Markup:
    return Markup("<h1>{}</h1>").format(text)


def _lead(text: str) -> Markup:
    return Markup('<p class="city-lead">{}</p>').format(text)


def _paragraph(content: str | Markup) -> Markup:
    return Markup("<p>{}</p>").format(content)


def _lines(*parts: Markup | None) -> Markup:
    return Markup("\n").join(part for part in parts if part)


def _query(**values: str) -> str:
    return urlencode(values)
