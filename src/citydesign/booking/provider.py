"""The port for a booking system that a city already has.

The pages of the booking journey ask nothing but this, and what `citydesign.booking.abilities` adds
for a system that can do more. Write one class for the present system; the pages then stay the same
when the city moves to the store of this package, which is behind the same port.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from citydesign.booking.core.diary import FIRST, LAST, Slot, State
from citydesign.booking.core.distance import Point
from citydesign.booking.core.fee import Price
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.outcome import Code
from citydesign.booking.core.payment import PaymentState
from citydesign.errors import CityDesignError
from citydesign.rules import trimmed


@dataclass(frozen=True, slots=True)
class Product:
    """What residents can book, in their language. ``minutes``: how long it takes, if known.

    ``price``: what one time of it costs, in its usual length or the one that was chosen; None for
    nothing, and for a visit of several. ``by``: how people meet.
    ``parts``: the names of the products that it is made of, by id, where it is a visit of several.
    """

    id: str
    name: str
    minutes: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict, hash=False)
    price: Price | None = None
    by: Meeting = Meeting.PLACE


@dataclass(frozen=True, slots=True)
class Place:
    """Where. ``zone`` is an IANA name: the times of the place are shown in it.

    ``point``: where it is on the map, if it is a place that one goes to.
    """

    id: str
    name: str
    zone: str
    address: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that happen at a time. ``product``: the id of what it is for."""

    product: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Time:
    """A time that was free a moment ago. ``id`` is the provider's own word for it.

    ``start`` and ``end`` may be given in any zone, and are kept in UTC. ``left``: how many places
    it has left, where several people come at the same time. ``parts``: what happens when, in order,
    where it is a visit of several things. Two times that differ in these are equal.
    """

    id: str
    start: datetime
    end: datetime
    left: int | None = field(default=None, compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"Time {self.id!r} has no time zone: give aware datetimes.")
        # In the hour that a clock shows twice, Python holds no two zones to be equal.
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @classmethod
    def of(cls, *slots: Slot, left: int | None = None) -> Time:
        """A time of a plan of the core: of one slot, or of those of one booking."""
        parts = tuple(Part(slot.service, slot.start, slot.end) for slot in slots)
        return cls(
            " ".join(slot.key for slot in slots),
            min(slot.start for slot in slots),
            max(slot.end for slot in slots),
            left,
            parts if len(slots) > 1 else (),
        )

    @property
    def key(self) -> str:
        """The whole time as one name for forms and links; nothing in it is secret or trusted."""
        return "|".join([self.start.isoformat(), self.end.isoformat(), self.id])


def time_of(key: str) -> Time | None:
    """The time that a `Time.key` names, free or not; None for anything else."""
    try:
        start, end, name = key.split("|", 2)
        time = Time(name, datetime.fromisoformat(start), datetime.fromisoformat(end))
    except (ValueError, OverflowError):
        return None
    # Near the ends of the calendar no clock of any place can show it.
    return time if time.key == key and FIRST <= time.start <= time.end <= LAST else None


@dataclass(frozen=True, slots=True)
class Field:
    """Something the provider must know about the resident. Ask for no more than this.

    ``kind``: how it is asked. A "check" is answered by "yes" or not at all, a "choice" by one of
    the ``options``: pairs of a value and its words. ``hint``: one line below the label, such as
    what it is needed for. ``when``: the name of a choice and the answer to it after which this is
    asked; None for always.
    """

    name: str
    label: str
    kind: Literal["text", "long", "email", "tel", "date", "identity", "check", "choice"] = "text"
    required: bool = True
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    when: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"Field {self.name!r}: give options to a choice, and to nothing else.")

    def asked(self, answers: Mapping[str, str]) -> bool:
        """Is it asked, with these answers to the others?"""
        return self.when is None or answers.get(self.when[0]) == self.when[1]


