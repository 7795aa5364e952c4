"""The outbox: mail and reminders, written in the transaction that makes them due.

A change and its mail are one: neither without the other, and no mail server is asked inside a
transaction. A sender of the city (any number of processes) fetches what is due and reports what it
sent. Between the two a sender has a message alone; if it dies there, the message comes again after
the lease with the same `id`, by which the mail server or the sender tells the second from the
first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Table, and_, delete, or_, select, update

from citydesign.store.instants import milliseconds

#: Between the tries of a message that can't be sent.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


class Sending(NamedTuple):
    """A message that a sender has in hand.

    `subject` names what it is about, `sequence` that subject's version, and `kind` says what to
    send: "confirmed", "reminder-1440".
    """

    id: int
    subject: str
    kind: str
    sequence: int


class Outbox:
    """What has to be sent.

    Args:
        table: with the columns `id`, `kind`, `sequence`, `due`, `lease`, `sent` and `subject`;
            unique by subject, kind and sequence.
        subject: the column that names what a message is about.
    """

    def __init__(self, table: Table, subject: str) -> None:
        self._table = table
        self._subject = table.c[subject]

    def put(
        self, connection: Connection, subject: str, kind: str, sequence: int, due: datetime
    ) -> None:
        """Make a message due, once for each kind and version of a subject.

        Lock the row of the subject before: then nobody puts the same between look and insert.
        """
        message = self._table.c
        key = {self._subject.name: subject, "kind": kind, "sequence": sequence}
        same = [message[name] == value for name, value in key.items()]
        if connection.execute(select(message.id).where(*same)).first() is None:
            connection.execute(self._table.insert(), {**key, "due": milliseconds(due)})

    def withdraw(self, connection: Connection, subject: str, *kinds: str) -> None:
        """Send no more of these kinds about a subject; a kind that ends in "-" is a beginning."""
        message = self._table.c
        named = [
            message.kind.startswith(kind, autoescape=True)
            if kind.endswith("-")
            else message.kind == kind
            for kind in kinds
        ]
        connection.execute(
            delete(self._table).where(self._subject == subject, or_(*named), message.sent.is_(None))
        )

    def again(
        self, connection: Connection, subject: str, kind: str, sequence: int, due: datetime
    ) -> None:
        """Make a message due although one like it went out: what it says is so once more."""
        message = self._table.c
        connection.execute(
            delete(self._table).where(self._subject == subject, message.kind == kind)
        )
        self.put(connection, subject, kind, sequence, due)

    def waits(self, connection: Connection, subject: str, kind: str) -> bool:
        """Is a message of this kind about a subject still to be sent?"""
        message = self._table.c
        found = select(message.id).where(
            self._subject == subject, message.kind == kind, message.sent.is_(None)
        )
        return connection.execute(found).first() is not None

    def postpone(self, connection: Connection, number: int, due: datetime) -> None:
        """Give a message back that was taken too early."""
        message = self._table.c
        connection.execute(
            update(self._table)
            .where(message.id == number)
            .values(due=milliseconds(due), lease=None)
        )

    def drop(self, connection: Connection, number: int) -> None:
        """Never send a message that has no sense any more."""
        connection.execute(delete(self._table).where(self._table.c.id == number))

    def lease(
        self, connection: Connection, now: datetime, until: datetime, limit: int
    ) -> list[Sending]:
        """Claim what is due, in the order of ids; nobody else gets it before `until`."""
        message, moment = self._table.c, milliseconds(now)
        due = and_(
            message.sent.is_(None),
            message.due <= moment,
            or_(message.lease.is_(None), message.lease <= moment),
        )
        ids = connection.execute(
            select(message.id)
            .where(due)
            .order_by(message.due, message.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
        rows = connection.execute(
            update(self._table)
            .where(message.id.in_(list(ids)))
            .values(lease=milliseconds(until))
            .returning(message.id, self._subject, message.kind, message.sequence)
        )
        return sorted(Sending(*row) for row in rows)

    def failed(self, connection: Connection, number: int, now: datetime) -> datetime | None:
        """Note that a try failed, for a table with a column `tries`.

        Returns:
            When it is due again: after a minute, then twice as long each time, six hours at most.
            None if there is nothing to send any more.
        """
        message = self._table.c
        row = self._table.select().where(message.id == number, message.sent.is_(None))
        found = connection.execute(row.with_for_update()).first()
        if found is None:
            return None
        again: datetime = now + min(FIRST_PAUSE * 2**found.tries, LONGEST_PAUSE)
        connection.execute(
            update(self._table)
            .where(message.id == number)
            # Beyond ten tries the pause is the longest, so the number need not rise.
            .values(tries=min(found.tries + 1, 10), due=milliseconds(again), lease=None)
        )
        return again

    def sent(self, connection: Connection, number: int, now: datetime) -> bool:
        """Note that a message went out; False when that was noted before, or it was withdrawn."""
        message = self._table.c
        done = connection.execute(
            update(self._table)
            .where(message.id == number, message.sent.is_(None))
            .values(sent=milliseconds(now))
        )
        return done.rowcount == 1
