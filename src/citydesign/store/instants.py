"""Instants as the databases keep them: whole milliseconds since 1970 UTC.

Both databases compare them alike, and they are exact.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Return an aware datetime as whole milliseconds since 1970 UTC, rounded down.

    Raises:
        ValueError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: give an aware datetime")
    return (moment - _EPOCH) // _TICK


def instant(value: int) -> datetime:
    """Return the UTC datetime of milliseconds since 1970."""
    return _EPOCH + value * _TICK


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)
