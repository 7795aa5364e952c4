"""The way of one resident through a journey, as far as their answers tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Any

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey.condition import ALWAYS, Condition, Sent
from citydesign.forms.core.journey.journey import Journey
from citydesign.forms.core.journey.kept import Kept
from citydesign.forms.core.journey.page import Group, Page, Place, Stop

#: The keys of the two pages that a journey has by itself.
CHECK, TASKS = "check", "tasks"


class Way:
    """Which pages are asked, in which order, and which of them may be opened.

    Answers of pages that are not on the way are kept and never count: neither for a condition nor
    for what is sent.

    Attributes:
        places: The pages on the way, in their order.
        stop: Where it ends without anything being sent; None if it leads to the check.

    Args:
        journey: The declaration.
        kept: What has been answered.
    """

    def __init__(self, journey: Journey, kept: Kept) -> None:
        self._journey, self._kept = journey, kept
        #: What counts, by the name of the page: each entry's number, and the key of its place.
        self._counted: dict[str, list[tuple[int | None, str]]] = {}
        self.places = tuple(self._walked())
        self._place = {place.key: place for place in self.places}
        answers, drafts = kept.answers.texts, kept.drafts.texts
        self.missing = tuple(
            place
            for place in self.places
            if place.key not in answers or place.key in drafts or not self._is_done(place.part)
        )
        self._missing = {place.key for place in self.missing}
        last = self.places[-1].part
        self.stop = last if isinstance(last, Stop) else None

    @cached_property
    def _sections(self) -> dict[str | None, list[Place]]:
        names, found = self._journey.section_names, dict[str | None, list[Place]]()
        for place in self.places:
            found.setdefault(names[place.part.name], []).append(place)
        return found

    def _stretch(self, key: str) -> Sequence[Place]:
        """What is answered one after the other: the pages of a task, or all of them."""
        if not self._journey.tasks:
            return self.places
        return self._sections[self._journey.section_names[self._place[key].part.name]]

    def place(self, key: str) -> Place | None:
        """Give the place of a key, if it is on the way."""
        return self._place.get(key)

    @property
    def start(self) -> str:
        """The key of the first page."""
        return TASKS if self._journey.tasks else self.places[0].key

    @property
    def is_complete(self) -> bool:
        """Whether all has been answered that is asked, so that it can be sent."""
        return not self.missing

    def is_done(self, key: str) -> bool:
        """Say whether a place on the way has been answered."""
        return key in self._place and key not in self._missing

    def is_open(self, key: str) -> bool:
        """Say whether a page may be opened: all that comes before it has been answered."""
        if key == TASKS:
            return self._journey.tasks
        if key == CHECK:
            return self.is_complete
        if key not in self._place or not self._missing:
            return key in self._place
        before = takewhile(lambda place: place.key != key, self._stretch(key))
        return not any(place.key in self._missing for place in before)

    @property
    def last_open(self) -> str:
        """The key of the page where the resident goes on: the first that is not answered."""
        if self.is_complete:
            return CHECK
        return TASKS if self._journey.tasks else self.missing[0].key

    @property
    def goes_on(self) -> str:
        """The name of the part that is to be answered next; `check` if all are."""
        return self.missing[0].part.name if self.missing else CHECK

    def after(self, key: str, changing: bool = False) -> str:
        """Give the key of the page that follows one.

        Args:
            key: Of a place on the way.
            changing: The resident came from the check, to change an answer: the way leads back
                there, but for pages that are new.
        """
        if changing:
            return next((one.key for one in self.missing if self.is_open(one.key)), CHECK)
        stretch = self._stretch(key)
        number = stretch.index(self._place[key]) + 1
        if number < len(stretch):
            return stretch[number].key
        return TASKS if self._journey.tasks else CHECK

    def before(self, key: str, changing: bool = False) -> str | None:
        """Give the key of the page where a back link leads; None on the first page."""
        if key == TASKS:
            return None
        if key == CHECK:
            return TASKS if self._journey.tasks else self.places[-1].key
        if changing:
            return CHECK
        stretch = self._stretch(key)
        if number := stretch.index(self._place[key]):
            return stretch[number - 1].key
        return TASKS if self._journey.tasks else None

    def of_section(self, name: str) -> list[Place]:
        """Give the places of a section, in their order."""
        return list(self._sections.get(name, ()))

    def payload(self, instead: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """Give what is sent: the answers on the way and no others.

        Each page by its name; the pages of a group in one table for each entry.

        Args:
            instead: By key, what is sent of a place instead of what was answered there.

        Raises:
            CityDesignError: Not all has been answered yet.
        """
        if self.missing:
            raise CityDesignError(
                f"{self._journey}: {self.missing[0].key!r} is not answered; send nothing yet"
            )
        answers = {**self._kept.answers, **(instead or {})}
        sent: dict[str, Any] = {}
        for place in self.places:
            match place.part:
                case Page(group=None, name=name):
                    sent[name] = answers[place.key]
                case Page(group=str(group), name=name):
                    entries = sent.setdefault(group, {})
                    entries.setdefault(place.entry, {})[name] = answers[place.key]
                case part:
                    sent[part.name] = list(sent.get(part.name, {}).values())
        return sent

    def fallen(self) -> list[str]:
        """Give the keys of what was answered and is not on the way any more, in their order."""
        return [key for key in self._kept.answers if key not in self._place]

    def _walked(self) -> Iterator[Place]:
        answers, conditions = self._kept.answers.texts, self._journey.conditions
        alone = self._journey.alone
        for group, parts in self._journey.blocks:
            if group is not None:
                for place in self._entries(group, parts):
                    if place.key in answers and isinstance(place.part, Page):
                        counted = self._counted.setdefault(place.part.name, [])
                        counted.append((place.entry, place.key))
                    yield place
                continue
            place = alone[parts[0].name]
            if self._holds(conditions[place.key]):
                if place.key in answers:
                    self._counted[place.key] = [(None, place.key)]
                yield place
                if isinstance(place.part, Stop):
                    return

    def _entries(self, group: Group, parts: Sequence[Page | Stop]) -> Iterator[Place]:
        conditions = self._journey.conditions
        if not self._holds(conditions[group.name]):
            return
        # Of an entry of which no page is asked there is nothing to be seen.
        if not any(self._holds(conditions[part.name], group) for part in parts):
            return
        for number in self._kept.numbers(group):
            for part in parts:
                if self._holds(conditions[part.name], group, number):
                    yield Place(f"{group.name}/{number}/{part.name}", part, number)
        yield Place(group.name, group)

    def _holds(
        self, condition: Condition, group: Group | None = None, entry: int | None = None
    ) -> bool:
        # Plain loops: a journey of a hundred pages asks a hundred times for each page shown.
        if condition is ALWAYS:
            return True
        for asked in condition:
            for one in asked:
                if not one.passes(self._answers(one.page, group, entry)):
                    break
            else:
                return True
        return False

    def _answers(self, name: str, group: Group | None, entry: int | None) -> list[Sent]:
        """What counts of a page: of one of the same group only what is about the same entry."""
        found, answers = self._counted.get(name, ()), self._kept.answers
        if group is not None:
            page = self._journey.page(name)
            if page is not None and page.group == group.name:
                return [answers[key] for number, key in found if number == entry]
        return [answers[key] for _, key in found]

    def _is_done(self, part: Page | Group | Stop) -> bool:
        """Whether what was answered is enough; nobody gets past a stop."""
        if isinstance(part, Group):
            return part.least <= len(self._kept.numbers(part)) <= part.most
        return isinstance(part, Page)
