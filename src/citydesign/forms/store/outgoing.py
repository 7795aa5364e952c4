"""The outbox of the store of journeys: links back, codes, and what was sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from citydesign.forms.store.base import Base
from citydesign.forms.store.letter import Letter
from citydesign.forms.store.schema import journey
from citydesign.forms.store.submissions import submission_of
from citydesign.store import Sending
from citydesign.store.instants import milliseconds


class Outgoing(Base):
    """Gives out the letters that are due."""

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Letter]:
        """Claim what is due; nobody else gets it before the lease ends. Report it with `sent`.

        A code that is too old is never sent, nor a link to a form that was sent meanwhile, nor
        anything about what is kept no longer.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> list[Letter]:
            letters = []
            for one in self._outbox.lease(connection, now, now + lease, limit):
                row = connection.execute(select(journey).where(journey.c.id == one.subject)).one()
                more = self._written(connection, one, row, now)
                if more is None:
                    self._outbox.drop(connection, one.id)
                    continue
                letters.append(Letter(one.id, one.kind, row.journey, row.language, **more))
            return letters

        return self._change(work)

    def _written(
        self, connection: Connection, one: Sending, row: Row[Any], now: datetime
    ) -> dict[str, Any] | None:
        """What a letter says besides; None if it says nothing any more."""
        if one.kind == "submission":
            sent = submission_of(connection, one.subject)
            kept = sent is not None and sent.at > now - self._keep_sent
            return {"submission": sent} if kept else None
        if row.reference is not None or row.expires <= milliseconds(now):
            return None
        if one.kind == "resume":
            current = one.sequence == row.links
            return {"to": row.contact, "token": self._door.token(row)} if current else None
        if one.sequence != row.codes or row.code_expires <= milliseconds(now):
            return None
        by = "sms" if row.phone else "mail"
        return {"to": row.phone or row.contact, "by": by, "code": self._door.code(row)}

    def sent(self, letter: Letter) -> bool:
        """Note that a letter went out; False when that was noted before, or it was withdrawn.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        return self._change(lambda connection, now: self._outbox.sent(connection, letter.id, now))

    def failed(self, letter: Letter) -> datetime | None:
        """Note that a letter could not be sent; see `Outbox.failed`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        return self._change(lambda connection, now: self._outbox.failed(connection, letter.id, now))
