"""pydantic: a model as a form, read as people type, explained and shown as components.

class Application(BaseModel):
    email: Annotated[Email, Ask("E-mail", attrs={"autocomplete": "email"})]
    born: Annotated[date, Ask("Date of birth", kind=Kind.DATE_PARTS)]

form = Form(Application, await request.form())
if form.answers:
    save(form.answers)

{{ field(form.email) }}
"""

import datetime as dt
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as _field
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin
from uuid import UUID

from markupsafe import Markup

from citydesign.errors import UsageError, nearest
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core import checks, lists
from citydesign.forms.core.answers import AnswerError, is_answered, read_text
from citydesign.forms.core.dates import PARTS, read_date, read_parts
from citydesign.forms.core.fields import Choice, Field, Kind, failures, least_and_most
from citydesign.forms.core.files import KeptFile
from citydesign.forms.core.numbers import read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import Message, explain_about, written
from citydesign.host import follows_template

with extra("pydantic", "forms of pydantic"):
    import pydantic
    from pydantic import AfterValidator, BaseModel
    from pydantic.fields import FieldInfo
    from pydantic_core import core_schema

Model = TypeVar("Model", bound=BaseModel)
#: A text, or a callable that gives it in the language of the moment.
Text = str | Callable[[], str]

# What is judged, kept as it was judged, and shown by the right keyboard.
Email = Annotated[str, AfterValidator(checks.email), Kind.EMAIL]
Phone = Annotated[str, AfterValidator(checks.phone), Kind.TEL]
PersonalIdentityCode = Annotated[str, AfterValidator(checks.personal_identity_code)]
Iban = Annotated[str, AfterValidator(checks.iban)]
BusinessId = Annotated[str, AfterValidator(checks.business_id)]


class _Limits:
    """Judges a value by two limits."""

    def __init__(self, least: Any = None, most: Any = None):
        self._least, self._most = least, most

    def _judge(self, value: Any) -> Any:
        return checks.between(value, *self.limits())

    def limits(self) -> tuple[Any, Any]:
        """Give both limits as they are at the moment."""
        now = [one() if callable(one) else one for one in (self._least, self._most)]
        return now[0], now[1]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return core_schema.no_info_after_validator_function(self._judge, handler(source))


class Between(_Limits):
    """A number, date or time no smaller than `least` and no greater than `most`.

    Either may be a callable that gives it at the time of the check.
    """


class Length(_Limits):
    """A text of `least` to `most` characters, as people and the count of a textarea count them."""

    def __init__(self, least: int = 0, most: int | None = None):
        super().__init__(least, most)

    def _judge(self, value: Any) -> Any:
        return checks.length(value, *self.limits())


@dataclass(frozen=True)
class Ask:
    """How a field of a model is asked for: `Annotated[str, Ask("Your name")]`.

    Attributes:
        label: The question; the field's title or name unless given.
        hint: Help before answering; the field's description unless given.
        kind: What to show it as, where its type leaves a choice.
        choices: The answers by value, or such tables by the name of their group. Texts as values
            are those of the model, written.
        disabled: The values that can't be chosen now.
        attrs: Further attributes of the control.
        required_if: Name of another field, and its answers that make this one required; any
            answer if there are none. Where it isn't required, it isn't judged.
        same_as: Name of another field whose answer this one repeats.
        either_or: Name of the field, a `bool`, that is ticked instead of answering this one:
            exactly one of the two is taken.
        limits: Of files: `types`, `max_size`, `max_files`.
        uploads: Of a `list[KeptFile]`: what you take, and where it is kept.
    """

    label: Text | None = None
    hint: Text | None = None
    kind: Kind | None = None
    choices: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None
    disabled: Sequence[str] = ()
    attrs: Mapping[str, Any] = _field(default_factory=dict)
    required_if: tuple[str, ...] = ()
    same_as: str | None = None
    either_or: str | None = None
    limits: Mapping[str, Any] = _field(default_factory=dict)
    uploads: Uploads | None = None


