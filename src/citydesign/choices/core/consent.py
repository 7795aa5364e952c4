"""Consent to what a site stores on the device, as a value and as the text of a cookie."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from citydesign.errors import CityDesignError

_WORD = re.compile(r"[A-Za-z0-9_-]+")
_TEXT = re.compile(r"([A-Za-z0-9_-]+)~(\d{1,11})~([0-9a-f]{16}|)~((?:[A-Za-z0-9_-]+(?:\+|\Z))*)")


@dataclass(frozen=True, slots=True)
class Consent:
    """What a resident allowed and refused at once.

    Attributes:
        allowed: The purposes; empty if all were refused.
        version: Of the texts by which they were asked for. A new purpose or a new recipient is a
            new version, and asks again.
        made: When; aware, in whole seconds.
        reference: Under which the proof is kept; empty where nothing was ever allowed, because
            there is nothing to prove then.

    Raises:
        CityDesignError: A purpose or the version holds more than letters of English, digits, - and
            _, so no cookie could keep it; or `made` has no time zone.
    """

    allowed: frozenset[str]
    version: str
    made: datetime
    reference: str = ""

    def __post_init__(self) -> None:
        for word in (self.version, *sorted(self.allowed)):
            check_word(word)
        if self.made.tzinfo is None:
            raise CityDesignError(f"Consent: {self.made} has no time zone; give an aware datetime")

    def written(self) -> str:
        """Give it as the value of a cookie."""
        seconds = int(self.made.timestamp())
        return f"{self.version}~{seconds}~{self.reference}~{'+'.join(sorted(self.allowed))}"


def check_word(word: str) -> None:
    """Refuse a purpose or version that no cookie could keep.

    Raises:
        CityDesignError: It holds more than letters of English, digits, - and _, or nothing.
    """
    if not _WORD.fullmatch(word):
        raise CityDesignError(
            f"cookies: {word!r} is written into a cookie; use letters of English, digits, - and _"
        )


def read(
    text: str, *, version: str, offered: Set[str], now: datetime, keep: timedelta
) -> Consent | None:
    """Read what `written` gave; None where the resident must be asked.

    Anybody can write a cookie of their own browser, and harms nobody but themselves: so it is not
    signed, and what is no choice counts as none.

    Args:
        text: The value of the cookie; empty where there is none.
        version: Of the texts now. A choice on other texts doesn't count.
        offered: The purposes that are asked for now; others are dropped.
        now: The present instant, aware.
        keep: How long a choice counts.
    """
    found = _TEXT.fullmatch(text)
    if not found or found[1] != version:
        return None
    made = datetime.fromtimestamp(int(found[2]), UTC)
    if not timedelta(0) <= now - made <= keep:
        return None
    allowed = frozenset(filter(None, found[4].split("+"))) & offered
    return Consent(frozenset(allowed), version, made, found[3])
