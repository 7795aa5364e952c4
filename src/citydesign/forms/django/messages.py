"""Django's own messages, in our words."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from citydesign.extras import extra
from citydesign.forms.core.fields import Kind
from citydesign.forms.words import Message, explain_about

with extra("django", "Django"):
    from django import forms
    from django.core.exceptions import ValidationError
    from django.utils.functional import Promise
    from django.utils.translation import gettext, ngettext


def is_ours(error: ValidationError) -> bool:
    """Say whether an error has a message of our catalogue."""
    return isinstance(error.message, Message)


def about(error: ValidationError, label: str, kind: Kind) -> str:
    """The text of an error: ours if the message is ours or Django's, else the host's own."""
    if is_ours(error):
        return error.message.about(label, kind)  # type: ignore[no-any-return]
    if found := _found(error):
        return explain_about(*found, label, kind)
    return str(error.messages[0])


def _found(error: ValidationError) -> tuple[str, dict[str, Any]] | None:
    original = _original(error.message)
    if original in CODES:
        code, names = CODES[original]
        return code, {ours: _read_limit(error, theirs) for ours, theirs in names.items()}
    # Formsets, constraints and passwords write their texts in the language of the moment.
    for name, code in (("too_few_forms", "fewest"), ("too_many_forms", "fullest")):
        count = re.search(r"\d+", str(error.message))
        text = forms.BaseFormSet.default_error_messages[name]
        if error.code == name and count and error.message == text % {"num": int(count[0])}:
            return code, {"count": int(count[0])}
    least = (error.params or {}).get("min_length", 0)
    if error.message == ngettext(*SHORT_PASSWORD, least).replace("%d", str(least)):
        return "too_short", {"count": least}
    for known, code in WRITTEN.items():
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
CODES: Mapping[str, tuple[str, dict[str, str]]] = {
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


WRITTEN: Mapping[str, str] = {
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


SHORT_PASSWORD = (
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
