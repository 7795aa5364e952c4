"""The desk of those who handle what residents sent: who may see it, what they do, and the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, func, select

from citydesign.errors import CityDesignError, nearest
from citydesign.forms.core import export
from citydesign.forms.core.figures import Figures, figures
from citydesign.forms.core.handling import ALLOWED, Act, Case, Entry, Refusal, Role, State
from citydesign.forms.core.journey import Journey
from citydesign.forms.store import door, schema
from citydesign.forms.store.cases import Cases, Handled, note
from citydesign.forms.store.counts import noted
from citydesign.forms.store.schema import case, submission
from citydesign.identity import NotAllowed, Person
from citydesign.store import Secret, utc_now

__all__ = ["Desk", "Filter", "Handled"]

#: Who reads a case again so soon has not been away.
_VISIT = timedelta(minutes=30)
#: Of each letter about a case, which earlier ones say nothing any more.
_INSTEAD_OF = {
    Act.ASK: ("question", ("received", "reply")),
    Act.DECIDE: ("decision", ("received", "question", "reply")),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of what was sent is listed.

    Attributes:
        journey: Only what was sent with this one.
        states: Only what is in one of these.
        assignee: Only what the person of this id has.
        reference: Only what has a reference that begins so, in any letters.
    """

    journey: str | None = None
    states: Collection[State] = tuple(State)
    assignee: str | None = None
    reference: str = ""


