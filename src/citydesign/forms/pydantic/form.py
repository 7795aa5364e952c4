"""A model as a form: what was sent is read, judged, and shown again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Generic, TypeVar

from citydesign.extras import extra
from citydesign.forms.core import checks, lists
from citydesign.forms.core.answers import AnswerError, is_answered, read_text
from citydesign.forms.core.dates import PARTS, read_parts
from citydesign.forms.core.fields import Field, Kind
from citydesign.forms.pydantic.messages import Error, about, error_of
from citydesign.forms.pydantic.questions import Question, asked, said, sent_as, within
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import Message, written

with extra("pydantic", "forms of pydantic"):
    import pydantic
    from pydantic import BaseModel


Model = TypeVar("Model", bound=BaseModel)


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
        self._errors: dict[str, list[Error]] = {}
        #: The files of each question that keeps them, by its name.
        self._trays: dict[str, Tray] = {}
        self._asked = within(model)
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
        return [about(one, "", Kind.GROUP) for one in self._errors.get("", ())]

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
                    self._add(name, error_of(one, question))
        else:
            if not self._errors:
                self.answers = answers
        if lists.change(self._sent) or any(one.removed for one in self._trays.values()):
            self.answers = None
            self._errors.clear()

    def _add(self, name: str, error: "Error") -> None:
        self._errors.setdefault(name, []).append(error)

    def _is_unread(self, name: str) -> bool:
        """Whether a field could not be read: what pydantic says of it is about nothing."""
        return any(
            isinstance(one.source, AnswerError | Message) for one in self._errors.get(name, ())
        )

    def _of_model(self, questions: "Mapping[str, Question]", prefix: str) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for question in questions.values():
            name = f"{prefix}{question.name}"
            if question.ask.required_if and not self._is_required(question, prefix):
                continue
            try:
                value = self._of_question(question, name)
            except AnswerError as error:
                # It counts as not sent: no validator of the host's meets what can't be read.
                self._add(name, Error(error))
                continue
            if value is not _NOTHING:
                given[question.name] = value
            elif question.ask.required_if:
                self._add(name, Error(Message("required_text", label="")))
            elif question.nullable and question.info_required:
                given[question.name] = None
            if box := question.ask.either_or:
                ticked = self._text(f"{prefix}{box}") not in ("", "false")
                try:
                    checks.either_or(
                        None if value is _NOTHING else value, ticked, said(questions[box].label)
                    )
                except AnswerError as error:
                    self._add(name, Error(error))
                    continue
            other = question.ask.same_as
            if other and self._sent.get(name, "") != self._sent.get(f"{prefix}{other}", ""):
                label = said(questions[other].label)
                self._add(name, Error(Message("not_the_same", label="", other=label)))
        return given

    def _is_required(self, question: "Question", prefix: str) -> bool:
        other, *answers = question.ask.required_if
        given = self._sent.getlist(f"{prefix}{other}")
        return any(one in answers for one in given) if answers else is_answered(list(given))

    def _of_question(self, question: "Question", name: str) -> Any:
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

    def _is_begun(self, questions: "Mapping[str, Question]", prefix: str) -> bool:
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

    def _numbers(self, question: "Question", name: str) -> list[int]:
        limits = question.limits()
        return lists.numbers(name, self._sent, limits.get("least", 0), limits.get("most"))

    def _place(self, loc: tuple[Any, ...]) -> "tuple[str, Question | None]":
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
        self, question: "Question", prefix: str, known: Any, label: str | None = None
    ) -> Field:
        name = f"{prefix}{question.name}"
        kind = question.kind
        label = label or said(question.label)
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
            hint=said(question.hint) or None,
            errors=tuple(about(one, label, kind) for one in errors),
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

    def _entries(self, question: "Question", name: str, known: Any, label: str) -> Iterator[Field]:
        if not question.item:
            return
        # Who need not give any begins with none.
        least = max(question.limits().get("least", 0), int(question.required))
        numbers = (
            range(len(known or ()) or least)
            if self._sent is None
            else self._numbers(question, name)
        )
        label = said(question.item.ask.label or "") or label
        for place, number in enumerate(numbers, 1):
            item = replace(question.item, name=str(number))
            own = dict(enumerate(known or ()))
            one = {str(number): own.get(number)}
            yield self._field(item, f"{name}-", one, f"{label} {place}")

    def _value(self, question: "Question", name: str, known: Any) -> Any:
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
                    [sent_as(one) for one in known or ()] if sent is None else sent.getlist(name)
                )
                return [_typed(one) for one in values]
            case Kind.GROUP | Kind.LIST | Kind.FILE | Kind.FILES:
                return ""
        if sent is not None:
            return _typed(sent.get(name, ""))
        if question.kind in (Kind.DATE, Kind.TIME):
            return "" if known is None else known
        return written(known.value if isinstance(known, Enum) else known)


_NOTHING = object()


def _typed(value: Any) -> str:
    """What was sent, to the letter; empty for what is no text, such as a file."""
    return value if isinstance(value, str) else ""


def _is_file(value: Any) -> bool:
    return value is not None and not isinstance(value, str)


def _of(known: Any, name: str) -> Any:
    if isinstance(known, Mapping):
        return known.get(name)
    return getattr(known, name, None)
