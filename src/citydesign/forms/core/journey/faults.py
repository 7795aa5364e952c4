"""What is wrong with a journey before anybody has lost their way in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from citydesign.forms.core.journey.condition import (
    ALWAYS,
    Alternative,
    Condition,
    Question,
    both,
    either,
    negated,
)
from citydesign.forms.core.journey.journey import Journey
from citydesign.forms.core.journey.page import Group, Page, Part, Stop


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in one line."""

    part: Part
    text: str

    def __str__(self) -> str:
        """File and line if they are known, the part, what is wrong and what to do."""
        return f"{self.part}: {self.text}"


def faults(journey: Journey, many: Collection[tuple[str, str]] = ()) -> Iterator[Fault]:
    """Find pages that nobody reaches, dead ends, and texts that a language lacks.

    Args:
        journey: The declaration.
        many: The fields that take several answers at once, each as page and name: of checkboxes.
    """
    for part in (journey, *journey.sections, *journey.groups, *journey.pages):
        yield from _texts(part, journey.languages)
    #: What must have been answered for each part to be asked.
    need: dict[str, Condition] = {}
    #: What must have been answered for none of the stops so far to end the journey.
    going_on = ALWAYS
    for block in journey.blocks:
        around = ALWAYS
        for part in (*((block.group,) if block.group else ()), *block.parts):
            asked = _with_above(journey.conditions[part.name], need)
            possible = _possible(both(both(asked, around), going_on), part, journey, many)
            need[part.name] = possible
            if isinstance(part, Group):
                around = possible
            if not possible:
                yield Fault(part, _unreachable(journey, part, going_on, many))
            elif isinstance(part, Stop):
                passed = _with_above(negated(journey.conditions[part.name]), need)
                going_on = _possible(both(going_on, passed), part, journey, many)
                if part.url is None:
                    yield Fault(part, "a dead end: nothing leads on from it; give it url and link")
    if not going_on:
        yield Fault(journey, "nobody can send it: every way ends at a stop; change a condition")


def _unreachable(
    journey: Journey, part: Part, going_on: Condition, many: Collection[tuple[str, str]]
) -> str:
    alone = _possible(journey.conditions[part.name], part, journey, many)
    if not alone:
        return "nobody reaches it: its condition contradicts itself; change when"
    if not going_on:
        return "nobody reaches it: every way ends at a stop before it; change a condition"
    return (
        "nobody reaches it: what it waits for is asked only where its condition does not hold; "
        "change when"
    )


def _with_above(condition: Condition, need: Mapping[str, Condition]) -> Condition:
    """Add what must have been answered for the answers that it asks for to be given."""
    found: list[Condition] = []
    for alternative in condition:
        whole: Condition = (alternative,)
        for one in sorted(alternative):
            if one.wanted:
                whole = both(whole, need[one.page])
        found.append(whole)
    return either(*found)


def _possible(
    condition: Condition, part: Part, journey: Journey, many: Collection[tuple[str, str]]
) -> Condition:
    return tuple(one for one in condition if _is_possible(one, part, journey, many))


def _is_possible(
    alternative: Alternative, part: Part, journey: Journey, many: Collection[tuple[str, str]]
) -> bool:
    by_field: dict[tuple[str, str], list[Question]] = {}
    for one in alternative:
        by_field.setdefault((one.page, one.field), []).append(one)
    own = part.group if isinstance(part, Page) else None
    for (page, field), questions in by_field.items():
        asked = journey.page(page)
        # Of several entries, one may answer this and another that.
        several = asked is not None and asked.group is not None and asked.group != own
        if not _agree(questions, several or (page, field) in many):
            return False
    return True


def _agree(questions: list[Question], several: bool) -> bool:
    """Say whether one answer, or several at once, can be as all of these want it."""
    wanted = [one for one in questions if one.wanted]
    unwanted = [one for one in questions if not one.wanted]
    if wanted and any(not one.values for one in unwanted):
        return False
    refused = {value for one in unwanted for value in one.values}
    choices = [set(one.values) - refused for one in wanted if one.values]
    if several:
        return all(choices)
    return not choices or bool(set.intersection(*choices))


def _texts(part: Part, languages: Collection[str]) -> Iterator[Fault]:
    for name, given in part.texts.items():
        if isinstance(given, str):
            continue
        if lacking := [tag for tag in languages if not given.get(tag)]:
            yield Fault(part, f"no {name} in {', '.join(map(repr, lacking))}; write it")
        if stray := [tag for tag in given if tag not in languages]:
            yield Fault(
                part,
                f"{name} is in {stray[0]!r}, which the journey is not offered in; add the language "
                "to languages, or take the text out",
            )
