"""The letters about a booking: one for each message of the store's outbox."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage

from citydesign.booking.core.diary import KEPT, OVER, Booking, State
from citydesign.booking.core.meeting import Meeting
from citydesign.booking.core.payment import EXPECTED, Payment
from citydesign.booking.core.plan import UnknownIdError
from citydesign.booking.journey.parts import moment
from citydesign.booking.offering import kept_as
from citydesign.booking.provider import Place, Product, ProviderRefusal, Time
from citydesign.booking.shown import booking as summary
from citydesign.booking.shown import money, price
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
    "shortened": ("letter-shortened", "letter-shortened-text"),
    "cancelled": ("cancelled", "cancelled-text"),
    "expired": ("request-expired", "request-expired-text"),
    "offered": ("offered", "offered-text"),
    "flagged": ("flagged", "flagged-text"),
    "unflagged": ("letter-unflagged", "letter-unflagged-text"),
    "reminder": ("letter-reminder", "letter-reminder-text"),
    "returned": ("letter-returned", "letter-returned-text"),
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
            product, place = self._named(message, tag)
            until = moment(booking.expires, place) if booking.expires else ""
            parts: list[Part] = []
            if text:
                lost = self._provider.dropped(booking, message.sequence)
                when = moment(lost[1].start, place) if lost else ""
                total = {"total": money(message.payment.price)} if message.payment else {}
                parts.append(Paragraph(spoken(text, until=until, when=when, **total)))
            parts.append(Facts([*_facts(booking, product, place), *_paid(message.payment)]))
            if product.by is Meeting.VIDEO and booking.state in KEPT:
                parts.extend(self._meeting(booking))
            if booking.state not in OVER or kind in ("cancelled", "expired"):
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
        if message.kind == "shortened":
            lost = self._provider.dropped_entry(message.booking, message.sequence, letter.language)
            if lost is not None:
                _attach(made, lost, "CANCEL")
        if message.kind in ("confirmed", "rescheduled", "retimed", "cancelled"):
            method = "CANCEL" if message.booking.state is State.CANCELLED else "PUBLISH"
            # A request that was withdrawn has none, nor has a service without invitations.
            with suppress(ProviderRefusal):
                entry = self._provider.calendar(message.booking.id, letter.language)
                _attach(made, entry, method)
        return made

    def _meeting(self, booking: Booking) -> list[Part]:
        """The way into a meeting by video."""
        address = self._provider.meeting(booking)
        if address is None:
            return [Paragraph(spoken("meeting-later"))]
        return [Link(spoken("meeting-link"), address)]

    def _named(self, message: Message, tag: str) -> tuple[Product, Place]:
        booking = message.booking
        found = self._provider.named(kept_as(booking.slots), booking.office, tag)
        if found is None:
            raise UnknownIdError(
                f"plan: no name for {booking.service!r} at {booking.office!r}, which are booked; "
                "keep both until nothing is"
            )
        return found

    def _url(self, message: Message, tag: str) -> str:
        return f"{pick(self._roots, tag)}booking/{message.token}/"


def _attach(made: EmailMessage, entry: bytes, method: str) -> None:
    made.add_attachment(
        entry, "text", "calendar", filename="booking.ics", params={"method": method}
    )


def _facts(booking: Booking, product: Product, place: Place) -> list[tuple[str, str]]:
    """What is booked; of a visit of several things, when each of them is too."""
    shown = summary(product, place, Time.of(*booking.slots))
    return [
        (spoken("letter-service"), product.name),
        (spoken("letter-time"), moment(booking.start, place)),
        *((part["label"], part["value"]) for part in shown.get("items", [])),
        (spoken("letter-place"), shown["place"]),
        (spoken("letter-number"), booking.reference),
    ]


def _paid(payment: Payment | None) -> list[tuple[str, str]]:
    """What was paid, and what has become of it."""
    if payment is None or payment.state in EXPECTED:
        return []
    return [
        (spoken("letter-price"), price(payment.price)),
        (spoken("payment"), spoken(f"payment-{payment.state}")),
    ]


def _act(state: State) -> str:
    """What the link of a letter is for."""
    match state:
        case State.HELD:
            return "letter-accept"
        case State.CONFIRMED | State.RESCHEDULED:
            return "letter-manage"
    return "letter-look"
