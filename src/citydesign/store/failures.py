"""What can go wrong with a database, in two kinds: try again at once, or tell the resident."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from citydesign.errors import CityDesignError


class Reason(StrEnum):
    """Why the store could not answer; for the log of the operator, not for the resident."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    GONE = "gone"


class StoreUnavailable(CityDesignError):  # noqa: N818 - what the caller sees, not whose fault it is
    """The database could not do it, and nothing was changed.

    Answer with status 503 and ask the resident to try again. The same request with the same key
    may be sent again: were the answer lost after the change was made, it finds what was made.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"store {reason}: {detail}")
        self.reason = reason


class Again(Exception):  # noqa: N818 - an instruction, not an error
    """Somebody else was faster: begin the transaction again with what is true now.

    `since`: it is at least that late, whatever our own clock says.
    """

    def __init__(self, why: str, since: datetime | None = None) -> None:
        super().__init__(why)
        self.since = since


# PostgreSQL: deadlock detected, serialization failure.
_AGAIN = {"40P01", "40001"}
_SQLSTATES = {
    "55P03": Reason.BUSY,  # lock not available within lock_timeout
    "57014": Reason.BUSY,  # statement cancelled by a time limit
    "53300": Reason.BUSY,  # too many connections
    "53100": Reason.FULL,
    "25006": Reason.READ_ONLY,  # a standby after failover
}
# SQLite, by the primary result code (https://www.sqlite.org/rescode.html).
_SQLITE = {
    5: Reason.BUSY,
    6: Reason.BUSY,
    8: Reason.READ_ONLY,
    10: Reason.GONE,  # disk input or output error
    13: Reason.FULL,
    14: Reason.GONE,  # unable to open
    26: Reason.GONE,  # not a database
}


def translated(error: Exception) -> Exception | None:
    """Return what an error of the driver means: `Again`, `StoreUnavailable`, or None: a defect.

    The text of the driver is left out: a log must not hold what a resident typed.
    """
    if isinstance(error, PoolTimeout):
        return StoreUnavailable(Reason.BUSY, "no connection was free in the pool")
    if isinstance(error, TimeoutError):
        return StoreUnavailable(Reason.BUSY, str(error))
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state == "42P01" or str(error.orig).startswith("no such table"):
        return StoreUnavailable(Reason.GONE, "its tables are missing; migrate(engine) makes them")
    if state in _AGAIN:
        return Again(state)
    code = getattr(error.orig, "sqlite_errorcode", None)
    reason = _SQLITE.get(code & 0xFF) if code is not None else _SQLSTATES.get(state or "")
    lost = state is None or state.startswith(("08", "57P", "58"))
    if reason is None and code is None and isinstance(error, OperationalError) and lost:
        reason = Reason.GONE
    if reason is None and error.connection_invalidated:
        reason = Reason.GONE
    if reason is None:
        return None
    return StoreUnavailable(reason, f"{type(error.orig).__name__} {state or code or ''}".strip())
