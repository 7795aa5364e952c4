"""Fields whose text is read as people type it, and forms that speak our words."""

import datetime as dt
from functools import cache
from typing import Any, ClassVar

from citydesign.extras import extra
from citydesign.forms.core import lists
from citydesign.forms.core.answers import AnswerError, is_answered, read_text
from citydesign.forms.core.dates import PARTS, DateError, read_date, read_parts
from citydesign.forms.core.fields import Kind
from citydesign.forms.core.numbers import MOST_DIGITS, read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import Message, explain_error, written
from citydesign.forms.wtforms.messages import Words
from citydesign.rules import trimmed

with extra("forms", "forms"):
    import wtforms
    from wtforms import validators, widgets
    from wtforms.validators import StopValidation


class CityMeta:
    """Mix into a form's `Meta`: WTForms' own messages then come from our catalogue.

    A text that can't be kept, or a file in its place, is refused. A label or description may be a
    callable that gives it in the language of the moment. Forms within the form follow, whatever
    their own `Meta` is.
    """

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Bind a field to words that know it."""
        words = Words()
        bound = super().bind_field(  # type: ignore[misc]
            form, unbound_field, {**options, "translations": words}
        )
        bound.label.text, bound.description = _said(bound.label.text), _said(bound.description)
        words.bound = bound
        if isinstance(bound, wtforms.FormField):
            bound.form_class = _with_words(bound.form_class)
        elif isinstance(bound, wtforms.StringField):
            copied = isinstance(bound, _COPIED) or any(map(_is_of_format, bound.validators))
            bound.validators = (_readable, *((_trim,) if copied else ()), *bound.validators)
        elif isinstance(bound, wtforms.IntegerField):
            bound.validators = (_comparable, *bound.validators)
        return bound


def _said(text: Any) -> Any:
    return text() if callable(text) else text


def _readable(form: Any, field: wtforms.Field) -> None:
    """Refuse a file in the place of a text, and what no database keeps."""
    try:
        for one in field.raw_data or ():
            read_text(one)
    except AnswerError as error:
        raise StopValidation(explain_error(error, field.label.text)) from None


#: Fields and checks of what people copy rather than write.
_COPIED = (wtforms.EmailField, wtforms.URLField)
_FORMATS = (
    validators.Email, validators.IPAddress, validators.MacAddress, validators.URL, validators.UUID,
)  # fmt: skip


def _is_of_format(validator: Any) -> bool:
    return isinstance(validator, _FORMATS)


def _trim(form: Any, field: wtforms.Field) -> None:
    """Take away what came along unseen when it was copied."""
    if isinstance(field.data, str):
        field.data = trimmed(field.data)


def _comparable(form: Any, field: wtforms.Field) -> None:
    """Refuse a number that WTForms' `NumberRange` can't compare, because no float is as large."""
    if isinstance(field.data, int) and len(str(field.data)) > MOST_DIGITS:
        raise StopValidation(Message("whole_number", label=field.label.text))


@cache
def _with_words(form: type) -> type:
    if any(issubclass(one.__dict__.get("Meta", object), CityMeta) for one in form.__mro__):
        return form
    return type(form)(form.__name__, (form,), {"Meta": type("Meta", (CityMeta,), {})})


class _Typed(wtforms.Field):
    """A field whose text is read as people type it. `raw_data` keeps what was typed."""

    kind: ClassVar[Kind]
    #: Reads a text, or raises `AnswerError`.
    read: ClassVar[Any]
    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent.

        Raises:
            ValueError: It can't be read; the text says how to write it.
        """
        if not valuelist:
            return
        try:
            self.data = type(self).read(read_text(valuelist[0]))
        except AnswerError as error:
            self.data = None
            raise ValueError(explain_error(error, self.label.text)) from None

    def _value(self) -> str:
        return typed(self) or written(self.data)


class IntegerField(_Typed):
    """A whole number: `35`, `1 200`. `data` is an int or None."""

    kind = Kind.INTEGER
    read = staticmethod(read_integer)


class DecimalField(_Typed):
    """A number with decimals: `1,5`, `1.5`, `1 200,50`. `data` is a `decimal.Decimal` or None."""

    kind = Kind.DECIMAL
    read = staticmethod(read_decimal)


class DateField(_Typed):
    """A date in one field, with a calendar. `data` is a `datetime.date` or None."""

    kind = Kind.DATE
    read = staticmethod(read_date)


class TimeField(_Typed):
    """A time of day. `data` is a `datetime.time` or None."""

    kind = Kind.TIME
    read = staticmethod(read_time)


