"""The waiting list of a store, in the terms of the port."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from citydesign import host
from citydesign.booking.abilities import Visitor
from citydesign.booking.core.diary import Waiting
from citydesign.booking.core.distance import Point
from citydesign.booking.core.outcome import Refusal
from citydesign.booking.provider import Field, MissingField, ProviderRefusal, missing
from citydesign.booking.store.catalogue import Catalogue
from citydesign.booking.store.outages import down
from citydesign.booking.store.waiting_room import WaitingRoom

#: How far ahead somebody can wait for a time.
_WAIT = timedelta(days=365)


class WaitingDesk(Catalogue):
    """Puts residents on the waiting list; the arguments are those of `StoreProvider`."""

    _store: WaitingRoom

    def __init__(
        self,
        store: WaitingRoom,
        name: Callable[[str, str], str],
        fields: Callable[[str, str], Sequence[Field]],
        address: Callable[[str, str], str],
        points: Mapping[str, Point],
        person: str,
    ) -> None:
        super().__init__(store, name, fields, address, points)
        self._person = person

    def waiting_fields(self, product: str, locale: str) -> Sequence[Field]:
        """What is asked for anyway, and where offers are sent."""
        return [
            replace(field, required=field.required or field.name == self._person)
            for field in self.fields(product, locale)
        ]

    def join(self, product: str, place: str, answers: Mapping[str, str], visitor: Visitor) -> None:
        """Put a visitor on the waiting list."""
        self._complete(self.waiting_fields(product, "en"), answers)
        now = self._store.clock()
        with down(sent=True):
            joined = self._store.join(
                self._who(visitor), place, product, (now, now + _WAIT), told(answers)
            )
        if isinstance(joined, Refusal):
            raise ProviderRefusal(joined.code)

    def waits(self, product: str, place: str, visitor: Visitor) -> bool:
        """Is the visitor on the waiting list?"""
        with down(sent=False):
            return bool(self._entries(product, place, visitor))

    def leave(self, product: str, place: str, visitor: Visitor) -> None:
        """Take the visitor off the waiting list."""
        with down(sent=True):
            for entry in self._entries(product, place, visitor):
                self._store.leave(entry.id)

    def join_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time."""
        with down(sent=True):
            joined = self._store.join_earlier(reference)
        if isinstance(joined, Refusal):
            raise ProviderRefusal(joined.code)

    def waits_earlier(self, reference: str) -> bool:
        """Does a booking wait for an earlier time, or is one offered?"""
        with down(sent=False):
            return self._store.earlier(reference) is not None

    def leave_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time no longer."""
        with down(sent=True):
            entry = self._store.earlier(reference)
            if entry is not None:
                self._store.leave(entry.id)

    def told(self, reference: str) -> Mapping[str, str]:
        """What the resident said about themselves."""
        with down(sent=False):
            known = self._store.details(reference) or {}
        return {name: str(value) for name, value in known.items()}

    def _who(self, visitor: Visitor) -> str:
        return self._store.secret.pseudonym(visitor.browser)

    def _entries(self, product: str, place: str, visitor: Visitor) -> list[Waiting]:
        mine = self._store.waiting(self._who(visitor))
        wanted = product, place, None
        return [e for e in mine if (e.service, e.office, e.booking) == wanted]

    def _complete(self, fields: Sequence[Field], answers: Mapping[str, str]) -> None:
        name = missing(fields, answers)
        if name is not None:
            raise MissingField(name)


def told(answers: Mapping[str, str]) -> dict[str, str]:
    """What is kept: mail goes out in the language in which somebody booked."""
    return {**answers, "language": host.current().language.locale}
