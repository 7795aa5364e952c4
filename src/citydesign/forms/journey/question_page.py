"""A page that asks: shown, judged, kept, and never lost to another tab or an old page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from citydesign import exchange
from citydesign.exchange import Answer, Sent
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.journey import Page, Place
from citydesign.forms.core.lists import ACTION as PRESSED
from citydesign.forms.core.lists import Change, change, rest
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.binding import bind, file_fields
from citydesign.forms.journey.figures import events
from citydesign.forms.journey.files import reachable
from citydesign.forms.journey.pages import ACTION, LANGUAGE, LOST, VERSION
from citydesign.forms.journey.port import CountingStore, Full
from citydesign.forms.journey.visiting import Visiting
from citydesign.forms.words import explain, spoken
from citydesign.fragments import lines, paragraph


class QuestionPage:
    """A page that asks, on the way of somebody.

    Args:
        at: The visit.
        place: Where on the way.
        page: What asks there.
    """

    def __init__(self, at: Visiting, place: Place, page: Page) -> None:
        self._at, self._place, self._page = at, place, page

    def answer(self) -> Answer:
        """Show it, or take what was sent."""
        place, page = self._place, self._page
        kept, tag, key = self._at.visit.kept, self._at.edition.tag, place.key
        typed = kept.typed(key)
        if self._at.form is None:
            sent = self._at.typed(key)
            judge = "errors" in self._at.asked.query and sent is not None
            bound = bind(page, tag, sent, judge)
            return pages.question(self._at.frame(place), self._at.edition.text(page.title), bound)
        files, id = self._at.edition.files, self._at.visit.id
        lists = bind(page, tag).own(self._at.form.lists)
        if not self._at.is_ours():
            again = bind(page, tag, files.bindable(id, key, lists))
            return self._again(again, explain("page_too_old"), lost_files(self._at, page))
        # The page was sent to its own address in another language: by a switch of the language.
        switched = self._at.form.get(LANGUAGE, tag) != tag
        if switched:
            lists = _without_switch(lists, tag)
        pressed = change(self._at.form)
        leaves = switched or self._at.form.get(ACTION) == "save"
        removes = files.removes(key, self._at.form)
        unfinished = pressed is not None or leaves or removes or LOST in self._at.form
        # Takes the files that came along, so that nothing else may bind them again.
        with reachable():
            bound = bind(page, tag, files.bindable(id, key, lists, self._at.form), not unfinished)
        lists = without(lists, files.names(key)) | files.answers(id, key)
        now = {name: tuple(values) for name, values in lists.items()}
        if self._at.form.get(VERSION) != kept.version(key) and typed is not None and now != typed:
            return self._conflict(files.bindable(id, key, lists))
        try:
            if pressed:
                return self._changed(lists, pressed)
            if leaves:
                cookies = self._at.keep(kept.drafted(key, lists))
                to = self._at.marked(key) if switched else "save"
                return replace(self._at.to(to), cookies=cookies)
            if unfinished or bound.errors:
                cookies = self._at.keep(kept.drafted(key, lists))
                frame, title = self._at.frame(place), self._at.edition.text(page.title)
                status = 422 if bound.errors else 200
                if bound.errors and isinstance(self._at.service.store, CountingStore):
                    seen = events(page.name, bound.fields)
                    self._at.service.store.count_errors(self._at.journey.name, seen)
                return replace(pages.question(frame, title, bound, status=status), cookies=cookies)
            cookies = self._at.keep(kept.answered(key, lists))
        except Full:
            again = bind(page, tag, files.bindable(id, key, lists))
            return self._again(again, spoken("full_text"))
        return self._at.on(key, cookies)

    def _changed(self, lists: dict[str, list[str]], pressed: Change) -> exchange.Page:
        """The page with one entry of a list more or less, kept as far as it was typed."""
        assert self._at.form is not None
        place, page = self._place, self._page
        stays = {one: lists[one] for one in rest(lists, pressed)}
        cookies = self._at.keep(self._at.visit.kept.drafted(place.key, stays))
        again = {**lists, PRESSED: [self._at.form[PRESSED]]}
        sent = self._at.edition.files.bindable(self._at.visit.id, place.key, again)
        bound = bind(page, self._at.edition.tag, sent)
        title = self._at.edition.text(page.title)
        return replace(pages.question(self._at.frame(place), title, bound), cookies=cookies)

    def _again(self, bound: Any, notice: str, more: Sequence[Any] = ()) -> exchange.Page:
        place = self._place
        frame, title = self._at.frame(place), self._at.edition.text(place.part.title)
        return pages.question(frame, title, bound, notice, more=more, status=422)

    def _conflict(self, sent: Sent) -> exchange.Page:
        """What was typed here and what was typed in another tab, both to be read."""
        place, page = self._place, self._page
        bound = bind(page, self._at.edition.tag, sent)
        rows = shown.rows_at(place, self._at.typed(place.key), self._at.edition.tag, None)
        to = self._at.url(self._at.marked(place.key))
        keep = Markup('<a href="{}">{}</a>').format(to, spoken("keep_other"))
        other = lines(pages.card(rows, "city-other", spoken("other_tab")), paragraph(keep))
        title = self._at.edition.text(page.title)
        return pages.question(
            self._at.frame(place), title, bound, spoken("conflict"), other, status=409
        )


def lost_files(at: Visiting, page: Page) -> list[dict[str, str]]:
    """What to do about files that came with a form that is not ours, so that none is kept."""
    assert at.form is not None
    return [
        {"text": explain("file_not_sent", label=field.label), "url": f"#{field.id}"}
        for field in file_fields(page, at.edition.tag)
        if any(map(is_answered, at.form.files.get(field.name, ())))
    ]


def _without_switch(lists: Mapping[str, list[str]], tag: str) -> dict[str, list[str]]:
    """Leave out what the button of the language says, where a question has the same name."""
    said = list(lists.get("language", ()))
    if tag in said:
        said.remove(tag)
    return {**lists, "language": said} if "language" in lists else dict(lists)


def without(lists: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, list[str]]:
    """Give what was sent without these names."""
    return {name: values for name, values in lists.items() if name not in set(names)}
