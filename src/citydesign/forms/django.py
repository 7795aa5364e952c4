"""Django forms: fields whose errors say what to do, and bound fields as components.

class Application(forms.Form):
    email = forms.EmailField(label="E-mail")
    born = DatePartsField(label="Date of birth")

{{ field(form.email, autocomplete="email") }}

Django's own messages come from our catalogue when they are shown, in the language of the request.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cache, partial
from typing import Any

from markupsafe import Markup

from citydesign.errors import UsageError
from citydesign.exchange import Sent
from citydesign.extras import extra
from citydesign.forms import shown
from citydesign.forms.bound import Bound
from citydesign.forms.core import checks, lists
from citydesign.forms.core.answers import AnswerError, read_text
from citydesign.forms.core.dates import PARTS, read_date, read_parts
from citydesign.forms.core.fields import (
    Choice,
    Failure,
    Field,
    Kind,
    failures,
    kind_of,
    least_and_most,
)
from citydesign.forms.core.numbers import read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import Message, explain_about, explain_error, written
from citydesign.host import follows_template

with extra("django", "Django"):
    from django import forms
    from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
    from django.core.validators import (
        DecimalValidator,
        FileExtensionValidator,
        MaxValueValidator,
        MinValueValidator,
    )
    from django.db import models
    from django.forms.formsets import DEFAULT_MAX_NUM, DELETION_FIELD_NAME, TOTAL_FORM_COUNT
    from django.forms.utils import ErrorDict
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import Promise
    from django.utils.translation import gettext, ngettext


class _TypedField(forms.Field):
    """A field whose text is read as people type it."""

    widget = forms.TextInput
    read: Any

    def to_python(self, value: Any) -> Any:
        """Read what was sent.

        Raises:
            ValidationError: It can't be read; says how to write it.
        """
        if value in self.empty_values:
            return None
        return (
            _judged(self, lambda: type(self).read(read_text(value)))
            if isinstance(value, str)
            else value
        )


def _judged(field: forms.Field, judge: Callable[[], Any]) -> Any:
    try:
        return judge()
    except AnswerError as error:
        raise ValidationError(explain_error(error, field.label or ""), error.code) from None


class IntegerField(_TypedField):
    """A whole number: `35`, `1 200`; an int or None."""

    kind = Kind.INTEGER
    read = staticmethod(read_integer)


class DecimalField(_TypedField):
    """A number with decimals: `1,5`, `1.5`, `1 200,50`; a `decimal.Decimal` or None.

    Args:
        max_digits: Most digits.
        decimal_places: Most decimals.
        options: As for any field.
    """

    kind = Kind.DECIMAL
    read = staticmethod(read_decimal)

    def __init__(
        self, *, max_digits: int | None = None, decimal_places: int | None = None, **options: Any
    ):
        super().__init__(**options)
        self.validators.append(DecimalValidator(max_digits, decimal_places))


class DateField(_TypedField):
    """A date in one field, with a calendar; a `datetime.date` or None."""

    kind = Kind.DATE
    read = staticmethod(read_date)


class TimeField(_TypedField):
    """A time of day; a `datetime.time` or None."""

    kind = Kind.TIME
    read = staticmethod(read_time)


class DatePartsInput(forms.MultiWidget):
    """Three inputs named `<name>-day`, `<name>-month` and `<name>-year`."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__([forms.TextInput] * 3, attrs)
        self.widgets_names = [f"-{part}" for part in PARTS]

    def decompress(self, value: Any) -> list[str]:
        """Take a date apart."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DatePartsField(forms.Field):
    """A date in three fields; a `datetime.date` or None."""

    kind = Kind.DATE_PARTS
    widget = DatePartsInput

    def to_python(self, value: Any) -> dt.date | None:
        """Make a date of what was typed.

        Raises:
            ValidationError: It is no date; says what to add or check.
        """
        if not value or isinstance(value, dt.date):
            return value or None
        parts = [part or "" for part in value]
        return _judged(self, lambda: read_parts(*parts))  # type: ignore[no-any-return]


class _CheckedField(forms.CharField):
    """A text that is judged by a check, and kept as it was judged."""

    def __init__(self, judge: checks.Check, **options: Any):
        super().__init__(**options)
        self._judge = judge

    def to_python(self, value: Any) -> Any:
        """Judge what was typed.

        Raises:
            ValidationError: It can't be taken; says how to fix it.
        """
        text = super().to_python(value)
        return text if text in self.empty_values else _judged(self, lambda: self._judge(text))


class PhoneField(_CheckedField):
    """A phone number, of `region` where no country code is given (ITU-T E.164)."""

    widget = forms.TelInput

    def __init__(self, *, region: str = "FI", **options: Any):
        super().__init__(partial(checks.phone, region=region), **options)


class PersonalIdentityCodeField(_CheckedField):
    """A Finnish personal identity code, with the separators of 2023, kept in capitals.

    Args:
        test: Take codes of the test range too (individual numbers 900 to 999).
        options: As for any field.
    """

    def __init__(self, *, test: bool = False, **options: Any):
        super().__init__(partial(checks.personal_identity_code, test=test), **options)


class IbanField(_CheckedField):
    """An account number (ISO 13616), kept in groups of four."""

    def __init__(self, **options: Any):
        super().__init__(checks.iban, **options)


class BusinessIdField(_CheckedField):
    """A Finnish business ID (Y-tunnus), kept as 2077474-0."""

    def __init__(self, **options: Any):
        super().__init__(checks.business_id, **options)


class UploadInput(forms.FileInput):
    """Gives the files, the key of their tray, and the file to be removed."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Read what was sent."""
        # A formset without files has a plain dict in their place.
        sent = files.getlist(name) if hasattr(files, "getlist") else []
        return sent, data.get(f"{name}-key"), data.get(f"{name}-remove")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing was sent; files kept before are not sent again."""
        return False


class UploadField(forms.Field):
    """Files that are judged and kept, also over an error elsewhere in the form.

    The cleaned value is a list of `KeptFile`; give it to `uploads.claim` when you keep the answers.
    A form that was sent by the button that removes a file is not valid, and shows no errors.

    Args:
        uploads: What you take, and where it is kept.
        options: As for any field.
    """

    kind = Kind.FILES
    widget = UploadInput

    def __init__(self, *, uploads: Uploads, **options: Any):
        super().__init__(**options)
        self._uploads = uploads
        self._tray: Tray | None = None

    @property
    def tray(self) -> Tray:
        """The files of this form."""
        self._tray = self._tray or self._uploads.tray()
        return self._tray

    def clean(self, value: Any) -> Any:
        """Judge and keep what was sent.

        Raises:
            ValidationError: A file was refused, none was sent though one is required, or the form
                was sent to remove a file.
        """
        # Of a disabled field nothing is read.
        sent, key, remove = value or ((), None, None)
        self._tray = tray = self._uploads.tray(key)
        tray.receive(sent, remove)
        label = str(self.label or "")
        if tray.removed:
            raise ValidationError(Message("file_removed", label=label), "file_removed")
        if tray.refused:
            raise ValidationError(
                [
                    ValidationError(explain_error(one.error, label), one.error.code)
                    for one in tray.refused
                ]
            )
        return super().clean(tray.files)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether there are files, or one was removed."""
        sent, key, remove = data
        return bool(sent or remove or self._uploads.tray(key).files)


