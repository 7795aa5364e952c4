"""The end of the way: all answers are checked, judged once more, and sent once."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from citydesign.exchange import Answer
from citydesign.forms.core.journey import Group, Kept, Page, Place
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.binding import bind
from citydesign.forms.journey.port import Submission
from citydesign.forms.journey.question_page import without
from citydesign.forms.journey.visiting import Visiting
from citydesign.forms.words import explain, spoken


class CheckPage:
    """The page that shows all answers, from which they are sent.

    Args:
        at: The visit.
    """

    def __init__(self, at: Visiting) -> None:
        self._at = at

    def answer(self) -> Answer:
        """Show it, or send what it shows."""
        return self._check() if self._at.form is None else self._send()

    def _check(self, notice: str | None = None) -> Answer:
        return pages.check(self._at.frame(None), self._cards(), notice)

    def _cards(self) -> list[Markup]:
        cards: list[Markup] = []
        seen: set[str] = set()
        for title, together in groupby(self._at.way.places, self._card_title):
            rows: list[Any] = []
            places = list(together)
            if title in seen:
                # A section goes on after a group.
                title = self._at.edition.text(places[0].part.title)
            seen.add(title)
            for place in places:
                change = self._at.url(f"{place.key}?change")
                typed, tag = self._at.typed(place.key), self._at.edition.tag
                rows += shown.rows_at(place, typed, tag, change)
                if isinstance(place.part, Group):
                    number = len(self._at.visit.kept.numbers(place.part))
                    actions = [{"text": spoken("change"), "url": change}]
                    rows.append({"label": title, "value": str(number), "actions": actions})
            if rows:
                # The one row of a group has its name already.
                name = None if isinstance(place.part, Group) else title
                cards.append(pages.card(rows, f"answers-{len(cards) + 1}", name))
        return cards

    def _card_title(self, place: Place) -> str:
        group = shown.group_of(self._at.journey, place)
        if group is not None and place.entry is not None:
            return self._at.entry_name(group, place.entry)
        if not isinstance(place.part, Group) and place.part.section is not None:
            parts = {one.name: one for one in self._at.journey.sections}
            return self._at.edition.text(parts[place.part.section].title)
        return self._at.edition.text(place.part.title)

    def _send(self) -> Answer:
        if not self._at.is_ours():
            return self._check(explain("page_too_old"))
        kept, files, id = self._at.visit.kept, self._at.edition.files, self._at.visit.id
        with_files: dict[str, dict[str, Any]] = {}
        for place in self._at.way.places:
            if not isinstance(place.part, Page):
                continue
            key, answers = place.key, kept.answers[place.key]
            lists = {name: list(values) for name, values in answers.items()}
            now = without(lists, files.names(key)) | files.answers(id, key)
            sent = files.bindable(id, key, now)
            # What could be taken a week ago may have become wrong, such as a date; and another tab
            # may have added a file that nobody has agreed to yet.
            if now != lists or bind(place.part, self._at.edition.tag, sent, judge=True).errors:
                cookies = self._at.keep(kept.left(key, now))
                return replace(self._at.to(f"{key}?change&errors"), cookies=cookies)
            if sent_files := files.payload(id, key):
                with_files[key] = {**answers, **sent_files}
        reference = self._at.service.keys.reference(self._at.visit.id)
        data = self._at.way.payload(with_files)
        first = self._at.service.receive(
            Submission(
                self._at.visit.id,
                self._at.journey.name,
                reference,
                self._at.edition.tag,
                data,
                self._at.service.clock(),
                self._at.journey.version,
                self._at.journey.told("contact", data),
                self._at.journey.told("phone", data),
            )
        )
        self._at.refer(reference)
        fallen = {*kept.answers, *kept.drafts} - {one.key for one in self._at.way.places}
        # What was sent is with those who receive it; here nothing of it stays.
        cookies = self._at.keep(Kept())
        files.forget(id, fallen)
        return replace(self._at.to("receipt" if first else "receipt?twice"), cookies=cookies)
