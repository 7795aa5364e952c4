"""Where bookings are kept: SQLite on one machine, PostgreSQL when a city outgrows it."""

from citydesign.extras import extra

with extra("booking", "stored bookings"):
    from citydesign.booking.store.calendar_entries import Invitation
    from citydesign.booking.store.log import Cause, Entry
    from citydesign.booking.store.mail import Message
    from citydesign.booking.store.migration import configuration, copy, migrate
    from citydesign.booking.store.provider import StoreProvider
    from citydesign.booking.store.quiet import Quiet
    from citydesign.booking.store.store import Store
    from citydesign.booking.store.till import Bill, Till
    from citydesign.booking.store.till_provider import TillProvider
    from citydesign.store import Reason, StoreUnavailable
    from citydesign.store import store_engine as booking_engine

__all__ = [
    "Bill",
    "Cause",
    "Entry",
    "Invitation",
    "Message",
    "Quiet",
    "Reason",
    "Store",
    "StoreProvider",
    "StoreUnavailable",
    "Till",
    "TillProvider",
    "booking_engine",
    "configuration",
    "copy",
    "migrate",
]
