"""The way of a resident through the pages of a journey, from the first to the receipt."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from citydesign.errors import CityDesignError
from citydesign.exchange import Answer, Page, Redirect, Request
from citydesign.forms.core.journey import Journey, Way
from citydesign.forms.journey import pages
from citydesign.forms.journey.again import try_again
from citydesign.forms.journey.copies import Copy
from citydesign.forms.journey.edition import Edition, editions
from citydesign.forms.journey.keys import Keys, cookie_name
from citydesign.forms.journey.port import Changed, ResumingStore, Store, Submission, Visit
from citydesign.forms.journey.resuming import Resuming
from citydesign.forms.journey.visit_pages import VisitPages
from citydesign.forms.journey.visiting import MORE_TIME, Service, Visiting
from citydesign.forms.words import spoken
from citydesign.store import Reason, Secret, StoreUnavailable, utc_now

_ID = re.compile(r"[0-9a-f]{32}")
_ATTEMPTS = 30
_log = logging.getLogger("citydesign")
#: What ends later is not told: nobody waits so long at one page.
_SOON = timedelta(hours=12)


class Flow:
    """Answers each request of a journey with a page, in the language of the application at work.

    A GET changes nothing. What was typed is kept, also where it can't be taken.

    Args:
        journey: The declaration.
        store: Where it is kept between two pages.
        receive: Takes what was sent. Called at least once for each, it keeps only the first of one
            id, and returns whether these very answers are what is kept: `SqlStore.receive`.
        secret: At least 32 random bytes, kept.
        earlier: Declarations of this journey as they were before, each with its own version. Who
            began with one ends with it. A version is needed as long as any form is open with it:
            see `SqlStore.versions`.
        roots: By language, the addresses below which the journey is, as a browser sees them:
            `{"fi": "/fi/hae/", "sv": "/sv/ansok/"}`. The form is then open in each of them.
            `Page.form_id` keeps what was typed when the header switches the language.
        copy: Gives residents a document of what they sent: `copies`. None for none.
        clock: Returns the present instant, aware.
        zone: The time zone of the city, for telling when a browser that is idle opens the form no
            more. Needed where the store says so within half a day.

    Raises:
        CityDesignError: Something is wrong with the journey or its forms, or the time zone is
            missing; says where.
        ValueError: The secret is too short, or no bytes.
    """

    def __init__(
        self,
        journey: Journey,
        store: Store,
        receive: Callable[[Submission], bool],
        secret: bytes,
        *,
        earlier: Sequence[Journey] = (),
        roots: Mapping[str, str] | None = None,
        copy: Copy | None = None,
        clock: Callable[[], datetime] = utc_now,
        zone: tzinfo | None = None,
    ) -> None:
        self.journey = journey
        timed = store.idle is not None and store.idle <= _SOON
        if timed and zone is None:
            raise CityDesignError(
                f"{journey}: {type(store).__name__} ends after {store.idle}; give the zone of the "
                "city's clock: zone=ZoneInfo('Europe/Helsinki')"
            )
        self._store, kept = store, Secret(secret)
        self._keys = Keys(journey.name, kept, list((roots or {}).values()))
        self._editions = editions(journey, earlier, store, kept)
        self._resuming = (
            Resuming(journey, store, self._neutral, self._keys.cookie)
            if isinstance(store, ResumingStore)
            else None
        )
        self._service = Service(
            store, receive, self._keys, clock, zone if timed else None, copy, self._resuming
        )

    def answer(self, asked: Request) -> Answer:
        """Answer a request."""
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return self._answer(asked)
                except Changed:
                    # Judged again, by what is true now.
                    continue
            raise StoreUnavailable(Reason.BUSY, f"others were faster {_ATTEMPTS} times")
        except StoreUnavailable:
            return try_again(asked, spoken("trouble"), spoken("trouble_text"))

    def _answer(self, asked: Request) -> Answer:
        match asked.path.split("/"):
            case [""]:
                return self._start(asked)
            case ["resume", *rest] if self._resuming:
                return self._resuming.answer(asked, rest)
            case [id, *rest] if _ID.fullmatch(id):
                cookie = asked.cookies.get(cookie_name(id), "")
                visit = self._store.open(self.journey.name, id, cookie)
                if visit is not None:
                    edition = self._editions.get(visit.version)
                    if edition is None:
                        return self._without(asked, visit)
                    at = Visiting(self._service, edition, asked, visit)
                    return VisitPages(at).answer("/".join(rest))
                if self._store.timed_out(self.journey.name, id, cookie):
                    return self._timed_out(asked)
                if rest == [MORE_TIME]:
                    # By this status the element knows that there is no time left.
                    return replace(self._neutral(asked), status=410)
        return self._neutral(asked)

    def _without(self, asked: Request, visit: Visit) -> Page:
        """The version that a form was begun with is gone; its answers are not."""
        if visit.reference is not None:
            return pages.receipt(visit.reference, False)
        _log.error(
            "journey %r: a form of version %r can't be shown; give Flow that declaration: earlier",
            visit.journey,
            visit.version,
        )
        return try_again(asked, spoken("version_gone"), spoken("version_gone_text"))

    def _timed_out(self, asked: Request) -> Page:
        title, text = spoken("ended"), spoken("ended_text")
        if not self._resuming:
            return pages.message(title, text, asked.root, spoken("again"), 410)
        text = f"{text} {spoken('ended_saved')}"
        return pages.message(title, text, f"{asked.root}resume", spoken("resume"), 410)

    def _start(self, asked: Request) -> Answer:
        if asked.form is None:
            resume = f"{asked.root}resume" if self._resuming else None
            text, about = self._newest.text, self.journey
            lead = None if about.lead is None else text(about.lead)
            needs = [text(one) for one in about.needs]
            return pages.start(asked.root, text(about.title), resume, lead, needs)
        if not asked.genuine:
            return self._neutral(asked)
        name, tag, version = self.journey.name, self._newest.tag, self.journey.version
        visit, cookie = self._store.begin(name, tag, version)
        way = Way(self.journey, visit.kept)
        to = f"{asked.root}{visit.id}/{way.start}"
        return Redirect(to, [self._keys.cookie(asked, visit.id, cookie)])

    def _neutral(self, asked: Request) -> Page:
        """Wrong, altered, foreign and forgotten addresses look alike."""
        to, link = asked.root, spoken("again")
        return pages.message(spoken("neutral"), spoken("neutral_text"), to, link, 404)

    # What the visits of one browser need.

    @property
    def _newest(self) -> Edition:
        return self._editions[self.journey.version]

    def token(self, id: str) -> str:
        """Give what only a page of this journey holds: another site can't send a form with it."""
        return self._keys.token(id)

    def reference(self, id: str) -> str:
        """Give what a resident quotes: always the same for one journey."""
        return self._keys.reference(id)