def _removes_a_file(form: forms.BaseForm) -> bool:
    fields = form.fields.values()
    return any(isinstance(one, UploadField) and one.tray.removed for one in fields)


class FormSet(forms.BaseFormSet):
    """A formset with buttons that add and remove a form.

    `formset_factory(ChildForm, formset=FormSet, min_num=1, max_num=5, extra=0)`. Its class has a
    `label`, such as `"Children"`, and may have an `item_label`, such as `"Child"`, after which the
    forms are numbered. Each form that is shown has to be filled in, or removed. A formset that was
    sent by one of the buttons is not valid, and neither it nor a form beside it shows errors. Where
    there are forms at first it needs `can_delete=True`: those that are removed are then listed in
    `deleted_forms`. Django's own formset has no buttons.

    For models: `class Books(FormSet, BaseModelFormSet): ...`
    """

    data: Any
    files: Any

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        #: What the button did that the form was sent by; None if it was another button.
        self.pressed = lists.change(self.data) if self.is_bound else None
        if self.pressed and self.pressed.name == self.prefix:
            self._change(self.pressed.removed)

    def _change(self, removed: int | None) -> None:
        management = self.management_form
        if not management.is_valid():
            return
        initial, total = self.initial_form_count(), self.total_form_count()
        count = total - sum(map(_is_removed, self.forms))
        self.data = MultiValueDict(_lists(self.data))
        if removed is None:
            total += count < self.max_num
        elif count <= self.min_num:
            return
        elif removed < initial:
            if self.can_delete:
                self.data[f"{self.prefix}-{removed}-{DELETION_FIELD_NAME}"] = "on"
        elif removed < total:
            # Those after it move up, for Django counts without gaps.
            total -= 1
            self.data = self._without(removed, self.data)
            self.files = self._without(removed, self.files)
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(total)
        # They were read from what was sent.
        del self.management_form, self.forms

    def _without(self, removed: int, sent: Any) -> MultiValueDict:
        kept: dict[str, list[Any]] = {}
        for key, values in _lists(sent).items():
            match = re.fullmatch(rf"({re.escape(self.prefix)}-)(\d+)(-.+)", key, re.DOTALL)
            number = int(match[2]) if match else -1
            if match and number > removed:
                kept[f"{match[1]}{number - 1}{match[3]}"] = values
            elif number != removed:
                kept[key] = values
        return MultiValueDict(kept)

    def _construct_form(self, i: int, **options: Any) -> Any:
        return super()._construct_form(i, **{"empty_permitted": False, **options})

    def is_valid(self) -> bool:
        """Judge the forms, unless they were sent to add or remove one."""
        return not self.pressed and super().is_valid()


