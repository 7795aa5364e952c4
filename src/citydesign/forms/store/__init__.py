"""Journeys in a database: SQLite on one machine, PostgreSQL beyond."""

from citydesign.forms.store.desk import Desk, Filter, Handled
from citydesign.forms.store.letter import Letter
from citydesign.forms.store.migration import copy, migrate
from citydesign.forms.store.replies import Replies
from citydesign.forms.store.store import SqlStore

__all__ = ["Desk", "Filter", "Handled", "Letter", "Replies", "SqlStore", "copy", "migrate"]
