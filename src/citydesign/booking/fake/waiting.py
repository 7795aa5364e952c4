"""The waiting list of the fake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citydesign.booking.abilities import Visitor
from citydesign.booking.core import commands, waitlist
from citydesign.booking.core.diary import LAST, Booking, Waiting, WaitingState
from citydesign.booking.core.outcome import Refusal
from citydesign.booking.fake.catalogue import FakeCatalogue
from citydesign.booking.fake.memory import break_off
from citydesign.booking.provider import Field, MissingField, ProviderRefusal
from citydesign.rules import trimmed


class FakeWaitingList(FakeCatalogue):
    """Knows who waits, and offers them what is free."""

    def waiting_fields(self, product: str, locale: str) -> Sequence[Field]:
        """The same as for a booking."""
        return self.fields(product, locale)

    def join(self, product: str, place: str, answers: Mapping[str, str], visitor: Visitor) -> None:
        """Put a visitor on the list, once for each product and place."""
        lost = self._answer("join")
        complete(answers)
        now = self.clock()
        name = f"W{len(self.waiting) + 1:05}"
        entry = Waiting(name, visitor.browser, place, product, now, LAST, now)
        with self._lock:
            self._keep(waitlist.join(self.plan, self.waiting.values(), entry, now))
            if name in self.waiting:
                self._answers[name] = dict(answers)
        break_off(lost)

    def waits(self, product: str, place: str, visitor: Visitor) -> bool:
        """Is the visitor on the list, or was an offer made to them that is open?"""
        self._answer("waits")
        return bool(self._entries(product, place, visitor))

    def leave(self, product: str, place: str, visitor: Visitor) -> None:
        """Take the visitor off the list."""
        lost = self._answer("leave")
        with self._lock:
            for entry in self._entries(product, place, visitor):
                self._keep(waitlist.leave(entry, self.clock()))
                self._answers.pop(entry.id, None)
        break_off(lost)

    def join_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time."""
        lost = self._answer("join_earlier")
        now = self.clock()
        with self._lock:
            name = f"W{len(self.waiting) + 1:05}"
            entry = waitlist.earlier(self.plan, self._found(reference), name, now)
            if isinstance(entry, Refusal):
                raise ProviderRefusal(entry.code)
            self._keep(waitlist.join(self.plan, self.waiting.values(), entry, now))
            if name in self.waiting:
                self._answers[name] = self._answers.get(reference, {})
        break_off(lost)

    def waits_earlier(self, reference: str) -> bool:
        """Does a booking wait for an earlier time, or is one offered?"""
        self._answer("waits_earlier")
        return bool(self._earlier(reference))

    def leave_earlier(self, reference: str) -> None:
        """Let a booking wait for an earlier time no longer."""
        lost = self._answer("leave_earlier")
        with self._lock:
            for entry in self._earlier(reference):
                self._keep(waitlist.leave(entry, self.clock()))
        break_off(lost)

    def told(self, reference: str) -> Mapping[str, str]:
        """What the resident said when they joined."""
        self._answer("told")
        return self._answers.get(self._found(reference).waiting or "", {})

    def _earlier(self, reference: str) -> list[Waiting]:
        return [
            entry
            for entry in self.waiting.values()
            if entry.booking == reference
            and entry.state in (WaitingState.WAITING, WaitingState.OFFERED)
        ]

    def _instead(self, booking: Booking) -> Booking | None:
        """The booking that an offer would take the place of."""
        entry = self.waiting.get(booking.waiting or "")
        kept = self.diary.get(entry.booking) if entry and entry.booking else None
        return kept if commands.ahead(kept, self.clock()) else None

    def _entries(self, product: str, place: str, visitor: Visitor) -> list[Waiting]:
        wanted = (visitor.browser, product, place, None)
        return [
            entry
            for entry in self.waiting.values()
            if (entry.person, entry.service, entry.office, entry.booking) == wanted
            and entry.state in (WaitingState.WAITING, WaitingState.OFFERED)
        ]

    def _offer(self) -> None:
        """Offer what is free to those who wait."""
        first = len(self.diary) + 1
        names = (f"R{number:05}" for number in range(first, first + len(self.waiting) + 1))
        entries = list(self.waiting.values())
        self._keep(waitlist.offer(self.plan, self.diary, entries, names, self.clock()))


def complete(answers: Mapping[str, str]) -> None:
    """Raise MissingField for what everybody must say."""
    for field in ("name", "email"):
        if not trimmed(answers.get(field, "")):
            raise MissingField(field)