def _lists(sent: Any) -> dict[str, list[Any]]:
    if hasattr(sent, "lists"):
        return {key: list(values) for key, values in sent.lists()}
    return {key: [value] for key, value in (sent or {}).items()}


class Between:
    """Validates a number, date or time: no smaller than `least` and no greater than `most`.

    Either may be a callable that gives it at the time of the check.
    """

    def __init__(self, least: Any = None, most: Any = None):
        self._least, self._most = least, most

    def limits(self) -> tuple[Any, Any]:
        """Give both limits as they are at the moment."""
        now = [one() if callable(one) else one for one in (self._least, self._most)]
        return now[0], now[1]

    def __call__(self, value: Any) -> None:
        """Refuse what is outside.

        Raises:
            ValidationError: Names the limits.
        """
        try:
            checks.between(value, *self.limits())
        except AnswerError as error:
            raise ValidationError(explain_error(error, ""), error.code) from None


#: The form's fields for those of a model.
_FORM_FIELDS: Mapping[type, type] = {
    models.DateTimeField: forms.DateTimeField,
    models.DateField: DateField,
    models.TimeField: TimeField,
    models.DecimalField: DecimalField,
    models.FloatField: DecimalField,
}


def formfield(db_field: models.Field, **options: Any) -> forms.Field | None:
    """Give the form's field of a model's field, for `formfield_callback` of a model form.

    Dates, times and decimals are read as people type them; all else is Django's choice.
    """
    for known, chosen in _FORM_FIELDS.items():
        if isinstance(db_field, known):
            options.setdefault("form_class", chosen)
            break
    return db_field.formfield(**options)


