"""Figures about a form, as staff see them: in which words, and by which titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.errors import CityDesignError
from citydesign.exchange import Sent
from citydesign.forms.core.fields import Field, Kind
from citydesign.forms.core.figures import LEAST, Counted, Event, Figures
from citydesign.forms.core.journey import CHECK, Journey
from citydesign.forms.journey.binding import bind
from citydesign.forms.words import explain_any, language, spoken
from citydesign.fragments import lines, paragraph
from citydesign.tags import match

#: The code of an error in words of the city's own.
OTHER = "other"


def events(page: str, fields: Iterable[Field]) -> list[Event]:
    """Give the errors that a page shows, one for each question, without what was typed.

    What a list asks about each of its entries is one question, named as of its first entry.
    """
    found = (
        Event(Counted.ERROR, page, name, getattr(field.errors[0], "code", OTHER))
        for name, _, field in _questions(fields)
        if field.errors
    )
    return list(dict.fromkeys(found))


def show(figures: Figures, journey: Journey) -> Markup:
    """Show figures as a list and two tables, in the language of the moment.

    Args:
        figures: From `Desk.figures`.
        journey: The declaration.
    """
    tag = match([language().locale], journey.languages) or journey.languages[0]
    numbers = [
        {"label": spoken("figures_begun"), "value": _told(figures.begun)},
        {"label": spoken("figures_sent"), "value": _told(figures.sent)},
    ]
    stopped = [[_title(journey, page, tag), _told(number)] for page, number in figures.stopped]
    errors = [
        [_title(journey, event.page, tag), *_error(journey, event, tag), _told(number)]
        for event, number in figures.errors
    ]
    page, number = {"label": spoken("figures_page")}, {"label": spoken("figures_number")}
    question, error = {"label": spoken("figures_question")}, {"label": spoken("figures_error")}
    many = {**number, "numeric": True}
    return lines(
        ui.summary_list(given(numbers), id="figures"),
        _table(spoken("figures_stopped"), [page, many], stopped),
        _table(spoken("figures_errors"), [page, question, error, many], errors),
        paragraph(spoken("figures_hidden", limit=LEAST)),
    )


def _table(caption: str, columns: list[Any], rows: list[list[str]]) -> Markup:
    if not rows:
        return paragraph(f"{caption}: {spoken('figures_none')}")
    return ui.table(caption, given(columns), given(rows))


def _told(number: int | None) -> str:
    return spoken("figures_few", limit=LEAST) if number is None else language().number(number)


def _title(journey: Journey, name: str, tag: str) -> str:
    if name == CHECK:
        return spoken("check")
    found = (one for one in (*journey.pages, *journey.groups) if one.name == name)
    # An earlier version may have had a page that is gone.
    return next((journey.text(one.title, tag) for one in found), name)


def _error(journey: Journey, event: Event, tag: str) -> tuple[str, str]:
    page = journey.page(event.page)
    # As if it were sent, so that a list has the entry that the question is about.
    fields = bind(page, tag, Sent({event.field: [""]})).fields if page else ()
    labels = (label for name, label, _ in _questions(fields) if name == event.field)
    label = next(labels, event.field)
    if event.code == OTHER:
        return label, spoken("figures_other")
    try:
        return label, explain_any(event.code, label)
    except CityDesignError:
        return label, event.code


def _questions(
    fields: Iterable[Field], lists: Sequence[str] = (), whole: Field | None = None
) -> Iterator[tuple[str, str, Field]]:
    """Each field with the name and the label of its question, whichever entry of a list asks it.

    Args:
        fields: The fields.
        lists: The names of the lists that they are in.
        whole: The list of which they are the entries; None if they are none.
    """
    for field in fields:
        name = field.name
        for one in lists:
            name = re.sub(rf"^{re.escape(one)}-\d+", f"{one}-0", name)
        # The label of an entry has its number.
        yield name, whole.label if whole and field.kind is not Kind.GROUP else field.label, field
        is_list = field.kind is Kind.LIST
        inner = (*lists, name) if is_list else lists
        yield from _questions(field.fields, inner, field if is_list else None)
