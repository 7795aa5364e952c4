"""When a page is asked: what must have been answered before.

A condition is kept as alternatives, of which one is enough; each is a set of questions that must
all be answered so. The same form serves whoever walks a journey and whoever looks for its faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from citydesign.forms.core.answers import is_answered

#: What was sent for one page: all values of each name, to the letter.
Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """One question to one answer.

    Attributes:
        page: Name of the page that asks for it.
        field: Name of the field on that page.
        values: One of these was answered, or chosen among others; anything at all if empty.
        wanted: Whether it must be so, or must not.
    """

    page: str
    field: str
    values: tuple[str, ...] = ()
    wanted: bool = True

    def passes(self, sent: Iterable[Sent]) -> bool:
        """Say whether what was sent for the page is as it must be.

        Args:
            sent: For each time that the page is asked; of several, one is enough.
        """
        return any(map(self._found, sent)) is self.wanted

    def _found(self, sent: Sent) -> bool:
        if self.values:
            return any(value in self.values for value in sent.get(self.field, ()))
        # A date in three fields is one answer.
        names = [name for name in sent if name == self.field or name.startswith(f"{self.field}-")]
        return any(is_answered(value) for name in names for value in sent[name])


Alternative = frozenset[Question]
Condition = tuple[Alternative, ...]

#: What is always so: one alternative that asks nothing.
ALWAYS: Condition = (frozenset(),)


def both(one: Condition, other: Condition) -> Condition:
    """Give the condition that both hold."""
    return _distinct(a | b for a, b in product(one, other))


def either(*conditions: Condition) -> Condition:
    """Give the condition that one of these holds."""
    return _distinct(alternative for one in conditions for alternative in one)


def negated(condition: Condition) -> Condition:
    """Give the condition that this one does not hold."""
    result = ALWAYS
    for alternative in condition:
        none = tuple(
            frozenset({replace(question, wanted=not question.wanted)})
            for question in sorted(alternative)
        )
        result = both(result, none)
    return result


def read(given: Any, error: Callable[[str], Exception]) -> Condition:
    """Read a condition as a declaration writes it.

    All parts of a table must hold: `{"care.hours": "shift"}`, also written
    `{"care": {"hours": "shift"}}`. A list takes any of its values; true asks for any answer, false
    for none. `{"any": [...]}` takes one of several tables, `{"not": {...}}` turns one around.

    Args:
        given: The table; None for what is always so.
        error: Makes the exception of a text.

    Raises:
        Exception: The one that `error` makes: it is no condition.
    """
    if given is None:
        return ALWAYS
    if not isinstance(given, Mapping) or not given:
        raise error(f"when is {given!r}; write {{'page.field' = 'answer'}}")
    result = ALWAYS
    for key, value in given.items():
        result = both(result, _part(str(key), value, error))
    return result


def _part(key: str, value: Any, error: Callable[[str], Exception]) -> Condition:
    if key == "not":
        return negated(read(value, error))
    if key == "any":
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise error(f"any is {value!r}; give a list of conditions")
        return either(*(read(one, error) for one in value))
    if isinstance(value, Mapping):
        return read({f"{key}.{name}": one for name, one in value.items()}, error)
    page, point, field = key.partition(".")
    if not point or not field:
        raise error(f"when asks {key!r}; name the page and its field: 'page.field'")
    if isinstance(value, bool):
        return (frozenset({Question(page, field, wanted=value)}),)
    values = [value] if isinstance(value, str) else value
    texts = isinstance(values, list | tuple) and all(isinstance(one, str) for one in values)
    if not texts or not values:
        raise error(f"when wants {key!r} to be {value!r}; give a text, a list of them, true, false")
    return (frozenset({Question(page, field, tuple(sorted(set(values))))}),)


def _distinct(alternatives: Iterable[Alternative]) -> Condition:
    """Without an alternative that asks for more than another: that one is enough."""
    kept: list[Alternative] = []
    for one in sorted(set(alternatives), key=lambda questions: (len(questions), sorted(questions))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return tuple(kept)
