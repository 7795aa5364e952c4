"""Send what is due to residents and to the office; call it every minute.

Where `MAIL_HOST` names no server, letters are printed: `make letters`.
"""

import os
import smtplib

from service import below, flow, replies, store
from settings import ORIGIN

from citydesign.forms.letters import FormLetters
from citydesign.mail import Stationery
from citydesign.store import send_due

CITY = {"fi": "Tampereen kaupunki", "sv": "Tammerfors stad", "en": "City of Tampere"}
ADVICE = {
    "fi": "Varhaiskasvatuksen neuvonta: 03 565 600 00, ma–pe klo 9–15",
    "sv": "Rådgivning om småbarnspedagogik: 03 565 600 00, mån–fre kl. 9–15",
    "en": "Advice on early childhood education: 03 565 600 00, Monday to Friday from 9 to 15",
}


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
