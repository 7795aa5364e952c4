"""The letters about forms: one for each letter of the outboxes of `SqlStore` and `Replies`."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import Journey
from citydesign.forms.store.letter import Letter
from citydesign.forms.words import for_sender
from citydesign.locale import use_locale
from citydesign.mail import Code, Link, Paragraph, Stationery
from citydesign.mail import Letter as Written
from citydesign.mail.parts import Part
from citydesign.tags import pick

#: Of each letter that leads to what was sent: the words of its link.
_LINKS = {
    "received": "open", "question": "question", "decision": "decision", "reply": "open",
}  # fmt: skip


class FormLetters:
    """Writes what has to be sent about the forms of one journey.

    No letter holds an answer, a question or a decision: mail is read over shoulders and kept by
    others. It says what has happened, and leads to the page.

    Args:
        stationery: How letters look, and who sends them.
        journey: The declaration.
        office: The mail address of those who hear that a form has come.
        form: The whole address below which the pages of the journey are, by the tag of the
            language: `{"fi": "https://city.example/fi/hae/"}`; a text if there is one.
        replies: The same of the pages of `ReplyFlow`; needed where the journey has a `contact`.
        inbox: The whole address below which the inbox is.
    """

    def __init__(
        self,
        stationery: Stationery,
        journey: Journey,
        *,
        office: str,
        form: str | Mapping[str, str],
        replies: str | Mapping[str, str] | None = None,
        inbox: str | None = None,
    ) -> None:
        if journey.contact is not None and replies is None:
            raise journey.error("its letters lead to what was sent; give FormLetters(replies=...)")
        self._stationery, self._journey, self._office = stationery, journey, office
        self._form, self._replies, self._inbox = form, replies, inbox

    def letter(self, one: Letter) -> Written:
        """Give a letter, in the language of the form; that to the office in its first language.

        Raises:
            CityDesignError: There is no such kind of letter.
        """
        tag = self._journey.languages[0] if one.kind == "submission" else one.language
        with use_locale(tag):
            title = self._journey.text(self._journey.title, tag)
            subject, parts = self._written(one, title)
            return Written(subject, parts, tag)

    def message(self, one: Letter) -> EmailMessage:
        """Give the whole message of a letter that goes by mail.

        Raises:
            CityDesignError: It goes by text message, its address is none, or there is no such kind.
        """
        if one.by != "mail":
            raise CityDesignError("this letter goes by text message; send FormLetters.text(...)")
        outbox = "form" if one.kind in ("resume", "submission") else "sent"
        # The two outboxes count by themselves, and codes are in both.
        if one.kind == "code" and one.submission is None:
            outbox = "form"
        id = f"{outbox}-{self._journey.name}-{one.id}"
        return self._stationery.message(self.letter(one), one.to or self._office, id)

    def text(self, one: Letter) -> str:
        """Give the text message of a code that goes to a phone."""
        with use_locale(one.language):
            return for_sender("letter_sms", code=one.code)

    def _written(self, one: Letter, title: str) -> tuple[str, list[Part]]:
        reference = one.submission.reference if one.submission else ""
        parts: list[Part]
        match one.kind:
            case "code":
                shown = Code(for_sender("letter_code_label"), one.code or "")
                return for_sender("letter_code"), [shown, _say("code_text")]
            case "resume":
                url = f"{pick(self._form, one.language)}resume/{one.token}"
                parts = [
                    _say("resume_text", title=title),
                    Link(for_sender("letter_resume_link"), url),
                    _say("once"),
                    _say("not_you"),
                ]
                return for_sender("letter_resume"), parts
            case "submission":
                parts = [_say("office_text", reference=reference)]
                if self._inbox and one.submission:
                    url = f"{self._inbox}{one.submission.id}"
                    parts.append(Link(for_sender("letter_office_link"), url))
                return for_sender("letter_office", title=title), parts
            case kind if kind in _LINKS and self._replies is not None:
                url = f"{pick(self._replies, one.language)}resume/{one.token}"
                parts = [
                    _say(f"{kind}_text", title=title),
                    Link(for_sender(f"letter_{_LINKS[kind]}_link"), url),
                    _say("once"),
                    _say("not_you"),
                ]
                return for_sender(f"letter_{kind}", reference=reference), parts
        raise CityDesignError(f"FormLetters knows no letter of the kind {one.kind!r}")


def _say(name: str, **values: str) -> Paragraph:
    return Paragraph(for_sender(f"letter_{name}", **values))
