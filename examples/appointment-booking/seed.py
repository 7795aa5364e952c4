"""Bookings of invented residents, so that not every time is free."""

import random
from datetime import datetime, timedelta

from citydesign.booking import Booking
from citydesign.booking.store import Store

NAMES = ("Aino Virtanen", "Mikael Nyström", "Fatima Hassan", "Eino Korhonen", "Linh Nguyen")


def seed(store: Store, now: datetime, share: float = 0.35, days: int = 12) -> int:
    """Book a share of what is free in the coming days; return how many were booked.

    Where something is booked already, that is enough.
    """
    window = (now, now + timedelta(days=days))
    if any(store.bookings(name, *window) for name in store.plan.office):
        return 0
    chance = random.Random(2026)
    booked = 0
    for service in store.plan.services:
        for slot in store.availability(window, service.id):
            if chance.random() > share:
                continue
            person = store.secret.pseudonym(f"seed {slot.key}")
            told = {"name": chance.choice(NAMES), "phone": "040 123 4567", "language": "fi"}
            booked += isinstance(store.book([slot], person, slot.key, told, staff=True), Booking)
    return booked
