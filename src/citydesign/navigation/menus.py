"""What the menus of one request show, as components take it."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from citydesign.errors import CityDesignError
from citydesign.identity import Person
from citydesign.navigation import words
from citydesign.navigation.core.address import is_path, normalised, normalised_query, split
from citydesign.navigation.core.node import Node
from citydesign.navigation.core.place import Place
from citydesign.navigation.core.tree import Tree
from citydesign.navigation.records import (
    Breadcrumb,
    FooterGroup,
    IndexLetter,
    LanguageLink,
    Link,
    NavigationBranch,
    NavigationLink,
)


class Menus:
    """The menus of one request.

    Each attribute is made when it is read, and costs what it shows.

    Args:
        tree: The tree.
        target: Path and query of the request as the browser sees them: `/fi/daycare?area=west`.
        language: BCP 47 tag of the request, where addresses don't tell it; unless given, the one of
            the site's that the application at work speaks.
        root: The path below which the application is mounted: `root_path`, `SCRIPT_NAME`.
        person: Who sends the request; None for whoever isn't signed in.
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
        spoken = language or words.spoken(tree.languages)
        #: Where in the tree the request is.
        self.place = Place(tree, target, language=spoken, root=root, person=person)
        self._trail = set(self.place.trail)

    @property
    def main(self) -> list[NavigationLink]:
        """The pages below the front page: `header(links=...)`."""
        return [self._link(node) for node in self.place.below(self.place.tree.front)]

    @property
    def service(self) -> str | None:
        """The name of the service that the page belongs to: `header(service=...)`."""
        node = self.place.service
        return None if node is None else self._text(node)

    @property
    def service_url(self) -> str | None:
        """The address of that service's first page: `header(service_url=...)`."""
        node = self.place.service
        return None if node is None else self.place.url(node)

    @property
    def service_links(self) -> list[NavigationLink]:
        """The main pages of that service: `service_navigation(links)`."""
        node = self.place.service
        return [] if node is None else [self._link(one) for one in self.place.below(node)]

    @property
    def account(self) -> Link | None:
        """Where to sign in or, with the person's name, the account: `header(account=...)`.

        Of whoever is signed in, `account_menu(text, ...)` takes the text.
        """
        node = next(self.place.marked("account"), None)
        if node is None:
            return None
        person = self.place.person
        link = self._plain(node)
        return link if person is None else {"text": person.name, "url": link["url"]}

    @property
    def breadcrumbs(self) -> list[Breadcrumb]:
        """The way to the page: `breadcrumbs(items)`. Empty on the front page.

        Where the tree does not have the page, all are links: add the page itself at the end.
        """
        place = self.place
        if place.page is place.tree.front:
            return []
        found: list[Breadcrumb] = []
        for node in place.trail:
            if node is place.page:
                found.append({"text": self._text(node)})
            elif place.language in node.entries:
                found.append({"text": self._text(node), "url": place.url(node)})
        return found

    @property
    def previous(self) -> Link | None:
        """The page before this one in its section: `pagination(previous=...)`."""
        node = self.place.before()
        return None if node is None else self._plain(node)

    @property
    def next(self) -> Link | None:
        """The page after this one in its section: `pagination(next=...)`."""
        node = self.place.after()
        return None if node is None else self._plain(node)

    @property
    def languages(self) -> list[LanguageLink]:
        """The page in each language of the site: `header(languages=...)`, `language_switch`.

        The query is kept. A language in which the page doesn't exist leads to the nearest page
        above that does. Empty if the site has one language.
        """
        place = self.place
        tags = place.tree.languages
        return [self._language(tag) for tag in tags] if len(tags) > 1 else []

    @property
    def untranslated(self) -> Markup:
        """Says in each language that lacks the page that it does, with a link to the nearest.

        One paragraph a language, for the top of the page's content. Empty if it lacks none.
        """
        page = self.place.page
        found = Markup()
        for tag in self.place.tree.languages if page else ():
            text = words.untranslated(tag)
            if page and tag not in page.entries and text:
                nearest = self.place.translated(tag)
                found += Markup('<p lang="{}">{} <a href="{}" hreflang="{}">{}</a></p>\n').format(
                    tag, text, self.place.url(nearest, tag), tag, nearest.entries[tag].text
                )
        return found

    @property
    def canonical(self) -> str | None:
        """The page's own whole address: `page(canonical=...)`. None without `site`."""
        page = self.place.page
        return None if page is None else self._whole(page, self.place.language)

    @property
    def alternates(self) -> list[LanguageLink]:
        """The page in each language that it exists in: `page(alternates=...)`.

        Empty without `site`, and where the languages have no addresses of their own.
        """
        page = self.place.page
        found: list[LanguageLink] = []
        for tag in page.entries if page else ():
            if page and (url := self._whole(page, tag)):
                found.append({"language": tag, "url": url})
        return found if len({link["url"] for link in found}) == len(found) > 1 else []

    @property
    def footer_groups(self) -> list[FooterGroup]:
        """The columns of the footer: `footer(groups=...)`."""
        place = self.place
        columns = (
            (node, [self._plain(one) for one in place.below(node)])
            for node in place.marked("footer")
        )
        return [{"heading": self._text(node), "links": links} for node, links in columns if links]

    @property
    def legal(self) -> list[Link]:
        """The last row of the footer: `footer(legal=...)`."""
        return [self._plain(node) for node in self.place.marked("legal")]

    @property
    def accessibility_url(self) -> str:
        """The accessibility statement, in another language if need be.

        Raises:
            CityDesignError: No page is in the menu `accessibility`.
        """
        found = self._url_in_any_language("accessibility")
        if found is None:
            raise CityDesignError(
                "the tree has no accessibility statement, which every public service in the EU "
                "must link to; give one page menus = ['accessibility']"
            )
        return found

    @property
    def feedback_url(self) -> str | None:
        """Where to give feedback: `footer(feedback_url=...)`."""
        return self._url_in_any_language("feedback")

    @property
    def mega_menu(self) -> list[NavigationBranch]:
        """The pages below the front page, each with those below it: `mega_menu(links)`."""
        place = self.place
        return [self._branch(node, place.below(node)) for node in place.below(place.tree.front)]

    @property
    def section(self) -> str | None:
        """The name of the section that the page belongs to: `side_navigation(name=...)`.

        None where the section doesn't exist in the language of the page.
        """
        node = self.place.section
        return self._text(node) if self.place.language in node.entries else None

    @property
    def section_url(self) -> str | None:
        """The address of that section's first page: `side_navigation(url=...)`."""
        node = self.place.section
        return self.place.url(node) if self.place.language in node.entries else None

    @property
    def side_navigation(self) -> list[NavigationBranch]:
        """The pages of the section, open along the way to the page: `side_navigation(links)`."""
        place = self.place
        inner: list[NavigationBranch] = []
        start = place.trail.index(place.section)
        for step in reversed(place.trail[start:]):
            level = list(place.below(step))
            opened = [self._branch(node) for node in level]
            for node, branch in zip(level, opened, strict=True):
                if node in self._trail:
                    branch["links"] = inner
            inner = opened
        return inner

    @property
    def sub_navigation(self) -> list[NavigationLink]:
        """The page among those beside it: `sub_navigation(links)`.

        Empty on the front page, and where menus don't list the page.
        """
        place = self.place
        page = place.page
        if page is None or page.parent is None:
            return []
        beside = list(place.below(page.parent))
        return [self._link(node) for node in beside] if page in beside else []

    @property
    def contents(self) -> list[Link]:
        """The pages below this one: `contents_list(links)`."""
        return [self._plain(node) for node in self.place.below(self.place.trail[-1])]

    @property
    def site_map(self) -> list[NavigationBranch]:
        """All that menus list, level below level: a page with the map of the site."""
        place = self.place
        found: list[NavigationBranch] = []
        # Not recursive: a tree may be deeper than Python's stack.
        waiting = [(place.tree.front, found)]
        for node, branches in waiting:
            for child in place.below(node):
                branch = self._branch(child)
                branches.append(branch)
                waiting.append((child, branch["links"]))
        return found

    @property
    def a_z_index(self) -> list[IndexLetter]:
        """The pages of all menus by their first letter: `a_z_index(letters)`.

        Each letter of the language is there. What begins with a number or another character comes
        last, if there is any.
        """
        place = self.place
        arranged = place.tree.by_letter(place.language, words.alphabet(place.language))
        found: list[IndexLetter] = []
        for letter, listing in arranged.items():
            links = [self._plain(node) for node in listing.shown(place.person)]
            if letter or links:
                found.append({"letter": letter or words.other_letters(), "links": links})
        return found

    @property
    def suggestions(self) -> list[Link]:
        """Where to go from an address that has no page: `error_page(404, links=...)`.

        The nearest page above it, and the front page.
        """
        place = self.place
        ways = dict.fromkeys([place.trail[-1], place.tree.front])
        return [self._plain(node) for node in ways if place.language in node.entries]

    def _text(self, node: Node) -> str:
        return node.entries[self.place.language].text

    def _plain(self, node: Node) -> Link:
        return {"text": self._text(node), "url": self.place.url(node)}

    def _link(self, node: Node) -> NavigationLink:
        link: NavigationLink = {"text": self._text(node), "url": self.place.url(node)}
        if node in self._trail:
            link["current"] = "page" if node is self.place.page else "section"
        return link

    def _branch(self, node: Node, below: Iterable[Node] = ()) -> NavigationBranch:
        return {**self._link(node), "links": [self._branch(one) for one in below]}

    def _language(self, tag: str) -> LanguageLink:
        place = self.place
        if tag == place.language and place.page is None:
            url = place.own_url
        else:
            url = place.url(place.translated(tag), tag)
        kept = tag == place.language or (place.page and tag in place.page.entries)
        if kept and place.query and "?" not in url:
            url += f"?{place.query}"
        return {"language": tag, "url": url}

    def _whole(self, node: Node, language: str) -> str | None:
        return whole_address(node, language, self.place.tree.site)

    def _url_in_any_language(self, menu: str) -> str | None:
        place = self.place
        for tag in dict.fromkeys([place.language, *place.tree.languages]):
            for node in place.tree.marked(menu, tag).shown(place.person):
                return place.url(node, tag)
        return None


def whole_address(node: Node, language: str, site: str | None) -> str | None:
    """The public address of a page in a language.

    None without `site`, for a page of another site, and for what is only a part of a page.

    Args:
        node: The page.
        language: A language in which it exists.
        site: The public address of the tree's root.
    """
    url = node.entries[language].url
    if site is None or not is_path(url) or "#" in url:
        return None
    path, query = split(url)
    return f"{site}{normalised(path)}" + (f"?{normalised_query(query)}" if query else "")
