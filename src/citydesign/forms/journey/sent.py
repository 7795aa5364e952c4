"""What a resident sent, as people read it: under headings, each question with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from citydesign.exchange import Sent
from citydesign.forms.core.fields import Kind
from citydesign.forms.core.journey import Group, Journey, Page
from citydesign.forms.journey import shown
from citydesign.forms.journey.binding import bind

_SEVERAL = (Kind.CHECKBOXES, Kind.FILES)


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answer.

    Attributes:
        label: The question.
        lines: The answer, line by line; empty if nothing was answered.
        several: The lines are answers of their own, such as choices and names of files.
    """

    label: str
    lines: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What was answered on one page, under its heading."""

    title: str
    rows: tuple[Row, ...]


def parts(journey: Journey, data: Mapping[str, Any], tag: str) -> Iterator[Part]:
    """Give what was sent, in the order of the declaration.

    Args:
        journey: The declaration of the version that it was sent with.
        data: See `Way.payload`.
        tag: The language to show it in.
    """
    for block in journey.blocks:
        if block.group is None:
            (part,) = block.parts
            if isinstance(part, Page) and part.name in data:
                yield _part(part, journey.text(part.title, tag), data[part.name], tag)
            continue
        for number, entry in enumerate(data.get(block.group.name, ()), 1):
            yield from _entry(journey, block.group, number, entry, tag)


def _entry(
    journey: Journey, group: Group, number: int, entry: Mapping[str, Any], tag: str
) -> Iterator[Part]:
    name = shown.entry_name(journey, group, number, tag)
    for part in journey.pages:
        if isinstance(part, Page) and part.group == group.name and part.name in entry:
            yield _part(part, f"{name}: {journey.text(part.title, tag)}", entry[part.name], tag)


def _part(page: Page, title: str, answers: Mapping[str, Sequence[Any]], tag: str) -> Part:
    texts = {
        name: [one for one in given if isinstance(one, str)] for name, given in answers.items()
    }
    rows = []
    for field in bind(page, tag, Sent(texts)).fields:
        if field.kind in (Kind.HIDDEN, Kind.SUBMIT):
            continue
        if field.keeper is not None:
            # Named as they were sent, wherever they are by now.
            lines = [one["name"] for one in answers.get(field.name, ())]
        else:
            lines = shown.answer_lines(field)
        rows.append(Row(field.label, tuple(lines), field.kind in _SEVERAL))
    return Part(title, tuple(rows))
