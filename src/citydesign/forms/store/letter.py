"""What the outboxes of forms hold, for whoever writes and sends it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from citydesign.forms.journey.port import Submission


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be sent.

    Attributes:
        id: Its number in the outbox.
        kind: `resume`: a link back; `code`: the code that opens it; `submission`: what was sent,
            for the city. Of `Replies`: `received`, `question` and `decision`, each with a link to
            what was sent; `reply`: only that link, asked for again; `code`.
        journey: Name of the declaration.
        language: The tag of the language to write in.
        to: The resident's address, or the phone number of a text message, `+358401234567`; None
            for what is for the city.
        by: `mail`, or `sms` for a code that goes to a phone.
        token: Of the link, `<address of the pages>resume/<token>`.
        code: Six digits.
        submission: What was sent.
    """

    id: int
    kind: str
    journey: str
    language: str
    to: str | None = field(default=None, repr=False)
    by: Literal["mail", "sms"] = "mail"
    token: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    submission: Submission | None = field(default=None, repr=False)

    @property
    def document(self) -> tuple[str, bytes]:
        """What was sent, for another program: its reference, and all of it as JSON in ASCII.

        Raises:
            ValueError: The letter is for a resident.
        """
        if self.submission is None or self.to is not None:
            raise ValueError(f"a letter of kind {self.kind!r} is for a resident, for no program")
        sent = self.submission
        whole = {
            "kind": self.kind, "journey": sent.journey, "version": sent.version,
            "reference": sent.reference, "language": sent.language, "sent": sent.at.isoformat(),
            "answers": sent.data,
        }  # fmt: skip
        return sent.reference, json.dumps(whole).encode("ascii")
