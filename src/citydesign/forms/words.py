"""What went wrong and how to fix it, in the reader's language."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from citydesign import host
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.fields import Kind
from citydesign.locale import Language

#: How an unanswered question is asked for again.
REQUIRED = {
    Kind.CHECKBOX: "required_consent",
    Kind.CHECKBOXES: "required_choice",
    Kind.RADIOS: "required_choice",
    Kind.SELECT: "required_choice",
    Kind.DATE: "required_date",
    Kind.DATE_PARTS: "required_date",
    Kind.FILE: "required_file",
    Kind.FILES: "required_file",
}
#: A list has answers, where a text has characters.
_OF_MANY = {"too_short": "fewest", "longest": "fullest"}
#: What is no number is no larger one: how a day or time is limited.
_OF_DAYS = {
    "number_least": "not_before",
    "number_most": "not_after",
    "number_above": "after",
    "number_below": "before",
}
#: What texts show that say how to write something.
_EXAMPLES: dict[str, dict[str, Any]] = {
    "time_not_real": {"time": dt.time(9, 15)},
    "date_time": {"moment": dt.datetime(2027, 3, 24, 9, 15)},
}


class Message(str):
    """A text of the catalogue that knows where it is from, so that it can name another field."""

    code: str
    values: dict[str, Any]

    def __new__(cls, code: str, **values: Any) -> "Message":
        """Give the text of a code, as `explain` does."""
        message = super().__new__(cls, explain(code, **values))
        message.code, message.values = code, values
        return message

    def about(self, label: str, kind: Kind) -> "Message":
        """Give the text about a field of this label and kind, in the language of the moment."""
        return explain_about(self.code, self.values, label, kind)


def language() -> Language:
    """The language of the application at work."""
    return host.current().language


def explain(code: str, **values: Any) -> str:
    """Give the text of an error by its code, such as `explain("email", label="Your e-mail")`.

    Dates, times and numbers are written as the language writes them.

    Raises:
        CityDesignError: There is no such code.
    """
    speech = language()
    values = {**_EXAMPLES.get(code, {}), **values}
    given = {name: _written(value, speech) for name, value in values.items()}
    for name in {"label", "other"} & given.keys():
        # The stop or colon of a label is none of the sentence that quotes it.
        given[name] = str(given[name]).rstrip(".: ")
    return speech.text(f"forms.{code}", **given)


def spoken(name: str, **values: Any) -> str:
    """Give a text of the pages of a journey, in the words of the application at work.

    Args:
        name: Its key without `journey_`.
        values: For its placeholders.
    """
    return language().text(f"forms.journey_{name}", **values)


def for_staff(name: str, /, **values: Any) -> str:
    """Give a text of the pages of staff; see `spoken`."""
    return language().text(f"forms.inbox_{name}", **values)


def for_sender(name: str, /, **values: Any) -> str:
    """Give a text for the resident who sent a form, of a page or a letter; see `spoken`."""
    return language().text(f"forms.reply_{name}", **values)


def explain_about(code: str, values: Mapping[str, Any], label: str, kind: Kind) -> Message:
    """Give the text of an error about a field of this label, in the words that fit its kind."""
    if kind is Kind.HIDDEN:
        # Nobody sees its name.
        code = "page_changed"
    elif code.startswith("required_"):
        code = REQUIRED.get(kind, "required_text")
    elif code == "not_a_choice" and kind is Kind.CHECKBOX:
        code = REQUIRED[kind]
    elif kind in (Kind.LIST, Kind.CHECKBOXES):
        code = _OF_MANY.get(code, code)
    elif code in _OF_DAYS and isinstance(limit := values["limit"], dt.date | dt.time):
        of = "time" if isinstance(limit, dt.time) else "date"
        code, values = f"{of}_{_OF_DAYS[code]}", {of: limit}
    return Message(code, **{**values, "label": label})


def explain_any(code: str, label: str) -> str:
    """Give the text of an error as it is about any answer: with dots for what the answer decides.

    Raises:
        CityDesignError: There is no such code.
    """
    text = language().plurals(f"forms.{code}")["other"]
    return re.sub(r"\{(\w+)\}", lambda name: label if name[1] == "label" else "…", text)


def explain_error(error: AnswerError, label: str) -> Message:
    """Give the text of an answer that can't be taken, about the field of this label."""
    return Message(error.code, **{**error.values, "label": label})


def written(value: Any) -> str:
    """Write a value as people type it, so that it is read again: no signs between thousands."""
    if isinstance(value, Decimal | float):
        return format(value, "f").replace(".", language().number(0.5)[1])
    return "" if value is None else str(value)


def _written(value: Any, speech: Language) -> Any:
    match value:
        case Markup():
            return value.striptags()
        case dt.datetime():
            return f"{speech.date(value.date())} {speech.time(value.time())}"
        case dt.date():
            return speech.date(value)
        case dt.time():
            return speech.time(value)
        case Decimal():
            # As many decimals as it has.
            decimals = len(format(value, "f").partition(".")[2])
            return speech.number(value, min(decimals, 10))  # type: ignore[arg-type]
    return value
