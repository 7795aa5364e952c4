"""Journeys in the browser itself, signed and encrypted: the city keeps nothing until it is sent."""

from __future__ import annotations

import base64
import json
import secrets
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta

from citydesign.extras import extra
from citydesign.forms.core.journey import FIRST, Kept
from citydesign.forms.core.journey.kept import read
from citydesign.forms.journey.port import Full, Visit
from citydesign.store.instants import instant, utc_now
from citydesign.store.secret import Secret

with extra("cookies", "journeys in a cookie"):
    from cryptography.fernet import Fernet, InvalidToken

#: Bytes of a cookie: browsers take 4 096 with its name and attributes, and a server must take all
#: cookies of a site at once.
MOST = 3_000


class CookieStore:
    """Keeps a journey in the cookie of the browser that began it.

    Nobody but the service reads or changes it (AES-128-CBC with HMAC-SHA256, as Fernet has them).
    It holds 3 kB and is gone with the browser, so it fits short forms; no link leads back to it.

    Attributes:
        idle: As long as it keeps a journey.

    Args:
        secret: At least 32 random bytes, kept; with another one all open journeys are lost.
        keep: How long a journey may rest.
        clock: Returns the present instant, aware.

    Raises:
        ValueError: The secret is too short, or no bytes.
    """

    def __init__(
        self,
        secret: bytes,
        *,
        keep: timedelta = timedelta(days=1),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        key = Secret(secret).digest("journey-cookie")
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self.idle: timedelta | None = keep
        self._keep, self._clock = keep, clock

    def begin(self, journey: str, language: str, version: str = FIRST) -> tuple[Visit, str]:
        """Begin a journey; see `Store.begin`."""
        ends = instant(self._now() * 1000) + self._keep
        id = secrets.token_hex(16)
        visit = Visit(id, journey, Kept(), language, ends=ends, version=version)
        return visit, self.save(visit)

    def open(self, journey: str, id: str, cookie: str) -> Visit | None:
        """Give a journey; see `Store.open`."""
        visit = self._unsealed(journey, id, cookie)
        if visit is None or visit.ends is None or visit.ends <= self._clock():
            return None
        return visit

    def timed_out(self, journey: str, id: str, cookie: str) -> bool:
        """Say whether a journey was kept for too long; see `Store.timed_out`."""
        visit = self._unsealed(journey, id, cookie)
        return visit is not None and visit.ends is not None and visit.ends <= self._clock()

    def _unsealed(self, journey: str, id: str, cookie: str) -> Visit | None:
        """Give a journey that we have sealed, however long ago."""
        try:
            sealed = self._fernet.decrypt(cookie.encode("utf-8", "replace"))
        except InvalidToken:
            return None
        ends = instant(self._fernet.extract_timestamp(cookie.encode()) * 1000) + self._keep
        own, name, kept, language, reference, version = json.loads(zlib.decompress(sealed))
        if (own, name) != (id, journey):
            return None
        return Visit(own, name, read(kept), language, reference, ends=ends, version=version)

    def save(self, visit: Visit) -> str:
        """Keep a journey; see `Store.save`.

        Raises:
            Full: It does not fit into a cookie.
        """
        about = [visit.language, visit.reference, visit.version]
        whole = [visit.id, visit.journey, visit.kept.written(), *about]
        sealed = self._fernet.encrypt_at_time(
            zlib.compress(json.dumps(whole).encode()), self._now()
        ).decode()
        if len(sealed) > MOST:
            raise Full(f"journey {visit.journey!r}: {len(sealed)} bytes; a cookie holds {MOST}")
        return sealed

    def _now(self) -> int:
        return int(self._clock().timestamp())
