"""Capability links: who has the token may manage the booking, without signing in.

The token is derived from a secret of the service, so the mail can be written long after the booking
was made although the database holds nothing but a hash of it: who reads the database can open no
booking. It is in no log of ours, and a page that carries it must answer with
`Referrer-Policy: no-referrer` and do nothing on a GET but show.
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from citydesign.booking.store.records import milliseconds
from citydesign.booking.store.schema import link


class Links:
    """Makes and opens the tokens of manage links.

    Args:
        secret: at least 32 random bytes, kept out of the database. With another secret all links
            sent so far keep working, but they cannot be written again.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError(
                "Links: the secret has fewer than 32 bytes; use secrets.token_bytes(32)"
            )
        self._secret = secret

    def token(self, booking: str) -> str:
        """Return the token of a booking: 43 characters that are safe in a URL."""
        digest = hmac.digest(self._secret, f"manage {booking}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def pseudonym(self, person: str) -> str:
        """Return an opaque key for a person: what caps and cool-downs count by.

        Give something that stays the same for one person (a personal identity code, a phone number
        in its international form). Only the key is stored; without the secret nobody can find the
        person by trying.
        """
        return hmac.digest(self._secret, f"person {person}".encode(), "sha256").hex()

    def name(self, person: str, key: str) -> str:
        """Return the id of the booking that a request of a person makes: 32 hexadecimal digits.

        The same request gives the same id, whichever process it reaches; nobody can guess it.
        """
        return hmac.digest(self._secret, f"booking {person} {key}".encode(), "sha256").hex()[:32]

    def issue(self, connection: Connection, booking: str, expires: datetime) -> None:
        """Let the token of a booking open it until `expires`."""
        hashed = _hashed(self.token(booking))
        connection.execute(delete(link).where(link.c.token == hashed))
        row = {"token": hashed, "booking": booking, "expires": milliseconds(expires)}
        connection.execute(link.insert(), row)

    def revoke(self, connection: Connection, booking: str) -> None:
        """Let no token open a booking any more."""
        connection.execute(delete(link).where(link.c.booking == booking))

    def open(self, connection: Connection, token: str, now: datetime) -> str | None:
        """Return the id of the booking, or None: wrong, altered, expired and used look alike."""
        return connection.execute(
            select(link.c.booking).where(
                link.c.token == _hashed(token), link.c.expires > milliseconds(now)
            )
        ).scalar()


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
