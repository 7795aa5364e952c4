"""The logic of forms: answers read as people type them, errors explained, fields shown.

`citydesign.forms.wtforms` shows the bound fields of WTForms as components.
"""

from citydesign.forms.core.dates import DateError, read_date, read_parts
from citydesign.forms.core.times import TimeError, read_time

__all__ = ["DateError", "TimeError", "read_date", "read_parts", "read_time"]
