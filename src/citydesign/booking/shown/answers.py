"""The form that comes back as a time.

What comes back is judged twice: here, whether it can be meant by this page at all; by the store or
the provider, whether it is free.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote

from citydesign.booking.core.diary import Slot
from citydesign.booking.core.outcome import Code, Refusal
from citydesign.booking.core.plan import Plan
from citydesign.booking.provider import Time, time_of


def chosen(value: str | None, plan: Plan, service: str, offices: Collection[str]) -> Slot | Refusal:
    """Read the slot that a form names.

    Whether it is offered and free is for the store to judge, in the transaction that takes it.

    Args:
        value: what the form sent; a resource that was chosen is in it.
        plan: what the city offers.
        service: the service that the page is about.
        offices: the offices whose times the page shows.

    Returns:
        The slot; or a `Refusal` with `Code.NOT_CHOSEN` for nothing, `Code.NOT_OFFERED` for what
        this page can't have shown.
    """
    if not value:
        return Refusal(Code.NOT_CHOSEN)
    slot = plan.slot_of(value)
    if slot is None or slot.service != service or slot.office not in offices:
        return Refusal(Code.NOT_OFFERED)
    if slot.resource is not None and plan.resource[slot.resource].office != slot.office:
        return Refusal(Code.NOT_OFFERED)
    return slot


def chosen_time(value: str | None) -> Time | Refusal:
    """Read the time of a provider that a form names; whether it is free, `create` judges.

    Returns:
        The time; or a `Refusal` with `Code.NOT_CHOSEN` for nothing, `Code.NOT_OFFERED` for what is
        no time.
    """
    if not value:
        return Refusal(Code.NOT_CHOSEN)
    return time_of(value) or Refusal(Code.NOT_OFFERED)


def chosen_among(value: str | None) -> tuple[Time | Refusal, str]:
    """Read the time, and the id of its place, that a form with times of several places names.

    Returns:
        As `chosen_time`, and the id; empty when there is none.
    """
    time, _, place = (value or "").rpartition("@")
    return chosen_time(time or value), unquote(place) if time else ""


def chosen_any(value: str | None) -> list[tuple[Time, str]] | Refusal:
    """Read the times that a form with times of several places means, each with its place's id.

    Returns:
        One or more, where a time is shown `once` for several places; or a `Refusal`, as for
        `chosen_time`.
    """
    single = not (value or "").startswith("*")
    found = []
    for text in [value] if single else [unquote(part) for part in (value or "")[1:].split(" ")]:
        time, place = chosen_among(text)
        if isinstance(time, Refusal):
            return time
        found.append((time, place))
    return found