class Desk:
    """Handles what `SqlStore.receive` keeps. Each act, its line in the log and its letter are one.

    Args:
        engine: The engine of the `SqlStore`.
        secret: Its secret.
        roles: By the name of a journey, who may do what: `{"daycare": {"handler": {"staff"},
            "decider": {"lead"}}}`. The inner words are those of `handling.Role`, and the sets hold
            roles of `citydesign.identity.Person`, of which one is enough. Nobody sees a journey
            that is not named.
        sent_days: How many days what was sent is kept, as `SqlStore` has it: later nobody sees it.
        clock: Returns the present instant, aware.

    Raises:
        CityDesignError: There is no such role, or a text is given where a set belongs.
        ValueError: The secret is too short, or no bytes.
    """

    def __init__(
        self,
        engine: Engine,
        secret: bytes,
        roles: Mapping[str, Mapping[str, Collection[str]]],
        *,
        sent_days: int,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._cases, self._clock = Cases(engine, sent_days, clock), clock
        self._door = door.to_case(Secret(secret))
        self._roles = {journey: _checked(journey, given) for journey, given in roles.items()}

    def roles(self, by: Person, journey: str) -> frozenset[Role]:
        """Give what a person is for what is sent with a journey; nothing if they may not see it."""
        named = self._roles.get(journey, {})
        return frozenset(role for role, given in named.items() if by.roles & given)

    def journeys(self, by: Person) -> list[str]:
        """Name the journeys of which a person may see what was sent."""
        return [name for name in self._roles if self.roles(by, name)]

    def inbox(
        self,
        by: Person,
        only: Filter = Filter(),
        *,
        newest: bool = False,
        limit: int = 50,
        skip: int = 0,
    ) -> list[Handled]:
        """Give what a person may see, the oldest first, without the log.

        Args:
            by: Who asks.
            only: Which of it.
            newest: The newest first.
            limit: At most so many.
            skip: Without so many of the first.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> list[Handled]:
            asked = self._listed(by, only, now)
            order = (submission.c.at, submission.c.id)
            asked = asked.order_by(*(one.desc() for one in order) if newest else order)
            rows = connection.execute(asked.limit(limit).offset(skip))
            return [self._cases.handled(row) for row in rows]

        return self._cases.read(work)

    def count(self, by: Person, only: Filter = Filter()) -> int:
        """Count what a person may see; see `inbox`.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> int:
            listed = self._listed(by, only, now).subquery()
            return connection.execute(select(func.count()).select_from(listed)).scalar_one()

        return self._cases.read(work)

    def look(self, by: Person, id: str) -> Handled | None:
        """Give one of them with its log; None where there is none.

        Raises:
            NotAllowed: The person may not see it.
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> Handled | None:
            found = self._cases.one(connection, id, now)
            if found is not None:
                self._require_any(by, found.sent.journey)
            return found

        return self._cases.read(work)

    def read(self, by: Person, id: str, file: str | None = None) -> Handled | None:
        """Give one of them to be read, and note in its log who reads it; see `look`.

        Whoever looks again within half an hour is noted once.

        Args:
            by: Who asks.
            id: Of the case.
            file: Name of the file, if it is one that is opened.

        Raises:
            NotAllowed: The person may not see it.
            StoreUnavailable: Nothing was noted, so nothing is shown.
        """

        def work(connection: Connection, now: datetime) -> Handled | None:
            if self._cases.locked(connection, id, now) is None:
                return None
            found = self._cases.one(connection, id, now)
            assert found is not None, "the row is locked"
            self._require_any(by, found.sent.journey)
            entry = Entry(Act.READ, by.id, now, file)
            if any(_is_one_visit(one, entry) for one in found.log):
                return found
            note(connection, id, entry)
            return replace(found, log=(*found.log, entry))

        return self._cases.change(work)

    def has_address(self, id: str) -> bool:
        """Say whether the resident can be written to.

        Raises:
            StoreUnavailable: The database could not be read.
        """
        return self._cases.read(lambda connection, now: _has_door(connection, id))

    def assign(self, by: Person, id: str, sequence: int, to: str) -> Case | Refusal | None:
        """Give it to a person, by their id; see `ask` for the rest."""
        return self._do(by, id, Act.ASSIGN, sequence, to)

    def ask(self, by: Person, id: str, sequence: int, text: str) -> Case | Refusal | None:
        """Ask the resident something, and write to them that there is a question.

        Args:
            by: Who does it.
            id: Of the case.
            sequence: Of the case as this person has read it.
            text: The words.

        Returns:
            The case as it is now, why it was not done, or None where there is no such case.

        Raises:
            NotAllowed: The person may not do it.
            StoreUnavailable: Nothing was changed.
        """
        return self._do(by, id, Act.ASK, sequence, text)

    def decide(self, by: Person, id: str, sequence: int, text: str) -> Case | Refusal | None:
        """Decide, and write to the resident that it is decided; see `ask`."""
        return self._do(by, id, Act.DECIDE, sequence, text)

    def export(self, by: Person, journey: str, form: Literal["csv", "json"]) -> str:
        """Write all that was sent with a journey, the oldest first, and note it in each log.

        Raises:
            NotAllowed: The person may not do it.
            StoreUnavailable: The database could not be read, or nothing was noted.
        """
        self._require(by, journey, Act.EXPORT)

        def work(connection: Connection, now: datetime) -> list[dict[str, Any]]:
            asked = self._cases.kept(now).where(submission.c.journey == journey)
            rows = connection.execute(asked.order_by(submission.c.at, submission.c.id)).all()
            entry = Entry(Act.EXPORT, by.id, now)
            for row in rows:
                note(connection, row.id, entry)
            return [_record(self._cases.handled(row)) for row in rows]

        records = self._cases.change(work)
        return export.csv_text(records) if form == "csv" else export.json_text(records)

    def copy(self, by: Person, id: str, write: Callable[[Handled], bytes]) -> bytes | None:
        """Write one of them as a file, and note it in its log; None where there is none.

        Args:
            by: Who asks.
            id: Of the case.
            write: Makes the file, such as one that calls `application_pdf`.

        Raises:
            NotAllowed: The person may not see it.
            StoreUnavailable: The database could not be read, or nothing was noted.
        """
        found = self.look(by, id)
        if found is None:
            return None
        made = write(found)

        def work(connection: Connection, now: datetime) -> bool:
            if connection.execute(self._cases.kept(now).where(case.c.id == id)).first() is None:
                return False
            note(connection, id, Entry(Act.EXPORT, by.id, now))
            return True

        return made if self._cases.change(work) else None

    def today(self) -> date:
        """Give the present day in UTC, as `figures` counts days."""
        return self._clock().astimezone(UTC).date()

    def figures(self, by: Person, journey: Journey, since: date, until: date) -> Figures:
        """Give what happened to the forms of a journey, without anybody in it.

        Args:
            by: Who asks.
            journey: The declaration.
            since: The first day, in UTC.
            until: The last day.

        Raises:
            NotAllowed: The person may see nothing that was sent with it.
            StoreUnavailable: The database could not be read.
        """
        self._require_any(by, journey.name)
        first = journey.pages[0].name
        return self._cases.read(
            lambda connection, now: figures(noted(connection, journey.name, since, until), first)
        )

    def _listed(self, by: Person, only: Filter, now: datetime) -> Any:
        asked = self._cases.kept(now).where(submission.c.journey.in_(self.journeys(by)))
        if only.journey is not None:
            asked = asked.where(submission.c.journey == only.journey)
        if set(only.states) != set(State):
            asked = asked.where(case.c.state.in_([one.value for one in only.states]))
        if only.assignee is not None:
            asked = asked.where(case.c.assignee == only.assignee)
        if only.reference:
            begins = submission.c.reference.startswith(only.reference.upper(), autoescape=True)
            asked = asked.where(begins)
        return asked

    def _do(self, by: Person, id: str, act: Act, sequence: int, text: str) -> Case | Refusal | None:
        def work(connection: Connection, now: datetime) -> Case | Refusal | None:
            row = self._cases.locked(connection, id, now)
            if row is None:
                return None
            self._require(by, row.journey, act)
            written_to = _has_door(connection, id)
            if act is Act.ASK and not written_to:
                return Refusal.NO_ADDRESS
            changed = self._cases.act(connection, row, by.id, act, sequence, text, now)
            if isinstance(changed, Case) and written_to and act in _INSTEAD_OF:
                kind, earlier = _INSTEAD_OF[act]
                self._door.send(connection, id, kind, self._cases.day(row), now, earlier)
            return changed

        return self._cases.change(work)

    def _require_any(self, by: Person, journey: str) -> None:
        if not self.roles(by, journey):
            raise NotAllowed(f"none of the roles for journey {journey!r}")

    def _require(self, by: Person, journey: str, act: Act) -> None:
        if not self.roles(by, journey) & ALLOWED[act]:
            raise NotAllowed(f"none of the roles that may {act} for journey {journey!r}")


def _checked(journey: str, given: Mapping[str, Collection[str]]) -> dict[Role, frozenset[str]]:
    known = [role.value for role in Role]
    found: dict[Role, frozenset[str]] = {}
    for name, roles in given.items():
        if name not in known:
            raise CityDesignError(f"Desk: {journey!r} has no role {name!r}{nearest(name, known)}")
        if isinstance(roles, str):
            raise CityDesignError(
                f"Desk: {name} of {journey!r} is the text {roles!r}; give a set: {{{roles!r}}}"
            )
        found[Role(name)] = frozenset(roles)
    return found


def _is_one_visit(before: Entry, now: Entry) -> bool:
    alike = (before.act, before.by, before.text) == (now.act, now.by, now.text)
    return alike and before.at > now.at - _VISIT


def _has_door(connection: Connection, id: str) -> bool:
    asked = select(schema.door.c.id).where(schema.door.c.id == id)
    return connection.execute(asked).first() is not None


def _record(found: Handled) -> dict[str, Any]:
    sent, handled = found.sent, found.case
    return {
        "reference": sent.reference, "version": sent.version, "sent": sent.at.isoformat(),
        "language": sent.language, "state": handled.state.value, "assignee": handled.assignee,
        "answers": sent.data,
    }  # fmt: skip
