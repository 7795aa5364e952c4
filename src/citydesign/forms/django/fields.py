"""Fields whose text is read as people type it, and whose errors say what to do."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from citydesign.extras import extra
from citydesign.forms.core import checks
from citydesign.forms.core.answers import AnswerError, is_answered, read_text
from citydesign.forms.core.dates import PARTS, read_date, read_parts
from citydesign.forms.core.fields import Kind
from citydesign.forms.core.numbers import read_decimal, read_integer
from citydesign.forms.core.times import read_time
from citydesign.forms.uploads import Tray, Uploads
from citydesign.forms.words import Message, explain_error

with extra("django", "Django"):
    from django import forms
    from django.core.exceptions import ValidationError
    from django.core.validators import DecimalValidator
    from django.db import models


class _TypedField(forms.Field):
    """A field whose text is read as people type it."""

    widget = forms.TextInput
    read: Any

    def to_python(self, value: Any) -> Any:
        """Read what was sent.

        Raises:
            ValidationError: It can't be read; says how to write it.
        """
        if not is_answered(value):
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


class CharField(forms.CharField):
    """A text, of which characters that nobody sees are none: to Django's own they are an answer."""

    def to_python(self, value: Any) -> Any:
        """Give what was typed, or the empty value."""
        return super().to_python(value if is_answered(value) else None)


class _CheckedField(CharField):
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
#: Those of texts, whose subclasses are addresses and the like.
_TEXTS = (models.CharField, models.TextField)


def formfield(db_field: models.Field, **options: Any) -> forms.Field | None:
    """Give the form's field of a model's field, for `formfield_callback` of a model form.

    Dates, times and decimals are read as people type them, and of a text what nobody sees is no
    answer; all else is Django's choice.
    """
    if type(db_field) in _TEXTS:
        options.setdefault("form_class", CharField)
    for known, chosen in _FORM_FIELDS.items():
        if isinstance(db_field, known):
            options.setdefault("form_class", chosen)
            break
    return db_field.formfield(**options)
