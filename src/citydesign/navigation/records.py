"""The records that components of navigation take, as their contracts name them.

`NavigationBranch` and `IndexLetter` are for components with levels or letters: the mega menu, the
side navigation, the index from A to Z.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Link(TypedDict):
    """A link."""

    text: str
    url: str


class NavigationLink(Link):
    """A link that may lead to the page shown, or to its section."""

    current: NotRequired[Literal["page", "section"]]


class NavigationBranch(NavigationLink):
    """A link with those below it; without any, the list is empty."""

    links: list[NavigationBranch]


class Breadcrumb(TypedDict):
    """A page on the way; the page shown has no address."""

    text: str
    url: NotRequired[str]


class LanguageLink(TypedDict):
    """A page in a language, by its BCP 47 tag."""

    language: str
    url: str


class FooterGroup(TypedDict):
    """A column of the footer."""

    heading: str
    links: list[Link]


class IndexLetter(TypedDict):
    """A letter of an index and the pages whose names begin with it; the list may be empty."""

    letter: str
    links: list[Link]
