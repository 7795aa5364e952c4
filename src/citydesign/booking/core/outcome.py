"""What a command answers: events, or a refusal that a page can put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from citydesign.booking.core.diary import Booking, Slot, Waiting


class Kind(StrEnum):
    """What happened."""

    HELD = "held"
    EXTENDED = "extended"
    SUBMITTED = "submitted"
    """Sent for the approval of staff."""
    CONFIRMED = "confirmed"
    RESCHEDULED = "rescheduled"
    SHORTENED = "shortened"
    """A date of a series was given up."""
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no-show"
    EXPIRED = "expired"
    REASSIGNED = "reassigned"
    """Sits on another resource now; the resident sees nothing of it."""
    RETIMED = "retimed"
    """The country changed its clock."""
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to a booking, which is now as ``booking`` says. To be kept as a whole.

    ``reason``: why, in a word for a log, where the kind alone does not say it.
    """

    kind: Kind
    booking: Booking
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An entry of the waiting list is now as ``waiting`` says."""

    waiting: Waiting
    at: datetime


class Code(StrEnum):
    """Why not. Each has a sentence for the resident in ``messages.toml``."""

    TAKEN = "taken"
    NOT_OFFERED = "not-offered"
    NOT_CHOSEN = "not-chosen"
    """The form names no time."""
    TOO_SOON = "too-soon"
    TOO_FAR = "too-far"
    TOO_MANY_TIMES = "too-many-times"
    TOO_MANY_BOOKINGS = "too-many-bookings"
    TOO_MANY_HOLDS = "too-many-holds"
    """The person, or the address that was asked from, holds as many times as one may at once."""
    COOL_DOWN = "cool-down"
    EXPIRED = "expired"
    NO_MORE_EXTENSIONS = "no-more-extensions"
    TOO_LATE_TO_CANCEL = "too-late-to-cancel"
    TOO_LATE_TO_RESCHEDULE = "too-late-to-reschedule"
    NOT_POSSIBLE_NOW = "not-possible-now"
    """The booking is in a state in which this cannot be done."""
    UNPAID = "unpaid"
    """It costs something, and nothing was paid yet."""
    UNKNOWN = "unknown"
    """No such booking."""
    TRY_AGAIN = "try-again"
    """The store could not be reached or was busy; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was changed. ``alternatives``: near times that could be held at that moment."""

    code: Code
    alternatives: tuple[Slot, ...] = ()


Outcome = tuple[Event | WaitingEvent, ...] | Refusal
