"""A journey as a picture, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from markupsafe import Markup, escape

from citydesign.forms.core.journey import Group, Journey, Page
from citydesign.forms.core.journey.condition import ALWAYS, Condition, Question

_Shape = Literal["page", "stop", "group", "end"]
#: In pixels: a box, the room around it, how far a group is set in, a line of text.
_WIDTH, _GAP, _INSET, _LINE, _EDGE = 420, 28, 32, 20, 16
#: Characters that fit into a box of the outermost level, at 14 px.
_FITS = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One box of the picture, and one line of its twin.

    Attributes:
        number: Its place: `3`, and `3.1` within a group.
        title: What a resident reads.
        note: When it is asked, and how often; empty if always and once.
        shape: What it is.
        level: 1 within a group, else 0.
        some: Whether it is for some residents only.
    """

    number: str
    title: str
    note: str
    shape: _Shape
    level: int = 0
    some: bool = False

    def __str__(self) -> str:
        kind = "Stop: " if self.shape == "stop" else ""
        note = f" ({self.note})" if self.note else ""
        return f"{'   ' * self.level}{self.number} {kind}{self.title}{note}"


def steps(journey: Journey, language: str, check: str, sent: str) -> list[Step]:
    """Give the steps of a journey, in their order.

    Args:
        journey: The declaration.
        language: The tag of the language of the titles.
        check: The title of the page that shows all answers.
        sent: The title of the receipt.
    """
    found: list[Step] = []
    for number, block in enumerate(journey.blocks, 1):
        group, when = block.group, ""
        if group is not None:
            when = _when(journey.conditions[group.name])
            notes = [_often(group), when]
            found.append(
                Step(
                    f"{number}.",
                    journey.text(group.title, language),
                    "; ".join(filter(None, notes)),
                    "group",
                    some=bool(when),
                )
            )
        for inner, part in enumerate(block.parts, 1):
            own = _when(journey.conditions[part.name])
            found.append(
                Step(
                    f"{number}.{inner}" if group else f"{number}.",
                    journey.text(part.title, language),
                    own,
                    "page" if isinstance(part, Page) else "stop",
                    1 if group else 0,
                    bool(when or own),
                )
            )
    last = len(journey.blocks)
    found.append(Step(f"{last + 1}.", check, "", "page"))
    found.append(Step(f"{last + 2}.", sent, "", "end"))
    return found


def words(steps: list[Step]) -> str:
    """Write the steps as lines, for those who don't see the picture."""
    return "".join(f"{step}\n" for step in steps)


def svg(title: str, steps: list[Step]) -> str:
    """Draw the steps below each other as an SVG that holds its own words.

    It takes the colour of the text around it. A box with a dashed edge is for some residents only.

    Args:
        title: Name of the journey.
        steps: From `steps`.
    """
    boxes: list[_Box] = []
    top = _EDGE
    for step in steps:
        boxes.append(_Box(step, top))
        top = boxes[-1].bottom + _GAP
    parts = [*map(_drawn, boxes), *_ways(boxes)]
    top = boxes[-1].bottom if boxes else _EDGE
    height = top + _EDGE
    width = _WIDTH + 2 * _EDGE
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        'height="{height}" role="img" aria-labelledby="title words" fill="none" '
        'stroke="currentColor" font-family="system-ui, sans-serif" font-size="14">\n'
        '<title id="title">{title}</title>\n<desc id="words">{words}</desc>\n{parts}\n</svg>\n'
    ).format(
        width=width,
        height=height,
        title=title,
        words=words(steps),
        parts=Markup("\n").join(parts),
    )


class _Box:
    """A step at its place in the picture. A stop is set in, beside the way that goes on."""

    def __init__(self, step: Step, top: int) -> None:
        level = step.level + (step.shape == "stop")
        self.step, self.top, self.left = step, top, _EDGE + _INSET * level
        fits = _FITS - 4 * level
        self.lines = [*wrap(f"{step.number} {step.title}", fits), *wrap(step.note, fits)]
        self.height = len(self.lines) * _LINE + _EDGE
        self.bottom = top + self.height


def _drawn(box: _Box) -> Markup:
    dashes = Markup(' stroke-dasharray="6 4"') if box.step.some else ""
    round_ = {"page": 4, "group": 0, "stop": box.height // 2, "end": box.height // 2}
    edge = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"{}/>').format(
        box.left, box.top, _EDGE + _WIDTH - box.left, box.height, round_[box.step.shape], dashes
    )
    texts = [
        Markup('<text x="{}" y="{}" fill="currentColor" stroke="none">{}</text>').format(
            box.left + _EDGE, box.top + _EDGE // 2 + _LINE * number + 15, escape(line)
        )
        for number, line in enumerate(box.lines)
    ]
    return Markup("\n").join([edge, *texts])


def _ways(boxes: list[_Box]) -> Iterator[Markup]:
    """The arrows between boxes: each from a box that residents leave, around those that end it."""
    middle = _EDGE + _WIDTH // 2
    before: _Box | None = None
    passed: list[_Box] = []
    for box in boxes:
        if box.step.shape == "stop":
            passed.append(box)
            continue
        if before is not None:
            way = Markup("M{} {}").format(middle, before.bottom)
            if passed:
                beside = min(one.left for one in passed) - _INSET // 2
                down, up = before.bottom + _GAP // 2, box.top - _GAP // 2
                way += Markup("V{}H{}V{}H{}").format(down, beside, up, middle)
                for one in passed:
                    yield Markup('<path d="M{} {}H{}m-6-5 6 5-6 5"/>').format(
                        beside, one.top + one.height // 2, one.left
                    )
            yield Markup('<path d="{}V{}m-5-6 5 6 5-6"/>').format(way, box.top)
        before, passed = box, []


def _often(group: Group) -> str:
    if group.least == group.most:
        return "once" if group.most == 1 else f"{group.most} times"
    return f"{group.least} to {group.most} times"


def _when(condition: Condition) -> str:
    if condition == ALWAYS:
        return ""
    return "if " + ", or if ".join(
        " and ".join(_asked(one) for one in sorted(alternative)) for alternative in condition
    )


def _asked(question: Question) -> str:
    name = f"{question.page}.{question.field}"
    if not question.values:
        return f"{name} is {'answered' if question.wanted else 'not answered'}"
    return f"{name} is {'' if question.wanted else 'not '}{' or '.join(question.values)}"
