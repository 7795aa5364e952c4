"""What a resident reads in the mail about a booking, in the language in which they booked."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
from tests.booking.store.test_promises import HOUR, clock, in_state, kept  # noqa: F401
from tests.clock import Clock

from citydesign.booking.calendar import Organiser
from citydesign.booking.letters import BookingLetters
from citydesign.booking.store import Invitation, Store, StoreProvider
from citydesign.mail import Stationery

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ROOTS = {"en": "https://city.example/en/book/", "fi": "https://city.example/fi/varaa/"}
NAMES = {
    ("passport", "fi"): "Passi", ("kallio", "fi"): "Kallion palvelupiste",
    ("passport", "sv"): "Pass", ("kallio", "sv"): "Berghälls serviceställe",
}  # fmt: skip


def letters(kept: Store, invites: bool = True) -> BookingLetters:  # noqa: F811
    provider = StoreProvider(
        kept,
        name=lambda name, tag: NAMES.get((name, tag), name),
        fields=lambda service, tag: [],
        address=lambda office, tag: "Toinen linja 4",
        invitation=Invitation(Organiser("Helsinki", "a@hel.fi"), "hel.fi", lambda tag: "Visit")
        if invites
        else None,
    )
    return BookingLetters(Stationery("Helsinki", "noreply@hel.fi"), provider, ROOTS)


def last(kept: Store, kind: str, language: str) -> Any:  # noqa: F811
    """The last message of a kind, as if it were booked in this language."""
    from dataclasses import replace

    found = [one for one in kept.due() if one.kind.startswith(kind)][-1]
    return replace(found, details={**(found.details or {}), "language": language})


SAID = {
    "pending": ("submitted", "Pyyntösi on lähetetty", "olemme hyväksyneet", "Katso varaus"),
    "booked": (
        "confirmed",
        "Aikasi on varattu",
        "Aika: tiistai 12. tammikuuta 2027 klo\xa011.00",
        "siirrä tai peru",
    ),
    "moved": ("rescheduled", "Aikasi on siirretty", "klo\xa0", "siirrä tai peru"),
    "cancelled": ("cancelled", "Aikasi on peruttu", "vapaa muille", "Katso varaus"),
    "expired": ("expired", "Pyyntöäsi ei hyväksytty", "ei ole enää sinun", "Katso varaus"),
    "flagged": ("flagged", "Jokin voi muuttua", "Soitamme sinulle", "siirrä tai peru"),
}


@pytest.mark.parametrize("state", SAID)
def test_each_message_of_the_store_is_a_letter(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
    state: str,
) -> None:
    in_state(kept, clock, state)
    kind, title, text, act = SAID[state]
    clock.forward(HOUR)
    message = last(kept, kind, "fi")
    letter = letters(kept).letter(message)
    plain = Stationery("Helsinki", "noreply@hel.fi").text(letter)
    assert letter.subject.startswith(title)
    for words in (text, act, "Palvelu: Passi", "Paikka: Kallion palvelupiste, Toinen linja 4",
                  message.booking.reference, f"{ROOTS['fi']}booking/{message.token}/"):  # fmt: skip
        assert words in plain, words
    assert "Aino" not in plain, "who reads over a shoulder learns no name"


def test_a_reminder_an_offer_and_what_has_passed_are_letters_too(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    from dataclasses import replace

    booking = in_state(kept, clock, "booked")
    message = last(kept, "confirmed", "sv")
    written = letters(kept)
    for kind, said in (
        ("reminder-1440", "Påminnelse om din tid"),
        ("retimed", "Din tid har ändrats"),
        ("unflagged", "Din tid gäller som förut"),
    ):
        letter = written.letter(replace(message, kind=kind, booking=booking))
        assert letter.subject == said
        assert "Berghälls serviceställe" in Stationery("H", "a@hel.fi").text(letter)
    in_state(kept, clock, "offered")
    clock.forward(HOUR / 2)
    offer = written.letter(last(kept, "offered", "en"))
    plain = Stationery("H", "a@hel.fi").text(offer)
    assert offer.subject == "A time has become free for you"
    assert "See the time and accept it:\nhttps://city.example/en/book/booking/" in plain
    # A language in which the booking has no pages of its own still has an address.
    assert ROOTS["en"] in Stationery("H", "a@hel.fi").text(written.letter(message))


def test_a_booking_brings_its_calendar_entry_and_a_cancelled_one_takes_it_back(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    for state, method in (("booked", "PUBLISH"), ("cancelled", "CANCEL")):
        in_state(kept, clock, state)
        clock.forward(HOUR)
        message = last(kept, {"booked": "confirmed"}.get(state, state), "fi")
        sent = letters(kept).message(message)
        assert sent is not None
        assert sent["To"] == "aino@example.org"
        assert sent["Message-ID"] == f"<booking-{message.id}@hel.fi>"
        (entry,) = [one for one in sent.walk() if one.get_content_type() == "text/calendar"]
        assert icalendar.Calendar.from_ical(entry.get_content())["method"] == method
        assert entry.get_param("method") == method
    bare = letters(kept, invites=False).message(message)
    assert bare is not None
    assert not list(bare.iter_attachments())


def test_whatever_changes_the_time_brings_its_calendar_entry(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    from dataclasses import replace

    in_state(kept, clock, "booked")
    message = last(kept, "confirmed", "fi")
    for kind, entries in (("retimed", 1), ("rescheduled", 1), ("reminder-1440", 0)):
        sent = letters(kept).message(replace(message, kind=kind))
        assert sent is not None
        assert len(list(sent.iter_attachments())) == entries, kind


def test_who_told_no_address_or_was_forgotten_gets_no_letter(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    from dataclasses import replace

    in_state(kept, clock, "booked")
    message = last(kept, "confirmed", "fi")
    assert letters(kept).message(replace(message, details=None)) is None
    assert letters(kept).message(replace(message, details={"email": ""})) is None


def test_a_letter_says_what_was_paid_and_what_comes_back(
    kept: Store,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    from dataclasses import replace
    from decimal import Decimal

    from citydesign.booking import State
    from citydesign.booking.core.fee import Price
    from citydesign.booking.core.payment import Payment, PaymentState

    booking = in_state(kept, clock, "booked")
    message = last(kept, "confirmed", "fi")
    price = Price(1250, "EUR", ((Decimal("25.5"), 254),))

    def read(kind: str, paid: PaymentState, tag: str, **changes: Any) -> str:
        payment = Payment("p", booking.id, price, paid, booking.created)
        told = replace(
            message,
            kind=kind,
            payment=payment,
            booking=replace(booking, **changes),
            details={"language": tag},
        )
        return Stationery("H", "a@hel.fi").text(letters(kept).letter(told)).replace("\xa0", " ")

    told = read("confirmed", PaymentState.PAID, "fi")
    assert "Hinta: 12,50 € (sisältää arvonlisäveroa 25,5 %: 2,54 €)" in told
    assert "Maksu: Maksettu" in told
    assert "Maksu" not in read("confirmed", PaymentState.OPEN, "fi")
    over = {"state": State.CANCELLED}
    gone = read("cancelled", PaymentState.RETURNING, "en", **over)
    assert "Payment: Being returned to you" in gone
    assert "/booking/" in gone
    late = read("returned-ab", PaymentState.RETURNING, "sv", **over)
    assert "Vi betalar tillbaka din betalning" in late
    assert "Du får tillbaka 12,50 €." in late
    assert "/booking/" not in late, "there is nothing that a link could open"
