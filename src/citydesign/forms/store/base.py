"""What the parts of the store of journeys share: the database, its clock, and the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine

from citydesign.forms.file_store import FileStore
from citydesign.forms.store.door import Door
from citydesign.store import Outbox, attempts
from citydesign.store.instants import instant, milliseconds

_Answer = TypeVar("_Answer")


class Base:
    """The database, its clock, and the door; `SqlStore` gives them."""

    files: FileStore | None
    idle: timedelta | None
    sms: str | None
    _engine: Engine
    _clock: Callable[[], datetime]
    _keep: timedelta
    _keep_sent: timedelta
    _door: Door
    _case_door: Door
    _outbox: Outbox

    def _change(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        return attempts.change(self._engine, self._now, work)

    def _read(self, work: Callable[[Connection, datetime], _Answer]) -> _Answer:
        return attempts.read(self._engine, self._now, work)

    def _idle(self, now: datetime) -> int | None:
        return None if self.idle is None else milliseconds(now + self.idle)

    def _now(self) -> datetime:
        return instant(milliseconds(self._clock()))
