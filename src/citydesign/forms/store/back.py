"""The way back to a form that was saved: a link by mail, a code, and another browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from citydesign.forms.journey.port import Visit
from citydesign.forms.store.base import Base
from citydesign.forms.store.journeys import visit_of
from citydesign.forms.store.schema import journey
from citydesign.store.instants import instant, milliseconds


class Back(Base):
    """Leads back to a journey from another device."""

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
            return cookie if isinstance(cookie, int) else (visit_of(row), cookie)

        return self._change(work)

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
