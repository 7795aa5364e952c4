"""Where bookings are kept: SQLite on one machine, PostgreSQL when a city outgrows it."""

from citydesign.extras import extra

with extra("booking", "stored bookings"):
    from citydesign.booking.store.engine import booking_engine
    from citydesign.booking.store.failures import Reason, StoreUnavailable
    from citydesign.booking.store.links import Links
    from citydesign.booking.store.migration import copy, migrate
    from citydesign.booking.store.outbox import Message
    from citydesign.booking.store.provider import StoreProvider
    from citydesign.booking.store.store import Store

__all__ = [
    "Links",
    "Message",
    "Reason",
    "Store",
    "StoreProvider",
    "StoreUnavailable",
    "booking_engine",
    "copy",
    "migrate",
]
