"""What the fake keeps, and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from citydesign.booking import offering
from citydesign.booking.core import waitlist
from citydesign.booking.core.diary import Booking, Diary, Waiting
from citydesign.booking.core.outcome import Code, Outcome, Refusal, WaitingEvent
from citydesign.booking.core.plan import Office, Plan
from citydesign.booking.core.visit import Visit
from citydesign.booking.provider import Place, ProviderDown, ProviderRefusal, Receipt, Time
from citydesign.booking.rate import HoldLimit, Rate
from citydesign.hours.clock import local_date


class Memory:
    """A plan with a diary in memory, behind an answer that may be slow, or get lost.

    The arguments are those of `FakeProvider`.
    """

    def __init__(
        self,
        plan: Plan,
        clock: Callable[[], datetime],
        *,
        names: Mapping[str, str] | None = None,
        latency: float = 0.0,
        pause: Callable[[float], None] = lambda seconds: None,
        faults: Callable[[str], str] = lambda call: "",
        rate: Rate = HoldLimit(),  # noqa: B008 - frozen
    ) -> None:
        self.plan, self.clock, self.diary = plan, clock, Diary()
        self.names = names or {}
        self.latency, self.pause, self.faults = latency, pause, faults
        self.rate = rate
        self._receipts: dict[str, Receipt] = {}
        self._lock = Lock()
        #: Which hold a key has made, and which address asked for it.
        self._holds: dict[str, str] = {}
        self._origins: dict[str, str] = {}
        self._answers: dict[str, dict[str, str]] = {}
        self.waiting: dict[str, Waiting] = {}

    def _answer(self, call: str) -> bool:
        """Take the time of an answer; True when the answer is to get lost."""
        self.pause(self.latency)
        fault = self.faults(call)
        if fault == "before":
            raise ProviderDown("it does not answer")
        return fault == "after"

    def _found(self, reference: str) -> Booking:
        booking = self.diary.get(reference)
        if booking is None:
            raise ProviderRefusal(Code.UNKNOWN)
        return booking

    def _free(
        self, product: str, place: str, first: date, last: date, without: str | None = None
    ) -> list[offering.Way]:
        zone = self.plan.office[place].tz
        day = timedelta(days=1)
        window = (
            datetime.combine(first, datetime.min.time(), UTC) - day,
            datetime.combine(last, datetime.min.time(), UTC) + 2 * day,
        )
        found = offering.ways(self.plan, self.diary, window, self.clock(), product, place, without)
        return [way for way in found if first <= local_date(way[0].start, zone) <= last]

    def _keep(self, outcome: Outcome, product: str = "", without: str | None = None) -> None:
        if isinstance(outcome, Refusal):
            times = [Time.of(slot) for slot in outcome.alternatives]
            if times and Visit.of(product):
                # The core knows times near to one slot, and not to a visit.
                start, office = outcome.alternatives[0].start, outcome.alternatives[0].office
                window = start - offering.NEAR, start + offering.NEAR
                found = offering.ways(
                    self.plan, self.diary, window, self.clock(), product, office, without
                )
                times = offering.near(found, start)
            raise ProviderRefusal(outcome.code, times)
        for event in outcome:
            if isinstance(event, WaitingEvent):
                self.waiting[event.waiting.id] = event.waiting
                continue
            self.diary.put(event.booking)
            entry = self.waiting.get(event.booking.waiting or "")
            for step in waitlist.follow(entry, event) if entry else ():
                self.waiting[step.waiting.id] = step.waiting

    def _place(self, office: Office) -> Place:
        return Place(office.id, self.names.get(office.id, office.id), office.zone)


def break_off(lost: bool) -> None:
    """Lose the answer of what was done."""
    if lost:
        raise ProviderDown("it broke off before it answered", sent=True)
