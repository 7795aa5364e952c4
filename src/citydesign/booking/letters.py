"""The letters about a booking: one for each message of the store's outbox."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage

from citydesign.booking.core.diary import State
from citydesign.booking.journey.parts import moment
from citydesign.booking.provider import Place, ProviderRefusal, Time
from citydesign.booking.store.mail import Message
from citydesign.booking.store.provider import StoreProvider
from citydesign.booking.words import spoken
from citydesign.locale import use_locale
from citydesign.mail import Facts, Letter, Link, Paragraph, Stationery
from citydesign.mail.parts import Part
from citydesign.tags import pick

#: By kind of message: the words of its subject, and those below it.
_WORDS: Mapping[str, tuple[str, str | None]] = {
    "submitted": ("pending", "pending-text"),
    "confirmed": ("booked", None),
    "rescheduled": ("moved", None),
    "retimed": ("letter-retimed", "letter-retimed-text"),
    "cancelled": ("cancelled", "cancelled-text"),
    "expired": ("request-expired", "request-expired-text"),
    "offered": ("offered", "offered-text"),
    "flagged": ("flagged", "flagged-text"),
    "unflagged": ("letter-unflagged", "letter-unflagged-text"),
    "reminder": ("letter-reminder", "letter-reminder-text"),
}


class BookingLetters:
    """Writes what a store of bookings has to send.

    Args:
        stationery: How letters look, and who sends them.
        provider: Knows the names of services and places.
        roots: The whole address below which the pages of the booking are, by the tag of the
            language: `{"fi": "https://city.example/fi/ajanvaraus/"}`; a text if there is one.
    """

    def __init__(
        self, stationery: Stationery, provider: StoreProvider, roots: str | Mapping[str, str]
    ) -> None:
        self._stationery, self._provider, self._roots = stationery, provider, roots

    def letter(self, message: Message) -> Letter:
        """Give the letter of a message, in the language in which the resident booked."""
        tag = str((message.details or {}).get("language") or "en")
        booking = message.booking
        kind = message.kind.partition("-")[0]
        title, text = _WORDS[kind]
        with use_locale(tag):
            place = self._place(message, tag)
            until = moment(booking.expires, place) if booking.expires else ""
            parts: list[Part] = []
            if text:
                parts.append(Paragraph(spoken(text, until=until)))
            parts.append(Facts(self._facts(message, place, tag)))
            parts.append(Link(spoken(_act(booking.state)), self._url(message, tag)))
            parts.append(Paragraph(spoken("letter-keep")))
            return Letter(spoken(title), parts, tag)

    def message(self, message: Message) -> EmailMessage | None:
        """Give the whole message, with the entry for the resident's calendar.

        Returns:
            None where there is nobody to send it to: no address was told, or it is deleted.
        """
        to = (message.details or {}).get("email")
        if not to:
            return None
        letter = self.letter(message)
        made = self._stationery.message(letter, str(to), f"booking-{message.id}")
        if message.kind in ("confirmed", "rescheduled", "retimed", "cancelled"):
            method = "CANCEL" if message.booking.state is State.CANCELLED else "PUBLISH"
            # A request that was withdrawn has none, nor has a service without invitations.
            with suppress(ProviderRefusal):
                entry = self._provider.calendar(message.booking.id, letter.language)
                made.add_attachment(
                    entry, "text", "calendar", filename="booking.ics", params={"method": method}
                )
        return made

    def _place(self, message: Message, tag: str) -> Place:
        found = self._provider.places(message.booking.service, tag)
        return next(one for one in found if one.id == message.booking.office)

    def _facts(self, message: Message, place: Place, tag: str) -> list[tuple[str, str]]:
        booking = message.booking
        products = self._provider.products(tag)
        service = next(one.name for one in products if one.id == booking.service)
        where = f"{place.name}, {place.address}" if place.address else place.name
        times = "; ".join(moment(Time.of(slot).start, place) for slot in booking.slots)
        return [
            (spoken("letter-service"), service),
            (spoken("letter-time"), times),
            (spoken("letter-place"), where),
            (spoken("letter-number"), booking.reference),
        ]

    def _url(self, message: Message, tag: str) -> str:
        return f"{pick(self._roots, tag)}booking/{message.token}/"


def _act(state: State) -> str:
    """What the link of a letter is for."""
    match state:
        case State.HELD:
            return "letter-accept"
        case State.CONFIRMED | State.RESCHEDULED:
            return "letter-manage"
    return "letter-look"
