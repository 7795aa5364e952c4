"""WTForms: fields and validators whose errors say what to do, and bound fields as components.

class Application(wtforms.Form):
    class Meta(CityMeta):
        pass

    email = wtforms.EmailField("E-mail", [Required(), Email()])

{{ field(form.email, autocomplete="email") }}
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any, ClassVar

from markupsafe import Markup

from citydesign.errors import UsageError, nearest
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core import checks, lists
from citydesign.forms.core.answers import AnswerError, is_answered, read_text
from citydesign.forms.core.dates import PARTS, DateError, read_date, read_parts
from citydesign.forms.core.fields import (
    Choice,
    Field,
    Kind,
    failures,
    kind_of,
    least_and_most,
    unjudged,
)
from citydesign.forms.core.numbers import MOST_DIGITS, read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import REQUIRED, Message, explain, explain_error, written
from citydesign.host import follows_template

with extra("forms", "forms"):
    import wtforms
    from wtforms import widgets
    from wtforms.csrf.core import CSRFTokenField
    from wtforms.validators import DateRange, NumberRange, StopValidation, ValidationError

#: A limit, or a callable that gives it at the time of the check.
Limit = Any | Callable[[], Any]


class CityMeta:
    """Mix into a form's `Meta`: WTForms' own messages then come from our catalogue.

    A text that can't be kept, or a file in its place, is refused. A label or description may be a
    callable that gives it in the language of the moment. Forms within the form follow, whatever
    their own `Meta` is.
    """

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """Bind a field to words that know it."""
        words = _Words()
        bound = super().bind_field(  # type: ignore[misc]
            form, unbound_field, {**options, "translations": words}
        )
        bound.label.text, bound.description = _said(bound.label.text), _said(bound.description)
        words.bound = bound
        if isinstance(bound, wtforms.FormField):
            bound.form_class = _with_words(bound.form_class)
        elif isinstance(bound, wtforms.StringField):
            bound.validators = (_readable, *bound.validators)
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


def _comparable(form: Any, field: wtforms.Field) -> None:
    """Refuse a number that WTForms' `NumberRange` can't compare, because no float is as large."""
    if isinstance(field.data, int) and len(str(field.data)) > MOST_DIGITS:
        raise StopValidation(Message("whole_number", label=field.label.text))


@cache
def _with_words(form: type) -> type:
    if any(issubclass(one.__dict__.get("Meta", object), CityMeta) for one in form.__mro__):
        return form
    return type(form)(form.__name__, (form,), {"Meta": type("Meta", (CityMeta,), {})})


#: Each message of WTForms and Flask-WTF, as they write it: our code, and their name for each of our
#: values.
_CODES: Mapping[str, tuple[str, dict[str, str]]] = {
    "This field is required.": ("required_text", {}),
    "Invalid Choice: could not coerce.": ("not_a_choice", {}),
    "Invalid choice(s): one or more data inputs could not be coerced.": ("not_a_choice", {}),
    "Not a valid choice.": ("not_a_choice", {}),
    "'%(value)s' is not a valid choice for this field.": ("not_a_choice", {}),
    "Invalid value, must be one of: %(values)s.": ("not_a_choice", {}),
    "Invalid value, can't be any of: %(values)s.": ("not_allowed", {}),
    "Field must be equal to %(other_name)s.": ("not_the_same", {"other": "other_label"}),
    "Field must be at least %(min)d character long.": ("too_short", {"count": "min"}),
    "Field cannot be longer than %(max)d character.": ("longest", {"count": "max"}),
    "Field must be exactly %(max)d character long.": ("length_exact", {"count": "max"}),
    "Field must be between %(min)d and %(max)d characters long.": (
        "length_between",
        {"least": "min", "most": "max"},
    ),
    "Not a valid integer value.": ("whole_number", {}),
    "Not a valid decimal value.": ("number", {}),
    "Not a valid float value.": ("number", {}),
    "Number must be at least %(min)s.": ("number_least", {"limit": "min"}),
    "Number must be at most %(max)s.": ("number_most", {"limit": "max"}),
    "Number must be between %(min)s and %(max)s.": (
        "number_between",
        {"least": "min", "most": "max"},
    ),
    "Not a valid date value.": ("date_not_real", {}),
    "Not a valid datetime value.": ("date_time", {}),
    "Not a valid time value.": ("time_not_real", {}),
    "Not a valid week value.": ("week", {}),
    "Date must be at least %(min)s.": ("date_not_before", {"date": "min"}),
    "Date must be at most %(max)s.": ("date_not_after", {"date": "max"}),
    "Date must be between %(min)s and %(max)s.": ("date_between", {"least": "min", "most": "max"}),
    "Invalid input.": ("written_otherwise", {}),
    "Invalid email address.": ("email", {}),
    "Invalid URL.": ("url", {}),
    "Invalid IP address.": ("ip_address", {}),
    "Invalid Mac address.": ("mac_address", {}),
    "Invalid UUID.": ("uuid", {}),
    "This field cannot be edited.": ("fixed", {}),
    "This field is disabled and cannot have a value.": ("fixed", {}),
    "Invalid CSRF Token.": ("page_too_old", {}),
    "CSRF token missing.": ("page_too_old", {}),
    "CSRF failed.": ("page_too_old", {}),
    "CSRF token expired.": ("page_too_old", {}),
    "File does not have an approved extension: {extensions}": (
        "file_type",
        {"types": "extensions"},
    ),
    "File does not have an approved extension.": ("file_type_unknown", {}),
}


#: Flask-WTF writes the sizes into its text, in bytes.
_SIZE = re.compile(r"File must be between \d+ and (\d+) bytes\.")


class _Words:
    """What WTForms asks for the text of a message; it knows neither the field nor the values."""

    bound: Any = None

    def gettext(self, text: str) -> str:
        # Labels that WTForms makes of names are asked for while the field is made.
        if self.bound is None:
            return text
        label = self.bound.label.text
        if size := _SIZE.fullmatch(text):
            return Message("file_size", megabytes=Decimal(size[1]) / 1_000_000, label=label)
        if text not in _CODES:
            return text
        code, names = _CODES[text]
        return _Awaiting(text, code, names, label) if names else Message(code, label=label)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular)


class _Awaiting(str):
    """A message of WTForms whose values come when it is filled in."""

    def __new__(cls, text: str, code: str, names: Mapping[str, str], label: str) -> "_Awaiting":
        waiting = super().__new__(cls, text)
        waiting._message = partial(Message, code, label=label)  # type: ignore[attr-defined]
        waiting._names = names  # type: ignore[attr-defined]
        return waiting

    def __mod__(self, given: Any) -> Message:
        return self.format(**given)

    def format(self, *args: Any, **given: Any) -> Message:
        values = {ours: _day(given[theirs]) for ours, theirs in self._names.items()}  # type: ignore[attr-defined]
        return self._message(**values)  # type: ignore[attr-defined, no-any-return]


def _day(value: Any) -> Any:
    # Limits of dates come as the moments at which their days begin.
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


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
        return _typed(self) or written(self.data)


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
            self.raw_data = [text for text in self.raw.values() if text.strip()]
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


def _is_unfinished(form: Any) -> bool:
    """Whether a form was sent by a button that changes a part of it."""
    return any(map(_is_changing, form))


def _is_changing(field: wtforms.Field) -> bool:
    match field:
        case UploadField():
            return field.tray.removed
        case wtforms.FormField():
            return _is_unfinished(field.form)
        case FieldList() if field.pressed:
            return True
        case wtforms.FieldList():
            return _is_unfinished(field)
    return False


class Required:
    """The field must be answered: 0 is an answer, white space is none."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse an unanswered field.

        Raises:
            StopValidation: Nothing was typed or chosen.
        """
        if _is_answered(field):
            return
        field.errors = []
        if isinstance(field, DatePartsField):
            field.wrong = PARTS
        code = REQUIRED.get(_kind(field), "required_text")
        raise StopValidation(Message(code, label=field.label.text))


def _is_answered(field: wtforms.Field) -> bool:
    if isinstance(field, wtforms.BooleanField):
        return bool(field.data)
    # A filter may have taken away what was sent; what can't be read was sent.
    kept = is_answered(field.data) or bool(field.process_errors)
    return kept and (field.raw_data is None or is_answered(list(field.raw_data)))


class Optional:
    """Stops further checks of an unanswered field."""

    field_flags: ClassVar = {"optional": True}

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """End the checks of an unanswered field.

        Raises:
            StopValidation: Without a message: the field is empty, and may be.
        """
        if not is_answered(list(field.raw_data or [])):
            field.errors = []
            raise StopValidation


def _beside(form: Any, field: wtforms.Field, name: str) -> wtforms.Field:
    """The other field of a form that a validator of this one names."""
    if name not in form:
        where = f"{type(form).__name__}.{field.short_name}"
        raise UsageError(f"{where}: the form has no field {name!r}{nearest(name, form._fields)}")
    return form[name]


class RequiredIf:
    """Required if another field has one of these answers; else it isn't judged, and stays as it is.

    Args:
        other: Name of the other field.
        answers: Its values that make this one required; any answer unless given.
    """

    def __init__(self, other: str, *answers: Any):
        self.other, self.answers = other, answers

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse an unanswered field where it is required.

        Raises:
            StopValidation: It is required and unanswered; or, without a message, it isn't asked.
        """
        other = _beside(form, field, self.other)
        given = other.data if isinstance(other.data, list) else [other.data]
        if any(one in self.answers for one in given) if self.answers else _is_answered(other):
            return Required()(form, field)
        field.errors = []
        raise StopValidation


