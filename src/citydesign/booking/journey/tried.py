"""What came of a press of a button, for the page that asks again where it came to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.provider import Place, ProviderDown, ProviderRefusal, Time
from citydesign.booking.records import TimeSlotDay
from citydesign.booking.shown import chosen_time, near, of_times
from citydesign.booking.words import sentence, spoken
from citydesign.exchange import Request
from citydesign.forms.words import explain


@dataclass(frozen=True)
class Tried:
    """What came of it.

    Attributes:
        done: it was done.
        refusal: why the provider did not do it.
        trouble: what else stood in its way, in words.
        status: of the page that says so.
    """

    done: bool = False
    refusal: ProviderRefusal | None = None
    trouble: str | None = None
    status: int = 200

    @property
    def code(self) -> Code | None:
        """The reason of a refusal."""
        return self.refusal.code if self.refusal else None


def unheard(down: ProviderDown, unsure: str = "no-answer") -> str:
    """What is so where the provider gave no answer: nothing was changed, or nobody knows.

    Args:
        down: what happened.
        unsure: the word of the catalogue for what may have been done.
    """
    return spoken(unsure) if down.sent else sentence(Code.TRY_AGAIN)


def tried(asked: Request, act: Callable[[], object], unsure: str | None = None) -> Tried:
    """Do what a form asks for; without one, nothing.

    Args:
        asked: the request.
        act: does it.
        unsure: the word for what may have been done, where the answer was lost on its way.

    Raises:
        ProviderDown: the answer was lost, and there is nothing to say about it.
    """
    if asked.form is None:
        return Tried()
    if not asked.genuine:
        return Tried(trouble=explain("page_too_old"), status=422)
    try:
        act()
    except ProviderRefusal as refusal:
        return Tried(refusal=refusal, status=422)
    except ProviderDown as down:
        if down.sent and unsure is None:
            raise
        return Tried(trouble=unheard(down, unsure or ""), status=503)
    return Tried(done=True)


def time_of(asked: Request) -> Time:
    """The time that a form chooses.

    Raises:
        ProviderRefusal: it chooses none.
    """
    time = chosen_time((asked.form or {}).get("time"))
    if isinstance(time, Refusal):
        raise ProviderRefusal(time.code)
    return time


def instead(asked: Request, refusal: ProviderRefusal | None, place: Place) -> list[TimeSlotDay]:
    """Near times in place of the one that was refused, which is shown as gone where it is."""
    if refusal is None or not refusal.times:
        return []
    time = chosen_time((asked.form or {}).get("time"))
    taken = None
    if refusal.code is Code.TAKEN and not isinstance(time, Refusal):
        taken = of_times([time], place)[0]
    return near(of_times(refusal.times, place), taken)