def missing(fields: Iterable[Field], answers: Mapping[str, str]) -> str | None:
    """The name of the first field that is asked, required and unanswered; None when all is there.

    For providers: raise `MissingField` with it.
    """
    for one in fields:
        if one.required and one.asked(answers) and not trimmed(answers.get(one.name, "")):
            return one.name
    return None


#: What a resident can do with a booking: the method of the provider that does it.
Deed = Literal["delete", "move", "accept", "calendar", "earlier", "date", "drop-date"]


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid for a booking, and what becomes of it when the booking is cancelled now."""

    price: Price
    state: PaymentState
    refundable: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """A booking at the provider, or what is offered to somebody who waits.

    ``reference``: names it in calls of the provider. ``state``: how far it has come; `State.HELD`
    is an offer. ``until``: when an offer or a request for approval ends by itself. ``name``: whose
    it is. ``quoted``: what the resident says on the phone, if that is not the reference.
    ``flagged``: something is in the way, and staff will call. ``can``: what the resident can do
    with it now; `citydesign.booking.abilities` has the methods beyond `Provider.delete`.
    ``granted``: False for what never was more than an offer or a request. ``instead``: of an offer,
    the time that the resident has and would give up for it. ``paid``: what it cost; None for
    nothing. ``meeting``: the address at which a meeting by video takes place, None while there is
    none. Whoever knows it can come in, so it is in no log. ``dates``: those of a series that can be
    changed alone, by their numbers.
    """

    reference: str
    product: str
    place: str
    time: Time
    state: State = State.CONFIRMED
    until: datetime | None = None
    name: str = ""
    quoted: str = ""
    flagged: bool = False
    can: frozenset[Deed] = frozenset({"delete"})
    granted: bool = True
    instead: Time | None = None
    paid: Paid | None = None
    meeting: str | None = field(default=None, repr=False)
    dates: Sequence[tuple[int, Part]] = ()


class ProviderRefusal(CityDesignError):  # noqa: N818 - an answer, not a fault
    """The provider said no, and nothing was booked or deleted. ``times``: near ones it offers."""

    def __init__(self, code: Code, times: Sequence[Time] = ()) -> None:
        super().__init__(f"the booking provider refused: {code}")
        self.code = code
        self.times = tuple(times)


class ProviderDown(CityDesignError):  # noqa: N818 - says what the page says
    """The provider did not answer in time or answered nonsense.

    ``sent`` is True when a booking may have been made all the same: ask again with the same key.
    """

    def __init__(self, what: str, *, sent: bool = False) -> None:
        super().__init__(f"the booking provider is down: {what}")
        self.sent = sent


class MissingField(CityDesignError, ValueError):  # noqa: N818 - names what is missing
    """A field that the provider requires was left empty. ``field`` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the booking provider needs {field!r}: ask for every required field")
        self.field = field


class Provider(Protocol):
    """What every booking provider can do. Every call may raise ProviderDown."""

    def products(self, locale: str) -> Sequence[Product]:
        """What can be booked, in the resident's language."""

    def places(self, product: str, locale: str) -> Sequence[Place]:
        """Where a product can be had."""

    def dates(self, product: str, place: str, first: date, last: date) -> Sequence[date]:
        """The days of the place, from ``first`` to ``last``, with at least one free time."""

    def times(self, product: str, place: str, day: date) -> Sequence[Time]:
        """The free times of a day of the place, in order."""

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        """What the resident must be asked for."""

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        """Book. ``answers`` by the name of the field; the same ``key`` never books twice.

        Raises MissingField, and ProviderRefusal with `Code.TAKEN` when someone was faster.
        """

    def receipt(self, reference: str) -> Receipt | None:
        """The booking as it is now; None when there is none any more, or never was."""

    def delete(self, reference: str) -> None:
        """Cancel; a booking that was deleted before stays deleted without an error.

        Raises ProviderRefusal with `Code.UNKNOWN` or `Code.TOO_LATE_TO_CANCEL`.
        """
