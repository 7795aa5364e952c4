"""What a model asks: each of its fields as a question, or what to write instead."""

import datetime as dt
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from citydesign.errors import UsageError, nearest
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.dates import read_date
from citydesign.forms.core.fields import Choice, Kind, least_and_most
from citydesign.forms.core.files import KeptFile
from citydesign.forms.core.numbers import read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.pydantic.ask import Ask, Between, Length, Text
from citydesign.rules import trimmed

with extra("pydantic", "forms of pydantic"):
    import pydantic
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Question:
    """A field of a model, as it is asked for."""

    name: str
    kind: Kind
    #: The model of a group; of others the type that is read.
    type: Any
    label: Text
    hint: Text
    ask: Ask
    required: bool
    nullable: bool
    #: Whether the model has no default for it.
    info_required: bool
    metadata: tuple[Any, ...]
    #: The answers that the type allows, by how they are sent.
    values: Mapping[str, Any]
    item: "Question | None" = None

    def read(self, text: str) -> Any:
        """Read what was typed or chosen.

        Raises:
            AnswerError: It can't be read.
        """
        if self.kind in (Kind.RADIOS, Kind.SELECT):
            return self.value_of(text)
        if self.kind in (Kind.EMAIL, Kind.URL) or self.type is UUID:
            # What came along unseen when it was copied is no part of it.
            return trimmed(text)
        read = _READ.get(self.type)
        return text if read is None or self.kind is Kind.HIDDEN else read(text)

    def value_of(self, text: str) -> Any:
        """The answer that a choice stands for.

        Raises:
            AnswerError: There is no such choice.
        """
        values = self.values or {one.value: one.value for one in self.choices()}
        if text not in values or text in self.ask.disabled:
            raise AnswerError("not_a_choice")
        return values[text]

    def choices(self) -> Iterator[Choice]:
        """Give the answers to choose from; none where it is typed."""
        given = self.ask.choices() if callable(self.ask.choices) else self.ask.choices
        if self.kind not in (Kind.RADIOS, Kind.SELECT, Kind.CHECKBOXES):
            return
        if given is None:
            given = {value: value for value in self.values}
        for value, label in given.items():
            if isinstance(label, Mapping):
                for inner, text in label.items():
                    yield Choice(inner, said(text), inner in self.ask.disabled, str(value))
            else:
                yield Choice(value, said(label), value in self.ask.disabled)

    def limits(self) -> dict[str, Any]:
        """Give what limits its answer, as a field has it."""
        limits: dict[str, Any] = dict(self.ask.limits)
        if self.kind in _BETWEEN:
            rules = (_range(one, self.kind) for one in self.metadata)
            limits |= least_and_most(self.kind, rules)
        for one in self.metadata:
            if self.kind is Kind.TEXTAREA and isinstance(one, Length):
                limits["max_characters"] = one.limits()[1]
            elif self.kind is Kind.LIST:
                limits["least"] = getattr(one, "min_length", limits.get("least"))
                limits["most"] = getattr(one, "max_length", limits.get("most"))
            elif self.kind in _LIMITED and hasattr(one, "max_length"):
                limits["max_characters"] = one.max_length
        return {name: value for name, value in limits.items() if value is not None}


@cache
def asked(model: type[BaseModel]) -> Mapping[str, Question]:
    """Give what a model asks, by the names of its fields.

    Raises:
        UsageError: No component shows one of them, or it names another that is not there.
    """
    # Types that were written before they were there.
    model.model_rebuild(raise_errors=False)
    questions = {
        name: _question(model, name, info.annotation, tuple(info.metadata), info)
        for name, info in model.model_fields.items()
    }
    for name, question in questions.items():
        ask = question.ask
        for other in (*ask.required_if[:1], ask.same_as, ask.either_or):
            if other is not None and other not in questions:
                advice = nearest(other, questions)
                raise UsageError(
                    f"{model.__name__}.{name}: the model has no field {other!r}{advice}"
                )
    return questions