class EitherOr:
    """This answer, or the box beside it that says there is none: exactly one of the two.

    Put it before other validators: with the box alone, the field isn't judged.

    Args:
        box: Name of the other field, a `BooleanField`.
    """

    field_flags: ClassVar = {"required": True}

    def __init__(self, box: str):
        self.box = box

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse both and neither.

        Raises:
            StopValidation: Both or neither was given; or, without a message, the box alone.
        """
        box = _beside(form, field, self.box)
        answered = _is_answered(field)
        try:
            checks.either_or(answered or None, bool(box.data), box.label.text)
        except AnswerError as error:
            field.errors = []
            raise StopValidation(explain_error(error, field.label.text)) from None
        if not answered:
            field.errors = []
            raise StopValidation


class _Check:
    """Judges what was typed, and keeps what was judged as the field's data."""

    def __init__(self, judge: checks.Check):
        self._judge = judge

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse what can't be taken. An empty field is left to `Required`.

        Raises:
            ValidationError: Says how to fix it.
        """
        # What could not be read has its message.
        if field.process_errors or not is_answered(field.data):
            return
        try:
            field.data = self._judge(field.data)
        except AnswerError as error:
            raise ValidationError(explain_error(error, field.label.text)) from None


class Length(_Check):
    """A text of `least` to `most` characters, as people and the count of a textarea count them."""

    def __init__(self, least: int = 0, most: int | None = None):
        super().__init__(partial(checks.length, least=least, most=most))
        self.most = most


class MaxLength(Length):
    """At most so many characters."""

    def __init__(self, most: int):
        super().__init__(most=most)


class Email(_Check):
    """An e-mail address that can be delivered to (RFC 5321), kept without spaces around it."""

    def __init__(self) -> None:
        super().__init__(checks.email)


class Phone(_Check):
    """A phone number, of `region` where no country code is given (ITU-T E.164)."""

    def __init__(self, region: str = "FI"):
        super().__init__(partial(checks.phone, region=region))


class PersonalIdentityCode(_Check):
    """A Finnish personal identity code, with the separators of 2023, kept in capitals.

    Args:
        test: Take codes of the test range too (individual numbers 900 to 999).
    """

    def __init__(self, test: bool = False):
        super().__init__(partial(checks.personal_identity_code, test=test))


class Iban(_Check):
    """An account number (ISO 13616), kept in groups of four."""

    def __init__(self) -> None:
        super().__init__(checks.iban)


class BusinessId(_Check):
    """A Finnish business ID (Y-tunnus), kept as 2077474-0."""

    def __init__(self) -> None:
        super().__init__(checks.business_id)


class Between(_Check):
    """A number, date or time no smaller than `least` and no greater than `most`."""

    def __init__(self, least: Limit = None, most: Limit = None):
        super().__init__(lambda value: checks.between(value, *self.limits()))
        self._least, self._most = least, most

    def limits(self) -> tuple[Any, Any]:
        """Give both limits as they are at the moment."""
        return _now(self._least), _now(self._most)


class DateBetween(Between):
    """A date no earlier than `least` and no later than `most`."""


class SameAs:
    """The answer is that of another field, such as an address typed twice."""

    def __init__(self, other: str):
        self.other = other

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse another answer.

        Raises:
            ValidationError: Names both fields.
        """
        other = _beside(form, field, self.other)
        if field.data != other.data:
            labels = {"label": field.label.text, "other": other.label.text}
            raise ValidationError(Message("not_the_same", **labels))


