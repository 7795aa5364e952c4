"""Capability links: who has the token may manage one thing, without signing in.

The token is derived from a secret of the service, so the mail can be written long after the thing
was made although the database holds nothing but a hash of it: who reads the database can open
nothing. It is in no log of ours, and a page that carries it must answer with
`Referrer-Policy: no-referrer` and do nothing on a GET but show.
"""

from __future__ import annotations

import base64
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Table, bindparam, delete, select

from citydesign.store.instants import milliseconds
from citydesign.store.secret import Secret


class Links:
    """Makes and opens the tokens of manage links.

    Args:
        secret: with another secret all links sent so far keep working, but they cannot be written
            again.
        table: with the columns `token` (its key, 64 characters), `expires` (milliseconds since
            1970 UTC) and `subject`.
        subject: the column that names what a link manages.
    """

    def __init__(self, secret: Secret, table: Table, subject: str) -> None:
        self._secret = secret
        self._table = table
        self._subject = table.c[subject]
        self._opened = select(self._subject).where(
            table.c.token == bindparam("hashed"), table.c.expires > bindparam("now")
        )

    def token(self, subject: str, purpose: str = "manage") -> str:
        """Return the token of a subject: 43 characters that are safe in a URL.

        Args:
            subject: What it opens.
            purpose: One word. The token of one purpose opens nothing when only that of another
                was issued.
        """
        digest = self._secret.digest(purpose, subject)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def issue(
        self, connection: Connection, subject: str, expires: datetime, purpose: str = "manage"
    ) -> None:
        """Let the token of a subject open it until `expires`."""
        hashed = _hashed(self.token(subject, purpose))
        connection.execute(delete(self._table).where(self._table.c.token == hashed))
        row = {"token": hashed, self._subject.name: subject, "expires": milliseconds(expires)}
        connection.execute(self._table.insert(), row)

    def revoke(self, connection: Connection, subject: str) -> None:
        """Let no token open a subject any more."""
        connection.execute(delete(self._table).where(self._subject == subject))

    def open(self, connection: Connection, token: str, now: datetime) -> str | None:
        """Return the id of the subject, or None: wrong, altered, expired and used look alike."""
        asked = {"hashed": _hashed(token), "now": milliseconds(now)}
        return connection.execute(self._opened, asked).scalar()


def _hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
