"""The page of a group: its entries, one more, one less."""

from __future__ import annotations

from dataclasses import replace

from citydesign.exchange import Answer
from citydesign.forms.core.journey import Group, Place, Way
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.pages import ACTION, VERSION
from citydesign.forms.journey.port import Full
from citydesign.forms.journey.visiting import Visiting
from citydesign.forms.words import explain, spoken

_REMOVE = "city-remove"


class GroupPage:
    """The page of a group, on the way of somebody.

    Args:
        at: The visit.
        place: Where on the way.
        group: What is asked for several of.
    """

    def __init__(self, at: Visiting, place: Place, group: Group) -> None:
        self._at, self._place, self._group = at, place, group

    def answer(self) -> Answer:
        """Show it, or take what was pressed."""
        return self._shown() if self._at.form is None else self._pressed()

    def _shown(self, notice: str | None = None) -> Answer:
        place, group = self._place, self._group
        numbers = self._at.visit.kept.numbers(group)
        asked = self._at.asked.query.get("remove", "")
        if asked in map(str, numbers) and len(numbers) > group.least:
            name = self._at.entry_name(group, int(asked))
            back = self._at.url(self._at.marked(place.key))
            frame = replace(self._at.frame(place), back=back, steps=None)
            return pages.remove(frame, name, {_REMOVE: asked}, back)
        cards = []
        for number in numbers:
            places = [one for one in self._at.way.places if one.entry == number]
            places = [one for one in places if shown.group_of(self._at.journey, one) is group]
            rows = [
                row
                for one in places
                for row in shown.rows_at(one, self._at.typed(one.key), self._at.edition.tag, None)
            ]
            first = places[0].key
            actions = [{"text": spoken("change"), "url": self._at.url(self._at.marked(first))}]
            if len(numbers) > group.least:
                to = self._at.url(
                    f"{place.key}?remove={number}{'&change' if self._at.changing else ''}"
                )
                actions.append({"text": spoken("remove"), "url": to})
            name = self._at.entry_name(group, number)
            cards.append(pages.card(rows, f"entry-{number}", name, actions=actions))
        title = self._at.edition.text(group.title)
        return pages.group(self._at.frame(place), title, cards, len(numbers) < group.most, notice)

    def _pressed(self) -> Answer:
        assert self._at.form is not None
        place, group = self._place, self._group
        kept, numbers = self._at.visit.kept, self._at.visit.kept.numbers(group)
        if not self._at.is_ours():
            return self._shown(explain("page_too_old"))
        if self._at.form.get(VERSION) != kept.version(place.key):
            # Pressed twice, or changed in another tab: what there is now is shown first.
            return self._at.to(self._at.marked(place.key))
        removed = self._at.form.get(_REMOVE)
        if removed is not None:
            if removed in map(str, numbers) and len(numbers) > group.least:
                cookies = self._at.keep(kept.removed(group, int(removed)))
                begin = f"{group.name}/{removed}/"
                gone = [f"{begin}{one.name}" for one in self._at.journey.pages]
                self._at.edition.files.forget(self._at.visit.id, gone)
                return replace(self._at.to(self._at.marked(place.key)), cookies=cookies)
            return self._at.to(self._at.marked(place.key))
        try:
            if self._at.form.get(ACTION) == "add":
                if len(numbers) >= group.most:
                    return self._shown(spoken("most", count=group.most))
                changed, number = kept.added(group)
                cookies = self._at.keep(changed)
                first = next(
                    one.key
                    for one in Way(self._at.journey, changed).places
                    if one.key.startswith(f"{group.name}/{number}/")
                )
                return replace(self._at.to(self._at.marked(first)), cookies=cookies)
            cookies = self._at.keep(kept.answered(place.key, {}))
        except Full:
            return self._shown(spoken("full_text"))
        return self._at.on(place.key, cookies)
