"""The letters about one booking, whole, in the language of the pages that it was made on."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, minutes
from tests.booking.test_page_outlines import ROOT, SITE, TICK, Town, nth, town
from tests.booking.test_visits import Browser

from citydesign import use_locale
from citydesign.booking.letters import BookingLetters
from citydesign.mail import Stationery

__all__ = ["town"]
DAY = timedelta(days=1)
END = {
    "en": "-- City This message was sent automatically. You can't reply to it.",
    "fi": "-- City Tämä viesti on lähetetty automaattisesti. Siihen ei voi vastata.",
    "sv": "-- City Det här meddelandet har skickats automatiskt. Det går inte att svara på det.",
}
#: By language: what is known of the booking, with its day and time; what leads to it.
FACTS = {
    "en": "Service: Passport Time: {} Place: Kallio, Toinen linja 4 Booking number: {}",
    "fi": "Palvelu: Passport Aika: {} Paikka: Kallio, Toinen linja 4 Varausnumero: {}",
    "sv": "Tjänst: Passport Tid: {} Plats: Kallio, Toinen linja 4 Bokningsnummer: {}",
}
WHEN = {
    "en": "Thursday, 4 March 2027 at {}",
    "fi": "torstai 4. maaliskuuta 2027 klo {}",
    "sv": "torsdag 4 mars 2027 kl. {}",
}
MANAGE = {
    "en": "See, move or cancel the appointment: {} Don't forward this message: whoever "
    "has the link can change your booking.",
    "fi": "Katso, siirrä tai peru aika: {} Älä lähetä tätä viestiä eteenpäin: linkillä kuka "
    "tahansa voi muuttaa varaustasi.",
    "sv": "Se, flytta eller avboka tiden: {} Skicka inte det här meddelandet vidare: vem som helst "
    "kan ändra din bokning med länken.",
}
SUBJECTS = {
    "en": (
        "Your appointment is booked",
        "Your appointment has been moved",
        "Your appointment is coming up",
        "Your appointment is cancelled",
    ),
    "fi": ("Aikasi on varattu", "Aikasi on siirretty", "Muistutus ajastasi", "Aikasi on peruttu"),
    "sv": (
        "Din tid är bokad",
        "Din tid är flyttad",
        "Påminnelse om din tid",
        "Din tid är avbokad",
    ),
}
REMINDER = {
    "en": "If you can't come, cancel the appointment so that someone else can have the time.",
    "fi": "Jos et pääse tulemaan, peru aika, niin joku muu saa sen.",
    "sv": "Om du inte kan komma, avboka tiden så att någon annan får den.",
}


def read(message: EmailMessage) -> str:
    """The text of a letter, with its address as "…"."""
    body = message.get_body(("plain",))
    assert body is not None
    words = " ".join(str(body.get_content()).replace("\xa0", " ").split())
    return re.sub(rf"{SITE}/(\w\w)/book/booking/[\w-]{{20,}}/", r"…\1", words)


def entry(message: EmailMessage) -> dict[str, str]:
    """What the entry for a calendar says, and how it is sent."""
    (file,) = message.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "booking.ics")
    lines = str(file.get_content()).replace("\r\n ", "").splitlines()
    begin = lines.index("BEGIN:VEVENT")
    found = dict(line.split(":", 1) for line in lines[begin + 1 : lines.index("END:VEVENT")])
    assert f"METHOD:{file.get_param('method')}" in lines
    return {**found, "METHOD": str(file.get_param("method"))}


@pytest.mark.parametrize("tag", ["en", "fi", "sv"])
def test_all_letters_of_a_booking_are_in_the_language_it_was_made_in(town: Town, tag: str) -> None:
    paper = Stationery("City", "noreply@example.fi")
    roots = {one: f"{SITE}/{one}/book/" for one in ("en", "fi", "sv")}
    written = BookingLetters(paper, town.provider, roots)
    browser = Browser(town.journey)

    def sent(kind: str) -> EmailMessage:
        """The only message that is due, sent by a worker that speaks another language."""
        with use_locale("en" if tag == "fi" else "fi"):
            (message,) = town.store.due()
            letter = written.message(message)
        assert (message.kind, town.store.sent(message)) == (kind, True)
        assert letter is not None
        assert (letter["To"], letter["From"]) == ("aino@example.fi", "City <noreply@example.fi>")
        return letter

    booked, moved, reminder, cancelled = SUBJECTS[tag]
    manage = MANAGE[tag].format(f"…{tag}")
    with use_locale(tag):
        browser.ask(f"{ROOT}?product=passport&place=kallio&from=2027-03-04")
        browser.send(time=nth(browser, "2027-03-04", "09:00"))
        browser.send()
        mine = browser.url
    (booking,) = town.store.bookings("kallio", NOW, NOW + 30 * DAY)
    dot = ":" if tag == "en" else "."

    def facts(clock: str) -> str:
        return FACTS[tag].format(WHEN[tag].format(clock.replace(":", dot)), booking.reference)

    letter = sent("confirmed")
    assert letter["Subject"] == booked
    assert read(letter) == f"{booked} {facts('9:00')} {manage} {END[tag]}"
    first = entry(letter)
    zone = ";TZID=Europe/Helsinki"
    assert first == {
        "METHOD": "PUBLISH",
        "SUMMARY": f"Visit ({tag})",
        f"DTSTART{zone}": "20270304T090000",
        f"DTEND{zone}": "20270304T093000",
        "DTSTAMP": "20270301T060000Z",
        "UID": f"{booking.id}-1@example.fi",
        "SEQUENCE": "0",
        "CLASS": "PRIVATE",
        "LOCATION": r"Kallio\, Toinen linja 4",
        "ORGANIZER;CN=City": "mailto:a@example.fi",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }
    town.clock.now += minutes(1)
    with use_locale(tag):
        browser.ask(f"{mine}move")
        browser.send(time=nth(browser, "2027-03-04", "09:30"))
    letter = sent("rescheduled")
    assert read(letter) == f"{moved} {facts('9:30')} {manage} {END[tag]}"
    second = entry(letter)
    changed = {
        f"DTSTART{zone}": "20270304T093000",
        f"DTEND{zone}": "20270304T100000",
        "DTSTAMP": "20270301T060100Z",
        "SEQUENCE": "1",
    }
    assert second == {**first, **changed}
    # A day before what it was moved to, and not a second earlier; nothing comes twice.
    before = datetime(2027, 3, 3, 7, 30, tzinfo=NOW.tzinfo)
    town.clock.now = before - TICK
    assert town.store.due() == []
    town.clock.now = before
    letter = sent("reminder-1440")
    assert read(letter) == f"{reminder} {REMINDER[tag]} {facts('9:30')} {manage} {END[tag]}"
    assert not list(letter.iter_attachments())
    with use_locale(tag):
        browser.ask(f"{mine}cancel")
        browser.send()
    letter = sent("cancelled")
    assert read(letter).startswith(cancelled)
    assert facts("9:30") in read(letter)
    assert f"…{tag}" in read(letter)
    assert entry(letter) == {
        **second,
        "METHOD": "CANCEL",
        "DTSTAMP": "20270303T073000Z",
        "SEQUENCE": "2",
        "STATUS": "CANCELLED",
        "TRANSP": "TRANSPARENT",
        "ATTENDEE": "mailto:aino@example.fi",
    }
    town.clock.now += 2 * DAY
    assert town.store.due() == []