def _now(limit: Limit) -> Any:
    return limit() if callable(limit) else limit


@follows_template
def field(bound: wtforms.Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a bound field as the component of its kind, with label, hint, error and what was typed.

    Args:
        bound: A field of a form.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no field of a form, as where its name is misspelt; no component shows such
            a field, or none shows all of it.
    """
    if not isinstance(bound, wtforms.Field):
        raise shown.something_else(bound, "a field of a form, such as form.email")
    asked = _read(bound)
    if _is_unfinished(bound._form):
        asked = unjudged(asked)
    return shown.show(asked, content, **more)


@follows_template
def summary(form: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with the whole form, then with each field.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of the form. The error of an old page
    is reported by `stale` instead.

    Raises:
        UsageError: It is no form.
    """
    if not isinstance(form, wtforms.form.BaseForm):
        raise shown.something_else(form, "a form")
    if _is_unfinished(form):
        return []
    fields = [_outline(bound) for bound in form if not isinstance(bound, CSRFTokenField)]
    return shown.summary(failures(fields, map(str, form.form_errors)))


@follows_template
def stale(form: Any) -> str | None:
    """Say that the page was open too long, if its CSRF token is no longer good."""
    token = getattr(form, "csrf_token", None)
    return explain("page_too_old") if token is not None and token.errors else None


def bound(form: type, sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a class to what was sent. A token of its own isn't asked for.

    Args:
        form: The class.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = form(sent, meta={"csrf": False})
    errors = summary(made) if judge and not made.validate() else []
    shown_fields = [one for one in made if not isinstance(one, CSRFTokenField)]
    fields = tuple(map(_read, shown_fields))
    if _is_unfinished(made):
        fields = tuple(map(unjudged, fields))
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), errors)


