"""Trying again where that helps: when another writer was faster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine

from citydesign.store.engine import READ_ONLY
from citydesign.store.failures import Again, Reason, StoreUnavailable, translated

_ATTEMPTS = 60
_Answer = TypeVar("_Answer")


def persist(attempt: Callable[[datetime | None], _Answer]) -> _Answer:
    """Call `attempt` until nobody was faster.

    Args:
        attempt: one whole transaction, safe to call again. It is given the instant that it is at
            least, whatever our own clock says, or None.

    Raises:
        StoreUnavailable: the database could not do it; nothing was changed.
    """
    since = None
    for number in range(_ATTEMPTS):
        try:
            return attempt(since)
        except Again as again:
            since = again.since or since
        except Exception as error:
            meaning = translated(error)
            if meaning is None:
                raise
            if not isinstance(meaning, Again):
                # Not chained: the driver's error holds the values it was given.
                raise meaning from None
        time.sleep(random.uniform(0, min(0.001 * number, 0.02)))
    raise StoreUnavailable(Reason.BUSY, f"others were faster {_ATTEMPTS} times")


def change(
    engine: Engine, clock: Callable[[], datetime], work: Callable[[Connection, datetime], _Answer]
) -> _Answer:
    """Do some work in a transaction of its own, which sees the instant at which it began.

    Raises:
        StoreUnavailable: nothing was changed.
    """

    def attempt(since: datetime | None) -> _Answer:
        with engine.begin() as connection:
            return work(connection, clock())

    return persist(attempt)


def read(
    engine: Engine, clock: Callable[[], datetime], work: Callable[[Connection, datetime], _Answer]
) -> _Answer:
    """Do some work that changes nothing and waits for no writer; see `change`.

    Raises:
        StoreUnavailable: the database could not be read.
    """
    return change(engine.execution_options(**{READ_ONLY: True}), clock, work)
