"""The pages of somebody who has begun: which of them an address is, and those that ask nothing."""

from __future__ import annotations

from dataclasses import replace

from citydesign.exchange import Answer, Page
from citydesign.forms.core.journey import CHECK, TASKS, Group, Stop
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.check_page import CheckPage
from citydesign.forms.journey.closed_page import ClosedPage
from citydesign.forms.journey.copies import document
from citydesign.forms.journey.group_page import GroupPage
from citydesign.forms.journey.pages import TOKEN, Frame
from citydesign.forms.journey.question_page import QuestionPage
from citydesign.forms.journey.visiting import MORE_TIME, Visiting


class VisitPages:
    """The pages of somebody who has begun a journey.

    Args:
        at: The visit.
    """

    def __init__(self, at: Visiting) -> None:
        self._at = at

    def answer(self, key: str) -> Answer:
        """Answer what is asked of an address below the id."""
        if self._at.visit.reference is not None:
            return self._sent(key, self._at.visit.reference)
        if key == MORE_TIME:
            return self._time_left()
        if key == "save" and self._at.service.resuming:
            return self._save_for_later()
        if not self._at.way.is_open(key):
            return ClosedPage(self._at, key).answer()
        if key == TASKS:
            return self._tasks()
        if key == CHECK:
            return CheckPage(self._at).answer()
        place = self._at.way.place(key)
        assert place is not None
        match place.part:
            case Stop() as part:
                text, frame = self._at.edition.text, self._at.frame(place)
                link = text(part.link) if part.link else None
                return pages.stop(frame, text(part.title), text(part.text), part.url, link)
            case Group() as group:
                return GroupPage(self._at, place, group).answer()
            case page:
                return QuestionPage(self._at, place, page).answer()

    def _sent(self, key: str, reference: str) -> Answer:
        """What remains of a journey that was sent."""
        copy = self._at.service.copy
        if key == "copy" and self._at.form is None and copy is not None:
            content = copy(self._at.visit.id)
            if content is not None:
                return document(reference, content)
        if key != "receipt" or self._at.form is not None:
            return self._at.to("receipt")
        steps = [self._at.edition.text(one) for one in self._at.journey.next]
        url = self._at.url("copy") if copy is not None else None
        return pages.receipt(reference, "twice" in self._at.asked.query, steps, url)

    def _tasks(self) -> Answer:
        items = shown.tasks(self._at.journey, self._at.way, self._at.url, self._at.edition.tag)
        ready = self._at.url(CHECK) if self._at.way.is_complete else None
        return pages.tasks(
            Frame(self._at.url(TASKS), timeout=self._at.timeout()),
            self._at.edition.text(self._at.journey.title),
            items,
            ready,
        )

    def _save_for_later(self) -> Answer:
        resuming = self._at.service.resuming
        assert resuming is not None
        frame = Frame(
            self._at.url("save"),
            back=self._at.url(self._at.way.last_open),
            hidden={TOKEN: self._at.token},
            timeout=self._at.timeout(),
        )
        return resuming.save(frame, self._at.visit, self._at.form, self._at.is_ours())

    def _time_left(self) -> Page:
        """How much time there is; more of it if the form asks for it."""
        cookies = self._at.keep(self._at.visit.kept) if self._at.is_ours() else []
        on = Frame(self._at.url(self._at.way.last_open), timeout=self._at.timeout())
        return replace(pages.time_left(on), cookies=cookies)
