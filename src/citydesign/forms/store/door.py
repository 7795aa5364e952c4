"""The door to what is a resident's own: a link by mail, a code, and then a browser's cookie."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from citydesign.forms.store import schema
from citydesign.store import Links, Outbox, Secret
from citydesign.store.instants import milliseconds

#: How long a code is good for, how many may be asked for with one link, and how often one may err.
CODE_LASTS = timedelta(minutes=15)
CODES, TRIES = 5, 5


class Door:
    """Lets in who has the link and the code. A link works once, and the newest alone.

    Args:
        secret: Of the service.
        table: What is behind it, with the columns `id`, `browser`, `idle`, `contact`, `phone`,
            `person`, `links`, `codes`, `code_expires`, `asked` and `tries`; see
            `schema.journey`.
        links: The table of the links.
        letters: The table of the outbox. The code is of the kind `code`.
        subject: The column by which links and letters name what they open.
        purpose: One word, so that the link of one door opens no other.

    Attributes:
        outbox: Where the letters wait.
    """

    def __init__(
        self, secret: Secret, table: Table, links: Table, letters: Table, subject: str, purpose: str
    ) -> None:
        self._secret, self._table, self._purpose = secret, table, purpose
        self.outbox, self._links = Outbox(letters, subject), Links(secret, links, subject)

    def person(self, *about: str) -> str:
        """Give the key by which an address is found again, however it is spelt."""
        *scope, address = about
        return self._secret.pseudonym(" ".join([*scope, address.strip().casefold()]))

    def locked(self, connection: Connection, id: str) -> Row[Any]:
        """Give a row that is ours until the transaction ends."""
        asked = select(self._table).where(self._table.c.id == id)
        return connection.execute(asked.with_for_update()).one()

    def send(
        self,
        connection: Connection,
        id: str,
        kind: str,
        until: datetime,
        now: datetime,
        instead_of: Sequence[str] = (),
    ) -> None:
        """Put a letter with a new link into the outbox; links sent before open nothing any more.

        Args:
            connection: Of the transaction.
            id: Of the row.
            kind: Of the letter.
            until: When the link ends, if nobody uses it.
            now: The present instant.
            instead_of: Kinds of letters that say nothing any more and are not sent.
        """
        row = self.locked(connection, id)
        self._links.revoke(connection, id)
        self.outbox.withdraw(connection, id, kind, "code", *instead_of)
        number = row.links + 1
        values = {"links": number, "asked": 0, "tries": 0, "code_expires": 0}
        self._update(connection, id, values)
        self._links.issue(connection, id, until, f"{self._purpose}-{number}")
        self.outbox.put(connection, id, kind, number, now)

    def linked(
        self, connection: Connection, token: str, now: datetime, lock: bool = True
    ) -> Row[Any] | None:
        """Give the row that a link opens."""
        id = self._links.open(connection, token, now)
        if id is None:
            return None
        if lock:
            row = self.locked(connection, id)
            # Another has perhaps used it up while we waited.
            return row if self._links.open(connection, token, now) else None
        return connection.execute(select(self._table).where(self._table.c.id == id)).first()

    def ask_code(self, connection: Connection, row: Row[Any], now: datetime) -> bool:
        """Put a code into the outbox; False if no more are given for this link."""
        if row.asked >= CODES:
            return False
        code = row.codes + 1
        values = {
            "codes": code, "asked": row.asked + 1, "code_expires": milliseconds(now + CODE_LASTS),
        }  # fmt: skip
        self._update(connection, row.id, values)
        self.outbox.put(connection, row.id, "code", code, now)
        return True

    def enter(
        self, connection: Connection, row: Row[Any], code: str, now: datetime, idle: int | None
    ) -> str | int:
        """Let this browser in instead of the one before, and use the link up.

        Returns:
            The value of the browser's cookie; or how many tries are left.
        """
        right = compare_digest(self.code(row).encode(), code.encode("utf-8", "replace"))
        if right and row.code_expires > milliseconds(now):
            cookie = secrets.token_urlsafe(32)
            self._update(connection, row.id, {"browser": hashed(cookie), "idle": idle})
            self._links.revoke(connection, row.id)
            return cookie
        left: int = TRIES - row.tries - 1
        self._update(connection, row.id, {"tries": row.tries + 1})
        if left < 1:
            self._links.revoke(connection, row.id)
            self.outbox.withdraw(connection, row.id, "code")
        return left

    def is_open(self, row: Row[Any], cookie: str, now: datetime) -> bool:
        """Say whether this browser was let in, and not too long ago."""
        if row.browser is None or not compare_digest(row.browser, hashed(cookie)):
            return False
        return row.idle is None or row.idle > milliseconds(now)

    def token(self, row: Row[Any]) -> str:
        """Give the token of the newest link."""
        return self._links.token(row.id, f"{self._purpose}-{row.links}")

    def code(self, row: Row[Any]) -> str:
        """Give the newest code: six digits."""
        digest = self._secret.digest(f"{self._purpose}-code", row.id, str(row.codes))
        return f"{int.from_bytes(digest) % 1_000_000:06}"

    def _update(self, connection: Connection, id: str, values: dict[str, Any]) -> None:
        connection.execute(update(self._table).where(self._table.c.id == id).values(values))


def to_journey(secret: Secret) -> Door:
    """The door to a form that was begun."""
    return Door(secret, schema.journey, schema.link, schema.message, "journey", "resume")


def to_case(secret: Secret) -> Door:
    """The door to a form that was sent."""
    return Door(secret, schema.door, schema.door_link, schema.letter, "door", "reply")


def hashed(cookie: str) -> str:
    """Give what the database keeps of a cookie."""
    return sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()
