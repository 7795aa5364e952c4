"""What was sent: kept once, with the letters that say so."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from citydesign.forms.core import checks
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.figures import Counted, Event
from citydesign.forms.core.handling import RESIDENT
from citydesign.forms.journey.port import Submission
from citydesign.forms.store.base import Base
from citydesign.forms.store.counts import note
from citydesign.forms.store.schema import case, door, log, submission
from citydesign.store.instants import instant, milliseconds


class Submissions(Base):
    """Keeps what was sent."""

    def receive(self, sent: Submission) -> bool:
        """Keep what was sent, once, with a message for the city in the outbox.

        Returns:
            Whether these very answers are what is kept: False if others of this journey were.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        data = json.dumps(sent.data, sort_keys=True)

        def work(connection: Connection, now: datetime) -> bool:
            # Two at once come one after the other: the row of the journey is theirs alone.
            self._door.locked(connection, sent.id)
            known = connection.execute(
                select(submission.c.data).where(submission.c.id == sent.id)
            ).scalar()
            if known is not None:
                return bool(known == data)
            row = {
                "id": sent.id, "journey": sent.journey, "reference": sent.reference,
                "version": sent.version, "language": sent.language, "data": data,
                "at": milliseconds(sent.at),
            }  # fmt: skip
            connection.execute(submission.insert(), row)
            connection.execute(case.insert(), {"id": sent.id, "state": "received", "sequence": 0})
            first = {"case": sent.id, "act": "receive", "actor": RESIDENT, "at": row["at"]}
            connection.execute(log.insert(), first)
            self._outbox.put(connection, sent.id, "submission", 0, now)
            note(connection, sent.journey, now, [Event(Counted.SENT)])
            if sent.contact:
                self._write_to(connection, sent, now)
            return True

        return self._change(work)

    def _write_to(self, connection: Connection, sent: Submission, now: datetime) -> None:
        """Open a door for the resident, with a letter that says that all has come."""
        phone = None
        if self.sms and sent.phone:
            # What is no number that we can send to is no reason to refuse the form.
            with suppress(AnswerError):
                phone = checks.phone_to_call(sent.phone, self.sms)
        row = {
            "id": sent.id, "contact": sent.contact, "phone": phone,
            "person": self._case_door.person(sent.journey, str(sent.contact)),
            "links": 0, "codes": 0, "code_expires": 0, "asked": 0, "tries": 0,
        }  # fmt: skip
        connection.execute(door.insert(), row)
        self._case_door.send(connection, sent.id, "received", sent.at + self._keep_sent, now)

    def received(self, id: str) -> Submission | None:
        """Give what was sent with a journey, as long as it is kept.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> Submission | None:
            found = submission_of(connection, id)
            return found if found and found.at > now - self._keep_sent else None

        return self._read(work)


def submission_of(connection: Connection, id: str) -> Submission | None:
    """Give what was sent with a journey, however old."""
    row = connection.execute(select(submission).where(submission.c.id == id)).first()
    return None if row is None else submitted(row)


def submitted(row: Row[Any]) -> Submission:
    """Give what was sent, of a row that has the columns of `schema.submission`."""
    data = json.loads(row.data)
    about = row.id, row.journey, row.reference, row.language
    return Submission(*about, data, instant(row.at), row.version)
