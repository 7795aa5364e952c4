"""A bound field as a value: what is asked, what was answered, what is wrong with it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a field asks for; each is shown as one component."""

    TEXT = "text"
    EMAIL = "email"
    TEL = "tel"
    URL = "url"
    PASSWORD = "password"
    TEXTAREA = "textarea"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATE_PARTS = "date_parts"
    TIME = "time"
    CHECKBOX = "checkbox"
    CHECKBOXES = "checkboxes"
    RADIOS = "radios"
    SELECT = "select"
    FILE = "file"
    FILES = "files"
    HIDDEN = "hidden"
    SUBMIT = "submit"
    #: A form within a form.
    GROUP = "group"
    #: The same question any number of times.
    LIST = "list"
    #: A field that the host shows itself.
    OTHER = "other"


def kind_of(
    field: type, widget: type, known: Mapping[tuple[type, type], Kind], refused: Iterable[type]
) -> Kind:
    """Give the kind of a library's field: of the nearest class that is known, by its very widget.

    A class may name its kind itself, as `kind`.

    Args:
        field: The class of the field.
        widget: The class of its widget, which says how it looks.
        known: The kinds of the library's own fields, each with the widget that it is known by.
        refused: Classes that no component shows, though a class above may have one.
    """
    for one in field.__mro__:
        kind = vars(one).get("kind") or known.get((one, widget))
        if isinstance(kind, Kind):
            return kind
        if one in refused:
            break
    return Kind.OTHER


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose; `attrs` are further attributes of its control."""

    value: str
    label: str
    disabled: bool = False
    group: str | None = None
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A bound field, whatever library it is from.

    Attributes:
        kind: What it asks for.
        name: Name under which the answer is sent.
        label: The question.
        id: Id of its first control or group.
        hint: Help before answering.
        errors: What is wrong, each a whole sentence; the first is shown.
        required: Whether it must be answered.
        value: What its control holds, to the letter: a text, the values chosen, or texts by part.
        wrong: The parts of a date that the errors are about.
        choices: The answers to choose from.
        attrs: Further attributes of the control, as the library knows them.
        limits: `max_characters`; of a date or number `least` and `most`; of files `types`,
            `max_size`, `max_files` and the `files` that are kept or were refused; of a list `least`
            and `most` entries, and `changed`: whether one was `added` or `removed` just now.
        fields: The fields of a group or list; of files the hidden one that travels with them.
        keeper: The `FileStore` that keeps its files; None where nothing keeps them.
    """

    kind: Kind
    name: str
    label: str
    id: str
    hint: str | None = None
    errors: tuple[str, ...] = ()
    required: bool = True
    value: Any = ""
    wrong: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    fields: "tuple[Field, ...]" = ()
    keeper: Any = None


#: A whole number so large is the limit of a column of a database, and no resident meets it.
_OF_COLUMNS = 2**31 - 1


def least_and_most(kind: Kind, rules: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Give the narrowest limits of those that a number or date is judged by, as a field has them.

    Args:
        kind: What the field asks for.
        rules: The least and the most of each rule; None for no limit. What is no number, or no
            day, is left out, because it says nothing about such a field.
    """
    found: dict[str, list[Any]] = {"least": [], "most": []}
    for rule in rules:
        for name, limit in zip(found, rule, strict=True):
            if isinstance(limit, dt.datetime):
                limit = limit.date()
            wanted = dt.date if kind is Kind.DATE else int | float | Decimal
            if isinstance(limit, wanted) and not _is_of_column(limit):
                found[name].append(limit)
    return {
        name: choose(limits)
        for (name, limits), choose in zip(found.items(), (max, min), strict=True)
        if limits
    }


def _is_of_column(limit: Any) -> bool:
    return not isinstance(limit, dt.date) and not abs(limit) < _OF_COLUMNS


def unjudged(field: Field) -> Field:
    """Give a field of a form that is not ready yet: nothing is wrong with it so far."""
    return replace(field, errors=(), wrong=(), fields=tuple(map(unjudged, field.fields)))


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong, and the id of the control to go to; None where a form has none."""

    text: str
    control: str | None


_UNSEEN = {Kind.HIDDEN, Kind.SUBMIT}


def first_control(field: Field) -> str | None:
    """Give the id to which an error of a field leads; None if nothing of it can be seen."""
    match field.kind:
        case Kind.HIDDEN | Kind.SUBMIT:
            return None
        case Kind.DATE_PARTS:
            return f"{field.id}-{(field.wrong or ('day',))[0]}"
        case Kind.GROUP | Kind.LIST:
            return _first(field.fields) or field.id
    return field.id


def failures(fields: Iterable[Field], errors: Iterable[str] = ()) -> Iterator[Failure]:
    """Give what is wrong with a form, in its order: of the whole form first.

    Each field has at most one, its first: what else is wrong with it shows when that is fixed. What
    no control of its own can fix leads to the first control of its form.
    """
    fields = list(fields)
    entrance = _first(fields)
    for text in errors:
        yield Failure(text, entrance)
    for one in fields:
        if one.kind in (Kind.GROUP, Kind.LIST):
            whole = first_control(one)
            yield from (Failure(text, whole) for text in one.errors)
            # A hidden field of a group without controls leads out of it.
            for failure in failures(one.fields):
                yield replace(failure, control=failure.control or whole)
        elif one.errors:
            yield Failure(one.errors[0], first_control(one) or entrance)


def _first(fields: Iterable[Field]) -> str | None:
    return next(filter(None, map(first_control, fields)), None)
