"""The store as a provider: our names, what we ask, and the till."""

import os

from library import SERVICES as LIBRARY

from citydesign.booking.calendar import Organiser
from citydesign.booking.fake_gateway import FakeGateway
from citydesign.booking.provider import Field
from citydesign.booking.store import Invitation, Store, Till, TillProvider

ORGANISER = Organiser("Helsinki-info", "ajanvaraus@example.fi")
#: Where the pages are, seen from outside: the payment service leads back there.
SITE = os.environ.get("SITE", "http://localhost:5001")
BY_MAIL = {service.id for service in LIBRARY}


def till(store: Store, secret: bytes) -> tuple[Till, FakeGateway]:
    """A till, with a payment service that takes no money: put your city's in its place."""
    gateway = FakeGateway(secret, "/pay/")
    made = Till(store, gateway, SITE)
    gateway.tell = lambda address, sent: made.noticed(sent)
    return made, gateway


def provider(store: Store, till: Till, texts: dict[str, dict[str, str]]) -> TillProvider:
    """What can be booked, in each language. The library writes, and the desks call."""

    def fields(service: str, locale: str) -> list[Field]:
        say, library = texts[locale], service in BY_MAIL
        phone = Field("phone", say["phone"], "tel", hint=say["phone_hint"])
        return [
            Field("name", say["name"]),
            *([] if library else [phone]),
            Field("email", say["email"], "email", required=library, hint=say["email_hint"]),
        ]

    return TillProvider(
        store,
        till,
        name=lambda name, locale: (
            texts[locale].get(f"service_{name}") or texts[locale][f"place_{name}"]
        ),
        address=lambda office, locale: texts[locale][f"address_{office}"],
        fields=fields,
        invitation=Invitation(
            ORGANISER, "ajanvaraus.example.fi", lambda locale: texts[locale]["calendar_summary"]
        ),
    )