@cache
def within(model: type[BaseModel], *around: type) -> Mapping[str, Question]:
    """Give what a model asks, if it comes to an end.

    Raises:
        UsageError: A model is within itself, also in a list: what is sent would say how deep.
    """
    for question in asked(model).values():
        inner = question.item or question
        if inner.kind is Kind.GROUP:
            if inner.type in (model, *around):
                what = f"{inner.type.__name__} within itself"
                advice = "a model of its own for each level that you ask for"
                raise shown.refusal(model, question.name, what, advice, ())
            within(inner.type, model, *around)
    return asked(model)


def _question(
    model: type, name: str, annotation: Any, metadata: tuple[Any, ...], info: Any
) -> Question:
    wanted, more, nullable = _plain_type(annotation)
    metadata = (*metadata, *more)
    ask = next((one for one in metadata if isinstance(one, Ask)), Ask())
    inner = get_args(wanted)
    item = None
    kind, values = _kind(wanted)
    if kind is Kind.LIST:
        item = _question(model, name, inner[0], (), None)
        if item.kind in (Kind.RADIOS, Kind.SELECT):
            kind, values, item = Kind.CHECKBOXES, item.values, None
        elif item.kind is Kind.FILE:
            kind, item = Kind.FILES, None
    hinted = next((one for one in metadata if isinstance(one, Kind)), None)
    if hinted and kind is Kind.TEXT:
        kind = hinted
    if ask.kind and ask.kind is not kind:
        allowed = _ALLOWED.get(kind, set())
        if ask.kind not in allowed:
            known = ", ".join(sorted({kind, *allowed} - {Kind.OTHER})) or "another type"
            raise UsageError(
                f"{model.__name__}.{name}: a field of type {_name(wanted)} is not shown as "
                f"{ask.kind}; choose {known}"
            )
        kind = ask.kind
    keeps = kind is Kind.FILES and inner[0] is KeptFile
    if keeps is not bool(ask.uploads) or (wanted is KeptFile and info is not None):
        raise UsageError(
            f"{model.__name__}.{name}: files that are kept are list[KeptFile] with "
            "Ask(..., uploads=Uploads(...))"
        )
    if kind is Kind.OTHER:
        advice = next((text for known, text in _INSTEAD.items() if _is(wanted, known)), None)
        raise shown.refusal(model, name, _name(wanted), advice, _SHOWN)
    if kind in (Kind.RADIOS, Kind.SELECT, Kind.CHECKBOXES) and not values and ask.choices is None:
        raise UsageError(f"{model.__name__}.{name}: write its choices: Ask(..., choices={{...}})")
    # A box may stay empty, unless only a tick will do.
    must = (
        values.get("True") is True
        if kind is Kind.CHECKBOX
        # Of a form within a form, each field says for itself what may be left out.
        else kind is Kind.GROUP or info is None or info.is_required()
    )
    return Question(
        name=name,
        kind=kind,
        type=wanted,
        label=ask.label or (info and info.title) or name.replace("_", " ").capitalize(),
        hint=ask.hint or (info and info.description) or "",
        ask=ask,
        required=must and not nullable,
        nullable=nullable,
        info_required=info is None or info.is_required(),
        metadata=metadata,
        values=values,
        item=item,
    )


