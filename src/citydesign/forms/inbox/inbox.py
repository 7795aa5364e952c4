"""The inbox of those who handle what residents sent: the list, one case, and what is done there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from hmac import compare_digest
from typing import Any

from citydesign.exchange import Answer, File, Page, Redirect, Request
from citydesign.forms.core.handling import ALLOWED, MOST, Act, Case, Refusal, Role, State, after
from citydesign.forms.core.journey import Journey
from citydesign.forms.file_store import FileStore
from citydesign.forms.inbox import figures_page, pages
from citydesign.forms.inbox.pages import SEQUENCE, TEXT, TOKEN, View
from citydesign.forms.journey.again import try_again
from citydesign.forms.journey.copies import Copy, document
from citydesign.forms.journey.files import reachable
from citydesign.forms.sheet import files as files_of
from citydesign.forms.store.desk import Desk, Filter, Handled
from citydesign.forms.words import explain, for_staff, language
from citydesign.identity import NotAllowed, NotSignedIn, Person
from citydesign.staff import Shell
from citydesign.store import Secret, StoreUnavailable

_ID = re.compile(r"[0-9a-f]{32}")
_PER_PAGE = 25
_ACTS = {"assign": Act.ASSIGN, "ask": Act.ASK, "decide": Act.DECIDE}
#: The states of a case that somebody still has to do something about.
_OPEN = tuple(state for state in State if state is not State.DECIDED)
#: What a page shows by itself.
_STATES: Mapping[str, tuple[State, ...]] = {
    "open": _OPEN,
    **{state.value: (state,) for state in State},
    "all": tuple(State),
}


class Inbox:
    """Answers each request of staff with a page, in the language of the application at work.

    A GET changes nothing. What was written is kept, also where it can't be sent.

    Args:
        desk: Where what was sent is handled.
        journeys: The declarations, for the words of what was asked.
        secret: At least 32 random bytes, kept.
        people: Gives those who may get a case, from your own directory. Also those who have left:
            the log names them.
        zone: The time zone of the city, for the times shown.
        files: Keeps the files that came with the answers, as `SqlStore` has it.
        copy: Gives a case as a document: `copies` of `citydesign.forms.journey`. None for none.

    Raises:
        ValueError: The secret is too short, or no bytes.
    """

    def __init__(
        self,
        desk: Desk,
        journeys: Iterable[Journey],
        secret: bytes,
        *,
        people: Callable[[], Iterable[Person]],
        zone: tzinfo,
        files: FileStore | None = None,
        copy: Copy | None = None,
    ) -> None:
        self._desk, self._secret, self._people = desk, Secret(secret), people
        self._journeys = {one.name: one for one in journeys}
        self._zone, self._files, self._copy = zone, files, copy

    def answer(self, asked: Request) -> Answer:
        """Answer a request.

        Raises:
            NotSignedIn: The request has no person.
            NotAllowed: The person may see nothing here, or not this.
        """
        if asked.person is None:
            raise NotSignedIn("nobody is signed in")
        if not self._desk.journeys(asked.person):
            raise NotAllowed("no role for any journey")
        try:
            return _Visit(self, asked, asked.person).answer()
        except StoreUnavailable:
            return try_again(asked, for_staff("trouble"), for_staff("trouble_text"))


@dataclass
class _Visit:
    """One request of somebody who is signed in."""

    inbox: Inbox
    asked: Request
    person: Person

    def answer(self) -> Answer:
        posted = self.asked.form is not None
        match self.asked.path.rstrip("/").split("/"):
            case [""] if not posted:
                return self._list()
            case ["figures"] if self._counted and not posted:
                return self._figures()
            case ["export"] if self._may_export:
                return self._export() if posted else self._export_page()
            case [id] if not posted:
                return self._case(id)
            case [id, act] if act in _ACTS:
                return self._with(id, lambda found: self._act(found, _ACTS[act]))
            case [id, "copy"] if not posted:
                return self._with(id, self._saved)
            case [id, "file", number] if not posted:
                return self._with(id, lambda found: self._file(found, _whole(number)))
        return self._gone()

    # The list

    def _list(self) -> Page:
        query, desk = self.asked.query, self.inbox._desk
        state, form = query.get("state", "open"), query.get("form")
        reference = "".join(filter(str.isprintable, query.get("reference", "")))
        only = Filter(
            journey=form if form in self._names else None,
            states=_STATES.get(state, _OPEN),
            assignee=self.person.id if query.get("who") == "me" else None,
            reference=reference.strip()[:20],
        )
        count = desk.count(self.person, only)
        last = max(1, -(-count // _PER_PAGE))
        number = query.get("page", "1")
        page = min(max(int(number), 1), last) if number.isdecimal() and len(number) < 9 else 1
        newest = query.get("sort") == "newest"
        found = desk.inbox(
            self.person, only, newest=newest, limit=_PER_PAGE, skip=(page - 1) * _PER_PAGE
        )
        chosen = {
            "form": only.journey,
            "state": state if state in _STATES and state != "open" else None,
            "who": "me" if only.assignee else None,
            "reference": only.reference or None,
            "sort": "newest" if newest else None,
        }
        view = self._view
        listed = pages.Listed(
            {name: value for name, value in chosen.items() if value},
            self._names, found, count, page, _PER_PAGE,
        )  # fmt: skip
        return pages.inbox(self._shell(""), view, listed)

    @property
    def _names(self) -> dict[str, str]:
        """The forms of which this person may see what was sent, by their names."""
        return {name: self._view.title(name) for name in self.inbox._desk.journeys(self.person)}

    # One case

    def _with(self, id: str, show: Callable[[Handled], Answer]) -> Answer:
        # Not every database takes any text.
        found = self.inbox._desk.look(self.person, id) if _ID.fullmatch(id) else None
        return self._gone() if found is None else show(found)

    def _case(self, id: str, notice: str | None = None, status: int = 200) -> Answer:
        found = self.inbox._desk.read(self.person, id) if _ID.fullmatch(id) else None
        if found is None:
            return self._gone()
        acts = [act for act in ALLOWED if self._may(found, act)]
        has_address = self.inbox._desk.has_address(found.case.id)
        if not has_address:
            acts = [act for act in acts if act is not Act.ASK]
        return pages.case(
            self._shell(), self._view, found, acts, self._hidden(found), has_address,
            notice=notice, status=status, copied=self.inbox._copy is not None,
        )  # fmt: skip

    def _may(self, found: Handled, act: Act) -> bool:
        roles = self.inbox._desk.roles(self.person, found.sent.journey)
        return act is not Act.EXPORT and bool(roles & ALLOWED[act]) and found.case.can(act)

    def _act(self, found: Handled, act: Act) -> Answer:
        if not self.inbox._desk.roles(self.person, found.sent.journey) & ALLOWED[act]:
            raise NotAllowed(f"none of the roles that may {act}")
        form = self.asked.form
        people = self._could_have(found)
        if form is None:
            if not self._may(found, act):
                return self._case(found.case.id, for_staff("not_now"), 409)
            return self._ask_for(found, act, people)
        text = form.get(TEXT, "")
        if not self._is_ours(form, found):
            return self._ask_for(found, act, people, text, explain("page_too_old"), 422)
        if act is Act.ASSIGN and text not in {one.id for one in people}:
            return self._ask_for(found, act, people, "", for_staff("nobody"), 422, wrong=True)
        if "again" in form:
            return self._ask_for(found, act, people, text)
        sequence = _whole(form.get(SEQUENCE))
        if act is Act.DECIDE and "sure" not in form:
            would = after(found.case, act, sequence, text)
            if isinstance(would, Refusal):
                return self._refused(found, act, people, text, would)
            return pages.sure(self._shell(), self._view, found, self._hidden(found), text)
        do = {Act.ASSIGN: self.inbox._desk.assign, Act.ASK: self.inbox._desk.ask}
        done = do.get(act, self.inbox._desk.decide)(self.person, found.case.id, sequence, text)
        if done is None:
            return self._gone()
        if isinstance(done, Case):
            return Redirect(self._url(found.case.id))
        now = self.inbox._desk.look(self.person, found.case.id)
        return self._gone() if now is None else self._refused(now, act, people, text, done)

    def _refused(
        self, now: Handled, act: Act, people: list[Person], text: str, why: Refusal
    ) -> Answer:
        last = now.last
        if why is Refusal.CHANGED:
            if (last.act, last.by, last.text) == (act, self.person.id, text):
                # Pressed twice: it is done.
                return Redirect(self._url(now.case.id))
            notice = self._view.changed(last)
        else:
            values = {"most": language().number(MOST)} if why is Refusal.TOO_LONG else {}
            notice = for_staff(f"refused_{why.value}", **values)
        if not self._may(now, act) or why is Refusal.NO_ADDRESS:
            return pages.too_late(
                self._shell(), self._view, now, notice, None if act is Act.ASSIGN else text
            )
        status = 409 if why is Refusal.CHANGED else 422
        if why is Refusal.CHANGED and act is not Act.ASSIGN:
            notice = f"{notice} {for_staff('changed_kept')}"
        return self._ask_for(now, act, people, text, notice, status, why is not Refusal.CHANGED)

    def _ask_for(
        self,
        found: Handled,
        act: Act,
        people: list[Person],
        text: str = "",
        notice: str | None = None,
        status: int = 200,
        wrong: bool = False,
    ) -> Page:
        hidden = self._hidden(found)
        shell, view = self._shell(), self._view
        if act is Act.ASSIGN:
            return pages.assign(
                shell, view, found, hidden, people, self.person, notice, status, wrong
            )
        return pages.write(shell, view, found, hidden, act, text, notice, status, wrong)

    def _could_have(self, found: Handled) -> list[Person]:
        """Those who may be given a case, this person first."""
        desk = self.inbox._desk
        return [
            one
            for one in self._people.values()
            if desk.roles(one, found.sent.journey) & ALLOWED[Act.ASSIGN]
        ]

    def _file(self, found: Handled, number: int) -> Answer:
        listed = files_of(found.sent.data)
        if self.inbox._files is None or not 1 <= number <= len(listed):
            return self._gone()
        wanted, store = listed[number - 1], self.inbox._files
        with reachable():
            kept = [one for one in store.files(wanted["owner"]) if one.id == wanted["id"]]
            if not kept:
                return self._gone()
            if self.inbox._desk.read(self.person, found.case.id, kept[0].name) is None:
                return self._gone()
            with store.open(kept[0]) as content:
                return File(kept[0].name, kept[0].type, content.read())

    def _saved(self, found: Handled) -> Answer:
        """A case as a document, which its log says."""
        copy, desk = self.inbox._copy, self.inbox._desk
        content = copy(found.case.id) if copy is not None else None
        if content is None or desk.copy(self.person, found.case.id, lambda _: content) is None:
            return self._gone()
        return document(found.sent.reference, content)

    # All of a form, as a file

    @property
    def _may_export(self) -> bool:
        return bool(self._out)

    @property
    def _out(self) -> dict[str, str]:
        desk = self.inbox._desk
        return {
            name: title
            for name, title in self._names.items()
            if Role.ADMIN in desk.roles(self.person, name)
        }

    def _export_page(self, notice: str | None = None) -> Page:
        hidden, here = {TOKEN: self._token("export")}, f"{self.asked.root}export"
        shell = self._shell("export")
        return pages.export(shell, here, self._out, hidden, self.asked.form, notice)

    def _export(self) -> Answer:
        form = self.asked.form or {}
        name, kind = form.get("form", ""), form.get("kind", "")
        if not self._is_token(form, "export"):
            return self._export_page(explain("page_too_old"))
        if name not in self._out or kind not in pages.KINDS:
            return self._export_page()
        text = self.inbox._desk.export(self.person, name, "csv" if kind == "csv" else "json")
        # By this mark Excel knows that the table is UTF-8.
        content = f"\ufeff{text}" if kind == "csv" else text
        return File(f"{name}.{kind}", pages.KINDS[kind], content.encode("utf-8", "replace"))

    # Figures

    @property
    def _counted(self) -> dict[str, str]:
        """The forms of which there are figures: those that are declared."""
        known = self.inbox._journeys
        return {name: title for name, title in self._names.items() if name in known}

    def _figures(self) -> Page:
        desk, forms = self.inbox._desk, self._counted
        chosen = figures_page.asked(self.asked.query, forms, desk.today())
        journey = self.inbox._journeys[chosen.form]
        found = desk.figures(self.person, journey, chosen.since, chosen.until)
        here = f"{self.asked.root}figures"
        return figures_page.show(self._shell("figures"), here, forms, chosen, found, journey)

    # Around the pages

    def _shell(self, here: str | None = None) -> Shell:
        """The shell; `here` is the address of a page of the menu, below that of the inbox."""
        root = self.asked.root
        links: list[dict[str, Any]] = [{"text": for_staff("title"), "url": root}]
        if self._counted:
            links.append({"text": for_staff("figures"), "url": f"{root}figures"})
        if self._may_export:
            links.append({"text": for_staff("export"), "url": f"{root}export"})
        for one in links:
            if one["url"] == f"{root}{here}":
                one["current"] = "page"
        return Shell(self.person, links)

    @cached_property
    def _people(self) -> dict[str, Person]:
        """Everybody by id, this person first. The directory is asked once for a page."""
        return {one.id: one for one in [self.person, *self.inbox._people()]}

    @cached_property
    def _view(self) -> View:
        known = {id: one.name for id, one in self._people.items()}
        return View(self.asked.root, self.inbox._journeys, known, self.inbox._zone)

    def _url(self, id: str) -> str:
        return f"{self.asked.root}{id}"

    def _token(self, about: str) -> str:
        """What only a page for this person holds: another site can't send a form with it."""
        digest = self.inbox._secret.digest("inbox-form", about, self.person.id)
        return digest.hex()[:32]

    def _hidden(self, found: Handled) -> dict[str, str]:
        return {TOKEN: self._token(found.case.id), SEQUENCE: str(found.case.sequence)}

    def _is_ours(self, form: Mapping[str, str], found: Handled) -> bool:
        return self._is_token(form, found.case.id)

    def _is_token(self, form: Mapping[str, str], about: str) -> bool:
        sent = form.get(TOKEN, "").encode("utf-8", "replace")
        return self.asked.genuine and compare_digest(sent, self._token(about).encode())

    def _gone(self) -> Page:
        form, act = self.asked.form, self.asked.path.rpartition("/")[2]
        # Another site puts no words on our pages, and an assignment has none.
        written = form is not None and self.asked.genuine and act != Act.ASSIGN.value
        return pages.gone(self.asked.root, form.get(TEXT) if form and written else None)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1
