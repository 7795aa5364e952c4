"""Times of day as people type them."""

import datetime as dt
import re

from citydesign.forms.core.answers import AnswerError
from citydesign.rules import trimmed


class TimeError(AnswerError):
    """A time of day that can't be read; `code` names the message."""


_WRITTEN = re.compile(
    r"(?:(?:kello|klo|klockan|kl|at)\.? ?)?"
    r"(?P<hour>\d{1,2})"
    # With its sign or a space between, or together: 9.15, 9:15, 9 15, 9h15, 915.
    r"(?:(?: ?[.:,h] ?| )?(?P<minute>\d{2}))?"
    r"(?:[.:]00)?"
    r"(?: ?(?P<half>[ap])\.? ?m)?",
    re.ASCII | re.IGNORECASE,
)


def read_time(text: str) -> dt.time | None:
    """Read a time of day: `9`, `9.15`, `09:15`, `915`, `klo 9.15`, `kl. 9`, `9 am`, `9:15 p.m.`

    Without am or pm the hours are those of the day, 0 to 23. Minutes have two digits: `9.5` may
    mean two things, and is refused.

    Returns:
        The time in whole minutes, or None where the field is empty.

    Raises:
        TimeError: The text is no time of day.
    """
    text = " ".join(trimmed(text).split())
    if not text:
        return None
    # A full stop after it belongs to the sentence, or to p.m.
    match = _WRITTEN.fullmatch(text.removesuffix("."))
    if not match:
        raise TimeError("time_not_real")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise TimeError("time_not_real")
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise TimeError("time_not_real") from None
