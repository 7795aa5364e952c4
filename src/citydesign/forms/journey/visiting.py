"""One visit to a journey, and what each of its pages needs of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hmac import compare_digest
from typing import Any

from citydesign.exchange import Cookie, Redirect, Request, Sent
from citydesign.forms.core.journey import CHECK, TASKS, Group, Kept, Place, Way
from citydesign.forms.journey import shown
from citydesign.forms.journey.copies import Copy
from citydesign.forms.journey.edition import Edition
from citydesign.forms.journey.keys import Keys
from citydesign.forms.journey.pages import CHANGE, LANGUAGE, TOKEN, VERSION, Frame
from citydesign.forms.journey.port import Store, Submission, Visit
from citydesign.forms.journey.resuming import Resuming
from citydesign.fragments import hidden as fields_of

#: Below the id: where more time is asked for, and where the page leads that has none left.
MORE_TIME, ENDED = "more-time", "ended"


@dataclass(frozen=True, slots=True)
class Service:
    """What every visit to a journey needs.

    Attributes:
        store: Where it is kept between two pages.
        receive: Takes what was sent; see `Flow`.
        keys: What only its pages hold.
        clock: Returns the present instant, aware.
        zone: The time zone of the city, where residents hear when their time ends; else None.
        copy: Gives residents a document of what they sent; None for none.
        resuming: Leads back from another device; None if the store can't.
    """

    store: Store
    receive: Callable[[Submission], bool]
    keys: Keys
    clock: Callable[[], datetime]
    zone: tzinfo | None
    copy: Copy | None
    resuming: Resuming | None


class Visiting:
    """One request of the browser that began a journey.

    Attributes:
        service: What every visit needs.
        edition: The declaration that it was begun with, in the language of the moment.
        asked: The request.
        visit: The journey as it is now.
        way: Where it leads.
        form: What was sent; None where something is only looked at.
        changing: Whether the resident came from the check, to change an answer.

    Args:
        service: What every visit needs.
        edition: The declaration.
        asked: The request.
        visit: The journey as it was opened.
    """

    def __init__(self, service: Service, edition: Edition, asked: Request, visit: Visit) -> None:
        self.service, self.edition, self.asked, self.visit = service, edition, asked, visit
        self.journey = edition.journey
        self.way = Way(edition.journey, visit.kept)
        form = asked.form
        self.form = None if form is None else Sent.of(form)
        # A question may be called `change` too.
        self.changing = "change" in asked.query if self.form is None else CHANGE in self.form

    def typed(self, key: str) -> Sent | None:
        """What a page shows: what was typed there last, and its files."""
        typed = self.visit.kept.typed(key)
        if typed is None:
            return None
        return self.edition.files.bindable(self.visit.id, key, typed)

    @property
    def token(self) -> str:
        """What only a page of this journey holds."""
        return self.service.keys.token(self.visit.id)

    def is_ours(self) -> bool:
        """Say whether what was sent comes from a page of this journey."""
        token = "" if self.form is None else self.form.get(TOKEN, "")
        right = compare_digest(token.encode("utf-8", "replace"), self.token.encode())
        return self.asked.genuine and right

    def frame(self, place: Place | None) -> Frame:
        """Give what is around the questions of a place; of the check where it is None."""
        key = place.key if place else CHECK
        before = self.way.before(key, self.changing and key != CHECK)
        tag = self.edition.tag
        hidden = {TOKEN: self.token, VERSION: self.visit.kept.version(key), LANGUAGE: tag}
        if self.changing:
            hidden[CHANGE] = "1"
        group = shown.group_of(self.journey, place) if place else None
        number = place.entry if place else None
        return Frame(
            url=self.url(key),
            entry=self.entry_name(group, number) if group and number is not None else None,
            back=self.url(before) if before else None,
            steps=shown.steps(self.journey, self.way, place, self.url, tag),
            hidden=hidden,
            saves=self.service.resuming is not None,
            timeout=self.timeout(),
        )

    def timeout(self) -> dict[str, Any] | None:
        """When this browser opens the journey no more, if that is soon."""
        ends, zone = self.visit.ends, self.service.zone
        if ends is None or zone is None:
            return None
        return {
            "ends": ends.astimezone(zone),
            "now": self.service.clock().astimezone(zone),
            "url": self.url(MORE_TIME),
            "ended_url": self.url(ENDED),
            "kind": "form",
            "fields": fields_of(**{TOKEN: self.token}),
        }

    def keep(self, kept: Kept) -> list[Cookie]:
        """Keep what was answered, and find the way again; gives the cookie, if it changes.

        Raises:
            Changed: Somebody else saved the journey meanwhile.
            Full: It is too much.
        """
        way = Way(self.journey, kept)
        now = replace(self.visit, kept=kept, language=self.edition.tag, place=way.goes_on)
        value = self.service.store.save(now)
        idle = self.service.store.idle
        ends = None if idle is None else self.service.clock() + idle
        self.visit = replace(self.visit, kept=kept, ends=ends)
        self.way = way
        return [] if value is None else [self.service.keys.cookie(self.asked, self.visit.id, value)]

    def on(self, key: str, cookies: list[Cookie]) -> Redirect:
        """Lead to the page that follows one."""
        after = self.way.after(key, self.changing)
        marked = after if after in (CHECK, TASKS) else self.marked(after)
        return replace(self.to(marked), cookies=cookies)

    def marked(self, key: str) -> str:
        """Give a key with the mark of a change, where an earlier answer is changed."""
        return f"{key}?change" if self.changing else key

    def url(self, key: str) -> str:
        """Give the address of a place."""
        return f"{self.asked.root}{self.visit.id}/{key}"

    def to(self, key: str) -> Redirect:
        """Lead to a place."""
        return Redirect(self.url(key))

    def entry_name(self, group: Group, number: int) -> str:
        """Give the name of an entry, by its place among the others."""
        at = self.visit.kept.numbers(group).index(number) + 1
        return shown.entry_name(self.journey, group, at, self.edition.tag)

    def refer(self, reference: str) -> None:
        """Say what the resident may quote, from the next time on that it is kept."""
        self.visit = replace(self.visit, reference=reference)
