"""The way of a resident through the pages of a journey, from the first to the receipt."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from hmac import compare_digest
from itertools import groupby
from posixpath import commonpath
from typing import Any

from markupsafe import Markup

from citydesign.errors import CityDesignError
from citydesign.exchange import Answer, Cookie, Page, Redirect, Request, Sent
from citydesign.forms.core.answers import is_answered
from citydesign.forms.core.journey import CHECK, TASKS, Group, Journey, Kept, Place, Stop, Way
from citydesign.forms.core.journey import Page as Asking
from citydesign.forms.core.lists import ACTION as PRESSED
from citydesign.forms.core.lists import Change, change, rest
from citydesign.forms.journey import pages, shown
from citydesign.forms.journey.again import try_again
from citydesign.forms.journey.binding import bind, file_fields
from citydesign.forms.journey.copies import Copy, document
from citydesign.forms.journey.edition import Edition, editions
from citydesign.forms.journey.figures import events
from citydesign.forms.journey.files import reachable
from citydesign.forms.journey.pages import ACTION, CHANGE, LANGUAGE, LOST, TOKEN, VERSION, Frame
from citydesign.forms.journey.port import (
    Changed,
    CountingStore,
    Full,
    ResumingStore,
    Store,
    Submission,
    Visit,
)
from citydesign.forms.journey.resuming import Resuming
from citydesign.forms.words import explain, spoken
from citydesign.fragments import hidden as fields_of
from citydesign.fragments import lines, paragraph
from citydesign.store import Reason, Secret, StoreUnavailable, utc_now

_ID = re.compile(r"[0-9a-f]{32}")
_ATTEMPTS = 30
_log = logging.getLogger("citydesign")
_REMOVE = "city-remove"
#: What ends later is not told: nobody waits so long at one page.
_SOON = timedelta(hours=12)
#: Below the id: where more time is asked for, and where the page leads that has none left.
_MORE_TIME, _ENDED = "more-time", "ended"


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
        self._timed = store.idle is not None and store.idle <= _SOON
        if self._timed and zone is None:
            raise CityDesignError(
                f"{journey}: {type(store).__name__} ends after {store.idle}; give the zone of the "
                "city's clock: zone=ZoneInfo('Europe/Helsinki')"
            )
        self._zone = zone
        self._store, self._receive, self._clock = store, receive, clock
        self._copy = copy
        self._secret, self._roots = Secret(secret), list((roots or {}).values())
        self._editions = editions(journey, earlier, store, self._secret)
        self._resuming = (
            Resuming(journey, store, self._neutral, self._cookie)
            if isinstance(store, ResumingStore)
            else None
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
                cookie = asked.cookies.get(_cookie_name(id), "")
                visit = self._store.open(self.journey.name, id, cookie)
                if visit is not None:
                    edition = self._editions.get(visit.version)
                    if edition is None:
                        return self._without(asked, visit)
                    return _Visiting(self, edition, asked, visit).answer("/".join(rest))
                if self._store.timed_out(self.journey.name, id, cookie):
                    return self._timed_out(asked)
                if rest == [_MORE_TIME]:
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
        return Redirect(to, [self._cookie(asked, visit.id, cookie)])

    def _neutral(self, asked: Request) -> Page:
        """Wrong, altered, foreign and forgotten addresses look alike."""
        to, link = asked.root, spoken("again")
        return pages.message(spoken("neutral"), spoken("neutral_text"), to, link, 404)

    # What the visits of one browser need.

    @property
    def _newest(self) -> Edition:
        return self._editions[self.journey.version]

    def _cookie(self, asked: Request, id: str, value: str) -> Cookie:
        # The browser sends it to the pages of every language.
        path = commonpath([asked.root, *self._roots])
        return Cookie(_cookie_name(id), value, path)

    def token(self, id: str) -> str:
        """Give what only a page of this journey holds: another site can't send a form with it."""
        return self._secret.digest("journey-form", self.journey.name, id).hex()[:32]

    def reference(self, id: str) -> str:
        """Give what a resident quotes: always the same for one journey."""
        text = base64.b32encode(self._secret.digest("journey-reference", id)).decode()
        # No letter that is mistaken for a digit, read aloud or on paper.
        text = text.translate(str.maketrans("IO", "89"))
        return f"{text[:5]}-{text[5:10]}"


