"""The way of one resident through a journey, as far as their answers tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey.condition import Condition, Sent
from citydesign.forms.core.journey.journey import Journey
from citydesign.forms.core.journey.kept import Kept
from citydesign.forms.core.journey.page import Group, Page, Stop

#: The keys of the two pages that a journey has by itself.
CHECK, TASKS = "check", "tasks"


class Place(NamedTuple):
    """One page on a way.

    Attributes:
        key: Its address below that of the journey: `guardian`, `children/2/diet`, `children`.
        part: What is shown there; a group shows its entries.
        entry: The number of the entry that it is about, in a group.
    """

    key: str
    part: Page | Group | Stop
    entry: int | None = None


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
        #: What counts, by the name of the page: each entry's number, and what was sent.
        self._counted: dict[str, list[tuple[int | None, Sent]]] = {}
        self.places = tuple(self._walked())
        self._place = {place.key: place for place in self.places}
        sections = journey.section_names
        self._sections: dict[str | None, list[Place]] = {}
        #: What is answered one after the other: the pages of a task, or all of them.
        self._stretches: dict[str | None, list[Place]] = {}
        self._within: dict[str, int] = {}
        self._done: set[str] = set()
        #: Where all before it in its stretch is answered.
        self._reached: set[str] = set()
        #: The stretches in which something is not answered.
        ended: set[str | None] = set()
        for place in self.places:
            key, section = place.key, sections[place.part.name]
            self._sections.setdefault(section, []).append(place)
            name = section if journey.tasks else None
            stretch = self._stretches.setdefault(name, [])
            self._within[key] = len(stretch)
            stretch.append(place)
            if name not in ended:
                self._reached.add(key)
            if self._is_done(place):
                self._done.add(key)
            else:
                ended.add(name)
        last = self.places[-1].part
        self.stop = last if isinstance(last, Stop) else None
        self.missing = tuple(place for place in self.places if place.key not in self._done)

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
        return key in self._done

    def is_open(self, key: str) -> bool:
        """Say whether a page may be opened: all that comes before it has been answered."""
        if key == TASKS:
            return self._journey.tasks
        if key == CHECK:
            return self.is_complete
        return key in self._reached

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
        stretch, number = self._stretch(self._place[key]), self._within[key] + 1
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
        if number := self._within[key]:
            return self._stretch(self._place[key])[number - 1].key
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
        answers, conditions = self._kept.answers, self._journey.conditions
        for group, parts in self._journey.blocks:
            places: Iterable[Place]
            if group is not None:
                places = self._entries(group, parts)
            elif self._holds(conditions[(name := parts[0].name)]):
                places = (Place(name, parts[0]),)
            else:
                continue
            for place in places:
                if place.key in answers and isinstance(place.part, Page):
                    counted = self._counted.setdefault(place.part.name, [])
                    counted.append((place.entry, answers[place.key]))
                yield place
                if isinstance(place.part, Stop):
                    return

    def _entries(self, group: Group, parts: Sequence[Page | Stop]) -> Iterator[Place]:
        if not self._holds(self._journey.conditions[group.name]):
            return
        for number in self._kept.numbers(group):
            for part in parts:
                if self._holds(self._journey.conditions[part.name], group, number):
                    yield Place(f"{group.name}/{number}/{part.name}", part, number)
        yield Place(group.name, group)

    def _holds(
        self, condition: Condition, group: Group | None = None, entry: int | None = None
    ) -> bool:
        # Plain loops: a journey of a hundred pages asks a hundred times for each page shown.
        for asked in condition:
            for one in asked:
                if not one.passes(self._answers(one.page, group, entry)):
                    break
            else:
                return True
        return False

    def _answers(self, name: str, group: Group | None, entry: int | None) -> list[Sent]:
        """What counts of a page: of one of the same group only what is about the same entry."""
        found = self._counted.get(name, ())
        if group is not None:
            page = self._journey.page(name)
            if page is not None and page.group == group.name:
                return [sent for number, sent in found if number == entry]
        return [sent for _, sent in found]

    def _is_done(self, place: Place) -> bool:
        if place.key not in self._kept.answers or place.key in self._kept.drafts:
            return False
        if isinstance(place.part, Group):
            return place.part.least <= len(self._kept.numbers(place.part)) <= place.part.most
        return isinstance(place.part, Page)

    def _stretch(self, place: Place) -> list[Place]:
        journey = self._journey
        return self._stretches[journey.section_names[place.part.name] if journey.tasks else None]
