"""What was answered: nothing, or a text that can be kept."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from citydesign.rules import trimmed


class AnswerError(ValueError):
    """An answer that can't be taken; `code` names the message, `values` are what it says."""

    def __init__(self, code: str, **values: Any):
        super().__init__(code)
        self.code = code
        self.values = values


def is_answered(value: object) -> bool:
    """Say whether anything was sent: 0 and False are answers, what nobody sees is none.

    A file is one if it has a name: browsers send an empty part for a field without a file.
    """
    if value is None:
        return False
    if isinstance(value, str):
        return bool(trimmed(value))
    if isinstance(value, Mapping):
        return any(map(is_answered, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return any(map(is_answered, value))
    return bool(getattr(value, "filename", True))


#: What no keyboard writes and no database keeps: control characters but for tab and line ends, and
#: halves of a character.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read_text(value: object) -> str:
    """Give a text as it was typed.

    Raises:
        AnswerError: It is no text (a file was sent instead), or holds what can't be kept.
    """
    if not isinstance(value, str) or _UNREADABLE.search(value):
        raise AnswerError("plain_text")
    return value


def read_code(value: object) -> str:
    """Give what was typed as one line: a number, a code, an address.

    What nobody sees around it goes: spaces, and marks of direction that come along when a number is
    copied. The digits of any script become 0 to 9.

    Raises:
        AnswerError: It is no text, or holds what can't be kept.
    """
    text = trimmed(read_text(value))
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(character, character)) for character in text)
