"""Figures about a form, as staff see them: in which words, and by which titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.errors import CityDesignError
from citydesign.forms.core.fields import Field
from citydesign.forms.core.figures import LEAST, Counted, Event, Figures
from citydesign.forms.core.journey import CHECK, Journey
from citydesign.forms.journey.binding import bind
from citydesign.forms.words import explain_any, language, spoken
from citydesign.fragments import lines, paragraph
from citydesign.tags import match

#: The code of an error in words of the city's own.
OTHER = "other"


def events(page: str, fields: Iterable[Field]) -> list[Event]:
    """Give the errors that a page shows, one for each field, without what was typed."""
    return [
        Event(Counted.ERROR, page, field.name, getattr(field.errors[0], "code", OTHER))
        for field in _all(fields)
        if field.errors
    ]


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
    fields = _all(bind(page, tag).fields) if page else ()
    label = next((one.label for one in fields if one.name == event.field), event.field)
    if event.code == OTHER:
        return label, spoken("figures_other")
    try:
        return label, explain_any(event.code, label)
    except CityDesignError:
        return label, event.code


def _all(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(field.fields)
