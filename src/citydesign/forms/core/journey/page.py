"""The parts of a journey, as somebody declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from citydesign.errors import CityDesignError
from citydesign.rules import is_unseen
from citydesign.urls import refused

#: One text for all languages, or a text by language.
Text = str | Mapping[str, str]
#: Addresses of the journey itself, and words of conditions.
RESERVED = (
    "any",
    "check",
    "begin",
    "copy",
    "ended",
    "more-time",
    "not",
    "receipt",
    "resume",
    "save",
    "tasks",
)

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What any part of a journey has.

    Attributes:
        name: In small letters, as its address has it: `other-guardian`.
        title: What a resident reads: one text, or a text by language.
        where: File and line of its declaration, for errors.

    Raises:
        CityDesignError: Something of it is wrong.
    """

    name: str
    title: Text
    where: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise self.error("a name has small letters, digits and hyphens: 'other-guardian'")
        if self.name in RESERVED:
            raise self.error("the journey needs this name itself; choose another")
        self._check_text("title", self.title)

    @property
    def texts(self) -> dict[str, Text]:
        """What a resident reads, by the name of the attribute."""
        return {"title": self.title}

    def error(self, problem: str) -> CityDesignError:
        """Say what is wrong with it, and where it is declared."""
        return CityDesignError(f"{self}: {problem}")

    def __str__(self) -> str:
        """Where it is declared, what it is and its name."""
        name = f"{type(self).__name__.lower()} {self.name!r}"
        return f"{self.where}: {name}" if self.where else name

    def _check_text(self, name: str, given: Any) -> None:
        texts = list(given.values()) if isinstance(given, Mapping) else [given]
        if not texts or not all(isinstance(one, str) and not is_unseen(one) for one in texts):
            raise self.error(f"{name} is {given!r}; give a text that can be read, or by language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Part):
    """A page that asks.

    Attributes:
        form: Its form: a class of WTForms, Django or pydantic; a function that gives the class for
            a language tag; or where one is to be imported from: `daycare.forms:Guardian`.
        when: What must have been answered for it to be asked; see `condition.read`.
        group: Name of the group that asks it once for each of its entries.
        section: Name of the section that it belongs to.
    """

    form: Any
    when: Mapping[str, Any] | None = None
    group: str | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        # Slots make a second class, which super() alone doesn't know.
        Part.__post_init__(self)
        if isinstance(self.form, str):
            module, colon, name = self.form.partition(":")
            if not (module and colon and name):
                raise self.error(f"the form is {self.form!r}; write 'package.module:Name'")
        elif not callable(self.form):
            raise self.error(f"the form is {self.form!r}; give a class, or 'package.module:Name'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Part):
    """Where the journey ends without anything being sent, because it is not for this resident.

    Attributes:
        when: What must have been answered to end here.
        text: Why, and what to do instead.
        url: Where to go on, such as another city's service.
        link: The text of that link.
        section: Name of the section that it belongs to.
    """

    when: Mapping[str, Any]
    text: Text
    url: str | None = None
    link: Text | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        Part.__post_init__(self)
        self._check_text("text", self.text)
        if (self.url is None) != (self.link is None):
            raise self.error("url and link go together; give both or neither")
        if self.link is not None:
            self._check_text("link", self.link)
        if self.url is not None and (begin := refused(self.url)):
            raise self.error(
                f"{begin} leads nowhere safe; give a path, or an address with https://"
            )

    @property
    def texts(self) -> dict[str, Text]:
        """What a resident reads, by the name of the attribute."""
        texts = {"title": self.title, "text": self.text, "link": self.link}
        return {name: text for name, text in texts.items() if text is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Part):
    """Pages that are asked several times: for each child, each previous address.

    Attributes:
        entry: What one of them is called: "Child". Its number follows.
        least: How many there must be.
        most: How many there may be.
        when: What must have been answered for any of it to be asked.
    """

    entry: Text
    least: int = 1
    most: int = 10
    when: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        Part.__post_init__(self)
        self._check_text("entry", self.entry)
        for number in (self.least, self.most):
            if type(number) is not int:
                raise self.error(f"least and most are whole numbers, not {number!r}")
        if not 0 <= self.least <= self.most or self.most < 1:
            raise self.error(f"nobody can give {self.least} to {self.most} of them")

    @property
    def texts(self) -> dict[str, Text]:
        """What a resident reads, by the name of the attribute."""
        return {"title": self.title, "entry": self.entry}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Part):
    """Pages that belong together: one step of the whole, or one task."""


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
