"""Saving a journey and coming back to it on another device, by a link and a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from citydesign.exchange import Answer, Cookie, Page, Redirect, Request, Sent
from citydesign.extras import extra
from citydesign.forms.bound import Bound
from citydesign.forms.core import checks
from citydesign.forms.core.journey import Journey
from citydesign.forms.journey import pages
from citydesign.forms.journey.port import ResumingStore, Visit
from citydesign.forms.words import explain, spoken
from citydesign.forms.wtforms import CityMeta, Email, Optional, Phone, Required, bound

with extra("forms", "saved journeys"):
    import wtforms


class Resuming:
    """The pages that save a journey and lead back to it.

    They say the same whether or not an address or a link is known.

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
        self._journey, self._store = journey, store
        self._neutral, self._cookie = neutral, cookie

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
        asking = self._asked_for(form, self._store.sms, judge=ours)
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
            if self._store.sms and typed.strip()
            else None
        )
        self._store.remember(visit, form.get("email", "").strip(), phone)
        title, text, on = spoken("saved"), spoken("saved_text"), spoken("continue")
        back = frame.back or frame.url
        return pages.message(title, text, back, on, 200, timeout=frame.timeout)

    def answer(self, asked: Request, rest: list[str]) -> Answer:
        """Answer a request below `resume`."""
        form = asked.form
        sent = None if form is None else Sent({name: [value] for name, value in form.items()})
        if sent is not None and not asked.genuine:
            return self._neutral(asked)
        match rest:
            case []:
                return self._remind(asked, sent)
            case [token] if self._store.knows(self._journey.name, token):
                return self._open(asked, token, sent)
        return self._neutral(asked)

    def _remind(self, asked: Request, sent: Sent | None) -> Answer:
        asking = self._asked_for(sent)
        if sent is None or asking.errors:
            title, text = spoken("resume"), spoken("resume_text")
            status = 200 if sent is None else 422
            back, button = asked.root, spoken("save_send")
            frame = pages.Frame(f"{asked.root}{asked.path}", back=back)
            return pages.asking(frame, title, text, asking, button, status=status)
        self._store.remind(self._journey.name, sent.get("email", "").strip())
        text = spoken("reminded_text")
        return pages.message(spoken("reminded"), text, asked.root, spoken("again"), 200)

    def _open(self, asked: Request, token: str, sent: Sent | None) -> Answer:
        here = f"{asked.root}{asked.path}"
        if sent is None:
            title, text = (
                spoken("resume"),
                spoken("code_text_sms" if self._store.sms else "code_text"),
            )
            button, ask = spoken("code_get"), {"ask": "code"}
            return pages.asking(pages.Frame(here, hidden=ask), title, text, None, button)
        if "ask" in sent:
            if not self._store.ask_code(self._journey.name, token):
                return self._neutral(asked)
            return self._ask_code(here, None)
        code = "".join(sent.get("code", "").split())
        if not code:
            return self._ask_code(here, sent)
        answer = self._store.resume(self._journey.name, token, code)
        if isinstance(answer, int):
            if not answer:
                title, text = spoken("locked"), spoken("locked_text")
                link = f"{asked.root}resume"
                return pages.message(title, text, link, spoken("resume"), 403)
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

    def _asked_for(
        self, sent: Sent | None, phone: str | None = None, *, judge: bool = True
    ) -> Bound:
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
