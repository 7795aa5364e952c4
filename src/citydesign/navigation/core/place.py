"""Where in the tree a request is, and what can be reached from there."""

from __future__ import annotations

from collections.abc import Iterator

from citydesign.errors import CityDesignError
from citydesign.identity import Person
from citydesign.navigation.core.address import is_path, key, normalised, split, without_root
from citydesign.navigation.core.node import Node
from citydesign.navigation.core.rights import admitted
from citydesign.navigation.core.tree import Tree

_GIVEN = {
    "tree": "citydesign.navigation.Tree",
    "target": "path such as '/families?year=2027'",
    "person": "citydesign.identity.Person, or None",
}


class Place:
    """The place of one request. Nothing that a browser may send is an error.

    Args:
        tree: The tree.
        target: Path and query as the browser sees them: `/fi/daycare?area=west`.
        language: BCP 47 tag of the request, where addresses don't tell it.
        root: The path below which the application is mounted: `root_path`, `SCRIPT_NAME`.
        person: Who sends the request; None for whoever isn't signed in.

    Raises:
        CityDesignError: `tree`, `target` or `person` is something else.

    Attributes:
        trail: The pages from the front page down to the one shown. If the tree does not have that,
            or not for this person: down to the nearest one above it by its address.
        exact: Whether the last of them is the page shown.
        language: BCP 47 tag of the page.
        path: The path of the request in the application, as RFC 3986 writes it.
        query: The query of the request, as it was sent.
    """

    def __init__(
        self,
        tree: Tree,
        target: str,
        *,
        language: str | None = None,
        root: str = "",
        person: Person | None = None,
    ):
        for name, given, kind in (
            ("tree", tree, Tree),
            ("target", target, str),
            ("person", person, Person | None),
        ):
            if not isinstance(given, kind):
                raise CityDesignError(f"{name} is {given!r}; give a {_GIVEN[name]}")
        self.tree, self.person = tree, person
        self.root = key(root) if root else ""
        path, self.query = split(target)
        self.path = without_root(normalised(path), self.root)
        found = tree.find(self.path, self.query)
        node, spoken, self.exact = found or (tree.front, tree.languages, False)
        self.trail: list[Node] = []
        for step in node.path():
            if not admitted(step.need, person):
                self.exact = False
                break
            self.trail.append(step)
        self.language: str = language if language and language in spoken else spoken[0]

    @property
    def own_url(self) -> str:
        """The address of the request itself, as a link of this site."""
        url = self.root + self.path
        # What begins with two slashes would name another site (RFC 3986, section 4.2).
        return f"/.{url}" if url.startswith("//") else url

    @property
    def page(self) -> Node | None:
        """The page shown; None if the tree does not have it, or not for this person."""
        return self.trail[-1] if self.exact else None

    @property
    def service(self) -> Node | None:
        """The first page of the service to which the page belongs."""
        services = (node for node in reversed(self.trail) if node.page.service)
        return next((node for node in services if self.language in node.entries), None)

    @property
    def section(self) -> Node:
        """The page whose pages are beside this one: of the service, else below the front page."""
        found = self.service
        if found is None:
            found = self.trail[1] if len(self.trail) > 1 else self.trail[0]
        return found

    def below(self, node: Node) -> Iterator[Node]:
        """The pages listed below another, in order."""
        return node.below(self.language).shown(self.person)

    def marked(self, menu: str) -> Iterator[Node]:
        """The pages in a menu of the whole site, in order."""
        return self.tree.marked(menu, self.language).shown(self.person)

    def before(self) -> Node | None:
        """The page before the one shown, among those of its section."""
        page = self.page
        if page is None or page.parent is None:
            return None
        return page.parent.below(self.language).before(page, self.person)

    def after(self) -> Node | None:
        """The page after the one shown, among those of its section."""
        page = self.page
        if page is None or page.parent is None:
            return None
        return page.parent.below(self.language).after(page, self.person)

    def translated(self, language: str) -> Node:
        """The page shown or, if it does not exist in a language, the nearest above it that does."""
        return next(node for node in reversed(self.trail) if language in node.entries)

    def url(self, node: Node, language: str | None = None) -> str:
        """The address of a page, as this application is mounted.

        Args:
            node: The page.
            language: A language in which it exists; that of the request unless given.
        """
        url = node.entries[language or self.language].url
        return self.root + url if is_path(url) else url
