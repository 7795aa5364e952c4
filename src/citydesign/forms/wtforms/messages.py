"""WTForms' own messages, in our words."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from citydesign.forms.words import Message

#: Each message of WTForms and Flask-WTF, as they write it: our code, and their name for each of our
#: values.
CODES: Mapping[str, tuple[str, dict[str, str]]] = {
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


class Words:
    """What WTForms asks for the text of a message; it knows neither the field nor the values."""

    bound: Any = None

    def gettext(self, text: str) -> str:
        """Give our text for theirs; their own where it is none of theirs."""
        # Labels that WTForms makes of names are asked for while the field is made.
        if self.bound is None:
            return text
        label = self.bound.label.text
        if size := _SIZE.fullmatch(text):
            return Message("file_size", megabytes=Decimal(size[1]) / 1_000_000, label=label)
        if text not in CODES:
            return text
        code, names = CODES[text]
        return _Awaiting(text, code, names, label) if names else Message(code, label=label)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Give our text for theirs, by its singular; ours has the right plural."""
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
