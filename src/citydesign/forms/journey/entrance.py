"""The way in by a link and a code: to a form that was saved, or to one that was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from citydesign.exchange import Answer, Cookie, Page, Redirect, Request, Sent
from citydesign.extras import extra
from citydesign.forms.bound import Bound
from citydesign.forms.core.answers import AnswerError, read_code
from citydesign.forms.journey import pages
from citydesign.forms.words import spoken
from citydesign.forms.wtforms import CityMeta, Email, Optional, Phone, Required, bound
from citydesign.rules import trimmed

with extra("forms", "saved journeys"):
    import wtforms


class _Opened(Protocol):
    @property
    def id(self) -> str: ...


class Opening(Protocol):
    """What a store does for the way in; see `ResumingStore`."""

    sms: str | None

    def remind(self, journey: str, address: str) -> None:
        """Send a link for each form that belongs to an address; none is no error."""
        ...

    def knows(self, journey: str, token: str) -> bool:
        """Say whether a link still leads somewhere."""
        ...

    def ask_code(self, journey: str, token: str) -> bool:
        """Send the code for a link; False if the link leads nowhere or no more codes are given."""
        ...

    def resume(self, journey: str, token: str, code: str) -> tuple[Any, str] | int:
        """Open what a link leads to in this browser; or give how many tries are left."""
        ...


class Entrance:
    """The pages of the way in. They say the same whether or not an address or a link is known.

    Args:
        journey: Name of the declaration.
        store: Sends links and codes, and lets in.
        neutral: Makes the page for what leads nowhere.
        cookie: Makes the cookie of a browser, of the request, the id and the value.
        say: Gives the texts that tell what is opened: `resume`, `code_text`.
        begins: Whether the pages have a beginning to go back to.
    """

    def __init__(
        self,
        journey: str,
        store: Opening,
        neutral: Callable[[Request], Page],
        cookie: Callable[[Request, str, str], Cookie],
        say: Callable[[str], str] = spoken,
        begins: bool = True,
    ) -> None:
        self._name, self._entry = journey, store
        self._neutral, self._cookie, self._say = neutral, cookie, say
        self._begins = begins

    def answer(self, asked: Request, rest: list[str]) -> Answer:
        """Answer a request below `resume`."""
        form = asked.form
        sent = None if form is None else Sent.of(form)
        if sent is not None and not asked.genuine:
            return self._neutral(asked)
        match rest:
            case []:
                return self._remind(asked, sent)
            case [token] if self._entry.knows(self._name, token):
                return self._open(asked, token, sent)
        return self._neutral(asked)

    def _remind(self, asked: Request, sent: Sent | None) -> Answer:
        asking = asking_for(sent)
        if sent is None or asking.errors:
            title, text = self._say("resume"), self._say("resume_text")
            status = 200 if sent is None else 422
            back, button = asked.root if self._begins else None, spoken("save_send")
            frame = pages.Frame(f"{asked.root}{asked.path}", back=back)
            return pages.asking(frame, title, text, asking, button, status=status)
        self._entry.remind(self._name, trimmed(sent.get("email", "")))
        text = self._say("reminded_text")
        return pages.message(spoken("reminded"), text, asked.root, self._say("again"), 200)

    def _open(self, asked: Request, token: str, sent: Sent | None) -> Answer:
        here = f"{asked.root}{asked.path}"
        if sent is None:
            title, text = (
                self._say("resume"),
                self._say("code_text_sms" if self._entry.sms else "code_text"),
            )
            button, ask = spoken("code_get"), {"ask": "code"}
            return pages.asking(pages.Frame(here, hidden=ask), title, text, None, button)
        if "ask" in sent:
            if not self._entry.ask_code(self._name, token):
                return self._neutral(asked)
            return self._ask_code(here, None)
        try:
            code = "".join(read_code(sent.get("code", "")).split())
        except AnswerError:
            code = ""
        if not code:
            return self._ask_code(here, sent)
        answer = self._entry.resume(self._name, token, code)
        if isinstance(answer, int):
            if not answer:
                title, text = spoken("locked"), self._say("locked_text")
                link = f"{asked.root}resume"
                return pages.message(title, text, link, self._say("resume"), 403)
            return self._ask_code(here, sent, spoken("code_wrong", count=answer))
        visit, cookie = answer
        to = f"{asked.root}{visit.id}/"
        return Redirect(to, [self._cookie(asked, visit.id, cookie)])

    def _ask_code(self, here: str, sent: Sent | None, wrong: str | None = None) -> Answer:
        field = wtforms.StringField(
            spoken("code"),
            [Required(), _Refused(wrong)] if wrong else [Required()],
            render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
        )
        asking = bound(_form(code=field), sent, judge=sent is not None)
        status = 422 if asking.errors else 200
        title, text = spoken("code_title"), spoken("code_sent")
        on, frame = spoken("continue"), pages.Frame(here)
        return pages.asking(frame, title, text, asking, on, status=status)


def asking_for(sent: Sent | None, phone: str | None = None, *, judge: bool = True) -> Bound:
    """The form that asks for an address, and in this country for a phone number too."""
    fields = {
        "email": wtforms.EmailField(
            spoken("email"), [Required(), Email()], render_kw={"autocomplete": "email"}
        )
    }
    if phone:
        fields["phone"] = wtforms.TelField(
            spoken("phone"),
            [Optional(), Phone(phone)],
            description=spoken("phone_hint"),
            render_kw={"autocomplete": "tel"},
        )
    return bound(_form(**fields), sent, judge=judge and sent is not None)


class _Refused:
    """Refuses an answer that somebody else has judged."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, form: Any, field: Any) -> None:
        raise wtforms.ValidationError(self._text)


def _form(**fields: Any) -> type[wtforms.Form]:
    meta = type("Meta", (CityMeta, wtforms.Form.Meta), {})
    return type("Asked", (wtforms.Form,), {"Meta": meta, **fields})
