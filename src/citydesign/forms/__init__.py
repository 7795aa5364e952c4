"""The logic of forms: answers read as people type them, errors explained, fields shown.

`citydesign.forms.wtforms` shows the bound fields of WTForms as components.
"""

from citydesign.forms.core.dates import DateError, read_date, read_parts

__all__ = ["DateError", "read_date", "read_parts"]
