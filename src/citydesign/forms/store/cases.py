"""What was sent, as rows of the database: read, changed and logged in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, select, update

from citydesign.forms.core.handling import (
    ONLY_LOOKS,
    RESIDENT,
    Act,
    Case,
    Entry,
    Refusal,
    State,
    after,
)
from citydesign.forms.journey.port import Submission
from citydesign.forms.store.schema import case, log, submission
from citydesign.forms.store.submissions import submitted
from citydesign.store import attempts
from citydesign.store.instants import instant, milliseconds

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Handled:
    """What a resident sent, where it is, and what was done with it.

    Attributes:
        sent: What was sent.
        case: Where it is.
        log: What was done, the oldest first.
        ends: When it is deleted; from then on nobody sees it.
    """

    sent: Submission
    case: Case
    log: tuple[Entry, ...] = ()
    ends: datetime | None = None

    @property
    def last(self) -> Entry:
        """The newest act that changed something; of what was only read and exported, none did."""
        return next(one for one in reversed(self.log) if one.act not in ONLY_LOOKS)


class Cases:
    """What is kept of what was sent, for the desk of the city and for the resident.

    Args:
        engine: The engine of the `SqlStore`.
        days: How many days what was sent is kept.
        clock: Returns the present instant, aware.
    """

    def __init__(self, engine: Engine, days: int, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock, self._keep = engine, clock, timedelta(days=days)

    def kept(self, now: datetime) -> Any:
        """Give the statement that reads each of them which is not to be deleted yet."""
        columns = (submission, case.c.state, case.c.assignee, case.c.sequence)
        oldest = milliseconds(now - self._keep)
        joined = select(*columns).join(case, case.c.id == submission.c.id)
        return joined.where(submission.c.at > oldest)

    def day(self, row: Row[Any]) -> datetime:
        """Give when a row is deleted."""
        return instant(row.at) + self._keep

    def handled(self, row: Row[Any], entries: tuple[Entry, ...] = ()) -> Handled:
        """Give what a row of `kept` says."""
        return Handled(submitted(row), _case(row), entries, self.day(row))

    def one(self, connection: Connection, id: str, now: datetime) -> Handled | None:
        """Give one of them with its whole log."""
        row = connection.execute(self.kept(now).where(case.c.id == id)).first()
        if row is None:
            return None
        rows = connection.execute(select(log).where(log.c.case == id).order_by(log.c.id))
        entries = [Entry(Act(one.act), one.actor, instant(one.at), one.text) for one in rows]
        return self.handled(row, tuple(entries))

    def locked(self, connection: Connection, id: str, now: datetime) -> Row[Any] | None:
        """Give a row that is ours until the end: of two at once the second sees what was done."""
        asked = self.kept(now).where(case.c.id == id).with_for_update(of=case)
        row: Row[Any] | None = connection.execute(asked).first()
        return row

    def act(
        self,
        connection: Connection,
        row: Row[Any],
        by: str | None,
        act: Act,
        sequence: int,
        text: str,
        now: datetime,
    ) -> Case | Refusal:
        """Do something with a row that is locked, and log it; see `handling.after`.

        Args:
            connection: Of the transaction.
            row: From `locked`.
            by: Id of the person; None for the resident.
            act: What is done.
            sequence: Of the case as whoever acts has read it.
            text: The words.
            now: The present instant.
        """
        changed = after(_case(row), act, sequence, text)
        if isinstance(changed, Refusal):
            return changed
        values = {"state": changed.state.value, "assignee": changed.assignee}
        connection.execute(
            update(case).where(case.c.id == row.id).values(**values, sequence=changed.sequence)
        )
        note(connection, row.id, Entry(act, by or RESIDENT, now, text))
        return changed

    def change(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        """Do some work in a transaction, again where another was faster."""
        return attempts.change(self._engine, self._clock, work)

    def read(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        """Do some work that changes nothing."""
        return attempts.read(self._engine, self._clock, work)


def note(connection: Connection, id: str, entry: Entry) -> None:
    """Write a line into the log of a case."""
    row = {
        "case": id, "act": entry.act.value, "actor": entry.by, "at": milliseconds(entry.at),
        "text": entry.text,
    }  # fmt: skip
    connection.execute(log.insert(), row)


def _case(row: Row[Any]) -> Case:
    return Case(row.id, State(row.state), row.assignee, row.sequence)
