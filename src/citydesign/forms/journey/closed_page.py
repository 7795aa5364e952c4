"""A page that can't be opened now: what was typed there is kept, or there to be read."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from citydesign.exchange import Answer, Cookie, Page
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.binding import bind
from citydesign.forms.journey.files import reachable
from citydesign.forms.journey.pages import TOKEN, Frame
from citydesign.forms.journey.port import Full
from citydesign.forms.journey.question_page import lost_files, without
from citydesign.forms.journey.visiting import Visiting
from citydesign.forms.words import spoken


class ClosedPage:
    """Leads on from a page that can't be opened now, without losing what was typed there.

    Args:
        at: The visit.
        key: Of the page.
    """

    def __init__(self, at: Visiting, key: str) -> None:
        self._at, self._key = at, key

    def answer(self) -> Answer:
        """Lead on, at once where nothing was sent."""
        key = self._key
        group, _, name = key.rpartition("/")
        page = self._at.journey.page(name)
        if self._at.form is None or page is None:
            return self._at.to(self._at.way.last_open)
        files, id, tag = self._at.edition.files, self._at.visit.id, self._at.edition.tag
        lists = without(bind(page, tag).own(self._at.form.lists), files.names(key))
        rows = list(shown.rows_of(bind(page, tag, files.bindable(id, key, lists)).fields, None))
        typed = pages.card(rows, "city-typed", self._at.edition.text(page.title))
        numbers = {
            f"{one.name}/{number}"
            for one in self._at.journey.groups
            if one.name == page.group
            for number in self._at.visit.kept.numbers(one)
        }
        if group not in (numbers if page.group else {""}):
            return self._not_asked([], spoken("not_asked_gone"), typed)
        if not self._at.is_ours():
            hidden = {**lists, TOKEN: self._at.token}
            lost = [one["text"] for one in lost_files(self._at, page)]
            return pages.rescue(
                Frame(self._at.url(key), hidden=hidden, timeout=self._at.timeout()), typed, lost
            )
        with reachable():
            bind(page, tag, files.bindable(id, key, lists, self._at.form))
        try:
            lists |= files.answers(id, key)
            cookies = self._at.keep(self._at.visit.kept.drafted(key, lists))
        except Full:
            return self._not_asked([], spoken("full_text"), typed)
        return self._not_asked(cookies)

    def _not_asked(
        self, cookies: list[Cookie], text: str | None = None, typed: Markup | None = None
    ) -> Page:
        title, text = spoken("not_asked"), text or spoken("not_asked_text")
        on, link = self._at.url(self._at.way.last_open), spoken("continue")
        page = pages.message(title, text, on, link, 409, typed, self._at.timeout())
        return replace(page, cookies=cookies)
