"""Numbers as people type them."""

import re
from decimal import Decimal

from citydesign.forms.core.answers import AnswerError, read_code

#: More digits than any answer has; Python itself refuses to read 4 300.
MOST_DIGITS = 30
_UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_PLAIN = re.compile(r"(?P<whole>[+-]?\d+)(?:[.,](?P<decimals>\d+))?", re.ASCII)
#: The sign of the decimals is another than that between thousands.
_GROUPED = re.compile(
    r"(?P<whole>[+-]?[1-9]\d{0,2}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*)"
    r"(?:(?!(?P=sign))[.,](?P<decimals>\d+))?",
    re.ASCII,
)


def read_integer(text: str) -> int | None:
    """Read a whole number: `35`, `1 200`, `-3`.

    A point or comma is refused: `1.200` may be 1200 or a little more than one.

    Returns:
        The number, or None where the field is empty.

    Raises:
        AnswerError: The text is no whole number.
    """
    written = _written(text)
    if not written:
        return None
    if not re.fullmatch(r"[+-]?\d+", written, re.ASCII) or len(written) > MOST_DIGITS:
        raise AnswerError("whole_number")
    return int(written)


def read_decimal(text: str) -> Decimal | None:
    """Read a number with or without decimals: `1,5`, `1.5`, `1 200,50`, `1.200,50`.

    A single point or comma with three digits after it is refused, because `1,200` may be 1200 or
    1.2; `0,125` can only be one.

    Returns:
        The number, or None where the field is empty.

    Raises:
        AnswerError: The text is no number, or may be two.
    """
    written = _written(text)
    if not written:
        return None
    if _UNCLEAR.fullmatch(written):
        raise AnswerError("number_unclear")
    match = _PLAIN.fullmatch(written) or _GROUPED.fullmatch(written)
    if not match or len(written) > MOST_DIGITS:
        raise AnswerError("number")
    whole = re.sub("[.,]", "", match["whole"])
    return Decimal(f"{whole}.{match['decimals']}" if match["decimals"] else whole)


def _written(text: str) -> str:
    # The minus of a word processor, and spaces between thousands, broken or not.
    return re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", read_code(text).replace("\u2212", "-"))
