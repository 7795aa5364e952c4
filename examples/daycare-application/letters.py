"""Send what is due to residents and to the office; call it every minute.

Where `MAIL_HOST` names no server, letters are printed: `make letters`.
"""

import os
import smtplib

from service import below, flow, replies, store
from settings import ORIGIN, TEXTS

from citydesign.forms.letters import FormLetters
from citydesign.mail import Stationery
from citydesign.store import send_due

CITY = {tag: words["city"] for tag, words in TEXTS.items()}
#: Not every mail client knows the sign that keeps a range together.
ADVICE = {tag: words["advice"].replace("\u2060", "") for tag, words in TEXTS.items()}


def at(part: str) -> dict[str, str]:
    """The whole address of a part of the service in each language."""
    return {tag: f"{ORIGIN}{path}" for tag, path in below(part).items()}


letters = FormLetters(
    Stationery(CITY, "noreply@tampere.example", contact=ADVICE, theme="tampere"),
    flow.journey,
    office="varhaiskasvatus@tampere.example",
    form=at("apply"),
    replies=at("sent"),
    inbox=at("staff")["fi"],
)


def send(letter):
    message = letters.message(letter)
    if host := os.environ.get("MAIL_HOST"):
        with smtplib.SMTP(host) as server:
            server.send_message(message)
        return
    print(f"To: {message['To']}\n{message['Subject']}\n")
    print(message.get_body(("plain",)).get_content())


if __name__ == "__main__":
    for outbox in (store, replies):
        send_due(outbox.due, send, outbox.sent, outbox.failed)