#: Each class with the widget that it is shown by. Where a subclass keeps the widget, it is shown as
#: its base.
_KINDS: Mapping[tuple[type, type], Kind] = {
    (wtforms.StringField, widgets.TextInput): Kind.TEXT,
    (wtforms.EmailField, widgets.EmailInput): Kind.EMAIL,
    (wtforms.TelField, widgets.TelInput): Kind.TEL,
    (wtforms.URLField, widgets.URLInput): Kind.URL,
    (wtforms.TextAreaField, widgets.TextArea): Kind.TEXTAREA,
    (wtforms.PasswordField, widgets.PasswordInput): Kind.PASSWORD,
    (wtforms.HiddenField, widgets.HiddenInput): Kind.HIDDEN,
    (wtforms.IntegerField, widgets.NumberInput): Kind.INTEGER,
    (wtforms.BooleanField, widgets.CheckboxInput): Kind.CHECKBOX,
    (wtforms.RadioField, widgets.ListWidget): Kind.RADIOS,
    (wtforms.SelectField, widgets.Select): Kind.SELECT,
    (wtforms.SelectMultipleField, widgets.Select): Kind.CHECKBOXES,
    (wtforms.SelectMultipleField, widgets.ListWidget): Kind.CHECKBOXES,
    (wtforms.FileField, widgets.FileInput): Kind.FILE,
    (wtforms.MultipleFileField, widgets.FileInput): Kind.FILES,
    (wtforms.SubmitField, widgets.SubmitInput): Kind.SUBMIT,
    (wtforms.FormField, widgets.TableWidget): Kind.GROUP,
    (wtforms.FieldList, widgets.ListWidget): Kind.LIST,
}
#: What to write instead of a field that no component shows.
_INSTEAD: Mapping[type, str] = {
    wtforms.DecimalField: "citydesign.forms.wtforms.DecimalField, which reads 1,5 and 1.5",
    wtforms.FloatField: "citydesign.forms.wtforms.DecimalField, which reads 1,5 and 1.5",
    wtforms.IntegerRangeField: "IntegerField with Between(least, most)",
    wtforms.DecimalRangeField: "citydesign.forms.wtforms.DecimalField with Between(least, most)",
    wtforms.DateField: "citydesign.forms.wtforms.DateField, or DatePartsField for a known date",
    wtforms.TimeField: "citydesign.forms.wtforms.TimeField",
    wtforms.DateTimeField: "a DateField and a TimeField",
    wtforms.DateTimeLocalField: "a DateField and a TimeField",
    wtforms.MonthField: "DatePartsField, shown with parts=['month', 'year']",
    wtforms.WeekField: "RadioField or SelectField with the weeks to choose from",
    wtforms.SearchField: "StringField with render_kw={'inputmode': 'search'}",
    wtforms.ColorField: "RadioField with the colours by name",
    wtforms.ButtonField: "the component button",
}


