"""The desk of those who handle what residents sent: who may see it, what they do, and the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, Row, select, update

from citydesign.forms.core import export
from citydesign.forms.core.figures import Figures, figures
from citydesign.forms.core.handling import RESIDENT, Act, Case, Entry, Refusal, State, after
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.port import Submission
from citydesign.forms.store.counts import noted
from citydesign.forms.store.schema import case, log, submission
from citydesign.forms.store.store import submitted
from citydesign.identity import NotAllowed, Person
from citydesign.store import utc_now
from citydesign.store.attempts import persist
from citydesign.store.engine import READ_ONLY
from citydesign.store.instants import instant, milliseconds

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Handled:
    """What a resident sent, where it is, and what was done with it, the oldest first."""

    sent: Submission
    case: Case
    log: tuple[Entry, ...] = ()


class Desk:
    """Handles what `SqlStore.receive` keeps. Each act and its line in the log are one.

    Args:
        engine: The engine of the `SqlStore`.
        handlers: By the name of a journey, the roles of which one is enough to see and handle what
            is sent with it; see `citydesign.identity.Person`. Nobody sees a journey that is not
            named.
        sent_days: How many days what was sent is kept, as `SqlStore` has it: later nobody sees it.
        clock: Returns the present instant, aware.
    """

    def __init__(
        self,
        engine: Engine,
        handlers: Mapping[str, Collection[str]],
        *,
        sent_days: int,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine, self._clock = engine, clock
        self._handlers = {name: set(roles) for name, roles in handlers.items()}
        self._keep = timedelta(days=sent_days)

    def inbox(
        self,
        by: Person,
        *,
        state: State | None = None,
        assignee: str | None = None,
        limit: int = 50,
        skip: int = 0,
    ) -> list[Handled]:
        """Give what a person may handle, the oldest first, without the log.

        Args:
            by: Who asks.
            state: Only what is there.
            assignee: Only what this person has.
            limit: At most so many.
            skip: Without so many of the oldest.

        Raises:
            StoreUnavailable: The database could not be read.
        """
        mine = [name for name, roles in self._handlers.items() if by.roles & roles]

        def work(connection: Connection, now: datetime) -> list[Handled]:
            asked = self._kept(now).where(submission.c.journey.in_(mine))
            if state is not None:
                asked = asked.where(case.c.state == state.value)
            if assignee is not None:
                asked = asked.where(case.c.assignee == assignee)
            asked = asked.order_by(submission.c.at, submission.c.id).limit(limit).offset(skip)
            return [Handled(submitted(row), _case(row)) for row in connection.execute(asked)]

        return self._read(work)

    def look(self, by: Person, id: str) -> Handled | None:
        """Give one of them with its log; None where there is none.

        Raises:
            NotAllowed: The person may not handle it.
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> Handled | None:
            row = connection.execute(self._kept(now).where(case.c.id == id)).first()
            if row is None:
                return None
            self._require(by, row.journey)
            return Handled(submitted(row), _case(row), _log(connection, id))

        return self._read(work)

    def thread(self, id: str) -> tuple[Entry, ...]:
        """Give what was asked, answered and decided, for the resident who sent it.

        Whether the form is theirs is for the caller to know.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> tuple[Entry, ...]:
            if connection.execute(self._kept(now).where(case.c.id == id)).first() is None:
                return ()
            said = {Act.ASK, Act.ANSWER, Act.DECIDE}
            return tuple(one for one in _log(connection, id) if one.act in said)

        return self._read(work)

    def assign(self, by: Person, id: str, sequence: int, to: str) -> Case | Refusal | None:
        """Give it to a person, by their id; see `ask` for the rest."""
        return self._do(by, id, Act.ASSIGN, sequence, to)

    def ask(self, by: Person, id: str, sequence: int, text: str) -> Case | Refusal | None:
        """Ask the resident something.

        Args:
            by: Who does it.
            id: Of the case.
            sequence: Of the case as this person has read it.
            text: The words.

        Returns:
            The case as it is now, why it was not done, or None where there is no such case.

        Raises:
            NotAllowed: The person may not handle it.
            StoreUnavailable: Nothing was changed.
        """
        return self._do(by, id, Act.ASK, sequence, text)

    def decide(self, by: Person, id: str, sequence: int, text: str) -> Case | Refusal | None:
        """Decide; see `ask`."""
        return self._do(by, id, Act.DECIDE, sequence, text)

    def answer(self, id: str, sequence: int, text: str) -> Case | Refusal | None:
        """Keep the resident's answer to what was asked; see `ask`.

        Whether the form is theirs is for the caller to know.
        """
        return self._do(None, id, Act.ANSWER, sequence, text)

    def export(self, by: Person, journey: str, form: Literal["csv", "json"]) -> str:
        """Write all that was sent with a journey, the oldest first, and note it in each log.

        Raises:
            NotAllowed: The person may not handle it.
            StoreUnavailable: The database could not be read, or nothing was noted.
        """
        self._require(by, journey)

        def work(connection: Connection, now: datetime) -> list[dict[str, Any]]:
            asked = self._kept(now).where(submission.c.journey == journey)
            rows = connection.execute(asked.order_by(submission.c.at, submission.c.id)).all()
            entry = Entry(Act.EXPORT, by.id, now)
            for row in rows:
                _note(connection, row.id, entry)
            return [_record(submitted(row), _case(row)) for row in rows]

        records = self._change(work)
        return export.csv_text(records) if form == "csv" else export.json_text(records)

    def copy(self, by: Person, id: str, write: Callable[[Handled], bytes]) -> bytes | None:
        """Write one of them as a file, and note it in its log; None where there is none.

        Args:
            by: Who asks.
            id: Of the case.
            write: Makes the file, such as one that calls `application_pdf`.

        Raises:
            NotAllowed: The person may not handle it.
            StoreUnavailable: The database could not be read, or nothing was noted.
        """
        found = self.look(by, id)
        if found is None:
            return None
        made = write(found)

        def work(connection: Connection, now: datetime) -> bool:
            if connection.execute(self._kept(now).where(case.c.id == id)).first() is None:
                return False
            _note(connection, id, Entry(Act.EXPORT, by.id, now))
            return True

        return made if self._change(work) else None

    def figures(self, by: Person, journey: Journey, since: date, until: date) -> Figures:
        """Give what happened to the forms of a journey, without anybody in it.

        Args:
            by: Who asks.
            journey: The declaration.
            since: The first day, in UTC.
            until: The last day.

        Raises:
            NotAllowed: The person may not handle them.
            StoreUnavailable: The database could not be read.
        """
        self._require(by, journey.name)
        first = journey.pages[0].name
        return self._read(
            lambda connection, now: figures(noted(connection, journey.name, since, until), first)
        )

    def _do(
        self, by: Person | None, id: str, act: Act, sequence: int, text: str
    ) -> Case | Refusal | None:
        def work(connection: Connection, now: datetime) -> Case | Refusal | None:
            # The row is ours until the end: of two at once the second sees what the first did.
            asked = self._kept(now).where(case.c.id == id).with_for_update(of=case)
            row = connection.execute(asked).first()
            if row is None:
                return None
            if by is not None:
                self._require(by, row.journey)
            changed = after(_case(row), act, sequence, text)
            if isinstance(changed, Refusal):
                return changed
            values = {"state": changed.state.value, "assignee": changed.assignee}
            connection.execute(
                update(case).where(case.c.id == id).values(**values, sequence=changed.sequence)
            )
            _note(connection, id, Entry(act, by.id if by else RESIDENT, now, text))
            return changed

        return self._change(work)

    def _require(self, by: Person, journey: str) -> None:
        if not by.roles & self._handlers.get(journey, set()):
            raise NotAllowed(f"none of the roles for journey {journey!r}")

    def _kept(self, now: datetime) -> Any:
        columns = (submission, case.c.state, case.c.assignee, case.c.sequence)
        oldest = milliseconds(now - self._keep)
        joined = select(*columns).join(case, case.c.id == submission.c.id)
        return joined.where(submission.c.at > oldest)

    def _change(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        def attempt(since: datetime | None) -> _Answer:
            with self._engine.begin() as connection:
                return work(connection, self._clock())

        return persist(attempt)

    def _read(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        def attempt(since: datetime | None) -> _Answer:
            reader = self._engine.execution_options(**{READ_ONLY: True})
            with reader.begin() as connection:
                return work(connection, self._clock())

        return persist(attempt)


def _case(row: Row[Any]) -> Case:
    return Case(row.id, State(row.state), row.assignee, row.sequence)


def _log(connection: Connection, id: str) -> tuple[Entry, ...]:
    rows = connection.execute(select(log).where(log.c.case == id).order_by(log.c.id))
    return tuple(Entry(Act(row.act), row.actor, instant(row.at), row.text) for row in rows)


def _note(connection: Connection, id: str, entry: Entry) -> None:
    row = {
        "case": id, "act": entry.act.value, "actor": entry.by, "at": milliseconds(entry.at),
        "text": entry.text,
    }  # fmt: skip
    connection.execute(log.insert(), row)


def _record(sent: Submission, handled: Case) -> dict[str, Any]:
    return {
        "reference": sent.reference, "version": sent.version, "sent": sent.at.isoformat(),
        "language": sent.language, "state": handled.state.value, "assignee": handled.assignee,
        "answers": sent.data,
    }  # fmt: skip
