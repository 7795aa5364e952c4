"""The logic of forms: answers read as people type them, errors explained, fields shown.

`citydesign.forms.wtforms`, `.django` and `.pydantic` read the bound fields of the three libraries;
all show them as the same components.
"""

from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.dates import DateError, read_date, read_parts
from citydesign.forms.core.numbers import read_decimal, read_integer
from citydesign.forms.core.times import TimeError, read_time

__all__ = [
    "AnswerError",
    "DateError",
    "TimeError",
    "read_date",
    "read_decimal",
    "read_integer",
    "read_parts",
    "read_time",
]
