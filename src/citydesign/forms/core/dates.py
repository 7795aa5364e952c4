"""Dates as people type them."""

import datetime as dt
import re
from functools import cache

from babel.dates import get_month_names

from citydesign.forms.core.answers import AnswerError
from citydesign.locale import LOCALES
from citydesign.rules import trimmed


class DateError(AnswerError):
    """A date that can't be read; `code` names the message, `parts` the fields that are wrong."""

    def __init__(self, code: str, parts: tuple[str, ...]):
        super().__init__(code, parts=parts)
        self.parts = parts


PARTS = ("day", "month", "year")


def read_parts(day: str, month: str, year: str, *, today: dt.date | None = None) -> dt.date | None:
    """Read a date from three fields; the month may be a number or a name, the year two digits.

    Returns:
        The date, or None where all three are empty.

    Raises:
        DateError: A part is missing, or there is no such day.
    """
    given = dict(zip(PARTS, map(trimmed, (day, month, year)), strict=True))
    missing = tuple(name for name in PARTS if not given[name])
    if len(missing) == 3:
        return None
    if missing:
        raise DateError(f"date_missing_{missing[0]}", missing)
    return _date(given["day"], given["month"], given["year"], today or dt.date.today())


def read_date(text: str, *, today: dt.date | None = None) -> dt.date | None:
    """Read a date from one field: `1.5.2026`, `1.5.26`, `2026-05-01`, `1 toukokuuta`, `1 maj 2026`.

    A date without a year is the next such day. Two digits of a year mean the nearest such year
    between eighty years back and twenty ahead.

    Returns:
        The date, or None where the field is empty.

    Raises:
        DateError: The text is no date.
    """
    today = today or dt.date.today()
    text = " ".join(trimmed(text).split())
    if not text:
        return None
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _date(match[3], match[2], match[1], today)
    if match := re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th|\.)?[ ./-]*([^\W\d_]+)[ .,]*(\d{2,4})?", text
    ):
        return _date(match[1], match[2], match[3] or "", today)
    if match := re.fullmatch(r"(\d{1,2})[ ./-]+(\d{1,2})(?:[ ./-]+(\d{2,4})?)?", text):
        return _date(match[1], match[2], match[3] or "", today)
    raise DateError("date_not_real", PARTS)


def _date(day: str, month: str, year: str, today: dt.date) -> dt.date:
    day = day.rstrip(".")
    number = _month(month)
    if number is None:
        raise DateError("date_not_real", ("month",))
    if not re.fullmatch(r"\d{1,2}", day, re.ASCII):
        raise DateError("date_not_real", ("day",))
    if year and not re.fullmatch(r"\d{2}|\d{4}", year, re.ASCII):
        raise DateError("date_not_real", ("year",))
    try:
        if year:
            return dt.date(_year(year, today), number, int(day))
        return _next(number, int(day), today)
    except ValueError:
        raise DateError("date_not_real", PARTS) from None


def _year(text: str, today: dt.date) -> int:
    if len(text) == 4:
        return int(text)
    first = today.year - 80
    return first + (int(text) - first) % 100


def _next(month: int, day: int, today: dt.date) -> dt.date:
    # The twenty-ninth of February comes within eight years, even around a year such as 2100.
    for year in range(today.year, today.year + 9):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(month, day)


def _month(text: str) -> int | None:
    text = text.rstrip(".").casefold()
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text) if 1 <= int(text) <= 12 else None
    return _month_names().get(text)


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names[name.casefold().rstrip(".")] = number
    return names
