"""Who sees a page."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from citydesign.identity import Person
from citydesign.navigation.core.page import Page


class Need(NamedTuple):
    """What a page asks of whoever sees it."""

    signed_in: bool
    roles: Set[str]

    def met_by(self, person: Person | None) -> bool:
        """Whether somebody, or None for whoever isn't signed in, may see the page."""
        if person is None:
            return not self.signed_in
        return self.signed_in and (not self.roles or bool(self.roles & person.roles))


#: All that a page and those above it ask.
Needs = tuple[Need, ...]


def need_of(page: Page) -> Needs:
    """What a page itself asks: nothing, if it is for everybody."""
    if page.roles or page.signed_in is not None:
        return (Need(page.signed_in is not False, page.roles),)
    return ()


def admitted(needs: Needs, person: Person | None) -> bool:
    """Whether somebody meets all needs."""
    return all(need.met_by(person) for need in needs)
