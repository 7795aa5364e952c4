"""The resident's side of what was sent: letters, the way in, and the answer to a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, select

from citydesign.forms.core.handling import Act, Case, Refusal, State
from citydesign.forms.store import door, schema
from citydesign.forms.store.cases import Cases, Handled
from citydesign.forms.store.letter import Letter
from citydesign.store import Secret, utc_now
from citydesign.store.instants import milliseconds

#: What a resident may read of the log: what was said to them, and by them.
_SAID = {Act.RECEIVE, Act.ASK, Act.ANSWER, Act.DECIDE}


class Entered(NamedTuple):
    """What a code has opened, by its id."""

    id: str


class Replies:
    """Lets the resident who sent a form read what became of it, and answer.

    Who may is known as for a form that is continued: by a link that is mailed, a code after it, and
    then by the cookie of the browser.

    Attributes:
        sms: Whether codes may go by text message; None if not.

    Args:
        engine: The engine of the `SqlStore`.
        secret: Its secret.
        sent_days: How many days what was sent is kept, as `SqlStore` has it.
        open_for: How long a browser that was let in can read, until it needs a new link.
        sms: As `SqlStore` has it.
        clock: Returns the present instant, aware.
    """

    def __init__(
        self,
        engine: Engine,
        secret: bytes,
        *,
        sent_days: int,
        open_for: timedelta = timedelta(minutes=30),
        sms: str | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._door = door.to_case(Secret(secret))
        self._cases = Cases(engine, sent_days, clock)
        self._open_for, self.sms = open_for, sms

    # The way in: as `ResumingStore` has it

    def remind(self, journey: str, address: str) -> None:
        """Send a link for each form that was sent with an address; none is no error.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> None:
            mine = schema.door.c.person == self._door.person(journey, address)
            asked = self._cases.kept(now).join(schema.door, schema.door.c.id == schema.case.c.id)
            for row in connection.execute(asked.where(mine).order_by(schema.case.c.id)).all():
                kind = self._unsaid(connection, row) or "reply"
                self._door.send(connection, row.id, kind, self._cases.day(row), now)

        self._cases.change(work)

    def _unsaid(self, connection: Connection, row: Row[Any]) -> str | None:
        """The kind of a letter that still has to be sent: the new link goes out with it."""
        kinds = ["decision", "received"]
        if row.state == State.ASKED:
            kinds.insert(1, "question")
        waits = self._door.outbox.waits
        return next((kind for kind in kinds if waits(connection, row.id, kind)), None)

    def knows(self, journey: str, token: str) -> bool:
        """Say whether a link still leads to what was sent."""
        return self._cases.read(
            lambda connection, now: (
                self._linked(connection, journey, token, now, lock=False) is not None
            )
        )

    def ask_code(self, journey: str, token: str) -> bool:
        """Send a code for a link; False if the link leads nowhere or no more codes are given.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> bool:
            row = self._linked(connection, journey, token, now)
            return row is not None and self._door.ask_code(connection, row, now)

        return self._cases.change(work)

    def resume(self, journey: str, token: str, code: str) -> tuple[Entered, str] | int:
        """Let this browser in; the link is used up.

        Returns:
            What it opened and the value of the browser's cookie; or how many tries are left: 0 for
            a link that leads nowhere, or nowhere any more.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> tuple[Entered, str] | int:
            row = self._linked(connection, journey, token, now)
            if row is None:
                return 0
            closes = milliseconds(now + self._open_for)
            cookie = self._door.enter(connection, row, code, now, closes)
            return cookie if isinstance(cookie, int) else (Entered(row.id), cookie)

        return self._cases.change(work)

    # Inside

    def look(self, journey: str, id: str, cookie: str) -> Handled | None:
        """Give what was sent and what was said about it; None if this browser was not let in.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> Handled | None:
            if not self._is_open(connection, id, cookie, now):
                return None
            found = self._cases.one(connection, id, now)
            if found is None or found.sent.journey != journey:
                return None
            said = tuple(one for one in found.log if one.act in _SAID)
            return Handled(found.sent, found.case, said, found.ends)

        return self._cases.read(work)

    def answer(
        self, journey: str, id: str, cookie: str, sequence: int, text: str
    ) -> Case | Refusal | None:
        """Keep the answer to what was asked; None if this browser was not let in. See `Desk.ask`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> Case | Refusal | None:
            if not self._is_open(connection, id, cookie, now):
                return None
            row = self._cases.locked(connection, id, now)
            if row is None or row.journey != journey:
                return None
            return self._cases.act(connection, row, None, Act.ANSWER, sequence, text, now)

        return self._cases.change(work)

    # The outbox

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Letter]:
        """Claim what is due; nobody else gets it before the lease ends. Report it with `sent`.

        A code that is too old is never sent, nor a question that has been answered.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> list[Letter]:
            letters = []
            for one in self._door.outbox.lease(connection, now, now + lease, limit):
                row = connection.execute(
                    select(schema.door).where(schema.door.c.id == one.subject)
                ).one()
                found = self._cases.one(connection, one.subject, now)
                if found is None:
                    self._door.outbox.drop(connection, one.id)
                    continue
                more = self._written(one.kind, one.sequence, row, found.case, now)
                if more is None:
                    self._door.outbox.drop(connection, one.id)
                    continue
                sent = found.sent
                letters.append(
                    Letter(one.id, one.kind, sent.journey, sent.language, submission=sent, **more)
                )
            return letters

        return self._cases.change(work)

    def _written(
        self, kind: str, sequence: int, row: Row[Any], handled: Case, now: datetime
    ) -> dict[str, Any] | None:
        """What a letter says besides; None if it says nothing any more."""
        if kind == "code":
            if sequence != row.codes or row.code_expires <= milliseconds(now):
                return None
            by = "sms" if row.phone else "mail"
            return {"to": row.phone or row.contact, "by": by, "code": self._door.code(row)}
        if sequence != row.links or (kind == "question" and handled.state is not State.ASKED):
            return None
        return {"to": row.contact, "token": self._door.token(row)}

    def sent(self, letter: Letter) -> bool:
        """Note that a letter went out; False when that was noted before, or it was withdrawn.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        return self._cases.change(
            lambda connection, now: self._door.outbox.sent(connection, letter.id, now)
        )

    def failed(self, letter: Letter) -> datetime | None:
        """Note that a letter could not be sent; see `Outbox.failed`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        return self._cases.change(
            lambda connection, now: self._door.outbox.failed(connection, letter.id, now)
        )

    def _is_open(self, connection: Connection, id: str, cookie: str, now: datetime) -> bool:
        row = connection.execute(select(schema.door).where(schema.door.c.id == id)).first()
        return row is not None and self._door.is_open(row, cookie, now)

    def _linked(
        self, connection: Connection, journey: str, token: str, now: datetime, lock: bool = True
    ) -> Row[Any] | None:
        row = self._door.linked(connection, token, now, lock)
        if row is None:
            return None
        found = connection.execute(self._cases.kept(now).where(schema.case.c.id == row.id)).first()
        return row if found is not None and found.journey == journey else None
