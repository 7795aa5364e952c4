"""The one shell of staff pages, whatever they are about: navigation, list, search, log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from citydesign import host, ui
from citydesign.calls import given
from citydesign.exchange import Page
from citydesign.fragments import lines, paragraph
from citydesign.fragments import title as title_of
from citydesign.identity import Person


@dataclass(frozen=True, slots=True)
class Shell:
    """What is around each page of the staff.

    Attributes:
        person: Who is signed in.
        links: The pages that this person may open: `text`, `url`, and `current` on one of them.
    """

    person: Person
    links: Sequence[Mapping[str, Any]] = ()

    def page(self, title: str, *content: Markup | None, status: int = 200) -> Page:
        """Give a page with its heading."""
        return self.around(title, title_of(title), *content, status=status)

    def around(
        self, title: str, *content: Markup | None, status: int = 200, failed: bool = False
    ) -> Page:
        """Give a page whose content has a heading of its own."""
        words = host.current().language
        menu = None
        # One page alone needs no menu.
        if len(self.links) > 1:
            menu = ui.sub_navigation(given(self.links), label=words.text("staff.pages"))
        who = paragraph(words.text("staff.person", name=self.person.name))
        return Page(title, lines(menu, *content, who), status, failed)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        label: What is in it.
        sort_url: The same list sorted by it, or the other way round; None if it can't be.
        sort: How the list is sorted by it now: `ascending` or `descending`.
    """

    label: str
    sort_url: str | None = None
    sort: str | None = None

    @property
    def shown(self) -> dict[str, Any]:
        """The column as the component `table` takes it."""
        more = {"sort_url": self.sort_url, "sort": self.sort}
        return {"label": self.label, **{name: value for name, value in more.items() if value}}


@dataclass(frozen=True, slots=True)
class List:
    """A list that is narrowed, sorted and read page by page.

    Attributes:
        url: Its address, without a query.
        title: What is listed: the caption of the table.
        fields: What it is narrowed by.
        chosen: What it is narrowed by now: `text`, and the `url` of the list without it.
        columns: The columns; the first names what each row is about.
        rows: The rows of this page.
        count: How many rows all pages have.
        page: Which page this is, from 1.
        per_page: How many rows a page has.
        page_url: The address of a page, with `{page}` for its number.
    """

    url: str
    title: str
    fields: Markup
    chosen: Sequence[Mapping[str, str]]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    count: int
    page: int
    per_page: int
    page_url: str

    @property
    def content(self) -> Markup:
        """The list as HTML."""
        words = host.current().language
        panel = ui.filter_panel(
            self.url, self.fields, chosen=given(self.chosen), results=self.count
        )
        if not self.rows:
            return lines(panel, paragraph(words.text("staff.empty")))
        columns = [one.shown for one in self.columns]
        total = -(-self.count // self.per_page)
        pages = None
        if total > 1:
            pages = ui.pagination(
                self.page, total, url=self.page_url, results=self.count, per_page=self.per_page
            )
        rows = [list(row) for row in self.rows]
        # The heading of the page says the same.
        table = ui.table(self.title, given(columns), given(rows), caption_visible=False)
        return lines(panel, table, pages)


def log(entries: Iterable[tuple[str, datetime, str, str | Markup | None]]) -> Markup:
    """Show what was done: what, when on the clock of the office, by whom, and in which words."""
    items: list[dict[str, Any]] = []
    for what, at, by, words in entries:
        item = {"heading": what, "date": at.date(), "time": at.time(), "author": by}
        items.append({**item, "content": words} if words else item)
    return ui.timeline(given(items), heading_level=3)
