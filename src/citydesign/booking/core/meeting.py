"""How people meet: at the service point, or without going there."""

from __future__ import annotations

from enum import StrEnum


class Meeting(StrEnum):
    """How a service is given."""

    PLACE = "place"
    """The resident comes to the office."""
    PHONE = "phone"
    """Staff call the resident."""
    VIDEO = "video"
    """Both open the same address."""
    HOME = "home"
    """Staff come to the resident."""


#: For these a resident needs no office, so any that has the time will do.
REMOTE = frozenset({Meeting.PHONE, Meeting.VIDEO})