def _kind(bound: wtforms.Field) -> Kind:
    return _kind_of(type(bound), type(bound.widget))  # type: ignore[arg-type]


@cache
def _kind_of(field: type, widget: type) -> Kind:
    return kind_of(field, widget, _KINDS, _INSTEAD)


def _refusal(bound: wtforms.Field) -> UsageError:
    what = type(bound).__name__
    if bound.widget is not None:
        what += f" with {type(bound.widget).__name__}"
    advice = next((_INSTEAD[one] for one in type(bound).__mro__ if one in _INSTEAD), None)
    known = {one.__name__ for one, _ in _KINDS}
    return shown.refusal(type(bound._form), bound.short_name, what, advice, known)


def _outline(bound: wtforms.Field, *entry: Any) -> Field:
    """What an error summary needs to know of a field."""
    return Field(**_common(bound, *entry))


def _common(bound: wtforms.Field, *entry: Any) -> dict[str, Any]:
    kind, label = _kind(bound), _label(bound, *entry)
    errors: Any = bound.errors
    fields: tuple[Field, ...] = ()
    if kind is Kind.GROUP:
        fields = tuple(_outline(one) for one in bound.form)
        errors = bound.form.form_errors
    elif kind is Kind.LIST:
        fields = tuple(_outline(one, label, place) for place, one in enumerate(bound, 1))
        # Its own errors are texts; those of its fields are lists and tables.
        errors = [one for one in bound.errors if isinstance(one, str)]
    return {
        "kind": kind,
        "name": bound.name,
        "label": label,
        "id": bound.id,
        "errors": tuple(_about(one, label, kind) for one in errors),
        "wrong": bound.wrong if errors and kind is Kind.DATE_PARTS else (),
        "fields": fields,
    }


def _about(error: Any, label: str, kind: Kind) -> str:
    return error.about(label, kind) if isinstance(error, Message) else str(error)


def _label(bound: wtforms.Field, list_label: str | None = None, place: int = 0) -> str:
    text: str = bound.label.text
    # Entries of a list are numbered; those without a label of their own take that of the list.
    if (index := getattr(bound, "index", None)) is None:
        return text
    if list_label and text == bound.name.replace("_", " ").title():
        text = list_label
    return text + f" {place or index + 1}"


def _read(bound: wtforms.Field, *entry: Any) -> Field:
    """All of a field.

    Args:
        bound: The field.
        entry: Of an entry of a list, the label of the list and its place in it.
    """
    common = _common(bound, *entry)
    kind = common["kind"]
    if kind is Kind.OTHER:
        raise _refusal(bound)
    attrs = {name.rstrip("_"): value for name, value in (bound.render_kw or {}).items()}
    for flag in ("disabled", "readonly"):
        if getattr(bound.flags, flag, None):
            attrs.setdefault(flag, True)
    if kind is Kind.GROUP:
        common["fields"] = tuple(_read(one) for one in bound.form)
    elif kind is Kind.LIST:
        common["fields"] = tuple(
            _read(one, common["label"], place) for place, one in enumerate(bound, 1)
        )
    choices: tuple[Choice, ...] = ()
    chosen: list[str] = []
    if isinstance(bound, wtforms.SelectField):
        choices = tuple(_choices(bound, chosen))
    limits = _limits(kind, bound, attrs)
    if isinstance(bound, UploadField):
        common |= {"fields": (bound.tray.hidden(bound.name),), "keeper": bound.tray.store}
        limits = bound.tray.limits(common["label"])
    return Field(
        **common,
        hint=bound.description or None,
        # A form within a form has no answer of its own.
        required=bool(bound.flags.required)
        or kind is Kind.GROUP
        or _refuses_no_choice(bound, choices),
        value=_value(kind, bound, chosen),
        choices=choices,
        attrs=attrs,
        limits=limits,
    )


