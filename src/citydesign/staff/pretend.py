"""Whom you pretend to be while you build, and what you see where that person may not go."""

from __future__ import annotations

from citydesign import host, ui
from citydesign.exchange import Answer, Cookie, Page, Redirect, Request
from citydesign.fragments import hidden, lead, lines, paragraph
from citydesign.fragments import title as title_of
from citydesign.identity import FAKE_COOKIE, FakeIdentity
from citydesign.urls import is_local


class Pretend:
    """The page on which you choose one of the people of a `FakeIdentity`.

    Send whoever is not signed in to it, with the address that they asked for as `to`:
    `/pretend/?to=/staff/`. The choice leads back there.

    Args:
        who: The people.
    """

    def __init__(self, who: FakeIdentity) -> None:
        self._people = who.people

    def answer(self, asked: Request) -> Answer:
        """Show the people, or become one of them."""
        given = asked.query if asked.form is None else asked.form
        to = given.get("to", "")
        if not (to.startswith("/") and is_local(to)):
            to = asked.root
        if asked.form is not None and asked.genuine:
            chosen = asked.form.get("person", "")
            if chosen in self._people:
                return Redirect(to, [Cookie(FAKE_COOKIE, chosen, "/")])
        return self._page(asked.root, to)

    def _page(self, root: str, to: str) -> Page:
        words = host.current().language
        title = words.text("staff.pretend")
        people = (
            paragraph(ui.button(one.name, name="person", value=one.id, variant="secondary"))
            for one in self._people.values()
        )
        content = ui.form_wrapper(
            root,
            lines(lead(words.text("staff.pretend_text")), *people),
            heading=title,
            fields=hidden(to=to),
        )
        return Page(title, content)


def not_allowed() -> Page:
    """Give the page for somebody who is signed in and may not see what they asked for."""
    words = host.current().language
    title = words.text("staff.not_allowed")
    return Page(title, lines(title_of(title), lead(words.text("staff.not_allowed_text"))), 403)