@follows_template
def field(bound: Any, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a bound field as the component of its kind, with label, hint, error and what was typed.

    Args:
        bound: A field of a form, or a formset, whose class has its name as `label`.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component. `component` names another one that asks for the
            same, such as `combobox` instead of a select (`components.OTHERS`).

    Raises:
        UsageError: It is no bound field, as where its name is misspelt; no component shows such a
            field, or none shows all of it.
    """
    if isinstance(bound, forms.BaseFormSet):
        hidden = Markup().join(map(shown.show, _hidden(bound)))
        return hidden + shown.show(_read_formset(bound), content, **more)
    if not isinstance(bound, forms.BoundField):
        raise shown.something_else(bound, "a field of a form, such as form.email")
    return shown.show(_read(bound), content, **more)


@follows_template
def summary(*sent: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: what is wrong with each form or formset, in this order.

    Each field comes once, with its first error, and leads to its first control (WCAG 3.3.1); what
    no control of its own can fix leads to the first control of its form.

    Raises:
        UsageError: One is no form and no formset.
    """
    found: list[Failure] = []
    for one in sent:
        if isinstance(one, forms.BaseFormSet):
            found += failures([_outline_formset(one)])
        elif not isinstance(one, forms.BaseForm):
            raise shown.something_else(one, "a form or a formset")
        else:
            found += failures(map(_outline, one), _of_form(one))
    return shown.summary(found)


def bound(form: type[forms.BaseForm], sent: Sent | None = None, judge: bool = False) -> Bound:
    """Bind a class to what was sent.

    Args:
        form: The class.
        sent: What was sent; None for an empty form.
        judge: Whether to say what is wrong with it.

    Raises:
        UsageError: No component shows one of its fields.
    """
    made = form(sent, sent)
    if not judge:
        # What has errors is judged as soon as somebody looks.
        made._errors = ErrorDict()
        if sent is not None:
            _take_files(made)
    errors = summary(made) if judge and not made.is_valid() else []
    fields = tuple(map(_read, made))
    return Bound(fields, Markup("\n").join(map(shown.show, fields)), errors)


def _take_files(form: forms.BaseForm) -> None:
    """Let the fields for files take what was sent, in a form that is not judged."""
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            widget: Any = field.widget
            value = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            with suppress(ValidationError):
                field.clean(value)


#: Each class with the widget that it is shown by. Where a subclass keeps the widget, it is shown as
#: its base.
_KINDS: Mapping[tuple[type, type], Kind] = {
    (forms.CharField, forms.TextInput): Kind.TEXT,
    (forms.CharField, forms.EmailInput): Kind.EMAIL,
    (forms.CharField, forms.TelInput): Kind.TEL,
    (forms.CharField, forms.URLInput): Kind.URL,
    (forms.CharField, forms.Textarea): Kind.TEXTAREA,
    (forms.CharField, forms.PasswordInput): Kind.PASSWORD,
    (forms.IntegerField, forms.NumberInput): Kind.INTEGER,
    (forms.BooleanField, forms.CheckboxInput): Kind.CHECKBOX,
    (forms.ChoiceField, forms.Select): Kind.SELECT,
    (forms.ChoiceField, forms.RadioSelect): Kind.RADIOS,
    (forms.MultipleChoiceField, forms.SelectMultiple): Kind.CHECKBOXES,
    (forms.MultipleChoiceField, forms.CheckboxSelectMultiple): Kind.CHECKBOXES,
    (forms.ModelMultipleChoiceField, forms.SelectMultiple): Kind.CHECKBOXES,
    (forms.ModelMultipleChoiceField, forms.CheckboxSelectMultiple): Kind.CHECKBOXES,
    (forms.FileField, forms.FileInput): Kind.FILE,
    (forms.FileField, forms.ClearableFileInput): Kind.FILE,
}
_OURS = "citydesign.forms.django"
#: What to write instead of a field that no component shows.
_INSTEAD: Mapping[type, str] = {
    forms.DecimalField: f"{_OURS}.DecimalField, which reads 1,5 and 1.5; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.FloatField: f"{_OURS}.DecimalField, which reads 1,5 and 1.5; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.DateField: f"{_OURS}.DateField, or DatePartsField for a known date; in a model form "
    f"formfield_callback = {_OURS}.formfield",
    forms.TimeField: f"{_OURS}.TimeField; in a model form formfield_callback = {_OURS}.formfield",
    forms.DateTimeField: f"{_OURS}.DateField and TimeField",
    forms.SplitDateTimeField: f"{_OURS}.DateField and TimeField",
    forms.DurationField: f"{_OURS}.IntegerField, in minutes or days",
    forms.NullBooleanField: "TypedChoiceField with RadioSelect",
    forms.MultiValueField: "a field for each value",
    forms.ComboField: "CharField with its validators",
    forms.FilePathField: "ChoiceField",
}


@cache
def _kind_of(field: type, widget: type) -> Kind:
    if issubclass(widget, forms.HiddenInput) and not issubclass(widget, forms.MultipleHiddenInput):
        return Kind.HIDDEN
    if issubclass(widget, forms.widgets.ChoiceWidget):
        # Django's way to disable a choice is a widget of one's own.
        widget = next((one for one in widget.__mro__ if _same_looks(one, widget)), widget)
    return kind_of(field, widget, _KINDS, _INSTEAD)


def _same_looks(base: type, widget: Any) -> bool:
    looks = ("template_name", "option_template_name", "input_type")
    return base.__module__ == forms.widgets.ChoiceWidget.__module__ and all(
        getattr(base, name, None) == getattr(widget, name) for name in looks
    )


def _kind(bound: forms.BoundField) -> Kind:
    field, widget = type(bound.field), type(bound.field.widget)
    return _kind_of(field, widget)  # type: ignore[arg-type]


def _refusal(bound: forms.BoundField) -> UsageError:
    field = bound.field
    what = f"{type(field).__name__} with {type(field.widget).__name__}"
    advice = next((_INSTEAD[one] for one in type(field).__mro__ if one in _INSTEAD), None)
    known = {one.__name__ for one, _ in _KINDS}
    return shown.refusal(type(bound.form), bound.name, what, advice, known)


def _outline(bound: forms.BoundField) -> Field:
    """What an error summary needs to know of a field."""
    return Field(**_common(bound))


def _common(bound: forms.BoundField) -> dict[str, Any]:
    kind, label = _kind(bound), _plain(bound.label)
    errors = _errors(bound.form, bound.name)
    wrong = next((e.message.values.get("parts", PARTS) for e in errors if _is_ours(e)), PARTS)
    return {
        "kind": kind,
        "name": bound.html_name,
        "label": label,
        "id": bound.field.widget.attrs.get("id") or bound.html_name,
        "errors": tuple(_about(one, label, kind) for one in errors),
        "wrong": wrong if errors and kind is Kind.DATE_PARTS else (),
    }


def _plain(text: Any) -> str:
    """A text, lazy or not; what Django calls safe is HTML."""
    return Markup(text) if hasattr(text, "__html__") else str(text)


def _errors(form: forms.BaseForm, name: str) -> list[ValidationError]:
    found = form.errors.get(name) if form.is_bound else None
    if not found or lists.change(form.data) or _removes_a_file(form):
        return []
    return list(found.as_data())


def _of_form(form: forms.BaseForm, label: str = "") -> list[str]:
    """What is wrong with a whole form."""
    return [
        # Django names the fields of a model whose answers are in use together.
        _about(one, str((one.params or {}).get("field_labels", label)), Kind.GROUP)
        for one in _errors(form, NON_FIELD_ERRORS)
    ]


def _outline_formset(formset: forms.BaseFormSet) -> Field:
    return _formset(formset, _outline)


def _read_formset(formset: forms.BaseFormSet) -> Field:
    return _formset(formset, _read)


def _formset(formset: forms.BaseFormSet, read: Callable[[forms.BoundField], Field]) -> Field:
    label = getattr(type(formset), "label", None)
    if label is None:
        name = type(formset).__name__
        raise UsageError(f"{name} has no name to show; write {name}.label = 'Children'")
    ours = isinstance(formset, FormSet)
    pressed = formset.pressed if ours else None
    errors = formset.non_form_errors().as_data() if formset.is_bound and not pressed else []
    limits: dict[str, Any] = dict.fromkeys(("least", "most"), len(formset.forms))
    if ours:
        # Of what was sent, anyone can change the number.
        begins = not formset.is_bound and formset.initial_form_count()
        if begins and not formset.can_delete:
            name = type(formset).__name__
            raise UsageError(f"{name} begins with forms that can be removed; set can_delete=True")
        limits = {"least": formset.min_num}
        if formset.max_num < DEFAULT_MAX_NUM:
            limits["most"] = formset.max_num
        if pressed and pressed.name == formset.prefix:
            limits["changed"] = "added" if pressed.removed is None else "removed"
    name = str(getattr(type(formset), "item_label", label))
    shown_forms = [one for one in formset if not (ours and _is_removed(one))]
    return Field(
        kind=Kind.LIST,
        name=formset.prefix,
        label=str(label),
        id=formset.prefix,
        errors=tuple(_about(one, str(label), Kind.LIST) for one in errors),
        limits=limits,
        fields=tuple(
            Field(
                kind=Kind.GROUP,
                name=form.prefix,
                label=f"{name} {number}",
                id=form.prefix,
                errors=tuple(_of_form(form, f"{name} {number}")),
                fields=tuple(
                    read(one) for one in form if not (ours and one.name == DELETION_FIELD_NAME)
                ),
            )
            for number, form in enumerate(shown_forms, 1)
        ),
    )


def _is_removed(form: forms.BaseForm) -> bool:
    """Whether a form of a formset was there at first and has been removed."""
    name = DELETION_FIELD_NAME
    return name in form.fields and form.is_bound and bool(form[name].data)


def _hidden(formset: forms.BaseFormSet) -> Iterator[Field]:
    """What a formset sends by itself: its counts, and of a form that was removed which it was."""
    yield from map(_read, formset.management_form)
    for form in formset if isinstance(formset, FormSet) else ():
        if _is_removed(form):
            yield from map(_read, form.hidden_fields())
            removed = form[DELETION_FIELD_NAME].html_name
            yield Field(Kind.HIDDEN, removed, "", removed, value="on")


def _read(bound: forms.BoundField) -> Field:
    """All of a field."""
    common = _common(bound)
    kind = common["kind"]
    if kind is Kind.OTHER:
        raise _refusal(bound)
    widget = bound.field.widget
    attrs = {name: value for name, value in widget.attrs.items() if name not in _MEANT_FOR_HTML}
    if {"rows": "10", "cols": "40"}.items() <= widget.attrs.items():
        # Django's own.
        attrs.pop("rows", None)
    if bound.field.disabled:
        attrs["disabled"] = True
    limits = _limits(kind, bound, attrs)
    if isinstance(bound.field, UploadField):
        tray = bound.field.tray
        common |= {"fields": (tray.hidden(bound.html_name),), "keeper": tray.store}
        limits = tray.limits(common["label"])
    return Field(
        **common,
        hint=_plain(bound.help_text) if bound.help_text else None,
        # To remove a form of a formset is never asked for.
        required=bound.field.required or bound.name == "DELETE",
        value=_value(kind, bound),
        choices=tuple(_choices(bound)) if isinstance(widget, forms.widgets.ChoiceWidget) else (),
        attrs=attrs,
        limits=limits,
    )


#: Limits that our components take otherwise, or that only HTML's own check reads.
_MEANT_FOR_HTML = {"id", "maxlength", "minlength", "min", "max", "step", "cols", "required"}


def _value(kind: Kind, bound: forms.BoundField) -> Any:
    value, widget = bound.value(), bound.field.widget
    match kind:
        case Kind.DATE_PARTS:
            parts = value if isinstance(value, list) else widget.decompress(value)
            return {name: part or "" for name, part in zip(PARTS, parts, strict=True)}
        case Kind.CHECKBOX:
            return widget.check_test(value)
        case Kind.CHECKBOXES:
            return widget.format_value(value)
        case Kind.RADIOS | Kind.SELECT:
            return next(iter(widget.format_value(value)), "")
        case Kind.DATE | Kind.TIME:
            return "" if value is None else value
        case Kind.FILE | Kind.FILES:
            return ""
    if isinstance(value, Decimal | float | int) or value is None:
        return written(value)
    # Such as JSON.
    return str(widget.format_value(value) or "")


def _limits(kind: Kind, bound: forms.BoundField, attrs: dict[str, Any]) -> dict[str, Any]:
    """What limits the answer, taken out of the attributes where it is there."""
    limits: dict[str, Any] = {}
    widget = bound.field.widget
    match kind:
        case Kind.TEXTAREA | Kind.TEXT | Kind.EMAIL | Kind.TEL | Kind.URL:
            most = widget.attrs.get("maxlength")
            # Django's own limit of every e-mail address is none that a resident meets.
            if most and not (isinstance(bound.field, forms.EmailField) and str(most) == "320"):
                limits["max_characters"] = int(most)
        case Kind.DATE | Kind.INTEGER | Kind.DECIMAL:
            limits = least_and_most(kind, filter(None, map(_range, bound.field.validators)))
        case Kind.FILE:
            for one in bound.field.validators:
                # That of an image knows every ending that there is.
                if isinstance(one, FileExtensionValidator) and len(one.allowed_extensions) < 20:
                    limits["types"] = list(one.allowed_extensions)
            endings = [one.strip() for one in str(attrs.get("accept", "")).split(",")]
            if all(one.startswith(".") for one in endings):
                limits["types"] = [one[1:] for one in endings]
                del attrs["accept"]
            if isinstance(widget, forms.ClearableFileInput) and widget.is_initial(bound.initial):
                kept = {"name": str(bound.initial), "url": bound.initial.url}
                if not bound.field.required:
                    # What Django's own box to clear it sends.
                    kept["value"] = "on"
                    limits["remove_name"] = widget.clear_checkbox_name(bound.html_name)
                limits["files"] = [kept]
    return {name: value for name, value in limits.items() if value is not None}


def _range(validator: Any) -> tuple[Any, Any] | None:
    """The least and the most that a validator takes; None if it is of another kind."""
    if isinstance(validator, Between):
        return validator.limits()
    if isinstance(validator, MinValueValidator | MaxValueValidator):
        limit = validator.limit_value
        limit = limit() if callable(limit) else limit
        return (limit, None) if isinstance(validator, MinValueValidator) else (None, limit)
    return None


def _choices(bound: forms.BoundField) -> Iterator[Choice]:
    widget = bound.field.widget
    given = {*widget.attrs, "id", "checked", "selected", "required"}
    for group, options, _ in widget.optgroups(bound.html_name, widget.format_value(bound.value())):
        for option in options:
            value, label = str(option["value"]), _plain(option["label"])
            if value == "" and label == models.BLANK_CHOICE_DASH[0][1]:
                # Django's row of dashes; ours says "Choose".
                continue
            attrs = {name: text for name, text in option["attrs"].items() if name not in given}
            disabled = bool(attrs.pop("disabled", False))
            yield Choice(value, label, disabled, str(group) if group else None, attrs)


# The words.


def _is_ours(error: ValidationError) -> bool:
    return isinstance(error.message, Message)


def _about(error: ValidationError, label: str, kind: Kind) -> str:
    """The text of an error: ours if the message is ours or Django's, else the host's own."""
    if _is_ours(error):
        return error.message.about(label, kind)  # type: ignore[no-any-return]
    if found := _found(error):
        return explain_about(*found, label, kind)
    return str(error.messages[0])


def _found(error: ValidationError) -> tuple[str, dict[str, Any]] | None:
    original = _original(error.message)
    if original in _CODES:
        code, names = _CODES[original]
        return code, {ours: _read_limit(error, theirs) for ours, theirs in names.items()}
    # Formsets, constraints and passwords write their texts in the language of the moment.
    for name, code in (("too_few_forms", "fewest"), ("too_many_forms", "fullest")):
        count = re.search(r"\d+", str(error.message))
        text = forms.BaseFormSet.default_error_messages[name]
        if error.code == name and count and error.message == text % {"num": int(count[0])}:
            return code, {"count": int(count[0])}
    least = (error.params or {}).get("min_length", 0)
    if error.message == ngettext(*_SHORT_PASSWORD, least).replace("%d", str(least)):
        return "too_short", {"count": least}
    for known, code in _WRITTEN.items():
        parts = re.split(r"%\(\w+\)s", gettext(known))
        if re.fullmatch(".+".join(map(re.escape, parts)), str(error.message)):
            return code, {}
    return None


def _read_limit(error: ValidationError, name: str) -> Any:
    value = (error.params or {}).get(name)
    value = value() if callable(value) else value
    return value if isinstance(value, int | float | Decimal | dt.date | dt.time) else str(value)


def _original(message: Any) -> str:
    """The English of a text of Django, as it is in its source."""
    if not isinstance(message, Promise):
        return str(message)
    function, arguments = message.__reduce__()
    # Of `gettext_lazy` the text, of `ngettext_lazy` the singular.
    named = arguments[3] if function.__name__ == "_lazy_number_unpickle" else None
    return str(named["singular"] if named else arguments[1][0])


#: Each message of Django's forms, validators, models and users that a resident can meet: our code,
#: and their name for each of our values.
_CODES: Mapping[str, tuple[str, dict[str, str]]] = {
    "This field is required.": ("required_text", {}),
    "This field cannot be null.": ("required_text", {}),
    "This field cannot be blank.": ("required_text", {}),
    "Enter a whole number.": ("whole_number", {}),
    "Enter a valid integer.": ("whole_number", {}),
    "“%(value)s” value must be an integer.": ("whole_number", {}),
    "Enter a number.": ("number", {}),
    "“%(value)s” value must be a decimal number.": ("number", {}),
    "“%(value)s” value must be a float.": ("number", {}),
    "Enter a valid date.": ("date_not_real", {}),
    "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.": (
        "date_not_real",
        {},
    ),
    "“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.": (
        "date_not_real",
        {},
    ),
    "Enter a valid time.": ("time_not_real", {}),
    "“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.": (
        "time_not_real",
        {},
    ),
    "“%(value)s” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time.": (
        "time_not_real",
        {},
    ),
    "Enter a valid date/time.": ("date_time", {}),
    "“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] "
    "format.": ("date_time", {}),
    "“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an "
    "invalid date/time.": ("date_time", {}),
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous "
    "or it may not exist.": ("date_time", {}),
    "Enter a valid duration.": ("duration", {}),
    "The number of days must be between {min_days} and {max_days}.": ("duration", {}),
    "“%(value)s” value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.": (
        "duration",
        {},
    ),
    "No file was submitted. Check the encoding type on the form.": ("file_not_sent", {}),
    "No file was submitted.": ("required_file", {}),
    "The submitted file is empty.": ("file_empty", {}),
    "Ensure this filename has at most %(max)d character (it has %(length)d).": (
        "file_name",
        {"count": "max"},
    ),
    "Please either submit a file or check the clear checkbox, not both.": ("file_or_remove", {}),
    "Upload a valid image. The file you uploaded was either not an image or a corrupted image.": (
        "file_image",
        {},
    ),
    "File extension “%(extension)s” is not allowed. Allowed extensions are: "
    "%(allowed_extensions)s.": ("file_type", {"types": "allowed_extensions"}),
    "Enter a valid URL.": ("url", {}),
    "Enter a valid domain name.": ("domain", {}),
    "Enter a valid email address.": ("email", {}),
    "Enter a valid %(protocol)s address.": ("ip_address", {}),
    "This is not a valid IPv6 address.": ("ip_address", {}),
    "Enter a valid UUID.": ("uuid", {}),
    "“%(value)s” is not a valid UUID.": ("uuid", {}),
    "Enter a valid JSON.": ("json", {}),
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.": ("slug", {}),
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.": (
        "slug",
        {},
    ),
    "Enter only digits separated by commas.": ("number_list", {}),
    "Enter a valid value.": ("written_otherwise", {}),
    "Null characters are not allowed.": ("plain_text", {}),
    "Enter a list of values.": ("not_a_choice", {}),
    "Enter a complete value.": ("complete", {}),
    "Select a valid choice. %(value)s is not one of the available choices.": ("not_a_choice", {}),
    "Select a valid choice. That choice is not one of the available choices.": (
        "not_a_choice",
        {},
    ),
    "Value %(value)r is not a valid choice.": ("not_a_choice", {}),
    "“%(value)s” value must be either True or False.": ("not_a_choice", {}),
    "“%(value)s” value must be either True, False, or None.": ("not_a_choice", {}),
    "“%(value)s” value must be either None, True or False.": ("not_a_choice", {}),
    "“%(pk)s” is not a valid value.": ("not_a_choice", {}),
    "%(model)s instance with %(field)s %(value)r is not a valid choice.": ("not_a_choice", {}),
    "%(model)s instance with %(field)s %(value)r does not exist.": ("not_a_choice", {}),
    "Ensure this value is %(limit_value)s (it is %(show_value)s).": ("written_otherwise", {}),
    "Ensure this value is less than or equal to %(limit_value)s.": (
        "number_most",
        {"limit": "limit_value"},
    ),
    "Ensure this value is greater than or equal to %(limit_value)s.": (
        "number_least",
        {"limit": "limit_value"},
    ),
    "Ensure this value is a multiple of step size %(limit_value)s.": (
        "number_step",
        {"limit": "limit_value"},
    ),
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. "
    "%(offset)s, %(valid_value1)s, %(valid_value2)s, and so on.": (
        "number_series",
        {"first": "offset", "second": "valid_value1", "third": "valid_value2"},
    ),
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).": (
        "too_short",
        {"count": "limit_value"},
    ),
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).": (
        "longest",
        {"count": "limit_value"},
    ),
    "Ensure that there are no more than %(max)s digit in total.": ("digits", {"count": "max"}),
    "Ensure that there are no more than %(max)s decimal place.": ("decimals", {"count": "max"}),
    "Ensure that there are no more than %(max)s digit before the decimal point.": (
        "whole_digits",
        {"count": "max"},
    ),
    "%(model_name)s with this %(field_label)s already exists.": ("not_unique", {}),
    "%(model_name)s with this %(field_labels)s already exists.": ("not_unique", {}),
    "%(field_label)s must be unique for %(date_field_label)s %(lookup_type)s.": ("not_unique", {}),
    "Please enter a correct %(username)s and password. Note that both fields may be "
    "case-sensitive.": ("sign_in", {}),
    "This account is inactive.": ("account_closed", {}),
    "A user with that username already exists.": ("not_unique", {}),
    "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ "
    "characters.": ("username", {}),
    "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase "
    "A-Z letters, numbers, and @/./+/-/_ characters.": ("username_ascii", {}),
    "Your old password was entered incorrectly. Please enter it again.": ("password_wrong", {}),
    "The two password fields didn’t match.": ("password_differs", {}),
    "The inline value did not match the parent instance.": ("page_changed", {}),
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists.": ("page_changed", {}),
}
_WRITTEN: Mapping[str, str] = {
    "Please submit at most %(num)d form.": "fullest",
    "Please submit at least %(num)d form.": "fewest",
    "Please correct the duplicate data for %(field)s.": "not_unique",
    "Please correct the duplicate data for %(field)s, which must be unique.": "not_unique",
    "Please correct the duplicate data for %(field_name)s which must be unique for the %(lookup)s "
    "in %(date_field)s.": "not_unique",
    "Please correct the duplicate values below.": "not_unique",
    "Constraint “%(name)s” is violated.": "not_together",
    "The password is too similar to the %(verbose_name)s.": "password_similar",
    "This password is too common.": "password_common",
    "This password is entirely numeric.": "password_numeric",
}
_SHORT_PASSWORD = (
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
