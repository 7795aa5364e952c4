"""WTForms: fields and validators whose errors say what to do, and bound fields as components.

class Application(wtforms.Form):
    class Meta(CityMeta):
        pass

    email = wtforms.EmailField("E-mail", [Required(), Email()])

{{ field(form.email, autocomplete="email") }}
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from markupsafe import Markup

from citydesign import ui
from citydesign.errors import UsageError
from citydesign.extras import extra
from citydesign.forms.core.dates import PARTS, DateError, read_parts
from citydesign.forms.words import explain, language
from citydesign.host import follows_template

with extra("forms", "forms"):
    import phonenumbers
    import regex
    import wtforms
    from email_validator import EmailNotValidError, validate_email
    from stdnum.exceptions import ValidationError as NumberError
    from stdnum.fi import hetu
    from wtforms.validators import StopValidation, ValidationError

#: A limit, or a callable that gives it at the time of the check.
Limit = dt.date | Callable[[], dt.date]


class CityMeta:
    """Mix into a form's `Meta`: WTForms' own few messages then come from our catalogue."""

    def get_translations(self, form: Any) -> "_Words":
        """Give the messages."""
        return _Words()


class _Words:
    _codes: ClassVar = {
        "Not a valid choice.": "not_a_choice",
        "Invalid Choice: could not coerce.": "not_a_choice",
        "Not a valid integer value.": "number",
        "Not a valid decimal value.": "number",
    }

    def gettext(self, text: str) -> str:
        code = self._codes.get(text)
        return explain(code) if code else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class DatePartsField(wtforms.Field):
    """A date in three fields named `<name>-day`, `<name>-month` and `<name>-year`.

    `data` is a `datetime.date` or None. `raw` keeps what was typed, to the letter; `wrong` names
    the parts that the error is about.
    """

    def __init__(self, label: str | None = None, validators: Any = None, **options: Any):
        super().__init__(label, validators, **options)
        self.raw: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = wtforms.utils.unset_value, **more: Any) -> None:
        """Read the three fields; what they hold is judged in `pre_validate`."""
        super().process(formdata, data, **more)
        names = {part: f"{self.name}-{part}" for part in PARTS}
        if formdata is not None and any(name in formdata for name in names.values()):
            self.raw = {part: formdata.get(name, "") for part, name in names.items()}
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
            raise StopValidation(explain(error.code, label=self.label.text)) from None


class Required:
    """The field must be filled in; the message fits its kind."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse an empty field.

        Raises:
            StopValidation: Nothing was typed or chosen.
        """
        if field.data and (not isinstance(field.data, str) or field.data.strip()):
            return
        field.errors = []
        if isinstance(field, DatePartsField):
            field.wrong = PARTS
        raise StopValidation(explain(_required_code(field), label=field.label.text))


def _required_code(field: wtforms.Field) -> str:
    match field:
        case DatePartsField():
            return "required_date"
        case wtforms.BooleanField():
            return "required_consent"
        case wtforms.SelectFieldBase():
            return "required_choice"
    return "required_text"


class Optional:
    """Stops further checks of an empty field."""

    field_flags: ClassVar = {"optional": True}

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """End the checks of an empty field.

        Raises:
            StopValidation: Without a message: the field is empty, and may be.
        """
        if not field.raw_data or not any(str(text).strip() for text in field.raw_data):
            field.errors = []
            raise StopValidation


class MaxLength:
    """At most so many characters, as people and the count of a textarea count them (UAX 29)."""

    def __init__(self, most: int):
        self.most = most

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse a text that is too long.

        Raises:
            ValidationError: Says by how much.
        """
        # An accented letter, a flag and a line break (sent as two) are one each.
        over = len(regex.findall(r"\X", field.data or "")) - self.most
        if over > 0:
            raise ValidationError(explain("too_long", label=field.label.text, count=over))


class Email:
    """An e-mail address that can be delivered to (RFC 5321); it is kept as it was typed."""

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse what is no address.

        Raises:
            ValidationError: It is none.
        """
        try:
            validate_email((field.data or "").strip(), check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(explain("email")) from None


class Phone:
    """A phone number, of Finland where no country code is given (ITU-T E.164)."""

    def __init__(self, region: str = "FI"):
        self.region = region

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse what is no number.

        Raises:
            ValidationError: It is none.
        """
        try:
            number = phonenumbers.parse(field.data or "", self.region)
        except phonenumbers.NumberParseException:
            raise ValidationError(explain("phone")) from None
        if not phonenumbers.is_valid_number(number):
            raise ValidationError(explain("phone"))


