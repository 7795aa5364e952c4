"""A journey: its pages in their order, and what must be answered for each to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from citydesign.errors import nearest
from citydesign.forms.core.journey.condition import Condition, read
from citydesign.forms.core.journey.page import Group, Page, Part, Place, Section, Stop, Text
from citydesign.rules import trimmed
from citydesign.tags import distinct

_Named = TypeVar("_Named", bound=Part)
#: The version of a journey that names none.
FIRST = "1"
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class Block(NamedTuple):
    """What is asked at one point: a page or a stop; or a group's pages, again for each entry."""

    group: Group | None
    parts: tuple[Page | Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey(Part):
    """Pages in the order in which they are asked; a page whose condition doesn't hold is left out.

    Conditions ask only what comes before, so no journey can run in a circle.

    Attributes:
        pages: Pages and stops, in their order. Those of a group, and of a section, follow each
            other.
        groups: The groups that pages name.
        sections: The sections that pages name; either all pages do or none.
        tasks: Whether a resident does the sections in any order, from a list of tasks.
        languages: BCP 47 tags of the languages that it is offered in.
        version: Another text whenever those who are on their way could no longer go on: a page, a
            field or a condition has changed. At most 40 characters.
        contact: Which answer is the mail address that letters about it go to, by page and field:
            `guardian.email`. None if nobody is written to.
        phone: Which answer is the number that codes for it may go to by text message.
        lead: What it is for and how long it takes: a paragraph of the first page.
        needs: What a resident must have at hand: a list on the first page.
        next: What happens after it was sent, step by step: on the receipt.

    Raises:
        CityDesignError: Something of it is wrong; says where.
    """

    pages: Sequence[Page | Stop]
    groups: Sequence[Group] = ()
    sections: Sequence[Section] = ()
    tasks: bool = False
    languages: Sequence[str] = ("en",)
    version: str = FIRST
    contact: str | None = None
    phone: str | None = None
    lead: Text | None = None
    needs: Sequence[Text] = ()
    next: Sequence[Text] = ()
    #: What is asked, point by point.
    blocks: tuple[Block, ...] = field(init=False, repr=False, compare=False)
    #: The place of each page and stop outside of groups, by its name.
    alone: dict[str, Place] = field(init=False, repr=False, compare=False)
    #: When each page, stop and group is asked, by its name.
    conditions: dict[str, Condition] = field(init=False, repr=False, compare=False)
    #: The section of each page, stop and group, by its name; a group's is that of its pages.
    section_names: dict[str, str | None] = field(init=False, repr=False, compare=False)
    _parts: dict[str, Part] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        Part.__post_init__(self)
        if not (isinstance(self.version, str) and _VERSION.fullmatch(self.version)):
            raise self.error(f"the version is {self.version!r}; write letters and digits: '2027-2'")
        for name in ("pages", "groups", "sections", "needs", "next"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "languages", distinct(self.languages))
        for name, given in self.texts.items():
            self._check_text(name, given)
        parts: dict[str, Part] = {}
        for part in (*self.pages, *self.groups, *self.sections):
            other = parts.setdefault(part.name, part)
            if other is not part:
                raise part.error(f"{other} has this name too; give each its own")
        object.__setattr__(self, "_parts", parts)
        if not any(isinstance(part, Page) for part in self.pages):
            raise self.error("it has no page that asks; give it one")
        object.__setattr__(self, "blocks", tuple(self._blocks()))
        alone = {
            part.name: Place(part.name, part)
            for one in self.blocks
            for part in one.parts
            if one.group is None
        }
        object.__setattr__(self, "alone", alone)
        self._check_sections()
        found = {part.name: part.section for part in self.pages}
        found |= {one.group.name: one.parts[0].section for one in self.blocks if one.group}
        object.__setattr__(self, "section_names", found)
        object.__setattr__(self, "conditions", self._conditions())
        self._check_contact()

    @property
    def texts(self) -> dict[str, Text]:
        """What a resident reads, by the name of the attribute and the place in its list."""
        found = (
            {"title": self.title} if self.lead is None else {"title": self.title, "lead": self.lead}
        )
        for name in ("needs", "next"):
            found |= {f"{name} {place}": one for place, one in enumerate(getattr(self, name), 1)}
        return found

    def text(self, given: Text, language: str) -> str:
        """Give a text in a language; where it is missing there, in the first that it has."""
        if isinstance(given, str):
            return given
        return given.get(language) or next(iter(given.values()))

    @property
    def contacts(self) -> dict[str, tuple[str, str]]:
        """By `contact` and `phone`, as far as they are given: the page and the field."""
        found = {"contact": self.contact, "phone": self.phone}
        parts = {name: given.partition(".") for name, given in found.items() if given}
        return {name: (page, field) for name, (page, _, field) in parts.items()}

    def told(self, name: str, data: Mapping[str, Any]) -> str | None:
        """Give the answer that is the `contact` or `phone`; None if nothing was answered there.

        Args:
            name: Which of the two.
            data: What was sent; see `Way.payload`.
        """
        page, field = self.contacts.get(name, ("", ""))
        values = data.get(page, {}).get(field) or [""]
        return trimmed(values[0]) or None

    def page(self, name: str) -> Page | None:
        """Give the page of this name."""
        part = self._parts.get(name)
        return part if isinstance(part, Page) else None

    def _known(self, part: Part, name: str, kind: type[_Named]) -> _Named:
        found = self._parts.get(name)
        if isinstance(found, kind):
            return found
        names = [one.name for one in self._parts.values() if isinstance(one, kind)]
        what = kind.__name__.lower()
        raise part.error(f"there is no {what} {name!r}{nearest(name, names)}")

    def _blocks(self) -> Iterator[Block]:
        seen: set[str] = set()

        def group_of(part: Page | Stop) -> tuple[str | None, str | None]:
            group = part.group if isinstance(part, Page) else None
            return group, None if group else part.name

        for (name, _), parts in groupby(self.pages, group_of):
            together = tuple(parts)
            if name is None:
                yield Block(None, together)
                continue
            group = self._known(together[0], name, Group)
            if name in seen:
                raise together[0].error(f"the pages of {group} follow each other; move it to them")
            seen.add(name)
            if len({part.section for part in together}) > 1:
                raise group.error("its pages are in several sections; put them into one")
            yield Block(group, together)
        for one in self.groups:
            if one.name not in seen:
                raise one.error("no page belongs to it; add one, or take it out")

    def _check_contact(self) -> None:
        if self.phone and not self.contact:
            raise self.error("a phone gets only codes; say as contact where letters go")
        for name, (page, answer) in self.contacts.items():
            if not answer:
                raise self.error(f"{name} is {page!r}; name a page and its field: 'guardian.email'")
            if self._known(self, page, Page).group:
                raise self.error(f"{name} asks a page of a group, which has many answers")

    def _check_sections(self) -> None:
        seen: list[str] = []
        for part in self.pages:
            if part.section is None:
                if self.sections or self.tasks:
                    raise part.error("it is in no section; name one, as the other pages do")
                continue
            section = self._known(part, part.section, Section)
            if section.name in seen[:-1]:
                raise part.error(f"the pages of {section} follow each other; move it to them")
            if section.name not in seen:
                seen.append(section.name)
        for one in self.sections:
            if one.name not in seen:
                raise one.error("no page is in it; add one, or take it out")
        if seen != [one.name for one in self.sections]:
            raise self.error(f"its pages go through the sections as {seen}; list them so")

    def _conditions(self) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for block in self.blocks:
            for part in (*((block.group,) if block.group else ()), *block.parts):
                found[part.name] = read(part.when, part.error)
        order = {part.name: number for number, part in enumerate(self.pages)}
        for block in self.blocks:
            first = order[block.parts[0].name]
            if block.group:
                self._check_condition(block.group, found, order, first)
            for part in block.parts:
                self._check_condition(part, found, order, order[part.name])
        return found

    def _check_condition(
        self, part: Part, found: dict[str, Condition], order: dict[str, int], number: int
    ) -> None:
        for name in asked(found[part.name]):
            page = self._known(part, name, Page)
            if order[page.name] < number:
                continue
            if page is part:
                raise part.error("it is asked only when it has been answered; ask another page")
            if part.name in asked(found[page.name]):
                raise part.error(
                    f"it waits for {page.name!r}, and {page.name!r} waits for it: a circle; "
                    "take one of the two conditions out"
                )
            raise part.error(f"it waits for {page.name!r}, which comes later; move that page up")


def asked(condition: Condition) -> list[str]:
    """Name the pages whose answers a condition asks for, each once, in order of the alphabet."""
    return sorted({one.page for alternative in condition for one in alternative})
