"""Validators whose errors say what to do."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from citydesign.errors import UsageError, nearest
from citydesign.extras import extra
from citydesign.forms.core import checks
from citydesign.forms.core.answers import AnswerError, is_answered
from citydesign.forms.core.dates import PARTS
from citydesign.forms.words import REQUIRED, Message, explain_error
from citydesign.forms.wtforms.fields import DatePartsField
from citydesign.forms.wtforms.kinds import kind_of_bound

with extra("forms", "forms"):
    import wtforms
    from wtforms.validators import StopValidation, ValidationError


#: A limit, or a callable that gives it at the time of the check.
Limit = Any | Callable[[], Any]


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
        code = REQUIRED.get(kind_of_bound(field), "required_text")
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
        return now(self._least), now(self._most)


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


def now(limit: Limit) -> Any:
    """Give a limit as it is at the moment."""
    return limit() if callable(limit) else limit
