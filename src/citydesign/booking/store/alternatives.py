"""The alternatives of a refusal, looked for when no lock is held any more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from citydesign.booking.core.diary import Booking, Bookings, Slot
from citydesign.booking.core.offer import near
from citydesign.booking.core.outcome import Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.store.queues import Queues
from citydesign.booking.store.transaction import Transaction, Transactions
from citydesign.store.failures import StoreUnavailable


class Later:
    """Notes for which slot a command wants alternatives, and looks for them afterwards.

    To be passed to one command as its `seek`: looking is the dearest part of a refusal, and others
    would wait for it.
    """

    def __init__(self) -> None:
        self._wish: tuple[Slot, str | None, bool] | None = None

    def __call__(
        self,
        plan: Plan,
        diary: Bookings,
        slot: Slot,
        now: datetime,
        *,
        without: str | None = None,
        staff: bool = False,
    ) -> tuple[Slot, ...]:
        """Note the wish; nothing is found yet."""
        self._wish = slot, without, staff
        return ()

    @property
    def wanted(self) -> bool:
        """Did the command want alternatives?"""
        return self._wish is not None

    def look(self, t: Transaction) -> tuple[Slot, ...]:
        """Return the alternatives as they are now."""
        if self._wish is None:
            return ()
        slot, without, staff = self._wish
        return near(t.plan, t.diary, slot, t.now, without=without, staff=staff)


def answer(
    transactions: Transactions,
    plan: Plan,
    work: Callable[[Transaction, Later], Booking | Refusal],
    queues: Queues,
) -> Booking | Refusal:
    """Change something; the alternatives of a refusal are looked for when that is over."""
    seek = Later()

    def afresh(t: Transaction) -> Booking | Refusal:
        nonlocal seek
        seek = Later()
        return work(t, seek)

    answered = transactions.change(plan, afresh, queues)
    if isinstance(answered, Refusal) and seek.wanted:
        # A refusal without alternatives is an answer too.
        with suppress(StoreUnavailable):
            answered = replace(answered, alternatives=transactions.read(plan, seek.look))
    return answered