class _Visiting:
    """One request of the browser that began a journey."""

    def __init__(self, flow: Flow, edition: Edition, asked: Request, visit: Visit) -> None:
        self._flow, self._edition, self._asked, self._visit = flow, edition, asked, visit
        self._journey = edition.journey
        self._way = Way(edition.journey, visit.kept)
        form = asked.form
        self._form = None if form is None else Sent.of(form)
        # A question may be called `change` too.
        self._changing = "change" in asked.query if self._form is None else CHANGE in self._form

    def answer(self, key: str) -> Answer:
        way = self._way
        if self._visit.reference is not None:
            return self._sent(key, self._visit.reference)
        if key == _MORE_TIME:
            return self._time_left()
        if key == "save" and isinstance(self._flow._store, ResumingStore):
            return self._save_for_later()
        if not way.is_open(key):
            return self._not_open(key)
        if key == TASKS:
            return self._tasks()
        if key == CHECK:
            return self._check() if self._form is None else self._send()
        place = way.place(key)
        assert place is not None
        match place.part:
            case Stop() as part:
                texts = [self._edition.text(one) if one else None for one in (part.text, part.link)]
                title = self._edition.text(part.title)
                return pages.stop(self._frame(place), title, texts[0] or "", part.url, texts[1])
            case Group() as group:
                return self._group(place, group)
            case page:
                return self._page(place, page)

    def _sent(self, key: str, reference: str) -> Answer:
        """What remains of a journey that was sent."""
        copy = self._flow._copy
        if key == "copy" and self._form is None and copy is not None:
            content = copy(self._visit.id)
            if content is not None:
                return document(reference, content)
        if key != "receipt" or self._form is not None:
            return self._to("receipt")
        steps = [self._edition.text(one) for one in self._journey.next]
        url = self._url("copy") if copy is not None else None
        return pages.receipt(reference, "twice" in self._asked.query, steps, url)

    # A page that asks

    def _page(self, place: Place, page: Asking) -> Answer:
        kept, tag, key = self._visit.kept, self._edition.tag, place.key
        typed = kept.typed(key)
        if self._form is None:
            sent = self._typed(key)
            judge = "errors" in self._asked.query and sent is not None
            bound = bind(page, tag, sent, judge)
            return pages.question(self._frame(place), self._edition.text(page.title), bound)
        files, id = self._edition.files, self._visit.id
        lists = bind(page, tag).own(self._form.lists)
        if not self._is_ours():
            again = bind(page, tag, files.bindable(id, key, lists))
            return self._again(place, again, explain("page_too_old"), self._lost_files(page))
        # The page was sent to its own address in another language: by a switch of the language.
        switched = self._form.get(LANGUAGE, tag) != tag
        if switched:
            lists = _without_switch(lists, tag)
        pressed = change(self._form)
        leaves = switched or self._form.get(ACTION) == "save"
        removes = files.removes(key, self._form)
        unfinished = pressed is not None or leaves or removes or LOST in self._form
        # Takes the files that came along, so that nothing else may bind them again.
        with reachable():
            bound = bind(page, tag, files.bindable(id, key, lists, self._form), not unfinished)
        lists = _without(lists, files.names(key)) | files.answers(id, key)
        now = {name: tuple(values) for name, values in lists.items()}
        if self._form.get(VERSION) != kept.version(key) and typed is not None and now != typed:
            return self._conflict(place, page, files.bindable(id, key, lists))
        try:
            if pressed:
                return self._changed(place, page, lists, pressed)
            if leaves:
                cookies = self._keep(kept.drafted(key, lists))
                to = self._marked(key) if switched else "save"
                return replace(self._to(to), cookies=cookies)
            if unfinished or bound.errors:
                cookies = self._keep(kept.drafted(key, lists))
                frame, title = self._frame(place), self._edition.text(page.title)
                status = 422 if bound.errors else 200
                if bound.errors and isinstance(self._flow._store, CountingStore):
                    seen = events(page.name, bound.fields)
                    self._flow._store.count_errors(self._journey.name, seen)
                return replace(pages.question(frame, title, bound, status=status), cookies=cookies)
            cookies = self._keep(kept.answered(key, lists))
        except Full:
            again = bind(page, tag, files.bindable(id, key, lists))
            return self._again(place, again, spoken("full_text"))
        return self._on(key, cookies)

    def _typed(self, key: str) -> Sent | None:
        """What a page shows: what was typed there last, and its files."""
        typed = self._visit.kept.typed(key)
        if typed is None:
            return None
        return self._edition.files.bindable(self._visit.id, key, typed)

    def _changed(
        self, place: Place, page: Asking, lists: dict[str, list[str]], pressed: Change
    ) -> Page:
        """The page with one entry of a list more or less, kept as far as it was typed."""
        assert self._form is not None
        stay = rest(lists, pressed)
        cookies = self._keep(self._visit.kept.drafted(place.key, {one: lists[one] for one in stay}))
        again = {**lists, PRESSED: [self._form[PRESSED]]}
        sent = self._edition.files.bindable(self._visit.id, place.key, again)
        bound = bind(page, self._edition.tag, sent)
        title = self._edition.text(page.title)
        return replace(pages.question(self._frame(place), title, bound), cookies=cookies)

    def _again(self, place: Place, bound: Any, notice: str, more: Sequence[Any] = ()) -> Page:
        frame, title = self._frame(place), self._edition.text(place.part.title)
        return pages.question(frame, title, bound, notice, more=more, status=422)

    def _lost_files(self, page: Asking) -> list[dict[str, str]]:
        """What to do about files that came with a form that is not ours, so that none is kept."""
        assert self._form is not None
        return [
            {"text": explain("file_not_sent", label=field.label), "url": f"#{field.id}"}
            for field in file_fields(page, self._edition.tag)
            if any(map(is_answered, self._form.files.get(field.name, ())))
        ]

    def _conflict(self, place: Place, page: Asking, sent: Sent) -> Page:
        """What was typed here and what was typed in another tab, both to be read."""
        bound = bind(page, self._edition.tag, sent)
        rows = shown.rows_at(place, self._typed(place.key), self._edition.tag, None)
        keep = Markup('<a href="{}">{}</a>').format(self._url(place.key), spoken("keep_other"))
        other = lines(pages.card(rows, "city-other", spoken("other_tab")), paragraph(keep))
        title = self._edition.text(page.title)
        return pages.question(
            self._frame(place), title, bound, spoken("conflict"), other, status=409
        )

    def _not_open(self, key: str) -> Answer:
        """Lead on from a page that can't be opened now, without losing what was typed there."""
        group, _, name = key.rpartition("/")
        page = self._journey.page(name)
        if self._form is None or page is None:
            return self._to(self._way.last_open)
        files, id, tag = self._edition.files, self._visit.id, self._edition.tag
        lists = _without(bind(page, tag).own(self._form.lists), files.names(key))
        rows = list(shown.rows_of(bind(page, tag, files.bindable(id, key, lists)).fields, None))
        typed = pages.card(rows, "city-typed", self._edition.text(page.title))
        numbers = {
            f"{one.name}/{number}"
            for one in self._journey.groups
            if one.name == page.group
            for number in self._visit.kept.numbers(one)
        }
        if group not in (numbers if page.group else {""}):
            return self._not_asked([], spoken("not_asked_gone"), typed)
        if not self._is_ours():
            hidden = {**lists, TOKEN: self._token}
            lost = [one["text"] for one in self._lost_files(page)]
            return pages.rescue(
                Frame(self._url(key), hidden=hidden, timeout=self._timeout()), typed, lost
            )
        with reachable():
            bind(page, tag, files.bindable(id, key, lists, self._form))
        try:
            cookies = self._keep(self._visit.kept.drafted(key, lists | files.answers(id, key)))
        except Full:
            return self._not_asked([], spoken("full_text"), typed)
        return self._not_asked(cookies)

    def _not_asked(
        self, cookies: list[Cookie], text: str | None = None, typed: Markup | None = None
    ) -> Page:
        title, text = spoken("not_asked"), text or spoken("not_asked_text")
        on, link = self._url(self._way.last_open), spoken("continue")
        page = pages.message(title, text, on, link, 409, typed, self._timeout())
        return replace(page, cookies=cookies)

    # A group

    def _group(self, place: Place, group: Group, notice: str | None = None) -> Answer:
        numbers = self._visit.kept.numbers(group)
        if self._form is not None and notice is None:
            return self._group_sent(place, group)
        asked = self._asked.query.get("remove", "")
        if asked in map(str, numbers) and len(numbers) > group.least:
            name = self._entry_name(group, int(asked))
            back = self._url(self._marked(place.key))
            frame = replace(self._frame(place), back=back, steps=None)
            return pages.remove(frame, name, {_REMOVE: asked}, back)
        cards = []
        for number in numbers:
            places = [one for one in self._way.places if one.entry == number]
            places = [one for one in places if shown.group_of(self._journey, one) is group]
            rows = [
                row
                for one in places
                for row in shown.rows_at(one, self._typed(one.key), self._edition.tag, None)
            ]
            first = places[0].key
            actions = [{"text": spoken("change"), "url": self._url(self._marked(first))}]
            if len(numbers) > group.least:
                to = self._url(f"{place.key}?remove={number}{'&change' if self._changing else ''}")
                actions.append({"text": spoken("remove"), "url": to})
            name = self._entry_name(group, number)
            cards.append(pages.card(rows, f"entry-{number}", name, actions=actions))
        title = self._edition.text(group.title)
        return pages.group(self._frame(place), title, cards, len(numbers) < group.most, notice)

    def _group_sent(self, place: Place, group: Group) -> Answer:
        assert self._form is not None
        kept, numbers = self._visit.kept, self._visit.kept.numbers(group)
        if not self._is_ours():
            return self._group(place, group, explain("page_too_old"))
        if self._form.get(VERSION) != kept.version(place.key):
            # Pressed twice, or changed in another tab: what there is now is shown first.
            return self._to(self._marked(place.key))
        removed = self._form.get(_REMOVE)
        if removed is not None:
            if removed in map(str, numbers) and len(numbers) > group.least:
                cookies = self._keep(kept.removed(group, int(removed)))
                begin = f"{group.name}/{removed}/"
                gone = [f"{begin}{one.name}" for one in self._journey.pages]
                self._edition.files.forget(self._visit.id, gone)
                return replace(self._to(self._marked(place.key)), cookies=cookies)
            return self._to(self._marked(place.key))
        try:
            if self._form.get(ACTION) == "add":
                if len(numbers) >= group.most:
                    return self._group(place, group, spoken("most", count=group.most))
                changed, number = kept.added(group)
                cookies = self._keep(changed)
                first = next(
                    one.key
                    for one in Way(self._journey, changed).places
                    if one.key.startswith(f"{group.name}/{number}/")
                )
                return replace(self._to(self._marked(first)), cookies=cookies)
            cookies = self._keep(kept.answered(place.key, {}))
        except Full:
            return self._group(place, group, spoken("full_text"))
        return self._on(place.key, cookies)

    def _entry_name(self, group: Group, number: int) -> str:
        at = self._visit.kept.numbers(group).index(number) + 1
        return shown.entry_name(self._journey, group, at, self._edition.tag)

    # Check and send

    def _check(self, notice: str | None = None) -> Answer:
        return pages.check(self._frame(None), self._cards(), notice)

    def _cards(self) -> list[Markup]:
        cards: list[Markup] = []
        seen: set[str] = set()
        for title, together in groupby(self._way.places, self._card_title):
            rows: list[Any] = []
            places = list(together)
            if title in seen:
                # A section goes on after a group.
                title = self._edition.text(places[0].part.title)
            seen.add(title)
            for place in places:
                change = self._url(f"{place.key}?change")
                own = shown.rows_at(place, self._typed(place.key), self._edition.tag, change)
                rows += own if place.entry is None else shown.about(own, title)
                if isinstance(place.part, Group):
                    number = len(self._visit.kept.numbers(place.part))
                    actions = [{"text": spoken("change"), "url": change}]
                    rows.append({"label": title, "value": str(number), "actions": actions})
            if rows:
                # The one row of a group has its name already.
                name = None if isinstance(place.part, Group) else title
                cards.append(pages.card(rows, f"answers-{len(cards) + 1}", name))
        return cards

    def _card_title(self, place: Place) -> str:
        group = shown.group_of(self._journey, place)
        if group is not None and place.entry is not None:
            return self._entry_name(group, place.entry)
        if not isinstance(place.part, Group) and place.part.section is not None:
            parts = {one.name: one for one in self._journey.sections}
            return self._edition.text(parts[place.part.section].title)
        return self._edition.text(place.part.title)

    def _send(self) -> Answer:
        if not self._is_ours():
            return self._check(explain("page_too_old"))
        kept, files, id = self._visit.kept, self._edition.files, self._visit.id
        with_files: dict[str, dict[str, Any]] = {}
        for place in self._way.places:
            if not isinstance(place.part, Asking):
                continue
            key, answers = place.key, kept.answers[place.key]
            lists = {name: list(values) for name, values in answers.items()}
            now = _without(lists, files.names(key)) | files.answers(id, key)
            sent = files.bindable(id, key, now)
            # What could be taken a week ago may have become wrong, such as a date; and another tab
            # may have added a file that nobody has agreed to yet.
            if now != lists or bind(place.part, self._edition.tag, sent, judge=True).errors:
                cookies = self._keep(kept.left(key, now))
                return replace(self._to(f"{key}?change&errors"), cookies=cookies)
            if sent_files := files.payload(id, key):
                with_files[key] = {**answers, **sent_files}
        reference = self._flow.reference(self._visit.id)
        data = self._way.payload(with_files)
        first = self._flow._receive(
            Submission(
                self._visit.id,
                self._journey.name,
                reference,
                self._edition.tag,
                data,
                self._flow._clock(),
                self._journey.version,
                self._journey.told("contact", data),
                self._journey.told("phone", data),
            )
        )
        self._visit = replace(self._visit, reference=reference)
        fallen = {*kept.answers, *kept.drafts} - {one.key for one in self._way.places}
        # What was sent is with those who receive it; here nothing of it stays.
        cookies = self._keep(Kept())
        files.forget(id, fallen)
        return replace(self._to("receipt" if first else "receipt?twice"), cookies=cookies)

    # Around the pages

    def _tasks(self) -> Answer:
        items = shown.tasks(self._journey, self._way, self._url, self._edition.tag)
        ready = self._url(CHECK) if self._way.is_complete else None
        return pages.tasks(
            Frame(self._url(TASKS), timeout=self._timeout()),
            self._edition.text(self._journey.title),
            items,
            ready,
        )

    def _save_for_later(self) -> Answer:
        resuming = self._flow._resuming
        assert resuming is not None
        frame = Frame(
            self._url("save"),
            back=self._url(self._way.last_open),
            hidden={TOKEN: self._token},
            timeout=self._timeout(),
        )
        return resuming.save(frame, self._visit, self._form, self._is_ours())

    @property
    def _token(self) -> str:
        return self._flow.token(self._visit.id)

    def _is_ours(self) -> bool:
        """Say whether what was sent comes from a page of this journey."""
        token = "" if self._form is None else self._form.get(TOKEN, "")
        right = compare_digest(token.encode("utf-8", "replace"), self._token.encode())
        return self._asked.genuine and right

    def _frame(self, place: Place | None) -> Frame:
        key = place.key if place else CHECK
        before = self._way.before(key, self._changing and key != CHECK)
        tag = self._edition.tag
        hidden = {TOKEN: self._token, VERSION: self._visit.kept.version(key), LANGUAGE: tag}
        if self._changing:
            hidden[CHANGE] = "1"
        group = shown.group_of(self._journey, place) if place else None
        number = place.entry if place else None
        return Frame(
            url=self._url(key),
            entry=self._entry_name(group, number) if group and number is not None else None,
            back=self._url(before) if before else None,
            steps=shown.steps(self._journey, self._way, place, self._url, tag),
            hidden=hidden,
            saves=self._flow._resuming is not None,
            timeout=self._timeout(),
        )

    def _timeout(self) -> dict[str, Any] | None:
        """When this browser opens the journey no more, if that is soon."""
        ends, zone = self._visit.ends, self._flow._zone
        if not self._flow._timed or ends is None or zone is None:
            return None
        return {
            "ends": ends.astimezone(zone),
            "now": self._flow._clock().astimezone(zone),
            "url": self._url(_MORE_TIME),
            "ended_url": self._url(_ENDED),
            "kind": "form",
            "fields": fields_of(**{TOKEN: self._token}),
        }

    def _time_left(self) -> Page:
        """How much time there is; more of it if the form asks for it."""
        cookies = self._keep(self._visit.kept) if self._is_ours() else []
        on = Frame(self._url(self._way.last_open), timeout=self._timeout())
        return replace(pages.time_left(on), cookies=cookies)

    def _keep(self, kept: Kept) -> list[Cookie]:
        way = Way(self._journey, kept)
        now = replace(self._visit, kept=kept, language=self._edition.tag, place=way.goes_on)
        value = self._flow._store.save(now)
        idle = self._flow._store.idle
        ends = None if idle is None else self._flow._clock() + idle
        self._visit = replace(self._visit, kept=kept, ends=ends)
        self._way = way
        return [] if value is None else [self._flow._cookie(self._asked, self._visit.id, value)]

    def _on(self, key: str, cookies: list[Cookie]) -> Redirect:
        after = self._way.after(key, self._changing)
        marked = after if after in (CHECK, TASKS) else self._marked(after)
        return replace(self._to(marked), cookies=cookies)

    def _marked(self, key: str) -> str:
        return f"{key}?change" if self._changing else key

    def _url(self, key: str) -> str:
        return f"{self._asked.root}{self._visit.id}/{key}"

    def _to(self, key: str) -> Redirect:
        return Redirect(self._url(key))


def _cookie_name(id: str) -> str:
    return f"city-journey-{id}"


def _without_switch(lists: Mapping[str, list[str]], tag: str) -> dict[str, list[str]]:
    """Leave out what the button of the language says, where a question has the same name."""
    said = list(lists.get("language", ()))
    if tag in said:
        said.remove(tag)
    return {**lists, "language": said} if "language" in lists else dict(lists)


def _without(lists: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, list[str]]:
    return {name: values for name, values in lists.items() if name not in set(names)}
