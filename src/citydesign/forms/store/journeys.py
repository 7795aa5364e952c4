"""Forms that are being filled in: begun, opened by their browser, and saved."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from citydesign.forms.core.figures import Counted, Event
from citydesign.forms.core.journey import FIRST, Kept
from citydesign.forms.core.journey.kept import read
from citydesign.forms.journey.port import Changed, Visit
from citydesign.forms.store.base import Base
from citydesign.forms.store.counts import note
from citydesign.forms.store.door import hashed
from citydesign.forms.store.schema import file, journey
from citydesign.store.instants import instant, milliseconds


class Journeys(Base):
    """Keeps journeys between two pages; the cookie of a browser is the key to one."""

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
            return visit_of(row) if row and self._door.is_open(row, cookie, now) else None

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

    def count_errors(self, journey_name: str, errors: Sequence[Event]) -> None:
        """Count errors that a resident saw; see `CountingStore.count_errors`.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        self._change(lambda connection, now: note(connection, journey_name, now, errors))

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


def visit_of(row: Row[Any]) -> Visit:
    """Give the journey of a row."""
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
