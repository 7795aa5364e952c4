"""The outbox of the store of journeys: links back, codes, and what was sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from citydesign.forms.store.base import Base
from citydesign.forms.store.letter import Letter
from citydesign.forms.store.schema import journey
from citydesign.forms.store.submissions import submission_of
from citydesign.store.instants import milliseconds


class Outgoing(Base):
    """Gives out the letters that are due."""

    def due(self, limit: int = 50, lease: timedelta = timedelta(minutes=5)) -> list[Letter]:
        """Claim what is due; nobody else gets it before the lease ends. Report it with `sent`.

        A code that is too old is never sent.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> list[Letter]:
            letters = []
            for one in self._outbox.lease(connection, now, now + lease, limit):
                row = connection.execute(select(journey).where(journey.c.id == one.subject)).one()
                letter = {"id": one.id, "kind": one.kind, "language": row.language}
                more: dict[str, Any] = {"journey": row.journey}
                if one.kind == "submission":
                    more["submission"] = submission_of(connection, one.subject)
                elif one.kind == "resume" and one.sequence == row.links:
                    more |= {"to": row.contact, "token": self._door.token(row)}
                elif one.sequence == row.codes and row.code_expires > milliseconds(now):
                    more |= {"to": row.phone or row.contact, "by": "sms" if row.phone else "mail"}
                    more |= {"code": self._door.code(row)}
                else:
                    self._outbox.drop(connection, one.id)
                    continue
                letters.append(Letter(**letter, **more))
            return letters

        return self._change(work)

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
