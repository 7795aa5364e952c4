"""WTForms: fields and validators whose errors say what to do, and bound fields as components.

    class Application(Form):
        class Meta(CityMeta): ...
        email = EmailField("E-mail", [Required(), Email()])

    {{ field(form.email, autocomplete="email") }}
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import phonenumbers
import wtforms
from email_validator import EmailNotValidError, validate_email
from markupsafe import Markup
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fi import hetu
from wtforms.validators import StopValidation, ValidationError

from citydesign import ui
from citydesign.errors import UsageError
from citydesign.forms.dates import PARTS, DateError, read_parts
from citydesign.forms.words import explain, language


class _Words:
    """Gives WTForms' own few messages from our catalogue."""

    _codes = {
        "Not a valid choice.": "not_a_choice",
        "Not a valid choice": "not_a_choice",
        "Invalid Choice: could not coerce.": "not_a_choice",
        "'%(value)s' is not a valid choice for this field.": "not_a_choice",
        "Not a valid integer value.": "number",
        "Not a valid decimal value.": "number",
        "The CSRF token has expired.": "page_too_old",
        "The CSRF token is missing.": "page_too_old",
        "The CSRF tokens do not match.": "page_too_old",
        "The CSRF token is invalid.": "page_too_old",
        "CSRF token expired.": "page_too_old",
        "CSRF token missing.": "page_too_old",
        "CSRF failed.": "page_too_old",
    }

    def gettext(self, text: str) -> str:
        code = self._codes.get(text)
        return explain(code, label="…") if code else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class CityMeta:
    """Mix into a form's `Meta`, so that WTForms' own messages come from our catalogue."""

    def get_translations(self, form: Any) -> _Words:
        """Give the messages."""
        return _Words()
