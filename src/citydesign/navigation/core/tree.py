"""All pages of a site, arranged so that each question costs what its answer holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from citydesign.errors import CityDesignError, nearest
from citydesign.navigation.core.address import is_path, key, normalised_query, split
from citydesign.navigation.core.alphabet import Alphabet
from citydesign.navigation.core.node import Listing, Node
from citydesign.navigation.core.page import Entry, Page
from citydesign.navigation.core.rights import need_of
from citydesign.tags import distinct

_SITE = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
#: A footer has one link to each of these.
_SINGLE = ("accessibility", "feedback")


class Tree:
    """The pages of a site.

    Args:
        front: The front page, with all others below it.
        languages: BCP 47 tags of the site's languages, the most usual first.
        site: The public address of what the path `/` is in the tree, for what needs whole
            addresses: `https://www.rantakyla.fi`.

    Raises:
        CityDesignError: A language is no tag or comes twice, the front page is not for everybody
            in each language, a page has no address or exists in no language, two pages have one
            address, or `site` is no address.
    """

    def __init__(self, front: Page, languages: Sequence[str] = ("en",), site: str | None = None):
        if not isinstance(front, Page):
            raise CityDesignError(
                f"Tree takes the front page, a citydesign.navigation.Page, not {front!r}"
            )
        #: BCP 47 tags, the most usual first.
        self.languages = distinct(languages)
        #: Public address without a slash at its end; None if it was not given.
        self.site = None if site is None else _checked(site)
        self._marked: dict[tuple[str, str], Listing] = defaultdict(Listing)
        self._single: dict[str, Node] = {}
        self._found: dict[str, tuple[Node, list[str]]] = {}
        self._longest = 0
        self._alphabets: dict[tuple[str, str], dict[str, Listing]] = {}
        self._nodes: list[Node] = []
        _check_front(front, self.languages)
        self._grow(front)

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._nodes)

    def __iter__(self) -> Iterator[Node]:
        """The pages from the front page down, each before those below it."""
        return iter(self._nodes)

    @property
    def front(self) -> Node:
        """The front page."""
        return self._nodes[0]

    def marked(self, menu: str, language: str) -> Listing:
        """The pages that are in a menu of the whole site, wherever they are in the tree."""
        return self._marked.get((menu, language)) or Listing()

    def find(self, path: str, query: str = "") -> tuple[Node, list[str], bool] | None:
        """Look an address up.

        Args:
            path: As `address.normalised` writes it, from the root of the application.
            query: As the browser sends it.

        Returns:
            The page there, or the one at the nearest address above; the languages that have this
            address; and whether it is the page itself. None if the tree has nothing above either.
        """
        path = path.removesuffix("/")
        found = self._found.get(f"{path}?{normalised_query(query)}") or self._found.get(path)
        if found:
            return *found, True
        # No page has more parts; without this limit a request could make itself expensive.
        path = "/".join(path.split("/", self._longest + 1)[: self._longest + 1])
        while path and path not in self._found:
            path = path.rpartition("/")[0]
        return (*self._found[path], False) if path in self._found else None

    def by_letter(self, language: str, alphabet: str) -> dict[str, Listing]:
        """The pages by the first letter of their name.

        Arranged once for each language and alphabet, when it is first asked for.

        Args:
            language: One of the site's.
            alphabet: The letters of that language, in order and in capitals.

        Returns:
            The pages by each letter, in alphabetic order. What begins with none of the letters,
            such as a number, comes last, under an empty text.
        """
        arranged = (language, alphabet)
        if arranged not in self._alphabets:
            self._alphabets[arranged] = self._arranged(language, Alphabet(alphabet))
        return self._alphabets[arranged]

    def _arranged(self, language: str, alphabet: Alphabet) -> dict[str, Listing]:
        def rank(node: Node) -> Any:
            return alphabet.rank(node.entries[language].text), node.order

        found = {letter: Listing(rank) for letter in [*alphabet.letters, ""]}
        named = (node for node in self._nodes[1:] if node.page.menus and language in node.entries)
        for node in sorted(named, key=rank):
            found[alphabet.letter(node.entries[language].text)].add(node, node.needs)
        return found

    def _grow(self, front: Page) -> None:
        # Not recursive: a tree may be deeper than Python's stack.
        waiting: list[tuple[Page, Node | None]] = [(front, None)]
        while waiting:
            page, parent = waiting.pop()
            node = Node(page, parent, len(self._nodes), self._entries(page))
            self._nodes.append(node)
            for menu in page.menus:
                self._list(node, menu)
            for language, entry in node.entries.items():
                self._register(node, language, entry.url)
            waiting.extend((child, node) for child in reversed(page.pages))

    def _entries(self, page: Page) -> dict[str, Entry]:
        if stray := page.stray(self.languages):
            raise page.error(no_language(stray, self.languages))
        entries = {tag: entry for tag in self.languages if (entry := page.in_language(tag))}
        if page.url is None:
            raise page.error("it has no address; give url")
        if not entries:
            raise page.error("no language has both its text and its address")
        return entries

    def _list(self, node: Node, menu: str) -> None:
        if menu in _SINGLE and (other := self._single.setdefault(menu, node)) is not node:
            raise node.page.error(f"{other.page} is in the menu {menu!r} already; keep one")
        for language in node.entries:
            if menu != "main":
                self._marked[menu, language].add(node, node.needs)
            elif node.parent:
                node.parent.list_below(language, node)

    def _register(self, node: Node, language: str, url: str) -> None:
        # What leads to another site, or into the middle of a page, is never where a request is.
        if not is_path(url) or "#" in url:
            return
        name = address_key(url)
        other, spoken = self._found.setdefault(name, (node, []))
        if other is not node:
            raise node.page.error(f"{url} is the address of {other.page} too; give each its own")
        spoken.append(language)
        self._longest = max(self._longest, name.count("/"))


def no_language(tag: str, languages: Sequence[str]) -> str:
    """Say that a page has a language which the site does not have."""
    return f"{tag!r} is no language of the site{nearest(tag, languages)}"


def address_key(url: str) -> str:
    """What the spellings of a page's own address have in common, its query included."""
    path, query = split(url)
    return f"{key(path)}?{normalised_query(query)}" if query else key(path)


def _check_front(front: Page, languages: Sequence[str]) -> None:
    if need_of(front):
        raise front.error("the front page is for everybody; give rights to the pages below it")
    for language in languages:
        if front.in_language(language) is None and front.url is not None:
            raise front.error(f"the front page is needed in each language; it lacks {language!r}")


def _checked(site: str) -> str:
    if not isinstance(site, str) or not _SITE.fullmatch(site):
        raise CityDesignError(f"site is {site!r}; give an address such as 'https://www.tampere.fi'")
    return site.rstrip("/")
