"""The end of what is kept: deleted on its day, with its files, and counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from citydesign.forms.core.figures import Counted, Event
from citydesign.forms.file_store import FileStore
from citydesign.forms.store.base import Base
from citydesign.forms.store.counts import note
from citydesign.forms.store.schema import file, journey, message, submission
from citydesign.store.engine import scrub
from citydesign.store.instants import milliseconds
from citydesign.store.retention import in_batches

_BATCH = 500


class Retention(Base):
    """Deletes what may be kept no longer."""

    def forget(self) -> int:
        """Delete what may be kept no longer; call it once a day or more often.

        Nothing depends on its pace but how soon the data is gone: what has expired opens no more.
        Files are deleted after the answers that they belong to; where that fails, the next call
        deletes them.

        Returns:
            How many journeys and submissions were deleted.

        Raises:
            StoreUnavailable: What was deleted so far stays deleted.
        """

        def work(connection: Connection, now: datetime) -> int:
            total = 0
            oldest = milliseconds(now - self._keep_sent)
            # What the city has not got yet waits as long as what it is about is kept.
            waits = select(message.c.id).join(submission, submission.c.id == message.c.journey)
            waits = waits.where(
                message.c.journey == journey.c.id, message.c.kind == "submission",
                message.c.sent.is_(None), submission.c.at > oldest,
            )  # fmt: skip
            past = journey.c.expires <= milliseconds(now)
            # Of those, only what the letter needs is left.
            stays = update(journey).where(past, waits.exists())
            connection.execute(stays.values(contact=None, phone=None, person=None))
            ended = and_(past, ~waits.exists())
            self._count_stopped(connection, ended, now)
            for table, old in ((journey, ended), (submission, submission.c.at <= oldest)):
                ids = list(
                    connection.execute(
                        select(table.c.id).where(old).order_by(table.c.id).limit(_BATCH)
                    ).scalars()
                )
                connection.execute(delete(table).where(table.c.id.in_(ids)))
                kept = select(submission.c.id).where(submission.c.id == file.c.journey).exists()
                alone = update(file).where(file.c.journey.in_(ids), ~kept)
                connection.execute(alone.values(gone=True))
                total += len(ids)
            return total

        total = in_batches(lambda: self._change(work))
        if self.files is not None:
            files = self.files
            in_batches(lambda: self._forget_files(files))
        scrub(self._engine)
        return total

    def _count_stopped(
        self, connection: Connection, ended: ColumnElement[bool], now: datetime
    ) -> None:
        """Count where those forms stopped that the next statement deletes."""
        old = select(journey.c.journey, journey.c.place, journey.c.reference)
        for row in connection.execute(old.where(ended).order_by(journey.c.id).limit(_BATCH)).all():
            if row.reference is None:
                note(connection, row.journey, now, [Event(Counted.STOPPED, row.place or "")])

    def _forget_files(self, files: FileStore) -> int:
        def gone(connection: Connection, now: datetime) -> list[str]:
            found = select(file.c.owner).where(file.c.gone).limit(_BATCH)
            return list(connection.execute(found).scalars())

        owners = self._read(gone)
        for owner in owners:
            files.forget(owner)
        self._change(
            lambda connection, now: connection.execute(delete(file).where(file.c.owner.in_(owners)))
        )
        return len(owners)