def _refuses_no_choice(bound: wtforms.Field, choices: tuple[Choice, ...]) -> bool:
    """Whether WTForms itself asks for a choice: of one answer, unless nothing is among them."""
    return (
        isinstance(bound, wtforms.SelectField)
        and not isinstance(bound, wtforms.SelectMultipleField)
        and bound.validate_choice
        and not bound.flags.optional
        and all(choice.value for choice in choices)
    )


def _typed(bound: wtforms.Field) -> str:
    """What was sent, to the letter; empty for what is no text, such as a file."""
    return next((text for text in bound.raw_data or () if isinstance(text, str)), "")


def _value(kind: Kind, bound: wtforms.Field, chosen: list[str]) -> Any:
    match kind:
        case Kind.DATE_PARTS:
            return bound.raw
        case Kind.CHECKBOX:
            return bool(bound.data)
        case Kind.SUBMIT:
            return "y"
        case Kind.HIDDEN:
            # Set by the view, again for each page.
            return written(bound.data)
        case Kind.CHECKBOXES:
            sent = [one for one in bound.raw_data or () if isinstance(one, str)]
            return chosen if chosen and not bound.process_errors else sent
        case Kind.RADIOS | Kind.SELECT:
            # What was sent may be another writing of a choice: " 1" of 1.
            return chosen[0] if chosen and not bound.process_errors else _typed(bound)
        case Kind.DATE | Kind.TIME if not bound.raw_data:
            return bound.data
    return _typed(bound) or ("" if bound.raw_data else written(bound.data))


def _limits(kind: Kind, bound: wtforms.Field, attrs: dict[str, Any]) -> dict[str, Any]:
    """What limits the answer, taken out of the attributes where it is there."""
    limits: dict[str, Any] = {}
    match kind:
        case Kind.TEXTAREA:
            most = [one.most for one in bound.validators if isinstance(one, Length)]
            limits["max_characters"] = (most or [getattr(bound.flags, "maxlength", None)])[0]
        case Kind.TEXT | Kind.EMAIL | Kind.TEL | Kind.URL:
            limits["max_characters"] = getattr(bound.flags, "maxlength", None)
        case Kind.DATE | Kind.INTEGER | Kind.DECIMAL:
            limits = least_and_most(kind, filter(None, map(_range, bound.validators)))
        case Kind.LIST if isinstance(bound, FieldList):
            limits["least"], limits["most"] = bound.min_entries, bound.max_entries
            if bound.pressed and bound.pressed.name == bound.name:
                limits["changed"] = "added" if bound.pressed.removed is None else "removed"
        case Kind.LIST:
            limits["least"] = limits["most"] = len(bound)
        case Kind.FILE | Kind.FILES:
            for one in bound.validators:
                # Flask-WTF's, by their names: it need not be installed.
                if type(one).__name__ == "FileAllowed" and not hasattr(one.upload_set, "config"):
                    limits["types"] = [ending.lstrip(".") for ending in one.upload_set]
                elif type(one).__name__ == "FileSize":
                    limits["max_size"] = one.max_size
            if "accept" in attrs and all(
                one.strip().startswith(".") for one in attrs["accept"].split(",")
            ):
                limits["types"] = [one.strip()[1:] for one in attrs.pop("accept").split(",")]
    return {name: value for name, value in limits.items() if value is not None}


def _range(validator: Any) -> tuple[Any, Any] | None:
    """The least and the most that a validator takes; None if it is of another kind."""
    if isinstance(validator, Between):
        return validator.limits()
    if isinstance(validator, NumberRange | DateRange):
        return _now(validator.min), _now(validator.max)
    return None


def _choices(bound: wtforms.SelectField, chosen: list[str]) -> Iterator[Choice]:
    """The choices; the values of those that are made are added to `chosen`."""
    groups = bound.iter_groups() if bound.has_groups() else [(None, bound.iter_choices())]
    for label, choices in groups:
        for value, text, selected, render_kw in choices:
            attrs = {name.rstrip("_"): given for name, given in (render_kw or {}).items()}
            disabled = bool(attrs.pop("disabled", False))
            if selected:
                chosen.append(str(value))
            yield Choice(str(value), text, disabled, label, attrs)