class Form(Generic[Model]):
    """A model as a form. `form["name"]` is a field to be shown.

    Attributes:
        model: The model.
        answers: An instance of it, if all that was sent could be taken; else None. A form that
            was sent by a button that removes a file, or adds or removes an entry of a list, has
            none, and shows no errors.

    Args:
        model: The model.
        sent: What was sent, as a multidict (of Starlette, Werkzeug or Django); None if nothing was.
        known: What to show where nothing was sent: an instance, or values by name.

    Raises:
        UsageError: No component shows a field of the model.
    """

    answers: Model | None = None

    def __init__(
        self,
        model: type[Model],
        sent: Any = None,
        known: BaseModel | Mapping[str, Any] | None = None,
    ):
        self.model = model
        self._sent = sent
        self._known = known
        #: What is wrong, by the name of the field; what is wrong with the whole form by "".
        self._errors: dict[str, list[_Error]] = {}
        #: The files of each question that keeps them, by its name.
        self._trays: dict[str, Tray] = {}
        self._asked = _within(model)
        if sent is not None:
            self._judge()

    def __getitem__(self, name: str) -> Field:
        if name not in self._asked:
            raise KeyError(name)
        return self._field(self._asked[name], "", self._known)

    def __iter__(self) -> Iterator[Field]:
        return map(self.__getitem__, self._asked)

    @property
    def errors(self) -> list[str]:
        """What is wrong with the whole form."""
        return [_about(one, "", Kind.GROUP) for one in self._errors.get("", ())]

    # Judging.

    def _judge(self) -> None:
        sent = self._of_model(self._asked, "")
        unread = bool(self._errors)
        try:
            # Under the names of the fields, which are those of the page; and of types that the
            # fields were read as, which may be narrower than those of the model.
            answers = self.model.model_validate(sent, strict=False, by_name=True, by_alias=False)
        except pydantic.ValidationError as error:
            for one in error.errors():
                name, question = self._place(one["loc"])
                whole = question is None or question.kind is Kind.GROUP
                # What can't be read has its message, and a whole is judged when its parts are read.
                if not self._is_unread(name) and not (unread and whole):
                    self._add(name, _error(one, question))
        else:
            if not self._errors:
                self.answers = answers
        if lists.change(self._sent) or any(one.removed for one in self._trays.values()):
            self.answers = None
            self._errors.clear()

    def _add(self, name: str, error: "_Error") -> None:
        self._errors.setdefault(name, []).append(error)

    def _is_unread(self, name: str) -> bool:
        """Whether a field could not be read: what pydantic says of it is about nothing."""
        return any(
            isinstance(one.source, AnswerError | Message) for one in self._errors.get(name, ())
        )

    def _of_model(self, questions: "Mapping[str, _Question]", prefix: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for question in questions.values():
            name = f"{prefix}{question.name}"
            if question.ask.required_if and not self._is_required(question, prefix):
                continue
            try:
                value = self._of_question(question, name)
            except AnswerError as error:
                # It counts as not sent: no validator of the host's meets what can't be read.
                self._add(name, _Error(error))
                continue
            if value is not _NOTHING:
                given[question.name] = value
            elif question.ask.required_if:
                self._add(name, _Error(Message("required_text", label="")))
            elif question.nullable and question.info_required:
                given[question.name] = None
            if box := question.ask.either_or:
                ticked = self._text(f"{prefix}{box}") not in ("", "false")
                try:
                    checks.either_or(
                        None if value is _NOTHING else value, ticked, _said(questions[box].label)
                    )
                except AnswerError as error:
                    self._add(name, _Error(error))
                    continue
            other = question.ask.same_as
            if other and self._sent.get(name, "") != self._sent.get(f"{prefix}{other}", ""):
                label = _said(questions[other].label)
                self._add(name, _Error(Message("not_the_same", label="", other=label)))
        return given

    def _is_required(self, question: "_Question", prefix: str) -> bool:
        other, *answers = question.ask.required_if
        given = self._sent.getlist(f"{prefix}{other}")
        return any(one in answers for one in given) if answers else is_answered(list(given))

    def _of_question(self, question: "_Question", name: str) -> Any:
        match question.kind:
            case Kind.GROUP:
                inner = asked(question.type)
                # Who may leave it out is asked for nothing in it before something is answered.
                if question.nullable and not self._is_begun(inner, f"{name}-"):
                    return _NOTHING
                return self._of_model(inner, f"{name}-")
            case Kind.LIST:
                found = []
                for index in self._numbers(question, name):
                    if question.item:
                        one: Any = self._of_question(question.item, f"{name}-{index}")
                        found.append("" if one is _NOTHING else one)
                return found
            case Kind.DATE_PARTS:
                parts = [self._text(f"{name}-{part}") for part in PARTS]
                return read_parts(*parts) or _NOTHING
            case Kind.CHECKBOX:
                return self._text(name) not in ("", "false")
            case Kind.CHECKBOXES:
                values = [question.value_of(read_text(one)) for one in self._sent.getlist(name)]
                return values or (_NOTHING if question.required else [])
            case Kind.FILES if question.ask.uploads:
                tray = self._tray(question.ask.uploads, name)
                tray.receive(self._sent.getlist(name), self._sent.get(f"{name}-remove"))
                if tray.refused:
                    raise tray.refused[0].error
                return tray.files or (_NOTHING if question.required else [])
            case Kind.FILE:
                file = self._sent.get(name)
                return file if _is_file(file) and is_answered(file) else _NOTHING
            case Kind.FILES:
                files = [one for one in self._sent.getlist(name) if _is_file(one)]
                return [one for one in files if is_answered(one)] or _NOTHING
        text = self._text(name)
        return question.read(text) if is_answered(text) else _NOTHING

    def _is_begun(self, questions: "Mapping[str, _Question]", prefix: str) -> bool:
        """Whether any of these questions has an answer."""
        for question in questions.values():
            name = f"{prefix}{question.name}"
            if question.kind is Kind.GROUP:
                found = self._is_begun(asked(question.type), f"{name}-")
            elif question.kind is Kind.DATE_PARTS:
                found = is_answered([self._sent.get(f"{name}-{part}") for part in PARTS])
            elif question.kind is Kind.LIST:
                found = bool(self._numbers(question, name))
            elif question.ask.uploads:
                found = bool(self._tray(question.ask.uploads, name).files)
                found = found or is_answered(self._sent.getlist(name))
            else:
                # What is hidden is the page's, not the resident's.
                found = question.kind is not Kind.HIDDEN and is_answered(self._sent.getlist(name))
            if found:
                return True
        return False

    def _tray(self, uploads: Uploads, name: str) -> Tray:
        if name not in self._trays:
            key = None if self._sent is None else self._sent.get(f"{name}-key")
            self._trays[name] = uploads.tray(key)
        return self._trays[name]

    def _text(self, name: str) -> str:
        return read_text(self._sent.get(name, ""))

    def _numbers(self, question: "_Question", name: str) -> list[int]:
        limits = question.limits()
        return lists.numbers(name, self._sent, limits.get("least", 0), limits.get("most"))

    def _place(self, loc: tuple[Any, ...]) -> "tuple[str, _Question | None]":
        """The name of the field that pydantic means; empty for the whole form.

        Between names and numbers, a place of pydantic's also has the parts of unions.
        """
        name, question, questions = "", None, self._asked
        for part in loc:
            if isinstance(part, str) and part in questions:
                question = questions[part]
                name = f"{name}-{part}" if name else part
                questions = asked(question.type) if question.kind is Kind.GROUP else {}
            elif isinstance(part, int) and question and question.kind is Kind.LIST:
                numbers = self._numbers(question, name)
                name = f"{name}-{numbers[part] if part < len(numbers) else part}"
                question = question.item
                if question and question.kind is Kind.GROUP:
                    questions = asked(question.type)
        return name, question

    # Showing.

    def _field(
        self, question: "_Question", prefix: str, known: Any, label: str | None = None
    ) -> Field:
        name = f"{prefix}{question.name}"
        kind = question.kind
        label = label or _said(question.label)
        errors = self._errors.get(name, ())
        wrong: tuple[str, ...] = ()
        if kind is Kind.DATE_PARTS and errors:
            wrong = getattr(errors[0].source, "parts", PARTS)
        fields: tuple[Field, ...] = ()
        value = _of(known, question.name)
        if kind is Kind.GROUP:
            fields = self._fields(question.type, f"{name}-", value)
        elif kind is Kind.LIST:
            fields = tuple(self._entries(question, name, value, label))
        limits = question.limits()
        if kind is Kind.LIST and (pressed := lists.change(self._sent)) and pressed.name == name:
            limits["changed"] = "added" if pressed.removed is None else "removed"
        keeper = None
        if question.ask.uploads:
            tray = self._tray(question.ask.uploads, name)
            fields, limits, keeper = (tray.hidden(name),), tray.limits(label), tray.store
        return Field(
            kind=kind,
            name=name,
            label=label,
            id=name,
            hint=_said(question.hint) or None,
            errors=tuple(_about(one, label, kind) for one in errors),
            required=question.required or bool(question.ask.required_if or question.ask.either_or),
            value=self._value(question, name, value),
            wrong=wrong,
            choices=tuple(question.choices()),
            attrs=question.ask.attrs,
            limits=limits,
            fields=fields,
            keeper=keeper,
        )

    def _fields(self, model: Any, prefix: str, known: Any) -> tuple[Field, ...]:
        return tuple(self._field(one, prefix, known) for one in asked(model).values())

    def _entries(self, question: "_Question", name: str, known: Any, label: str) -> Iterator[Field]:
        if not question.item:
            return
        # Who need not give any begins with none.
        least = max(question.limits().get("least", 0), int(question.required))
        numbers = (
            range(len(known or ()) or least)
            if self._sent is None
            else self._numbers(question, name)
        )
        label = _said(question.item.ask.label or "") or label
        for place, number in enumerate(numbers, 1):
            item = replace(question.item, name=str(number))
            own = dict(enumerate(known or ()))
            one = {str(number): own.get(number)}
            yield self._field(item, f"{name}-", one, f"{label} {place}")

    def _value(self, question: "_Question", name: str, known: Any) -> Any:
        sent = self._sent
        match question.kind:
            case Kind.DATE_PARTS:
                if sent is None:
                    return known
                return {part: _typed(sent.get(f"{name}-{part}", "")) for part in PARTS}
            case Kind.CHECKBOX:
                return bool(known) if sent is None else bool(_typed(sent.get(name, "")))
            case Kind.CHECKBOXES:
                values = (
                    [_choice(one) for one in known or ()] if sent is None else sent.getlist(name)
                )
                return [_typed(one) for one in values]
            case Kind.GROUP | Kind.LIST | Kind.FILE | Kind.FILES:
                return ""
        if sent is not None:
            return _typed(sent.get(name, ""))
        if question.kind in (Kind.DATE, Kind.TIME):
            return "" if known is None else known
        return written(known.value if isinstance(known, Enum) else known)


@follows_template
def field(bound: Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a field of a form as the component of its kind.

    Args:
        bound: A field: `form["name"]`, in a template `form.name`.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no field of a form, as where its name is misspelt; no component shows all
            of it.
    """
    if not isinstance(bound, Field):
        raise shown.something_else(bound, "a field of a form, such as form['email']")
    return shown.show(bound, content, **more)


def bound(model: type[BaseModel], sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a model to what was sent.

    Args:
        model: The model.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = Form(model, sent)
    if not judge:
        made._errors.clear()
    fields = tuple(made)
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), summary(made) if judge else [])


@follows_template
def summary(form: Form[Any]) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with the whole form, then with each field.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of the form.

    Raises:
        UsageError: It is no form.
    """
    if not isinstance(form, Form):
        raise shown.something_else(form, "a form")
    return shown.summary(failures(form, form.errors))


# What a model asks.

_NOTHING = object()


@dataclass(frozen=True)
class _Question:
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
    item: "_Question | None" = None

    def read(self, text: str) -> Any:
        if self.kind in (Kind.RADIOS, Kind.SELECT):
            return self.value_of(text)
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
        given = self.ask.choices() if callable(self.ask.choices) else self.ask.choices
        if self.kind not in (Kind.RADIOS, Kind.SELECT, Kind.CHECKBOXES):
            return
        if given is None:
            given = {value: value for value in self.values}
        for value, label in given.items():
            if isinstance(label, Mapping):
                for inner, text in label.items():
                    yield Choice(inner, _said(text), inner in self.ask.disabled, str(value))
            else:
                yield Choice(value, _said(label), value in self.ask.disabled)

    def limits(self) -> dict[str, Any]:
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
def asked(model: type[BaseModel]) -> Mapping[str, _Question]:
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
def _within(model: type[BaseModel], *around: type) -> Mapping[str, _Question]:
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
            _within(inner.type, model, *around)
    return asked(model)


def _question(
    model: type, name: str, annotation: Any, metadata: tuple[Any, ...], info: Any
) -> _Question:
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
    return _Question(
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
        values = {_choice(one): one for one in members}
        return (Kind.CHECKBOX if members == (True,) else Kind.RADIOS), values
    if origin in (list, set, frozenset, tuple):
        return Kind.LIST, {}
    if not isinstance(wanted, type):
        return Kind.OTHER, {}
    if issubclass(wanted, Enum):
        return Kind.RADIOS, {_choice(one): one for one in wanted}
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


def _said(text: Any) -> str:
    said = text() if callable(text) else text
    return said if isinstance(said, str) else str(said)


def _choice(value: Any) -> str:
    """How an answer is sent."""
    if isinstance(value, Enum):
        value = value.value
    return "" if value is None else str(value)


def _typed(value: Any) -> str:
    """What was sent, to the letter; empty for what is no text, such as a file."""
    return value if isinstance(value, str) else ""


def _is_file(value: Any) -> bool:
    return value is not None and not isinstance(value, str)


def _of(known: Any, name: str) -> Any:
    if isinstance(known, Mapping):
        return known.get(name)
    return getattr(known, name, None)


# The words.


@dataclass(frozen=True)
class _Error:
    """What is wrong: an answer that can't be taken, a message of ours, or the host's own text."""

    source: AnswerError | Message | str


def _error(error: Mapping[str, Any], question: _Question | None) -> _Error:
    context = error.get("ctx") or {}
    source = context.get("error")
    if isinstance(source, AnswerError):
        return _Error(source)
    # Where pydantic's own parser failed, its reason is a text.
    if isinstance(source, Exception):
        return _Error(str(source))
    found = _CODES.get(error["type"]) or _written_by_pydantic(error)
    if found is None:
        # Made by the host: PydanticCustomError.
        return _Error(str(error["msg"]))
    code, names = found
    kind = question.kind if question else Kind.GROUP
    values = {ours: _limit(context.get(theirs), kind) for ours, theirs in names.items()}
    return _Error(Message(code, **values, label=""))


def _written_by_pydantic(error: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """Our code for what a type of pydantic says in Python, as a host's own type would."""
    for start, code in _WRITTEN.items():
        if error["msg"].startswith(start):
            return code, {}
    return None


def _limit(value: Any, kind: Kind) -> Any:
    # pydantic writes limits of dates and times as texts.
    if isinstance(value, str) and kind in (Kind.DATE, Kind.DATE_PARTS):
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.TIME:
        return dt.time.fromisoformat(value)
    return value


def _about(error: _Error, label: str, kind: Kind) -> str:
    source = error.source
    if isinstance(source, AnswerError | Message):
        return explain_about(source.code, source.values, label, kind)
    return source


#: How the errors of `EmailStr`, `Base64Str` and `Base64Bytes` begin, which have no type in
#: pydantic's list.
_WRITTEN = {
    "value is not a valid email address": "email",
    "Base64 decoding error": "written_otherwise",
}
#: Each error of pydantic: our code, and their name for each of our values. What only a developer's
#: call can cause is what a page must not send.
_CODES: Mapping[str, tuple[str, dict[str, str]]] = {
    "no_such_attribute": ("page_changed", {}),
    "json_invalid": ("json", {}),
    "json_type": ("json", {}),
    "needs_python_object": ("page_changed", {}),
    "recursion_loop": ("page_changed", {}),
    "recursion_depth_exceeded": ("page_changed", {}),
    "missing": ("required_text", {}),
    "frozen_field": ("fixed", {}),
    "frozen_instance": ("fixed", {}),
    "extra_forbidden": ("page_changed", {}),
    "invalid_key": ("page_changed", {}),
    "get_attribute_error": ("page_changed", {}),
    "model_type": ("page_changed", {}),
    "model_attributes_type": ("page_changed", {}),
    "dataclass_type": ("page_changed", {}),
    "dataclass_exact_type": ("page_changed", {}),
    "named_tuple_type": ("page_changed", {}),
    "default_factory_not_called": ("page_changed", {}),
    "none_required": ("required_text", {}),
    "greater_than": ("number_above", {"limit": "gt"}),
    "greater_than_equal": ("number_least", {"limit": "ge"}),
    "less_than": ("number_below", {"limit": "lt"}),
    "less_than_equal": ("number_most", {"limit": "le"}),
    "multiple_of": ("number_step", {"limit": "multiple_of"}),
    "finite_number": ("number", {}),
    "too_short": ("fewest", {"count": "min_length"}),
    "too_long": ("fullest", {"count": "max_length"}),
    "iterable_type": ("not_a_choice", {}),
    "iteration_error": ("not_a_choice", {}),
    "string_type": ("plain_text", {}),
    "string_unicode": ("plain_text", {}),
    "string_too_short": ("too_short", {"count": "min_length"}),
    "string_too_long": ("longest", {"count": "max_length"}),
    "string_pattern_mismatch": ("written_otherwise", {}),
    "string_not_ascii": ("ascii", {}),
    "enum": ("not_a_choice", {}),
    "dict_type": ("page_changed", {}),
    "frozen_dict_type": ("page_changed", {}),
    "ordered_dict_type": ("page_changed", {}),
    "counter_type": ("page_changed", {}),
    "mapping_type": ("page_changed", {}),
    "list_type": ("not_a_choice", {}),
    "deque_type": ("not_a_choice", {}),
    "tuple_type": ("not_a_choice", {}),
    "set_type": ("not_a_choice", {}),
    "set_item_not_hashable": ("not_a_choice", {}),
    "bool_type": ("not_a_choice", {}),
    "bool_parsing": ("not_a_choice", {}),
    "int_type": ("whole_number", {}),
    "int_parsing": ("whole_number", {}),
    "int_parsing_size": ("whole_number", {}),
    "int_from_float": ("whole_number", {}),
    "float_type": ("number", {}),
    "float_parsing": ("number", {}),
    "bytes_type": ("plain_text", {}),
    "bytes_too_short": ("too_short", {"count": "min_length"}),
    "bytes_too_long": ("longest", {"count": "max_length"}),
    "bytes_invalid_encoding": ("plain_text", {}),
    "literal_error": ("not_a_choice", {}),
    "missing_sentinel_error": ("not_a_choice", {}),
    "ellipsis_error": ("not_a_choice", {}),
    "date_type": ("date_not_real", {}),
    "date_parsing": ("date_not_real", {}),
    "date_from_datetime_parsing": ("date_not_real", {}),
    "date_from_datetime_inexact": ("date_not_real", {}),
    "date_past": ("date_past", {}),
    "date_future": ("date_future", {}),
    "time_type": ("time_not_real", {}),
    "time_parsing": ("time_not_real", {}),
    "datetime_type": ("date_time", {}),
    "datetime_parsing": ("date_time", {}),
    "datetime_object_invalid": ("date_time", {}),
    "datetime_from_date_parsing": ("date_time", {}),
    "datetime_past": ("date_past", {}),
    "datetime_future": ("date_future", {}),
    "timezone_naive": ("date_time", {}),
    "timezone_aware": ("date_time", {}),
    "timezone_offset": ("date_time", {}),
    "time_delta_type": ("duration", {}),
    "time_delta_parsing": ("duration", {}),
    "frozen_set_type": ("not_a_choice", {}),
    "is_instance_of": ("file_not_sent", {}),
    "is_subclass_of": ("page_changed", {}),
    "callable_type": ("page_changed", {}),
    "union_tag_invalid": ("not_a_choice", {}),
    "union_tag_not_found": ("not_a_choice", {}),
    "arguments_type": ("page_changed", {}),
    "missing_argument": ("page_changed", {}),
    "unexpected_keyword_argument": ("page_changed", {}),
    "missing_keyword_only_argument": ("page_changed", {}),
    "unexpected_positional_argument": ("page_changed", {}),
    "missing_positional_only_argument": ("page_changed", {}),
    "multiple_argument_values": ("page_changed", {}),
    "url_type": ("url", {}),
    "url_parsing": ("url", {}),
    "url_syntax_violation": ("url", {}),
    "url_too_long": ("longest", {"count": "max_length"}),
    "url_scheme": ("url", {}),
    "uuid_type": ("uuid", {}),
    "uuid_parsing": ("uuid", {}),
    "uuid_version": ("uuid", {}),
    "decimal_type": ("number", {}),
    "decimal_parsing": ("number", {}),
    "decimal_max_digits": ("digits", {"count": "max_digits"}),
    "decimal_max_places": ("decimals", {"count": "decimal_places"}),
    "decimal_whole_digits": ("whole_digits", {"count": "whole_digits"}),
    "fraction_type": ("number", {}),
    "fraction_parsing": ("number", {}),
    "complex_type": ("number", {}),
    "complex_str_parsing": ("number", {}),
}
