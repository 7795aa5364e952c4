"""What any logic keeps its data with: SQLite on one machine, PostgreSQL beyond.

It knows no logic: links, the outbox and details are given their table and the column that names
what they are about, and a `Schema` holds the tables and migrations of one logic.
"""

from citydesign.extras import extra

with extra("booking", "stored data"):
    from citydesign.store.details import Details
    from citydesign.store.drop_folder import DropFolder
    from citydesign.store.engine import store_engine
    from citydesign.store.failures import Reason, StoreUnavailable
    from citydesign.store.instants import utc_now
    from citydesign.store.links import Links
    from citydesign.store.migration import Schema
    from citydesign.store.outbox import Outbox, Sending
    from citydesign.store.secret import Secret
    from citydesign.store.sender import send_due
    from citydesign.store.webhook import NotSent, Webhook

__all__ = [
    "Details",
    "DropFolder",
    "Links",
    "NotSent",
    "Outbox",
    "Reason",
    "Schema",
    "Secret",
    "Sending",
    "StoreUnavailable",
    "Webhook",
    "send_due",
    "store_engine",
    "utc_now",
]
