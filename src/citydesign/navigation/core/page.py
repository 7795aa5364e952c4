"""A page of the tree, as somebody declares it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from citydesign.errors import CityDesignError, nearest
from citydesign.navigation.core.address import is_path
from citydesign.rules import is_unseen
from citydesign.urls import refused, scheme_of

#: Where a page is listed: among the pages of its section; as a column of the footer, with the pages
#: below it; in the footer's last row; as its accessibility statement or feedback; as the account
#: that the header leads to.
Menu = Literal["main", "footer", "legal", "accessibility", "feedback", "account"]
MENUS: tuple[str, ...] = get_args(Menu)
#: What an address contains in the place of its language.
LANGUAGE = "{language}"

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


class Entry(NamedTuple):
    """A page in one language."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the pages below it.

    Attributes:
        text: Its name in menus: one for all languages, or by language.
        url: Its address: a path from the root of the application, with `{language}` where the tag
            goes (`/{language}/daycare`), or by language; of another site the whole address. None
            where `from_routes` finds it by the name of its route.
        pages: The pages below it, in their order.
        menus: Where it is listed; nowhere if empty: `{"main", "footer"}`.
        service: It is the first page of a service, whose pages have a navigation of their own.
        signed_in: True shows it only to whoever is signed in, False only to whoever is not. What
            is below a page is never shown to more people than the page.
        roles: One of these is needed to see it.
        languages: The only languages that it exists in, if they aren't all of the site's.
        where: File and line of its declaration, for errors.

    Raises:
        CityDesignError: Something of it is wrong.
    """

    text: str | Mapping[str, str]
    url: str | Mapping[str, str] | None = None
    pages: Sequence[Page] = ()
    menus: Set[Menu] | Sequence[Menu] = frozenset({"main"})
    service: bool = False
    signed_in: bool | None = None
    roles: Set[str] = frozenset()
    languages: Sequence[str] | None = None
    where: str = ""

    def __post_init__(self) -> None:
        for text in _values(self.text):
            if not isinstance(text, str) or is_unseen(text):
                raise self.error(f"the text is {text!r}; give one that can be read")
        for url in () if self.url is None else _values(self.url):
            if problem := _wrong(url):
                raise self.error(f"the address is {url!r}; {problem}")
        self._set("pages", "pages", Page)
        self._set("menus", "names of menus", str)
        self._set("roles", "roles", str)
        if self.languages is not None:
            self._set("languages", "language tags", str)
        for menu in self.menus:
            if menu not in MENUS:
                raise self.error(f"there is no menu {menu!r}{nearest(menu, MENUS)}")
        if not isinstance(self.service, bool) or not isinstance(self.signed_in, bool | None):
            raise self.error("service and signed_in are true or false")
        if self.roles and self.signed_in is False:
            raise self.error("whoever isn't signed in has no roles; leave out one of the two")

    def in_language(self, language: str) -> Entry | None:
        """The page in a language, or None if it has no text or no address there."""
        if self.languages is not None and language not in self.languages:
            return None
        text, url = _given(self.text, language), _given(self.url, language)
        return Entry(text, url.replace(LANGUAGE, language)) if text and url else None

    def lacks(self, language: str) -> list[str]:
        """Name what a page needs to exist in a language and doesn't have: `text`, `url`."""
        if self.languages is not None and language not in self.languages:
            return []
        given = {"text": self.text, "url": self.url}
        return [name for name, value in given.items() if not _given(value, language)]

    def walk(self) -> Iterator[Page]:
        """Itself and all pages below it, each before those below it."""
        # Not recursive: a tree may be deeper than Python's stack.
        waiting = [self]
        while waiting:
            page = waiting.pop()
            yield page
            waiting.extend(reversed(page.pages))

    def stray(self, languages: Sequence[str]) -> str | None:
        """The first language that it has and that is none of the site's."""
        given = [self.languages, self.text, self.url]
        tags = [tag for one in given if one and not isinstance(one, str) for tag in one]
        return next((tag for tag in tags if tag not in languages), None)

    def error(self, problem: str) -> CityDesignError:
        """Say what is wrong with it, and where it is declared."""
        return CityDesignError(f"{self}: {problem}")

    def __str__(self) -> str:
        """Where it is declared, and its name in the first language."""
        name = next(iter(_values(self.text)), "")
        name = visible(name) if isinstance(name, str) else name
        return f"{self.where}: page {name!r}" if self.where else f"page {name!r}"

    def _set(self, field: str, what: str, kind: type) -> None:
        """Keep a collection so that nobody changes it later."""
        given: Any = getattr(self, field)
        if isinstance(given, str | Mapping) or not isinstance(given, Sequence | Set):
            raise self.error(f"{field} is {given!r}; give a list of {what}")
        if wrong := [one for one in given if not isinstance(one, kind)]:
            raise self.error(f"{field} has {wrong[0]!r} in it; give a list of {what}")
        kept: Any = frozenset(given) if field in ("menus", "roles") else tuple(given)
        object.__setattr__(self, field, kept)


def visible(name: str) -> str:
    """A name as one reads it: without soft hyphens, with single spaces."""
    return " ".join(name.replace("\xad", "").split())


def _values(given: Any) -> list[Any]:
    return list(given.values()) if isinstance(given, Mapping) else [given]


def _given(value: str | Mapping[str, str] | None, language: str) -> str | None:
    return value.get(language) if isinstance(value, Mapping) else value


def _wrong(url: object) -> str:
    """What is wrong with an address, and what to write."""
    if not isinstance(url, str) or is_unseen(url):
        return "give a path such as '/daycare'"
    rest = url.replace(LANGUAGE, "")
    if found := _BRACES.search(rest):
        return f"only {LANGUAGE} may be in braces, not {found[0]!r}: a page has one address"
    if begin := refused(url):
        return f"{begin} leads nowhere safe; give a path, or an address with https://"
    if not is_path(url) and scheme_of(url) is None:
        return "begin it with a slash, or with https:// if it is on another site"
    return ""
