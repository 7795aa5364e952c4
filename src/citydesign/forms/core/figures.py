"""Figures about a form, without anybody in them: counts a day, and small ones are not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: Below this a number could point at a person.
LEAST = 5


class Counted(StrEnum):
    """What is counted, each form once but for errors."""

    BEGUN = "begun"
    SENT = "sent"
    #: A form that was deleted on its day without being sent.
    STOPPED = "stopped"
    #: A page that came back because of what was wrong with one field.
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """What happened, as it is counted.

    Attributes:
        kind: What.
        page: Name of the page where a form stopped, empty if nothing was ever kept; or of the page
            with the error.
        field: Name of the field with the error.
        code: Of the error, as the catalogue has it; `other` for a text of the city's own.
    """

    kind: Counted
    page: str = ""
    field: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be told. A number is None where it is above none and below `LEAST`.

    Attributes:
        begun: Forms that were begun.
        sent: Forms that were sent.
        stopped: By page, forms that were left there and deleted on their day; the most first.
        errors: By page, field and code, how often residents saw an error; the most first.
    """

    begun: int | None
    sent: int | None
    stopped: tuple[tuple[str, int | None], ...] = ()
    errors: tuple[tuple[Event, int | None], ...] = ()


def figures(counts: Iterable[tuple[Event, int]], first: str) -> Figures:
    """Sum up counts of any days.

    Args:
        counts: Events with how often they happened.
        first: Name of the first page: who left before anything was kept stopped there.
    """
    whole: Counter[Event] = Counter()
    for event, number in counts:
        if event.kind is Counted.STOPPED and not event.page:
            event = Event(Counted.STOPPED, first)
        whole[event] += number

    def most(kind: Counted) -> list[tuple[Event, int | None]]:
        # What is not told has no order either.
        found = [(event, _told(number)) for event, number in whole.items() if event.kind is kind]
        return sorted(found, key=lambda one: (-(one[1] or 0), one[0]))

    return Figures(
        _told(whole[Event(Counted.BEGUN)]),
        _told(whole[Event(Counted.SENT)]),
        tuple((event.page, number) for event, number in most(Counted.STOPPED)),
        tuple(most(Counted.ERROR)),
    )


def _told(number: int) -> int | None:
    return None if 0 < number < LEAST else number