class PersonalIdentityCode:
    """A Finnish personal identity code, with the separators of 2023."""

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse what is no code.

        Raises:
            ValidationError: A character is wrong.
        """
        try:
            hetu.validate((field.data or "").strip().upper())
        except NumberError:
            raise ValidationError(explain("personal_identity_code")) from None


class DateBetween:
    """A date no earlier than `least` and no later than `most`."""

    def __init__(self, least: Limit | None = None, most: Limit | None = None):
        self.least = least
        self.most = most

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        """Refuse a date outside the limits.

        Raises:
            ValidationError: Names the limit.
        """
        least, most = _date(self.least), _date(self.most)
        if least and field.data < least:
            raise ValidationError(explain("date_not_before", date=language().date(least)))
        if most and field.data > most:
            raise ValidationError(explain("date_not_after", date=language().date(most)))


def _date(limit: Limit | None) -> dt.date | None:
    return limit() if callable(limit) else limit


@follows_template
def field(bound: wtforms.Field, content: Mapping[str, Markup] | None = None, **more: Any) -> Markup:
    """Show a bound field as the component of its kind, with label, hint, error and what was typed.

    Args:
        bound: A field of a form.
        content: What is asked further when an item is chosen, by the item's value.
        more: Further parameters of the component.

    Raises:
        UsageError: No component shows such a field.
    """
    component, parameters = _component(bound, content or {})
    return getattr(ui, component)(**{**parameters, **more})  # type: ignore[no-any-return]


def _component(bound: wtforms.Field, content: Mapping[str, Markup]) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {
        "name": bound.name,
        "id": bound.id,
        "label": bound.label.text,
        "hint": bound.description or None,
        "error": bound.errors[0] if bound.errors else None,
    }
    if not bound.flags.required:
        parameters["optional"] = True
    match bound:
        case DatePartsField():
            return "date_input", {**parameters, "value": bound.raw, "wrong": list(bound.wrong)}
        case wtforms.BooleanField():
            # WTForms takes any value but its false ones for a tick.
            box = {"value": "y", "label": bound.label.text}
            value = ["y"] if bound.data else []
            return "checkboxes", {**parameters, "label": None, "items": [box], "value": value}
        case wtforms.RadioField():
            items = list(_items(bound, content))
            return "radios", {**parameters, "items": items, "value": _text(bound)}
        case wtforms.SelectMultipleField():
            return "checkboxes", {
                **parameters,
                "items": list(_items(bound, content)),
                "value": [str(value) for value in bound.data or ()],
            }
        case wtforms.SelectField():
            items = list(_items(bound, content))
            # The empty choice is not one of the answers.
            empty = [item["label"] for item in items if not item["value"]]
            return "select", {
                **parameters,
                "items": [item for item in items if item["value"]],
                "placeholder": empty[0] if empty else None,
                "value": _text(bound),
            }
        case wtforms.TextAreaField():
            return "textarea", {**parameters, "value": _text(bound)}
        case wtforms.EmailField():
            return "text_input", {**parameters, "value": _text(bound), "type": "email"}
        case wtforms.TelField():
            return "text_input", {**parameters, "value": _text(bound), "type": "tel"}
        case wtforms.IntegerField():
            value = (bound.raw_data or [_text(bound)])[0]
            return "text_input", {**parameters, "value": value, "inputmode": "numeric"}
        case wtforms.StringField():
            return "text_input", {**parameters, "value": _text(bound)}
    raise UsageError(f"{type(bound).__name__} {bound.name!r}: no component shows such a field")


def _items(
    bound: wtforms.SelectFieldBase, content: Mapping[str, Markup]
) -> Iterator[dict[str, Any]]:
    for value, label, *_ in bound.iter_choices():
        item: dict[str, Any] = {"value": str(value), "label": label}
        if str(value) in content:
            item["content"] = content[str(value)]
        yield item


def _text(bound: wtforms.Field) -> str:
    return "" if bound.data is None else str(bound.data)


def summary(form: Any) -> list[dict[str, str]]:
    """Give the items of an error summary: the first error of each field, in the form's order.

    Each leads to the first control of its field (WCAG 3.3.1).
    """
    return [
        {"text": str(bound.errors[0]), "url": f"#{_first_control(bound)}"}
        for bound in _fields(form)
        if bound.errors
    ]


@follows_template
def stale(form: Any) -> str | None:
    """Say that the page was open too long, if its CSRF token is no longer good."""
    token = getattr(form, "csrf_token", None)
    return explain("page_too_old") if token is not None and token.errors else None


def _fields(form: Any) -> Iterator[wtforms.Field]:
    for bound in form:
        if isinstance(bound, wtforms.FormField):
            yield from _fields(bound.form)
        elif isinstance(bound, wtforms.FieldList):
            for entry in bound:
                yield from _fields(entry.form) if isinstance(entry, wtforms.FormField) else [entry]
        elif not isinstance(bound, wtforms.HiddenField):
            yield bound


def _first_control(bound: wtforms.Field) -> str:
    if isinstance(bound, DatePartsField):
        return f"{bound.id}-{(bound.wrong or PARTS)[0]}"
    return str(bound.id)
