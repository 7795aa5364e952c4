"""The store of journeys: kept between two pages, found again by a link, forgotten on their day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from citydesign.forms.file_store import FileStore
from citydesign.forms.store.back import Back
from citydesign.forms.store.door import to_case, to_journey
from citydesign.forms.store.journeys import Journeys
from citydesign.forms.store.outgoing import Outgoing
from citydesign.forms.store.retention import Retention
from citydesign.forms.store.submissions import Submissions
from citydesign.store import Secret, utc_now


class SqlStore(Journeys, Submissions, Back, Outgoing, Retention):
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
