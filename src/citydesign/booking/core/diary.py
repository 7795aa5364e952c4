"""What has been booked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from citydesign.booking.core.buffers import Buffers

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: What begins outside is no time of any office, however a form was forged: near the ends of the
#: calendar not even a day can be added.
FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)
_DAY = DAY // _TICK


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of one service at one office.

    ``start`` and ``end`` are in UTC, and only they are compared. ``wall`` is what the clock of
    the office was to show at the start when the slot was made (its ``fold`` is 1 at the second
    of two equal times). ``before`` and ``after``: how long its resources are kept free around it.
    ``resource``: the one the resident chose, None when any will do. ``buffers``: what becomes of
    that time beside what another one keeps free.
    """

    office: str
    service: str
    start: datetime
    end: datetime
    wall: datetime
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    resource: str | None = None
    buffers: Buffers = Buffers.STACK

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError("A slot starts and ends in UTC: pass datetimes with timezone.utc.")

    @property
    def blocked(self) -> tuple[datetime, datetime]:
        """From when to when its resources are taken, buffers included."""
        return self.start - self.before, self.end + self.after

    @property
    def lines(self) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
        """From when to when it takes its resources on each of their two lines; see `Buffers`."""
        since, until = self.blocked
        if self.buffers is Buffers.OVERLAP:
            return (self.start, until), (since, self.end)
        whole = since, until
        return whole, whole

    def meets(self, other: Slot) -> bool:
        """Can one seat not be for both?"""
        return any(
            one[0] < two[1] and two[0] < one[1]
            for one, two in zip(self.lines, other.lines, strict=True)
        )

    @property
    def key(self) -> str:
        """A short name for forms and links; nothing in it is secret or trusted."""
        parts = [self.start.strftime("%Y%m%dT%H%MZ"), self.service, self.office]
        return "|".join([*parts, self.resource] if self.resource else parts)


class State(StrEnum):
    """How far a booking has come."""

    HELD = "held"
    PENDING = "pending"
    """Waits for the approval of staff."""
    CONFIRMED = "confirmed"
    RESCHEDULED = "rescheduled"
    """Confirmed, and moved to another time at least once."""
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no-show"
    EXPIRED = "expired"


