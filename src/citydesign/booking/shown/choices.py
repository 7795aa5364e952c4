"""Free times as a page shows them.

A time is sent under its own name (`Slot.key`, or `Time.key` of a provider), so nothing has to be
remembered between the page and its form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from citydesign import host
from citydesign.booking.core.diary import Slot
from citydesign.booking.provider import Place, Time
from citydesign.booking.records import TimeSlot, TimeSlotDay
from citydesign.booking.shown.moments import weekly
from citydesign.booking.words import spoken


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that a page shows.

    ``value``: what the form sends. ``start``: when it begins, in UTC. ``wall``: what the clock of
    the place shows then. ``hint``: what tells it from another at the same time.
    ``place``: where it is, where a page shows times of several. ``left``: how many places are left,
    where several people come at the same time.
    """

    value: str
    start: datetime
    wall: datetime
    hint: str | None = None
    place: str | None = None
    left: int | None = None


def of_slots(
    slots: Iterable[Slot], hint: Callable[[Slot], str | None] = lambda slot: None
) -> list[Choice]:
    """Show slots: what `availability` gave, or the alternatives of a `Refusal`.

    Args:
        slots: in any order.
        hint: says the place, the person or the room, where a page shows times of several.
    """
    return _ordered(Choice(slot.key, slot.start, slot.wall, hint(slot)) for slot in slots)


def of_times(times: Iterable[Time], place: Place, *, among_places: bool = False) -> list[Choice]:
    """Show the times of a provider, on the clock of the place.

    Args:
        times: in any order.
        place: where they are.
        among_places: the page shows times of several places. Each then says where it is, and what
            the form sends for it does too: read that with `chosen_among`.
    """
    zone = ZoneInfo(place.zone)
    behind = f"@{quote(place.id, safe='')}" if among_places else ""
    return _ordered(
        Choice(
            time.key + behind,
            time.start.astimezone(UTC),
            time.start.astimezone(zone).replace(tzinfo=None),
            hint=_extent(time, zone),
            place=place.name if among_places else None,
            left=time.left,
        )
        for time in times
    )


def once(choices: Iterable[Choice]) -> list[Choice]:
    """Show the same time at several places once, for residents who will go to any of them.

    Args:
        choices: of `of_times` among places. Read what the form sends with `chosen_any`.
    """
    alike: dict[tuple[datetime, str | None], list[Choice]] = {}
    for choice in _ordered(choices):
        alike.setdefault((choice.start, choice.hint), []).append(choice)
    return [_merged(same) for same in alike.values()]


def near(choices: Iterable[Choice], taken: Choice | None = None) -> list[TimeSlotDay]:
    """Show near times in place of a refused one, as the days of the component `time_slots`.

    Args:
        choices: the alternatives.
        taken: what somebody else has just got; it is shown as such, so that nobody looks for it.
    """
    found = _ordered([*choices, *([taken] if taken is not None else [])])
    gone = taken.value if taken is not None else None
    return [{"date": day, "times": times} for day, times in by_day(found, gone).items()]


def _merged(same: Sequence[Choice]) -> Choice:
    first = same[0]
    if len(same) == 1:
        return first
    value = "*" + " ".join(quote(one.value, safe="") for one in same)
    return replace(first, value=value, place=spoken("several"), left=None)


def _extent(time: Time, zone: ZoneInfo) -> str | None:
    """How far a visit goes, beside when it begins: until when, or how often."""
    if not time.parts:
        return None
    if weekly(time):
        return spoken("times-count", count=len(time.parts))
    return spoken("until-time", time=host.current().language.time(time.end.astimezone(zone)))


def by_day(choices: Iterable[Choice], taken: str | None = None) -> dict[date, list[TimeSlot]]:
    """Sort choices into days; ``taken``: the value of one that somebody else has."""
    days: dict[date, list[TimeSlot]] = {}
    for choice in choices:
        shown: TimeSlot = {"value": choice.value, "time": choice.wall.time()}
        if choice.hint:
            shown["hint"] = choice.hint
        if choice.place:
            shown["place"] = choice.place
        if choice.value == taken:
            shown["taken"] = True
        elif choice.left:
            shown["left"] = choice.left
        days.setdefault(choice.wall.date(), []).append(shown)
    return days


def _ordered(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: (choice.start, choice.value))
