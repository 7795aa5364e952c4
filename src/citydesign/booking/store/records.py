"""Bookings and waiting-list entries as rows, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from citydesign.booking.core.buffers import Buffers
from citydesign.booking.core.diary import (
    OVER,
    Booking,
    Lines,
    Slot,
    Span,
    State,
    Waiting,
    WaitingState,
)
from citydesign.booking.store.schema import booking as bookings
from citydesign.booking.store.schema import slot as slots
from citydesign.booking.store.schema import waiting as waitings
from citydesign.store.failures import Again
from citydesign.store.instants import instant, milliseconds

#: From when to when, as of which instant, and without which booking.
_Asked = tuple[datetime, datetime, datetime, str | None]


# Statements are made once and filled in: to make one takes ten times as long as to send it.
_NOW: BindParameter[Any] = bindparam("now")
_START: BindParameter[Any] = bindparam("start")
_LIVING = and_(
    bookings.c.state.not_in([state.value for state in OVER]),
    or_(bookings.c.expires.is_(None), bookings.c.expires > _NOW),
)
_WITHIN = and_(
    slots.c.office.in_(bindparam("offices", expanding=True)),
    slots.c.blocked_from < bindparam("end"),
    slots.c.blocked_from > bindparam("since"),
    slots.c.blocked_until > _START,
    _LIVING,
)
_WITH_SLOTS = (
    select(bookings, slots)
    .join(slots, slots.c.booking == bookings.c.id)
    .order_by(bookings.c.id, slots.c.number)
)
_ONE = _WITH_SLOTS.where(bookings.c.id == bindparam("booking"))
_OF_PERSON = _WITH_SLOTS.where(bookings.c.person == bindparam("person"), _LIVING)
_BETWEEN = _WITH_SLOTS.where(
    bookings.c.id.in_(
        select(slots.c.booking).join(bookings, slots.c.booking == bookings.c.id).where(_WITHIN)
    )
)
_ENDED = _WITH_SLOTS.where(
    bookings.c.id.in_(
        select(bookings.c.id)
        .where(bookings.c.expires <= _NOW)
        .order_by(bookings.c.expires)
        .limit(bindparam("limit"))
    )
)
# A range, not LIKE: the key's index answers it on both databases.
_REFERRED = _WITH_SLOTS.where(bookings.c.id >= _START, bookings.c.id < bindparam("end"))
_TAKEN: Select[Any] = (
    select(slots.c.office, slots.c.resources, slots.c.blocked_from, slots.c.blocked_until)
    .join(bookings, slots.c.booking == bookings.c.id)
    .where(_WITHIN, slots.c.booking != bindparam("without"))
)
_TAKEN_ON_LINES: Select[Any] = _TAKEN.add_columns(slots.c.starts, slots.c.ends, slots.c.buffers)
_ADD = bookings.insert()
_CHANGE = update(bookings).where(
    bookings.c.id == bindparam("known"), bookings.c.revision == bindparam("read")
)
_ADD_SLOT = slots.insert()
_DROP_SLOTS = delete(slots).where(slots.c.booking == bindparam("of"))
_OPEN_HOLDS = select(func.count()).where(
    bookings.c.state == State.HELD.value,
    bookings.c.expires > _NOW,
    bookings.c.waiting.is_(None),
    bookings.c.id.not_in(bindparam("without", expanding=True)),
    bookings.c.origin == bindparam("origin"),
)


def _length(value: int) -> timedelta:
    return timedelta(milliseconds=value)


class StoredDiary:
    """The bookings of the database, as the core asks for them (`Bookings`).

    It keeps the revision of each booking it has read: a change is written only over the revision
    it was thought out on.

    Args:
        connection: a connection inside a transaction.
        now: the instant at which held and pending bookings are judged.
        longest: the longest slot with its buffers. With it the index answers by what is asked,
            however much history there is.
        lines: how many lines of the resources are kept apart: two when any buffers overlap.
    """

    def __init__(
        self, connection: Connection, now: datetime, longest: timedelta, lines: int
    ) -> None:
        self._connection = connection
        self._lines = lines
        self._now = now
        self._longest = max(longest, timedelta(days=7))
        self._known: dict[str, Booking] = {}
        self._revisions: dict[str, int] = {}
        self._seen: dict[str, tuple[_Asked, Lines]] = {}
        self._people: dict[str, list[Booking]] = {}

    def get(self, booking: str) -> Booking | None:
        """The booking with that id, in whatever state."""
        found = self._read(_ONE, booking=booking)
        return found[0] if found else None

    def of(self, person: str) -> list[Booking]:
        """The living bookings of a person, past ones too."""
        if person not in self._people:
            self._people[person] = self._read(
                _OF_PERSON, person=person, now=milliseconds(self._now)
            )
        return self._people[person]

    def between(self, office: str, start: datetime, end: datetime) -> list[Booking]:
        """The living bookings at an office that lie, buffers included, in the window."""
        return self._read(_BETWEEN, **self._window([office], start, end, self._now))

    def spans(
        self, office: str, start: datetime, end: datetime, now: datetime, without: str | None
    ) -> Lines:
        """What the living bookings take in the window, save one: from, until and the resources."""
        if office in self._seen:
            (since, until, *judged), found = self._seen[office]
            if since <= start and end <= until and judged == [now, without]:
                return found
        self.foresee([office], start, end, now, without)
        return self._seen[office][1]

    def foresee(
        self,
        offices: Sequence[str],
        start: datetime,
        end: datetime,
        now: datetime,
        without: str | None,
    ) -> None:
        """Read the `spans` of several offices in one query and keep them."""
        found: dict[str, tuple[list[Span], ...]] = {
            office: tuple([] for _ in range(self._lines)) for office in offices
        }
        rows = self._connection.execute(
            _TAKEN if self._lines == 1 else _TAKEN_ON_LINES,
            {**self._window(offices, start, end, now), "without": without or ""},
        ).all()
        if self._lines == 1:
            for office, resources, since, until in rows:
                found[office][0].append((since, until, resources))
        else:
            for office, resources, since, until, starts, ends, buffers in rows:
                inner = (starts, ends) if buffers == Buffers.OVERLAP else (since, until)
                first, second = found[office]
                first.append((inner[0], until, resources))
                second.append((since, inner[1], resources))
        for office, spans in found.items():
            self._seen[office] = (start, end, now, without), spans

    def expired(self, limit: int) -> list[Booking]:
        """Bookings that have ended by themselves and are not written down as expired yet."""
        return self._read(_ENDED, now=milliseconds(self._now), limit=limit)

    def referred(self, reference: str) -> list[Booking]:
        """The bookings that a `Booking.reference` names, however it is written."""
        start = "".join(mark for mark in reference.lower() if mark.isalnum())
        if len(start) != 10 or not start.isascii():
            return []
        return self._read(_REFERRED, start=start, end=start + "g")

    def known(self, booking: str) -> Booking | None:
        """A booking as it was read last, None when it was not."""
        return self._known.get(booking)

    def _window(
        self, offices: Sequence[str], start: datetime, end: datetime, now: datetime
    ) -> dict[str, Any]:
        return {
            "offices": offices,
            "start": milliseconds(start),
            "end": milliseconds(end),
            "since": milliseconds(start - self._longest),
            "now": milliseconds(now),
        }

    def _read(self, statement: Select[Any], **given: Any) -> list[Booking]:
        rows = self._connection.execute(statement, given)
        parts: dict[str, list[Row[Any]]] = {}
        for row in rows:
            parts.setdefault(row.id, []).append(row)
        found = [_booking(part) for part in parts.values()]
        for booking in found:
            self._known[booking.id] = booking
            self._revisions[booking.id] = parts[booking.id][0].revision
        return found

    def write(self, changed: Iterable[Booking]) -> None:
        """Write bookings, new and changed, in the order of their ids.

        The rows stay locked to the end of the transaction: that order comes before the key order
        of the seats, in every transaction.

        Raises:
            Again: somebody changed one of them since it was read.
        """
        self._seen.clear()
        self._people.clear()
        for booking in sorted(changed, key=lambda booking: booking.id):
            values = _columns(booking)
            if booking.state is not State.HELD:
                values["origin"] = None
            old = self._known.get(booking.id)
            if old is None:
                self._connection.execute(_ADD, {**values, "revision": 0})
                self._revisions[booking.id] = 0
            else:
                revision = self._revisions[booking.id]
                done = self._connection.execute(
                    _CHANGE,
                    {**values, "revision": revision + 1, "known": booking.id, "read": revision},
                )
                if done.rowcount != 1:
                    raise Again("the booking was changed meanwhile")
                self._revisions[booking.id] = revision + 1
            if old is None or (old.slots, old.resources) != (booking.slots, booking.resources):
                self._connection.execute(_DROP_SLOTS, {"of": booking.id})
                self._connection.execute(_ADD_SLOT, _slot_rows(booking))
            self._known[booking.id] = booking


def open_holds(connection: Connection, now: datetime, without: Iterable[str], origin: str) -> int:
    """Count the times that are held at `now` from an origin, save some."""
    asked = {"now": milliseconds(now), "without": list(without), "origin": origin}
    return connection.execute(_OPEN_HOLDS, asked).scalar_one()


def note_origin(connection: Connection, booking: str, origin: str) -> None:
    """Write where a hold was asked for."""
    connection.execute(update(bookings).where(bookings.c.id == booking).values(origin=origin))


@lru_cache(maxsize=1024)
def _split(resources: str) -> tuple[str, ...]:
    return tuple(resources.split("|"))


def _booking(rows: list[Row[Any]]) -> Booking:
    head = rows[0]
    return Booking(
        id=head.id,
        person=head.person,
        slots=tuple(_slot(row) for row in rows),
        resources=tuple(_split(row.resources) for row in rows),
        state=State(head.state),
        created=instant(head.created),
        expires=None if head.expires is None else instant(head.expires),
        sequence=head.sequence,
        extensions=head.extensions,
        waiting=head.waiting,
        flag=head.flag,
        numbers=tuple(row.number for row in rows),
    )


def _slot(row: Row[Any]) -> Slot:
    return Slot(
        office=row.office,
        service=row.service,
        start=instant(row.starts),
        end=instant(row.ends),
        wall=datetime.fromisoformat(row.wall).replace(fold=row.fold),
        before=_length(row.starts - row.blocked_from),
        after=_length(row.blocked_until - row.ends),
        resource=row.resource,
        buffers=Buffers(row.buffers),
    )


def _columns(booking: Booking) -> dict[str, Any]:
    return {
        "id": booking.id,
        "person": booking.person,
        "state": booking.state.value,
        "created": milliseconds(booking.created),
        "expires": None if booking.expires is None else milliseconds(booking.expires),
        "sequence": booking.sequence,
        "extensions": booking.extensions,
        "waiting": booking.waiting,
        "flag": booking.flag,
    }


def _slot_rows(booking: Booking) -> list[dict[str, Any]]:
    return [
        {
            "booking": booking.id,
            "number": number,
            "office": slot.office,
            "service": slot.service,
            "starts": milliseconds(slot.start),
            "ends": milliseconds(slot.end),
            "wall": slot.wall.isoformat(),
            "fold": slot.wall.fold,
            "blocked_from": milliseconds(slot.blocked[0]),
            "blocked_until": milliseconds(slot.blocked[1]),
            "resource": slot.resource,
            "resources": "|".join(resources),
            "buffers": slot.buffers.value,
        }
        for number, slot, resources in zip(
            booking.numbered, booking.slots, booking.resources, strict=True
        )
    ]


def entries(connection: Connection, where: ColumnElement[bool]) -> list[Waiting]:
    """Read the entries of the waiting list for which `where` holds, the longest waiting first."""
    rows = connection.execute(
        select(waitings).where(where).order_by(waitings.c.joined, waitings.c.id)
    )
    return [
        Waiting(
            id=row.id,
            person=row.person,
            office=row.office,
            service=row.service,
            earliest=instant(row.earliest),
            latest=instant(row.latest),
            joined=instant(row.joined),
            state=WaitingState(row.state),
            booking=row.booking,
        )
        for row in rows
    ]


def enter(connection: Connection, entry: Waiting) -> None:
    """Write a new entry of the waiting list."""
    connection.execute(
        waitings.insert(),
        {
            "id": entry.id,
            "person": entry.person,
            "office": entry.office,
            "service": entry.service,
            "earliest": milliseconds(entry.earliest),
            "latest": milliseconds(entry.latest),
            "joined": milliseconds(entry.joined),
            "state": entry.state.value,
            "booking": entry.booking,
        },
    )


def pass_on(connection: Connection, entry: Waiting, was: WaitingState) -> None:
    """Write the new state of an entry that was in another.

    Raises:
        Again: it is no longer in that state.
    """
    done = connection.execute(
        update(waitings)
        .where(waitings.c.id == entry.id, waitings.c.state == was.value)
        .values(state=entry.state.value)
    )
    if done.rowcount != 1:
        raise Again("the entry of the waiting list was changed meanwhile")