class DatePartsField(wtforms.Field):
    """A date in three fields named `<name>-day`, `<name>-month` and `<name>-year`.

    `data` is a `datetime.date` or None. `raw` keeps what was typed, to the letter; `wrong` names
    the parts that the error is about.
    """

    kind: ClassVar = Kind.DATE_PARTS

    def __init__(self, label: str | None = None, validators: Any = None, **options: Any):
        super().__init__(label, validators, **options)
        self.raw: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = wtforms.utils.unset_value, **more: Any) -> None:
        """Read the three fields; what they hold is judged in `pre_validate`."""
        super().process(formdata, data, **more)
        names = {part: f"{self.name}-{part}" for part in PARTS}
        if formdata is not None and any(name in formdata for name in names.values()):
            sent = {part: formdata.get(name, "") for part, name in names.items()}
            # A file in the place of a text is none of the parts of a date.
            self.raw = {part: one if isinstance(one, str) else "" for part, one in sent.items()}
            # Validators ask raw_data whether anything was sent.
            self.raw_data = [text for text in self.raw.values() if is_answered(text)]
            self.data: dt.date | None = None
        elif isinstance(self.data, dt.date):
            date = self.data
            self.raw = {"day": str(date.day), "month": str(date.month), "year": str(date.year)}

    def pre_validate(self, form: Any) -> None:
        """Make a date of what was typed.

        Raises:
            StopValidation: It is no date.
        """
        try:
            self.data = read_parts(*self.raw.values())
        except DateError as error:
            self.wrong = error.parts
            raise StopValidation(explain_error(error, self.label.text)) from None


class UploadField(wtforms.Field):
    """Files that are judged and kept, also over an error elsewhere in the form.

    `data` is a list of `KeptFile`; give it to `uploads.claim` when you keep the answers. A form
    that was sent by the button that removes a file is not valid, and shows no errors.

    Args:
        label: The question.
        validators: As for any field.
        uploads: What you take, and where it is kept.
        options: As for any field.
    """

    kind: ClassVar = Kind.FILES
    tray: Tray
    raw_data: Any

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        *,
        uploads: Uploads,
        **options: Any,
    ):
        super().__init__(label, validators, **options)
        self._uploads = uploads

    def process(self, formdata: Any, data: Any = wtforms.utils.unset_value, **more: Any) -> None:
        """Judge and keep what was sent."""
        super().process(formdata, data, **more)
        sent = formdata if formdata is not None else {}
        self.tray = self._uploads.tray(sent.get(f"{self.name}-key"))
        if self.name in sent or f"{self.name}-key" in sent:
            self.tray.receive(self.raw_data or (), sent.get(f"{self.name}-remove"))
            # Validators ask raw_data whether anything was sent.
            self.raw_data = [*self.tray.files]
        self.process_errors = [
            explain_error(one.error, self.label.text) for one in self.tray.refused
        ]
        self.data = self.tray.files

    def pre_validate(self, form: Any) -> None:
        """Refuse a form that was sent to remove a file, or with a file that can't be taken.

        Raises:
            StopValidation: It was.
        """
        if self.tray.removed:
            raise StopValidation(Message("file_removed", label=self.label.text))
        if self.tray.refused:
            # The errors say why; validators would take the field for an empty one.
            raise StopValidation


class FieldList(wtforms.FieldList):
    """The same question any number of times, with buttons that add and remove an entry.

    `FieldList(FormField(Child, "Child"), "Children", min_entries=1, max_entries=5)`. A form that
    was sent by one of the buttons is not valid, and shows no errors. WTForms' own has no buttons:
    it shows the entries that it has.
    """

    #: What the button did that the form was sent by; None if it was another button.
    pressed: lists.Change | None = None

    def process(self, formdata: Any, *more: Any, **options: Any) -> None:
        """Read the entries that were sent, after the button has done its work."""
        self.pressed = lists.change(formdata)
        super().process(formdata, *more, **options)

    def _extract_indices(self, prefix: str, formdata: Any) -> list[int]:
        return lists.numbers(prefix, formdata, self.min_entries, self.max_entries)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Judge the entries, unless the form was sent to add or remove one."""
        if self.pressed:
            self.errors = (Message("list_changed", label=self.label.text),)
            return False
        return bool(super().validate(form, extra_validators))


def typed(bound: wtforms.Field) -> str:
    """What was sent, to the letter; empty for what is no text, such as a file."""
    return next((text for text in bound.raw_data or () if isinstance(text, str)), "")
