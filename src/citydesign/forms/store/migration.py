"""The tables of journeys on the way from version to version, and to another database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from citydesign.forms.store.schema import journey, metadata
from citydesign.store.migration import Schema

SCHEMA = Schema(
    name="forms",
    metadata=metadata,
    versions=Path(__file__).parent / "migrations" / "versions",
    version_table="form_version",
)
migrate = SCHEMA.migrate


def copy(source: Engine, target: Engine) -> int:
    """Copy all journeys into the empty, migrated tables of another database; see `Schema.copy`."""
    return SCHEMA.copy(source, target, journey)
