"""The tables of booking on the way from version to version, and to another database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from citydesign.booking.store.schema import booking, metadata
from citydesign.store.migration import Schema

SCHEMA = Schema(
    name="booking",
    metadata=metadata,
    versions=Path(__file__).parent / "migrations" / "versions",
    # The name that databases have had since before there was a second logic.
    version_table="alembic_version",
)
migrate = SCHEMA.migrate
configuration = SCHEMA.configuration


def copy(source: Engine, target: Engine) -> int:
    """Copy all bookings into the empty, migrated tables of another database; see `Schema.copy`."""
    return SCHEMA.copy(source, target, booking)