EXPIRING = frozenset({State.HELD, State.PENDING})
KEPT = frozenset({State.CONFIRMED, State.RESCHEDULED})
OVER = frozenset({State.CANCELLED, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking of one person: one or more slots at one office, all or nothing.

    ``resources``: for each slot, the resource it sits on for each need of its service.
    ``person``: an opaque key, never a name. ``sequence`` rises with each change that a resident
    must know of (RFC 5545, 3.8.7.4). ``expires``: when a held or pending booking ends by itself;
    it is exclusive before that instant and free at it. ``extensions``: how many were used.
    ``waiting``: the entry of the waiting list this was offered to. ``flag``: why staff must look
    at it ("closed: strike"), None when all is well. ``numbers``: those of its slots, where some
    were given up since it was made; else they count from 0.
    """

    id: str
    person: str
    slots: tuple[Slot, ...]
    resources: tuple[tuple[str, ...], ...]
    state: State
    created: datetime
    expires: datetime | None = None
    sequence: int = 0
    extensions: int = 0
    waiting: str | None = None
    flag: str | None = None
    numbers: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.slots or len(self.slots) != len(self.resources):
            raise ValueError(f"Booking {self.id!r} needs slots, and resources for each of them.")
        if (self.state in EXPIRING) != (self.expires is not None):
            raise ValueError(f"Booking {self.id!r}: held and pending expire, nothing else does.")
        if self.numbers and len(self.numbers) != len(self.slots):
            raise ValueError(f"Booking {self.id!r} needs a number for each of its slots.")
        if self.numbers == tuple(range(len(self.slots))):
            object.__setattr__(self, "numbers", ())

    def lives(self, now: datetime) -> bool:
        """Does it take its resources at ``now``?"""
        if self.expires is not None:
            return now < self.expires
        return self.state not in OVER

    @property
    def numbered(self) -> tuple[int, ...]:
        """The number of each slot."""
        return self.numbers or tuple(range(len(self.slots)))

    @property
    def start(self) -> datetime:
        """When its first slot begins."""
        return min(slot.start for slot in self.slots)

    @property
    def service(self) -> str:
        """The service of its first slot: the only one, unless it is a visit for several."""
        return self.slots[0].service

    @property
    def services(self) -> tuple[str, ...]:
        """The services of its slots, each once, in the length that was chosen."""
        return tuple(dict.fromkeys(slot.service for slot in self.slots))

    @property
    def kinds(self) -> frozenset[str]:
        """The services of its slots, whatever length was chosen."""
        return frozenset(service.partition("/")[0] for service in self.services)

    @property
    def office(self) -> str:
        """The office; all slots of a booking are at one."""
        return self.slots[0].office

    @property
    def reference(self) -> str:
        """What the resident quotes on the phone: "7F3A-09C1-E2". It opens nothing."""
        text = self.id[:10].upper()
        return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


class WaitingState(StrEnum):
    """How far an entry of the waiting list has come."""

    WAITING = "waiting"
    OFFERED = "offered"
    """A hold was made for the person, who has to accept it."""
    BOOKED = "booked"
    LEFT = "left"
    """Left the list, or let an offer pass."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person waits for a time of a service at an office that begins in [earliest, latest).

    ``booking``: what they have, and would give up for an earlier time; None for who has nothing.
    """

    id: str
    person: str
    office: str
    service: str
    earliest: datetime
    latest: datetime
    joined: datetime
    state: WaitingState = WaitingState.WAITING
    booking: str | None = None


#: Milliseconds since 1970 in UTC from and until when resources are taken, and which, with "|"
#: between them: as a store keeps it, because it reads thousands of them at once.
Span = tuple[int, int, str]
#: Spans on the first line of the resources and on the second; only one list where they are alike.
Lines = Sequence[Sequence[Span]]
#: When a booking ends by itself, if it does, what it takes on the first line, and whether all of it
#: lies on one day.
Stay = tuple[datetime | None, list[Span], bool]


class Bookings(Protocol):
    """Where the answers look bookings up: a `Diary`, or a store that reads what is asked for."""

    def get(self, booking: str) -> Booking | None:
        """The booking with that id, in whatever state."""

    def of(self, person: str) -> Sequence[Booking]:
        """The bookings of a person, in whatever state."""

    def between(self, office: str, start: datetime, end: datetime) -> Sequence[Booking]:
        """At least the living bookings that take something of an office in [start, end)."""

    def spans(
        self, office: str, start: datetime, end: datetime, now: datetime, without: str | None
    ) -> Lines:
        """What the bookings take that live at ``now`` and touch [start, end), save one.

        May be a few too many at the edges.
        """

    def foresee(
        self,
        offices: Sequence[str],
        start: datetime,
        end: datetime,
        now: datetime,
        without: str | None,
    ) -> None:
        """The `spans` of these offices are about to be asked for: read them at once if that helps.

        The window holds all their windows.
        """


class Diary:
    """The bookings that a question is about, found by id, by time and by person.

    Give it what the answer can depend on: every living booking at the offices in the window
    (buffers included), and those of the person. It keeps a list for each day, so that an answer
    costs by what is asked and not by what is kept.
    """

    def __init__(self, bookings: Iterable[Booking] = ()) -> None:
        self._by_id: dict[str, Booking] = {}
        self._by_day: dict[tuple[str, int], dict[str, Stay]] = {}
        # Of the bookings whose buffers overlap; the others take the same as on the first.
        self._second_line: dict[str, list[Span]] = {}
        self._by_person: dict[str, set[str]] = {}
        for booking in bookings:
            self.put(booking)

    def __iter__(self) -> Iterator[Booking]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, booking: str) -> Booking | None:
        """The booking with that id."""
        return self._by_id.get(booking)

    def put(self, booking: Booking) -> None:
        """Add a booking, or put it in the place of the one with its id."""
        old = self._by_id.get(booking.id)
        if old is not None:
            for key in _days(old):
                self._by_day.get(key, {}).pop(old.id, None)
            self._by_person[old.person].discard(old.id)
            self._second_line.pop(old.id, None)
        self._by_id[booking.id] = booking
        self._by_person.setdefault(booking.person, set()).add(booking.id)
        if booking.state not in OVER:
            days = _days(booking)
            first, second = _spans(booking, 0), _spans(booking, 1)
            if first != second:
                self._second_line[booking.id] = second
            stay = booking.expires, first, len(days) == 1
            for key in days:
                self._by_day.setdefault(key, {})[booking.id] = stay

    def of(self, person: str) -> list[Booking]:
        """The bookings of a person."""
        return [self._by_id[name] for name in sorted(self._by_person.get(person, ()))]

    def spans(
        self, office: str, start: datetime, end: datetime, now: datetime, without: str | None
    ) -> Lines:
        """What the bookings take that live at ``now``; may be a few too many."""
        first: list[Span] = []
        second: list[Span] = []
        seen, other = {without}, self._second_line
        for day in range((start - EPOCH) // DAY, (end - EPOCH) // DAY + 1):
            for name, (expires, spans, one_day) in self._by_day.get((office, day), {}).items():
                if name in seen or (expires is not None and now >= expires):
                    continue
                if not one_day:
                    seen.add(name)
                first += spans
                if other:
                    second += other.get(name, spans)
        return (first, second) if other else (first,)

    def foresee(
        self,
        offices: Sequence[str],
        start: datetime,
        end: datetime,
        now: datetime,
        without: str | None,
    ) -> None:
        """All is at hand."""

    def between(self, office: str, start: datetime, end: datetime) -> list[Booking]:
        """The bookings at an office of which some day lies in the window; may be a few too many."""
        names: set[str] = set()
        for day in range((start - EPOCH) // DAY, (end - EPOCH) // DAY + 1):
            names.update(self._by_day.get((office, day), ()))
        return [self._by_id[name] for name in sorted(names)]


def _spans(booking: Booking, line: int) -> list[Span]:
    return [
        (
            (slot.lines[line][0] - EPOCH) // _TICK,
            (slot.lines[line][1] - EPOCH) // _TICK,
            "|".join(resources),
        )
        for slot, resources in zip(booking.slots, booking.resources, strict=True)
    ]


def _days(booking: Booking) -> set[tuple[str, int]]:
    return {
        (booking.office, day)
        for start, end in (slot.blocked for slot in booking.slots)
        for day in range((start - EPOCH) // DAY, (end - EPOCH - _TICK) // DAY + 1)
    }
