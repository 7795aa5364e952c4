"""The pages that ask how one booking is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from citydesign import ui
from citydesign.booking import offering
from citydesign.booking.core.fee import Price
from citydesign.booking.core.visit import Order
from citydesign.booking.journey.parts import form, summary
from citydesign.booking.provider import Product
from citydesign.booking.shown import money
from citydesign.booking.words import spoken
from citydesign.calls import given
from citydesign.exchange import Page, Request
from citydesign.fragments import hidden, lead, lines
from citydesign.fragments import title as heading


def people(
    asked: Request,
    product: Product,
    choices: Sequence[tuple[Product, int, int]],
    order: Order,
    *,
    problem: str | None = None,
) -> Page:
    """Who comes for what, in one booking.

    Args:
        asked: the request.
        product: what was chosen first.
        choices: what can be booked together, for how many at most, and for how many it is chosen.
        order: how the times are to lie.
        problem: what is wrong with the answer.
    """
    title = spoken("visit")
    counts = [
        ui.select(
            f"people-{one.id}",
            one.name,
            [
                {"value": str(number), "label": spoken("people", count=number)}
                if number
                else {"value": "0", "label": spoken("nobody")}
                for number in range(most + 1)
            ],
            id=f"people-{at}",
            value=str(chosen),
            width="content",
            hint=spoken("price-each", price=money(one.price)) if one.price else None,
            error=problem if at == 1 else None,
        )
        for at, (one, most, chosen) in enumerate(choices, 1)
    ]
    hint = spoken("order-hint")
    ways = _orders(spoken("order"), order, Order.IN_TURN, Order.TOGETHER, hint=hint)
    content = lines(
        summary([{"text": problem, "url": "#people-1"}] if problem else []),
        heading(title),
        lead(spoken("visit-text")),
        form(asked.root, hidden(product=product.id), *counts, ways, ui.button(spoken("go-on"))),
    )
    return Page(title, content, 422 if problem else 200, bool(problem))


def series(
    asked: Request,
    product: Product,
    lengths: Mapping[str, int],
    prices: Mapping[str, Price],
    weeks: int,
) -> Page:
    """How long, and over how many weeks.

    Args:
        asked: the request.
        product: what was chosen.
        lengths: the ids of the lengths that can be chosen, with their minutes.
        prices: what one time costs, by the ids of lengths; none for what is free of charge.
        weeks: over how many weeks a time can be repeated.
    """
    title = spoken("series" if weeks > 1 else "length")
    # One of several weeks, so that nobody takes it for the price of all.
    said = {
        name: spoken("price-a-time", price=money(one)) if weeks > 1 else money(one)
        for name, one in prices.items()
    }
    about = [product.name, *(said.values() if len(lengths) == 1 else ())]
    content = lines(
        heading(title),
        lead(", ".join(about)),
        form(
            asked.root,
            hidden(product=product.id),
            _lengths(lengths, said) if len(lengths) > 1 else None,
            *(_weeks(weeks) if weeks > 1 else ()),
            ui.button(spoken("go-on")),
        ),
    )
    return Page(title, content)


def _lengths(lengths: Mapping[str, int], prices: Mapping[str, str]) -> Markup:
    said = {name: [offering.length(n)] for name, n in lengths.items()}
    for name, price in prices.items():
        said[name].append(price)
    items = [{"value": name, "label": ", ".join(parts)} for name, parts in said.items()]
    return ui.select(
        "length", spoken("how-long"), given(items), value=items[0]["value"], width="content"
    )


def _weeks(most: int) -> list[Markup]:
    counts = [
        {"value": str(n), "label": spoken("weeks", count=n) if n > 1 else spoken("once")}
        for n in range(1, most + 1)
    ]
    return [
        ui.select("weeks", spoken("how-often"), given(counts), value="1", width="content"),
        _orders(spoken("weeks-order"), Order.WEEKLY, Order.WEEKLY, Order.WEEKLY_FREE),
    ]


def _orders(label: str, chosen: Order, *orders: Order, hint: str | None = None) -> Markup:
    items = [
        {"value": str(one), "label": spoken(str(one)), "hint": spoken(f"{one}-hint")}
        for one in orders
    ]
    return ui.radios("order", label, given(items), hint=hint, value=str(chosen))
