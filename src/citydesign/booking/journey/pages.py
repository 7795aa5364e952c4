"""The pages on the way to a booking, in the words of the application at work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.booking import shown
from citydesign.booking.abilities import Hold
from citydesign.booking.core.fee import Price
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Code
from citydesign.booking.journey.details import Details
from citydesign.booking.journey.parts import (
    address,
    facts,
    first,
    form,
    problem,
    slots,
    summary,
    when,
)
from citydesign.booking.provider import Place, Product, Time
from citydesign.booking.records import PlaceChoice, TimeSlotDay
from citydesign.booking.shown import Month, Week, hold_ends
from citydesign.booking.words import heading, sentence, spoken
from citydesign.calls import given
from citydesign.exchange import Page, Request
from citydesign.forms.words import explain
from citydesign.fragments import hidden, lead, lines, paragraph
from citydesign.fragments import title as heading_of

#: The field that says which dates of a series are wanted; with an "s", that they were asked for.
DATES = "date"
#: The field of a page that offers times instead of one: which one that was.
HELD = "held"


def products(asked: Request, items: Sequence[Product], *, chosen: bool) -> Page:
    """What for. ``chosen``: False when the form was sent without a choice."""
    title = spoken("product")
    error = None if chosen else explain("required_choice", label=title)
    question = ui.service_chooser(
        "product",
        title,
        given(shown.services(items)),
        value=items[0].id if chosen else None,
        heading=True,
        error=error,
    )
    return _question(asked, "product", title, question, "go-on", error)


def places(
    asked: Request, product: Product, items: Sequence[Place], anywhere: str, *, chosen: bool
) -> Page:
    """Where. ``anywhere``: the value for all of them; ``chosen``: as for `products`."""
    title = spoken("place")
    error = None if chosen else explain("required_choice", label=title)
    choices = shown.places(items)
    if len(items) > 1:
        choices.insert(0, {"value": anywhere, "label": spoken("any")})
    question = ui.place_chooser(
        "place",
        title,
        given(choices),
        value=choices[0]["value"] if chosen else None,
        heading=True,
        hint=product.name,
        error=error,
    )
    return _question(
        asked, "place", title, lines(hidden(product=product.id), question), "times", error
    )


def _question(
    asked: Request, name: str, title: str, question: Markup, act: str, error: str | None
) -> Page:
    content = lines(
        summary([{"text": error, "url": f"#{name}"}] if error else []),
        form(asked.root, question, ui.button(spoken(act))),
    )
    return Page(title, content, 422 if error else 200, bool(error))


def times(
    asked: Request,
    product: Product,
    place: Place | None,
    week: Week,
    *,
    here: str,
    month_url: str,
    anywhere: str = "",
    key: str | None = None,
    held: tuple[Hold, Place, str] | None = None,
    value: str | None = None,
    refused: Code | None = None,
    near: Sequence[TimeSlotDay] = (),
    elsewhere: Sequence[PlaceChoice] = (),
    trouble: str | None = None,
    wait: str | None = None,
    status: int = 422,
) -> Page:
    """When.

    Args:
        asked: the request.
        product: what for.
        place: where; None for any place.
        week: what is free.
        here: the address of this page.
        month_url: the address of the month that the week begins in.
        anywhere: the value for any place.
        key: the same for each try to hold; None where nothing can be held.
        held: what the visitor holds already, where, and the address that goes on with it.
        value: what is chosen.
        refused: why a time was not held.
        near: times to choose instead.
        elsewhere: other places with a free time.
        trouble: what else is the matter.
        wait: the address of the waiting list.
        status: of HTTP, when something is wrong.
    """
    title = spoken("time")
    error = sentence(refused) if refused else None
    problems = problem(refused, trouble, first(near or week.days))
    chosen = hidden(product=product.id, place=place.id if place else anywhere)
    button = (
        ui.button(spoken("go-on"))
        if key is None
        else ui.button(spoken("hold"), loading_text=spoken("holding"))
    )
    question = slots(
        title,
        place,
        week,
        near,
        error=error,
        value=value,
        other=here,
        button=button,
        about=None if near else about(product, place),
        month_url=month_url,
    )
    if key is None:
        act = form(f"{asked.root}details", chosen, question)
    else:
        first_day = {"from": week.first.isoformat()}
        target = address(asked.root, **first_day)
        act = form(target, chosen, hidden(key=key), question, method="post")
    content = lines(
        summary(problems, refused),
        *([heading_of(title), lead(about(product, place))] if near else []),
        _held(*held) if held else None,
        act,
        _elsewhere(asked, product, elsewhere) if elsewhere else None,
        paragraph(ui.button(spoken("wait-link"), url=wait, variant="quiet")) if wait else None,
    )
    return Page(title, content, status if problems else 200, bool(problems))


def _elsewhere(asked: Request, product: Product, places: Sequence[PlaceChoice]) -> Markup:
    """Leads to the free times of another place."""
    question = ui.place_chooser("place", spoken("elsewhere"), given(places), id="elsewhere")
    button = ui.button(spoken("times"), variant="secondary")
    return form(asked.root, hidden(product=product.id), question, button)


def about(product: Product, place: Place | None) -> str:
    """What times are for, and where: at a place, or (None) at any."""
    if place and product.by is Meeting.PLACE:
        return f"{product.name}, {shown.where(product, place)}"
    return f"{product.name}, {shown.called(product, place)}"


def month(about: str, shown: Month, *, week_url: str) -> Page:
    """Which day.

    Args:
        about: what the times are for.
        shown: the month.
        week_url: the address of the page with the times of a week.
    """
    title = spoken("day")
    content = lines(
        heading_of(title),
        lead(about),
        ui.calendar(
            shown.first,
            given(shown.days),
            heading=spoken("free-times"),
            today=shown.today,
            earlier_url=shown.earlier_url,
            later_url=shown.later_url,
        ),
        paragraph(ui.button(spoken("week"), url=week_url, variant="quiet")),
    )
    return Page(title, content)


def _held(hold: Hold, place: Place, url: str) -> Markup:
    """Says that a time is held already, and what becomes of it."""
    return ui.notification(
        f"{spoken('held-other')}: {when(hold.time, place)}",
        content=lines(
            paragraph(spoken("held-other-text")),
            paragraph(ui.button(spoken("held-go-on"), url=url, variant="secondary")),
        ),
    )


def details(
    asked: Request,
    product: Product,
    place: Place,
    time: Time,
    fields: Details,
    key: str,
    *,
    other: str,
    held: tuple[Hold, datetime] | None = None,
    dates: Sequence[int] | None = None,
    price: Price | None = None,
    refused: Code | None = None,
    near: Sequence[TimeSlotDay] = (),
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """Who, and how to reach them.

    Args:
        asked: the request; the form is sent to its address.
        product: what for.
        place: where.
        time: when.
        fields: what is asked, and what was typed.
        key: the same for each try of one booking.
        other: the address of other times.
        held: what is held for the visitor, and the present instant.
        dates: the numbers of the dates of a series that are wanted; None for all. They are asked
            for where a series is held, and else sent again as they are.
        price: what it costs; None for nothing.
        refused: why the provider did not book.
        near: times to choose instead.
        trouble: what else is the matter.
        status: of HTTP.
    """
    title = spoken("details")
    error = sentence(refused) if refused else None
    problems = [*problem(refused, trouble, first(near)), *fields.errors]
    choice = (
        ui.time_slots("time", spoken("near"), given(near), error=error, later_url=other)
        if near
        else hidden(time=time.key)
    )
    # What is no longer held is still what the page is about.
    about = hidden(**{HELD: time.key}) if near else None
    go_on = (
        ui.button(spoken("pay-go"), loading_text=spoken("pay-going"))
        if price
        else ui.button(spoken("book"), loading_text=spoken("booking"))
    )
    give_up: dict[str, Any] = {"formaction": f"{asked.root}{_path(asked)}release"}
    content = lines(
        summary(problems, refused),
        heading_of(title),
        lead(f"{product.name}, {shown.called(product, place)}: {when(time, place)}"),
        timer(asked, place, *held) if held else None,
        form(
            f"{asked.root}{asked.path}",
            hidden(product=product.id, place=place.id, key=key),
            about,
            choice,
            _dates(held[0].time if held else None, place, dates),
            fields.content,
            paragraph(spoken("pay-price", price=shown.price(price))) if price else None,
            ui.button_group(
                lines(
                    go_on,
                    ui.button(spoken("release"), variant="quiet", attrs=give_up) if held else None,
                )
            ),
            method="post",
        ),
        None if held else paragraph(ui.button(spoken("other"), url=other, variant="quiet")),
    )
    return Page(title, content, status, bool(problems))


def _dates(time: Time | None, place: Place, wanted: Sequence[int] | None) -> Markup | None:
    """The dates of a series that is held, of which some may be left out."""
    if time is None:
        if wanted is None:
            return None
        return hidden(**{f"{DATES}s": "shown", DATES: [str(n) for n in wanted]})
    if not shown.weekly(time):
        return None
    numbers = range(len(time.parts))
    boxes = ui.checkboxes(
        DATES,
        spoken("dates"),
        [{"value": str(n), "label": shown.day_of(time.parts[n], place)} for n in numbers],
        hint=spoken("dates-hint"),
        value=[str(n) for n in numbers if wanted is None or n in wanted],
    )
    return lines(hidden(**{f"{DATES}s": "shown"}), boxes)


def timer(asked: Request, place: Place, hold: Hold, now: datetime) -> Markup:
    """Says until when a time is held, and gets more of it."""
    url = f"{asked.root}{_path(asked)}time"
    return ui.hold_timer(url=url, keeps=True, **given(hold_ends(hold, place, now)))


def not_held(
    asked: Request,
    product: Product,
    place: Place | None,
    chosen: str,
    again: dict[str, str],
    *,
    trouble: str,
) -> Page:
    """The provider gave no answer to who chose a time: the same is sent again.

    Args:
        asked: the request.
        product: what for.
        place: where; None for any of several places.
        chosen: when, in words.
        again: what was sent, with its key.
        trouble: what is the matter.
    """
    title = heading(Code.TRY_AGAIN)
    button = ui.button(spoken("hold"), loading_text=spoken("holding"))
    content = lines(
        heading_of(title),
        lead(trouble),
        paragraph(f"{product.name}, {shown.called(product, place)}: {chosen}"),
        form(asked.root, hidden(**again), button, method="post"),
        paragraph(ui.button(spoken("again"), url=asked.root, variant="quiet")),
    )
    return Page(title, content, 503)


def more_time(
    asked: Request,
    product: Product,
    place: Place,
    hold: Hold,
    now: datetime,
    *,
    longer: bool = False,
    refused: Code | None = None,
    trouble: str | None = None,
    status: int = 200,
) -> Page:
    """The tab in which somebody without scripts gets more time; scripts read it too."""
    title = spoken("more-given" if longer else "held")
    problems = problem(refused, trouble, None)
    content = lines(
        summary(problems, refused),
        heading_of(title),
        timer(asked, place, hold, now),
        facts(product, place, hold.time, held=True),
        paragraph(spoken("held-tab")),
    )
    return Page(title, content, status, bool(problems))


def released(asked: Request, held: tuple[Hold, Place, str] | None) -> Page:
    """A hold was given up, here or by choosing another time in another window."""
    title = spoken("released")
    again = ui.button(spoken("again"), url=asked.root, variant="secondary")
    content = lines(heading_of(title), _held(*held) if held else None, paragraph(again))
    return Page(title, content)


def message(asked: Request, title: str, text: str, status: int = 200) -> Page:
    """A page that says one thing, and leads to the start."""
    again = ui.button(spoken("again"), url=asked.root, variant="secondary")
    return _message(title, text, again, status)


def unanswered(asked: Request, text: str) -> Page:
    """A page of a provider that gave no answer: it leads to what the request is about."""
    match asked.path.split("/"):
        case ["booking", _, _]:
            way = ui.button(spoken("letter-look"), url=f"{asked.root}{_path(asked)}")
        case ["hold" | "pay", _, _]:
            way = ui.button(spoken("retry"), url=f"{asked.root}{_path(asked)}")
        case _:
            way = ui.button(spoken("again"), url=asked.root, variant="secondary")
    return _message(heading(Code.TRY_AGAIN), text, way, 503)


def _message(title: str, text: str, way: Markup, status: int) -> Page:
    said = lead(text) if text else None
    return Page(title, lines(heading_of(title), said, paragraph(way)), status)


def _path(asked: Request) -> str:
    """The path of the hold, booking or payment that a request is about, with a slash at its end."""
    return "/".join(asked.path.split("/")[:2]) + "/"
