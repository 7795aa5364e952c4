"""Queues: what only one transaction may work on at a time, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, select

from citydesign.booking.store.schema import booking

#: Gives the names of queues; asked when the transaction has begun.
Queues = Callable[[Connection], Iterable[str]]


def queues(*names: str) -> Queues:
    """Wait in the queues of these names; without any, in none."""
    return lambda _: names


def of_person(name: str) -> Queues:
    """Wait in the queue of the person of a booking."""

    def person(connection: Connection) -> list[str]:
        found = select(booking.c.person).where(booking.c.id == name)
        return [f"person {person}" for person in connection.execute(found).scalars()]

    return person
