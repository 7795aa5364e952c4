"""Trying again where that helps: when another writer was faster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

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
