"""Saving a journey and coming back to it on another device, by a link and a code."""

from __future__ import annotations

from collections.abc import Callable

from citydesign.exchange import Answer, Cookie, Page, Request, Sent
from citydesign.forms.core import checks
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey import pages
from citydesign.forms.journey.entrance import Entrance, asking_for
from citydesign.forms.journey.port import ResumingStore, Visit
from citydesign.forms.words import explain, spoken
from citydesign.rules import trimmed


class Resuming(Entrance):
    """The pages that save a journey and lead back to it.

    Args:
        journey: The declaration.
        store: Where it is kept.
        neutral: Makes the page for what leads nowhere.
        cookie: Makes the cookie of a browser, of the request, the id and the value.
    """

    def __init__(
        self,
        journey: Journey,
        store: ResumingStore,
        neutral: Callable[[Request], Page],
        cookie: Callable[[Request, str, str], Cookie],
    ) -> None:
        super().__init__(journey.name, store, neutral, cookie)
        self._store = store

    def save(
        self,
        frame: pages.Frame,
        visit: Visit,
        form: Sent | None,
        ours: bool,
    ) -> Answer:
        """Ask where the link is sent, and send it.

        Args:
            frame: What is around the page; its back link leads to where the resident goes on.
            visit: The journey.
            form: What was sent; None for a GET.
            ours: Whether the form comes from our page.
        """
        asking = asking_for(form, self._store.sms, judge=ours)
        if form is None or not ours or asking.errors:
            return pages.asking(
                frame,
                spoken("save_title"),
                spoken("save_text"),
                asking,
                spoken("save_send"),
                None if ours or form is None else explain("page_too_old"),
                200 if form is None else 422,
            )
        typed = form.get("phone", "")
        phone = (
            checks.phone_to_call(typed, self._store.sms)
            if self._store.sms and is_answered(typed)
            else None
        )
        self._store.remember(visit, trimmed(form.get("email", "")), phone)
        title, text, on = spoken("saved"), spoken("saved_text"), spoken("continue")
        back = frame.back or frame.url
        return pages.message(title, text, back, on, 200, timeout=frame.timeout)
