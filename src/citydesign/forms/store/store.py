"""The store of journeys: kept between two pages, found again by a link, forgotten on their day."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from citydesign.forms.core import checks
from citydesign.forms.core.answers import AnswerError
from citydesign.forms.core.figures import Counted, Event
from citydesign.forms.core.handling import RESIDENT
from citydesign.forms.core.journey import FIRST, Kept
from citydesign.forms.core.journey.kept import read
from citydesign.forms.file_store import FileStore
from citydesign.forms.journey.port import Changed, Submission, Visit
from citydesign.forms.store.counts import note
from citydesign.forms.store.door import hashed, to_case, to_journey
from citydesign.forms.store.letter import Letter
from citydesign.forms.store.schema import case, door, file, journey, log, submission
from citydesign.store import Secret, attempts, utc_now
from citydesign.store.engine import scrub
from citydesign.store.instants import instant, milliseconds
from citydesign.store.retention import in_batches

_BATCH = 500
_Answer = TypeVar("_Answer")


class SqlStore:
    """Keeps journeys in a database.

    Attributes:
        files: Keeps the files that are asked for; None where no page asks for any.
        idle: How long a browser that saves nothing can still open a journey.
        sms: The country whose phone numbers need no country code; None without text messages.

    Args:
        engine: From `citydesign.store.store_engine`; its tables are made by `migrate`.
        secret: At least 32 random bytes, kept outside the database.
        days: How many days a journey may rest before it is forgotten.
        sent_days: How many days what was sent is kept.
        files: Keeps the files that are asked for, and deletes them with their answers: the store of
            your `Uploads`.
        idle: How long a browser that saves nothing can still open a journey, as on a computer in a
            library; as long as the journey is kept unless given. A link opens it all the same.
        sms: Where your sender sends text messages, the country whose phone numbers need no country
            code: `FI` (ISO 3166). Codes go by mail only unless given.
        clock: Returns the present instant, aware.

    Raises:
        ValueError: The secret is too short, or no bytes; or a number of days is below 1.
    """

    def __init__(
        self,
        engine: Engine,
        secret: bytes,
        *,
        days: int,
        sent_days: int,
        files: FileStore | None = None,
        idle: timedelta | None = None,
        sms: str | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if min(days, sent_days) < 1:
            raise ValueError(f"SqlStore keeps for a day at least, not for {min(days, sent_days)}")
        self._engine, self._clock, self._secret = engine, clock, Secret(secret)
        self.files, self.idle, self.sms = files, idle, sms
        self._keep, self._keep_sent = timedelta(days=days), timedelta(days=sent_days)
        self._door, self._case_door = to_journey(self._secret), to_case(self._secret)
        self._outbox = self._door.outbox

    # One visit

    def begin(self, journey_name: str, language: str, version: str = FIRST) -> tuple[Visit, str]:
        """Begin a journey; see `Store.begin`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        visit = Visit(secrets.token_hex(16), journey_name, Kept(), language, version=version)
        cookie = secrets.token_urlsafe(32)
        row = {
            "id": visit.id, "journey": journey_name, "browser": hashed(cookie),
            "version": version, "language": language, "data": visit.kept.written(), "revision": 0,
            "links": 0, "codes": 0, "code_expires": 0, "asked": 0, "tries": 0,
        }  # fmt: skip

        def work(connection: Connection, now: datetime) -> None:
            times = {"expires": milliseconds(now + self._keep), "idle": self._idle(now)}
            connection.execute(journey.insert(), {**row, **times})
            note(connection, journey_name, now, [Event(Counted.BEGUN)])

        self._change(work)
        ends = None if self.idle is None else self._now() + self.idle
        return replace(visit, ends=ends), cookie

    def open(self, journey_name: str, id: str, cookie: str) -> Visit | None:
        """Give a journey; see `Store.open`.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> Visit | None:
            row = self._row(connection, journey_name, id, now)
            return _visit(row) if row and self._door.is_open(row, cookie, now) else None

        return self._read(work)

    def timed_out(self, journey_name: str, id: str, cookie: str) -> bool:
        """Say whether a browser was idle for too long; see `Store.timed_out`.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> bool:
            row = self._row(connection, journey_name, id, now)
            if row is None or not compare_digest(row.browser, hashed(cookie)):
                return False
            return row.idle is not None and row.idle <= milliseconds(now)

        return self._read(work)

    def save(self, visit: Visit) -> None:
        """Keep a journey; see `Store.save`. It rests again from now on.

        Raises:
            Changed: Somebody else saved it meanwhile.
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> None:
            done = connection.execute(
                update(journey)
                .where(journey.c.id == visit.id, journey.c.revision == visit.revision)
                .values(
                    data=visit.kept.written(),
                    language=visit.language,
                    reference=visit.reference,
                    revision=visit.revision + 1,
                    place=visit.place,
                    expires=milliseconds(now + self._keep),
                    idle=self._idle(now),
                )
            )
            if done.rowcount != 1:
                raise Changed

        self._change(work)

    def note_files(self, id: str, owner: str) -> None:
        """Remember that a journey has files under this key; see `FilingStore.note_files`.

        Raises:
            Changed: There is no such journey any more.
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> None:
            row = select(journey.c.id).where(journey.c.id == id).with_for_update()
            if connection.execute(row).first() is None:
                raise Changed
            if (
                connection.execute(select(file.c.owner).where(file.c.owner == owner)).first()
                is None
            ):
                new = {"owner": owner, "journey": id, "gone": False}
                connection.execute(file.insert(), new)

        self._change(work)

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

    def count_errors(self, journey_name: str, errors: Sequence[Event]) -> None:
        """Count errors that a resident saw; see `CountingStore.count_errors`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        self._change(lambda connection, now: note(connection, journey_name, now, errors))

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
            found = _submission(connection, id)
            return found if found and found.at > now - self._keep_sent else None

        return self._read(work)

    # Back by a link

    def remember(self, visit: Visit, address: str, phone: str | None = None) -> None:
        """Send a link back to a journey; links sent before lead nowhere any more.

        Args:
            visit: The journey.
            address: Where links are sent by mail.
            phone: Where codes are sent by text message (E.164); to the address too unless given.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> None:
            person = self._door.person(visit.journey, address)
            values = {"contact": address, "person": person, "phone": phone}
            connection.execute(update(journey).where(journey.c.id == visit.id).values(values))
            self._send_link(connection, visit.id, now)

        self._change(work)

    def remind(self, journey_name: str, address: str) -> None:
        """Send a link for each journey that was saved with an address; none is no error.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> None:
            ids = connection.execute(
                select(journey.c.id).where(
                    journey.c.person == self._door.person(journey_name, address),
                    journey.c.reference.is_(None),
                    journey.c.expires > milliseconds(now),
                )
            ).scalars()
            for id in sorted(ids):
                self._send_link(connection, id, now)

        self._change(work)

    def ask_code(self, journey_name: str, token: str) -> bool:
        """Send a code for a link; False if the link leads nowhere or no more codes are given.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> bool:
            row = self._linked(connection, journey_name, token, now)
            return row is not None and self._door.ask_code(connection, row, now)

        return self._change(work)

    def knows(self, journey_name: str, token: str) -> bool:
        """Say whether a link still leads to a journey.

        Raises:
            StoreUnavailable: The database could not be read.
        """
        return self._read(
            lambda connection, now: (
                self._linked(connection, journey_name, token, now, lock=False) is not None
            )
        )

    def resume(self, journey_name: str, token: str, code: str) -> tuple[Visit, str] | int:
        """Open a journey in this browser instead of the one before; the link is used up.

        Returns:
            The journey and the value of the browser's cookie; or how many tries are left: 0 for a
            link that leads nowhere, or nowhere any more.

        Raises:
            StoreUnavailable: Nothing was changed.
        """

        def work(connection: Connection, now: datetime) -> tuple[Visit, str] | int:
            row = self._linked(connection, journey_name, token, now)
            if row is None:
                return 0
            cookie = self._door.enter(connection, row, code, now, self._idle(now))
            return cookie if isinstance(cookie, int) else (_visit(row), cookie)

        return self._change(work)

    # Versions

    def versions(self, journey_name: str) -> dict[str, int]:
        """Give how many forms are open with each version of a declaration.

        As long as any is, the service needs that version: `Flow(earlier=[...])`.

        Raises:
            StoreUnavailable: The database could not be read.
        """

        def work(connection: Connection, now: datetime) -> dict[str, int]:
            rows = connection.execute(
                select(journey.c.version, func.count())
                .where(
                    journey.c.journey == journey_name,
                    journey.c.reference.is_(None),
                    journey.c.expires > milliseconds(now),
                )
                .group_by(journey.c.version)
                .order_by(journey.c.version)
            )
            return {version: number for version, number in rows}  # noqa: C416 - no pair to mypy

        return self._read(work)

    # The outbox

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
                    more["submission"] = _submission(connection, one.subject)
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

    # Retention

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
            self._count_stopped(connection, now)
            total = 0
            for table, old in (
                (journey, journey.c.expires <= milliseconds(now)),
                (submission, submission.c.at <= milliseconds(now - self._keep_sent)),
            ):
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

    def _count_stopped(self, connection: Connection, now: datetime) -> None:
        """Count where those forms stopped that the next statement deletes."""
        old = select(journey.c.journey, journey.c.place, journey.c.reference)
        for row in connection.execute(
            old.where(journey.c.expires <= milliseconds(now)).order_by(journey.c.id).limit(_BATCH)
        ).all():
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

    # Inside

    def _change(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        return attempts.change(self._engine, self._now, work)

    def _read(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        return attempts.read(self._engine, self._now, work)

    def _idle(self, now: datetime) -> int | None:
        return None if self.idle is None else milliseconds(now + self.idle)

    def _now(self) -> datetime:
        return instant(milliseconds(self._clock()))

    def _row(
        self, connection: Connection, journey_name: str, id: str, now: datetime
    ) -> Row[Any] | None:
        return connection.execute(
            select(journey).where(
                journey.c.id == id,
                journey.c.journey == journey_name,
                journey.c.expires > milliseconds(now),
            )
        ).first()

    def _linked(
        self,
        connection: Connection,
        journey_name: str,
        token: str,
        now: datetime,
        lock: bool = True,
    ) -> Row[Any] | None:
        """The journey of a link, if nobody has sent it meanwhile."""
        row = self._door.linked(connection, token, now, lock)
        if row is None or row.journey != journey_name or row.expires <= milliseconds(now):
            return None
        return None if row.reference else row

    def _send_link(self, connection: Connection, id: str, now: datetime) -> None:
        row = self._door.locked(connection, id)
        self._door.send(connection, id, "resume", instant(row.expires), now)


def _visit(row: Row[Any]) -> Visit:
    ends = None if row.idle is None else instant(row.idle)
    return Visit(
        row.id,
        row.journey,
        read(row.data),
        row.language,
        row.reference,
        row.revision,
        ends,
        row.version,
    )


def _submission(connection: Connection, id: str) -> Submission | None:
    row = connection.execute(select(submission).where(submission.c.id == id)).first()
    return None if row is None else submitted(row)


def submitted(row: Row[Any]) -> Submission:
    """Give what was sent, of a row that has the columns of `schema.submission`."""
    data = json.loads(row.data)
    about = row.id, row.journey, row.reference, row.language
    return Submission(*about, data, instant(row.at), row.version)
