"""The pages on which a resident reads what became of a form that they sent, and answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from hmac import compare_digest
from posixpath import commonpath

from markupsafe import Markup

from citydesign import ui
from citydesign.calls import given
from citydesign.exchange import Answer, Cookie, Page, Redirect, Request
from citydesign.forms import sheet, thread
from citydesign.forms.core.handling import MOST, RESIDENT, Act, Case, Refusal, State
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey.again import try_again
from citydesign.forms.journey.copies import Copy, document
from citydesign.forms.journey.entrance import Entrance
from citydesign.forms.journey.pages import FORM_ID, copy_button, message
from citydesign.forms.store.cases import Handled
from citydesign.forms.store.replies import Replies
from citydesign.forms.words import explain, for_sender, language, spoken
from citydesign.fragments import hidden as fields_of
from citydesign.fragments import lead, lines, paragraph
from citydesign.fragments import title as title_of
from citydesign.store import Secret, StoreUnavailable
from citydesign.tags import match

_ID = re.compile(r"[0-9a-f]{32}")
_TOKEN, _SEQUENCE, _TEXT = "city-token", "city-sequence", "text"


class ReplyFlow:
    """Answers each request of a resident with a page, in the language of the application at work.

    A GET changes nothing. What was typed is kept, also where it can't be sent.

    Args:
        journey: The declaration of the form, with its `contact`.
        replies: Where what was sent is kept.
        secret: At least 32 random bytes, kept.
        zone: The time zone of the city, for the times shown.
        roots: By language, the addresses below which the pages are, as a browser sees them, so that
            a switch of the language needs no new link: `{"fi": "/fi/sent/", "sv": "/sv/sent/"}`.
        copy: As `Flow` has it.

    Raises:
        CityDesignError: The journey has no `contact`, so that nobody would ever get a link.
        ValueError: The secret is too short, or no bytes.
    """

    def __init__(
        self,
        journey: Journey,
        replies: Replies,
        secret: bytes,
        *,
        zone: tzinfo,
        roots: Mapping[str, str] | None = None,
        copy: Copy | None = None,
    ) -> None:
        if journey.contact is None:
            raise journey.error(
                "nobody gets a link; name the answer that is the mail address: "
                "contact = 'guardian.email'"
            )
        self._journey, self._replies, self._secret = journey, replies, Secret(secret)
        self._zone, self._roots, self._copy = zone, list((roots or {}).values()), copy
        self._entrance = Entrance(
            journey.name, replies, self._neutral, self._cookie, _said, begins=False
        )

    def answer(self, asked: Request) -> Answer:
        """Answer a request."""
        try:
            match asked.path.split("/"):
                case [""]:
                    return Redirect(f"{asked.root}resume")
                case ["resume", *rest]:
                    return self._entrance.answer(asked, rest)
                case [id, "" | "answer" | "copy" as act] if _ID.fullmatch(id):
                    return self._inside(asked, id, act)
                case [id] if _ID.fullmatch(id):
                    return Redirect(f"{asked.root}{id}/")
            return self._neutral(asked)
        except StoreUnavailable:
            return try_again(asked, spoken("trouble"), spoken("trouble_text"))

    def _inside(self, asked: Request, id: str, act: str) -> Answer:
        cookie = asked.cookies.get(_cookie_name(id), "")
        found = self._replies.look(self._journey.name, id, cookie)
        if found is None:
            return self._neutral(asked)
        if asked.form is None and act == "copy" and self._copy is not None:
            content = self._copy(id)
            if content is not None:
                return document(found.sent.reference, content)
        if asked.form is None:
            return Redirect(f"{asked.root}{id}/") if act else self._page(asked, found)
        if act != "answer":
            # The language was switched while an answer was being written.
            written = asked.form.get(_TEXT, "") if asked.genuine else ""
            return self._page(asked, found, written)
        return self._answered(asked, found, cookie)

    def _answered(self, asked: Request, found: Handled, cookie: str) -> Answer:
        form = asked.form or {}
        text, id = form.get(_TEXT, ""), found.case.id
        token = form.get(_TOKEN, "").encode("utf-8", "replace")
        if not (asked.genuine and compare_digest(token, self._token(id).encode())):
            return self._page(asked, found, text, explain("page_too_old"), 422)
        sequence = form.get(_SEQUENCE, "")
        number = int(sequence) if sequence.isdecimal() and len(sequence) < 9 else -1
        done = self._replies.answer(self._journey.name, id, cookie, number, text)
        if done is None:
            return self._neutral(asked)
        if isinstance(done, Case):
            return Redirect(f"{asked.root}{id}/")
        now = self._replies.look(self._journey.name, id, cookie)
        if now is None:
            return self._neutral(asked)
        if (now.last.act, now.last.text) == (Act.ANSWER, text):
            # Pressed twice: it is done.
            return Redirect(f"{asked.root}{id}/")
        if now.case.state is not State.ASKED:
            notice = "answered" if now.last.act is Act.ANSWER else "over"
            return self._page(asked, now, text, for_sender(notice), 409)
        if done is Refusal.CHANGED:
            return self._page(asked, now, text, for_sender("changed"), 409)
        values = {"most": language().number(MOST)} if done is Refusal.TOO_LONG else {}
        notice = for_sender(f"refused_{done.value}", **values)
        return self._page(asked, now, text, notice, 422, wrong=True)

    def _page(
        self,
        asked: Request,
        found: Handled,
        text: str = "",
        notice: str | None = None,
        status: int = 200,
        wrong: bool = False,
    ) -> Page:
        state = found.case.state
        title = for_sender("title", reference=found.sent.reference)
        is_asked = state is State.ASKED
        form = self._form(asked, found, text, notice, wrong) if is_asked else None
        said = thread.messages(found.log, _author, self._local, to_resident=True)
        kept = None
        if notice and not is_asked:
            # What was written for a question that is over is not lost.
            kept = lines(
                ui.notification(notice, status="warning"),
                thread.kept(text, for_sender("answer")),
            )
        tag = match([language().locale], self._journey.languages) or self._journey.languages[0]
        content = lines(
            title_of(title),
            kept,
            lead(for_sender(f"state_{state.value}")),
            ui.message_thread(for_sender("thread"), given(said), content=form or "")
            if said
            else None,
            Markup("<h2>{}</h2>").format(for_sender("copy")),
            *sheet.cards(self._journey, found.sent.data, tag, None),
            paragraph(for_sender("ends", date=self._day(found))),
            copy_button(f"{asked.root}{found.case.id}/copy" if self._copy else None),
        )
        form_id = FORM_ID if form else None
        return Page(title, content, status, bool(notice) and is_asked, form_id=form_id)

    def _form(
        self, asked: Request, found: Handled, text: str, notice: str | None, wrong: bool
    ) -> Markup:
        hidden = {_TOKEN: self._token(found.case.id), _SEQUENCE: str(found.case.sequence)}
        field = ui.textarea(
            _TEXT, for_sender("answer"), value=text, error=notice if wrong else None, rows=6
        )
        return ui.form_wrapper(
            f"{asked.root}{found.case.id}/answer",
            field,
            errors=given([{"text": notice, "url": f"#{_TEXT}"}] if notice else []),
            fields=fields_of(**hidden),
            button_text=for_sender("answer_button"),
            loading_text=for_sender("answering"),
            id=FORM_ID,
        )

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone)

    def _day(self, found: Handled) -> str:
        assert found.ends is not None
        return language().date(self._local(found.ends).date())

    def _token(self, id: str) -> str:
        """What only a page for this resident holds: another site can't send a form with it."""
        return self._secret.digest("reply-form", id).hex()[:32]

    def _cookie(self, asked: Request, id: str, value: str) -> Cookie:
        return Cookie(_cookie_name(id), value, commonpath([asked.root, *self._roots]))

    def _neutral(self, asked: Request) -> Page:
        """Wrong, altered, foreign and forgotten addresses look alike."""
        title, text = spoken("neutral"), spoken("neutral_text")
        # Who writes for longer than the page is open copies it. Another site puts no words here.
        typed = asked.form.get(_TEXT) if asked.form is not None and asked.genuine else None
        kept = thread.kept(typed, for_sender("answer"))
        return message(title, text, f"{asked.root}resume", for_sender("again"), 404, kept)


def _said(name: str) -> str:
    return for_sender(name)


def _author(id: str) -> str:
    return for_sender("sender" if id == RESIDENT else "city")


def _cookie_name(id: str) -> str:
    return f"city-sent-{id}"
