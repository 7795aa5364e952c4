"""Journeys in a database: SQLite on one machine, PostgreSQL beyond."""

from citydesign.forms.store.desk import Desk, Handled
from citydesign.forms.store.migration import copy, migrate
from citydesign.forms.store.store import Letter, SqlStore

__all__ = ["Desk", "Handled", "Letter", "SqlStore", "copy", "migrate"]