def _plain_type(annotation: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """A type without what is around it, that, and whether it may be None."""
    metadata: tuple[Any, ...] = ()
    nullable = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            for one in more:
                # A field within a union keeps its limits to itself.
                metadata += tuple(one.metadata) if isinstance(one, FieldInfo) else (one,)
        elif get_origin(annotation) in (Union, types.UnionType):
            others = [one for one in get_args(annotation) if one is not type(None)]
            if len(others) != 1:
                return annotation, metadata, nullable
            nullable, annotation = True, others[0]
        else:
            return annotation, metadata, nullable


def _kind(wanted: Any) -> tuple[Kind, Mapping[str, Any]]:
    """What a type is shown as, and the answers that it allows."""
    origin = get_origin(wanted)
    if origin is Literal:
        members = get_args(wanted)
        values = {sent_as(one): one for one in members}
        return (Kind.CHECKBOX if members == (True,) else Kind.RADIOS), values
    if origin in (list, set, frozenset, tuple):
        return Kind.LIST, {}
    if not isinstance(wanted, type):
        return Kind.OTHER, {}
    if issubclass(wanted, Enum):
        return Kind.RADIOS, {sent_as(one): one for one in wanted}
    if issubclass(wanted, BaseModel):
        return Kind.GROUP, {}
    if wanted is KeptFile or any(one.__name__ == "UploadFile" for one in wanted.__mro__):
        return Kind.FILE, {}
    return _KINDS.get(wanted, Kind.OTHER), {}


_KINDS: Mapping[type, Kind] = {
    str: Kind.TEXT,
    bool: Kind.CHECKBOX,
    int: Kind.INTEGER,
    Decimal: Kind.DECIMAL,
    float: Kind.DECIMAL,
    dt.date: Kind.DATE,
    pydantic.PastDate: Kind.DATE,
    pydantic.FutureDate: Kind.DATE,
    dt.time: Kind.TIME,
    UUID: Kind.TEXT,
    pydantic.EmailStr: Kind.EMAIL,
    pydantic.AnyUrl: Kind.URL,
    pydantic.HttpUrl: Kind.URL,
    pydantic.SecretStr: Kind.PASSWORD,
}


#: How far apart answers are.
_STEPS: Mapping[Kind, tuple[type, Any]] = {
    Kind.INTEGER: (int, 1),
    Kind.DATE: (dt.date, dt.timedelta(days=1)),
}


_TEXTS = {
    Kind.TEXT, Kind.TEXTAREA, Kind.EMAIL, Kind.TEL, Kind.URL, Kind.PASSWORD, Kind.HIDDEN,
    Kind.RADIOS, Kind.SELECT,
}  # fmt: skip


_LIMITED = {Kind.TEXT, Kind.TEXTAREA, Kind.EMAIL, Kind.TEL, Kind.URL}


_BETWEEN = {Kind.DATE, Kind.INTEGER, Kind.DECIMAL}


#: What else the same type may be shown as.
_ALLOWED: Mapping[Kind, set[Kind]] = {
    **dict.fromkeys((Kind.TEXT, Kind.EMAIL, Kind.TEL, Kind.URL), _TEXTS),
    Kind.RADIOS: {Kind.SELECT, Kind.HIDDEN},
    Kind.DATE: {Kind.DATE_PARTS},
    Kind.INTEGER: {Kind.HIDDEN},
    # Of a list of texts with choices.
    Kind.LIST: {Kind.CHECKBOXES},
}


_READ: Mapping[Any, Callable[[str], Any]] = {
    int: read_integer,
    Decimal: read_decimal,
    float: read_decimal,
    dt.date: read_date,
    pydantic.PastDate: read_date,
    pydantic.FutureDate: read_date,
    dt.time: read_time,
}


_SHOWN = {"str", "int", "Decimal", "date", "time", "bool", "Literal", "Enum", "list", "UploadFile"}


#: What to write instead of a type that no component shows.
_INSTEAD: Mapping[Any, str] = {
    dt.datetime: "a date and a time, each a field",
    dt.timedelta: "int, in minutes or days",
    bytes: "UploadFile",
    dict: "a model, or list[Model]",
    complex: "two fields",
}


def _is(wanted: Any, known: Any) -> bool:
    origin = get_origin(wanted) or wanted
    return isinstance(origin, type) and issubclass(origin, known)


def _range(rule: Any, kind: Kind) -> tuple[Any, Any]:
    """The least and the most that a rule takes; None for what it leaves open."""
    if isinstance(rule, Between):
        return rule.limits()
    least, most = getattr(rule, "ge", None), getattr(rule, "le", None)
    above, below = getattr(rule, "gt", None), getattr(rule, "lt", None)
    # Beside a limit that is itself refused is the one that is taken, if there is a next.
    if kind in _STEPS:
        of, step = _STEPS[kind]
        least = above + step if isinstance(above, of) else least
        most = below - step if isinstance(below, of) else most
    return least, most


def _name(wanted: Any) -> str:
    return getattr(wanted, "__name__", None) or str(wanted)


def said(text: Any) -> str:
    """Give a text in the language of the moment."""
    text = text() if callable(text) else text
    return text if isinstance(text, str) else str(text)


def sent_as(value: Any) -> str:
    """How an answer is sent."""
    if isinstance(value, Enum):
        value = value.value
    return "" if value is None else str(value)
