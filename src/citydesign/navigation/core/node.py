"""A page at its place in the tree, and the pages that are listed below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from heapq import merge
from operator import attrgetter
from typing import Any

from citydesign.identity import Person
from citydesign.navigation.core.page import Entry, Page
from citydesign.navigation.core.rights import Needs, admitted, need_of


class Node:
    """A page at its place in the tree.

    Attributes:
        page: The page as it was declared.
        parent: The page above it; None for the front page.
        order: How many pages come before it, from the front page down.
        need: What the page itself asks of whoever sees it.
        needs: What it and the pages above it ask.
        entries: The page in each language that it exists in.
    """

    __slots__ = ("_below", "entries", "need", "needs", "order", "page", "parent")

    def __init__(self, page: Page, parent: Node | None, order: int, entries: dict[str, Entry]):
        self.page, self.parent, self.order, self.entries = page, parent, order, entries
        self.need = need_of(page)
        above: Needs = parent.needs if parent else ()
        self.needs: Needs = above if self.need in ((), above[-1:]) else (*above, *self.need)
        self._below: dict[str, Listing] = {}

    def below(self, language: str) -> Listing:
        """The pages that are listed below it in a language."""
        return self._below.get(language) or Listing()

    def list_below(self, language: str, node: Node) -> None:
        """List a page below it in a language."""
        self._below.setdefault(language, Listing()).add(node, node.need)

    def path(self) -> list[Node]:
        """The way to it: the front page first, itself last."""
        found, node = [self], self.parent
        while node:
            found.append(node)
            node = node.parent
        return found[::-1]


class Listing:
    """Pages kept apart by what they ask, so that what isn't shown costs nothing.

    Args:
        order: What they are in order of; their order in the tree unless given.
    """

    __slots__ = ("_groups", "_order")

    def __init__(self, order: Callable[[Node], Any] = attrgetter("order")):
        self._groups: dict[Needs, list[Node]] = {}
        self._order = order

    def add(self, node: Node, needs: Needs) -> None:
        """Put a page at the end, for whoever meets the needs."""
        self._groups.setdefault(needs, []).append(node)

    def shown(self, person: Person | None) -> Iterator[Node]:
        """The pages that somebody sees, in order."""
        return merge(*self._open_to(person), key=self._order)

    def before(self, node: Node, person: Person | None) -> Node | None:
        """The last page that comes before another and is shown."""
        found = [
            group[place - 1]
            for group in self._open_to(person)
            if (place := bisect_left(group, self._order(node), key=self._order))
        ]
        return max(found, key=self._order, default=None)

    def after(self, node: Node, person: Person | None) -> Node | None:
        """The first page that comes after another and is shown."""
        found = [
            group[place]
            for group in self._open_to(person)
            if (place := bisect_right(group, self._order(node), key=self._order)) < len(group)
        ]
        return min(found, key=self._order, default=None)

    def _open_to(self, person: Person | None) -> list[list[Node]]:
        return [group for needs, group in self._groups.items() if admitted(needs, person)]
