"""Answers as a page shows them: rows to check, tasks, steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from citydesign.exchange import Sent
from citydesign.forms.core.answers import AnswerError, is_answered
from citydesign.forms.core.dates import PARTS, read_date, read_parts
from citydesign.forms.core.fields import Field, Kind
from citydesign.forms.core.journey import Group, Journey, Page, Place, Way
from citydesign.forms.core.times import read_time
from citydesign.forms.journey.binding import bind
from citydesign.forms.words import language, spoken

Row = dict[str, Any]
#: Gives the address of a page by its key.
Url = Callable[[str], str]


def answer(field: Field) -> str | Markup | None:
    """Give what was answered, as a person reads it; None if nothing was."""
    return _joined(answer_lines(field))


def answer_lines(field: Field) -> list[str]:
    """Give what was answered line by line, as a person reads it; empty if nothing was.

    What can't be read is shown as it was typed.
    """
    found = _answered(field)
    given = [found] if isinstance(found, str) else found or []
    return list(given) if is_answered(list(given)) else []


def _answered(field: Field) -> str | list[str] | None:
    match field.kind:
        case Kind.RADIOS | Kind.SELECT | Kind.CHECKBOXES:
            chosen = [field.value] if isinstance(field.value, str) else field.value
            # The choice without a value only says that there is something to choose.
            return [one.label for one in field.choices if one.value and one.value in chosen]
        case Kind.CHECKBOX:
            return spoken("yes" if field.value else "no")
        case Kind.DATE_PARTS:
            typed = [str(field.value.get(part, "")) for part in PARTS]
            return _read(lambda: read_parts(*typed), ".".join(filter(None, typed)))
        case Kind.DATE:
            return _read(lambda: read_date(field.value), field.value)
        case Kind.TIME:
            return _read(lambda: read_time(field.value), field.value)
        case Kind.FILES:
            return [one["name"] for one in field.limits["files"]]
        case Kind.GROUP | Kind.LIST:
            parts = [(one.label, answer_lines(one)) for one in field.fields if _is_seen(one)]
            return [f"{label}: {', '.join(lines)}" for label, lines in parts if lines]
    return str(field.value).splitlines()


def rows_of(fields: tuple[Field, ...], change: str | None) -> Iterator[Row]:
    """Give the rows of a summary list.

    Args:
        fields: What was asked.
        change: Where an answer is changed; None where it can't be.
    """
    for field in fields:
        if not _is_seen(field):
            continue
        row: Row = {"label": field.label, "value": answer(field)}
        if change is not None:
            row["actions"] = [{"text": spoken("change"), "url": f"{change}#{field.id}"}]
        yield row


def rows_at(place: Place, sent: Sent | None, tag: str, change: str | None) -> list[Row]:
    """Give the rows of a page that was answered; none for what is no page."""
    if not isinstance(place.part, Page):
        return []
    return list(rows_of(bind(place.part, tag, sent).fields, change))


def steps(journey: Journey, way: Way, here: Place | None, url: Url, tag: str) -> dict[str, Any]:
    """Give the parameters of a step indicator: a step for each section, and the check.

    Empty if the journey has no sections, or they are tasks.

    Args:
        journey: The declaration.
        way: The way of the resident.
        here: The page shown; None for the check.
        url: Gives addresses.
        tag: The tag of the language.
    """
    if journey.tasks or not journey.sections:
        return {}
    items: list[Row] = []
    current = furthest = 0
    for section in journey.sections:
        places = way.of_section(section.name)
        if not places:
            continue
        items.append({"text": journey.text(section.title, tag), "url": url(places[0].key)})
        if way.is_open(places[0].key):
            furthest = len(items)
        if here in places:
            current = len(items)
    items.append({"text": spoken("check"), "url": url("check")})
    if way.is_complete:
        furthest = len(items)
    current = current or len(items)
    return {"items": items, "current": current, "reached": max(current, furthest)}


def tasks(journey: Journey, way: Way, url: Url, tag: str) -> list[Row]:
    """Give the items of a task list: a task for each section that has anything to ask."""
    items: list[Row] = []
    for section in journey.sections:
        places = way.of_section(section.name)
        if not places:
            continue
        done = [way.is_done(place.key) for place in places]
        first = places[done.index(False)] if False in done else places[0]
        status = "done" if all(done) else "started" if any(done) else "todo"
        text = journey.text(section.title, tag)
        items.append({"text": text, "url": url(first.key), "status": status})
    return items


def entry_name(journey: Journey, group: Group, number: int, tag: str) -> str:
    """Give the name of an entry by its place among the others, from 1."""
    return f"{journey.text(group.entry, tag)} {number}"


def group_of(journey: Journey, place: Place) -> Group | None:
    """Give the group that a place belongs to."""
    if isinstance(place.part, Group):
        return place.part
    name = place.part.group if isinstance(place.part, Page) else None
    return next((group for group in journey.groups if group.name == name), None)


def _is_seen(field: Field) -> bool:
    return field.kind not in (Kind.HIDDEN, Kind.SUBMIT)


def _joined(lines: list[str]) -> str | Markup | None:
    if not lines:
        return None
    return Markup("<br>").join(map(Markup.escape, lines)) if len(lines) > 1 else lines[0]


def _read(reader: Callable[[], Any], typed: Any) -> str | None:
    try:
        value = reader()
    except AnswerError:
        return str(typed) or None
    if value is None:
        return None
    speech = language()
    return speech.time(value) if hasattr(value, "hour") else speech.date(value)
