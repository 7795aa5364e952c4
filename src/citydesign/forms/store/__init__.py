"""Journeys in a database: SQLite on one machine, PostgreSQL beyond."""

from citydesign.forms.store.migration import copy, migrate
from citydesign.forms.store.store import Letter, SqlStore

__all__ = ["Letter", "SqlStore", "copy", "migrate"]
