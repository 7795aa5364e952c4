"""A present booking system behind the port: Qmatic Orchestra, by its public appointment API (v1).

Written from the description of the interface; it has not been run against a real Orchestra. Each
city's system has rules of its own, so try it on your test system before residents do.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

from citydesign.booking import Code
from citydesign.booking.provider import (
    Field,
    MissingField,
    Place,
    Product,
    ProviderDown,
    ProviderRefusal,
    Receipt,
    Time,
)

LABELS = {
    "en": ("First name", "Last name", "E-mail address", "Phone number"),
    "fi": ("Etunimi", "Sukunimi", "Sähköpostiosoite", "Puhelinnumero"),
    "sv": ("Förnamn", "Efternamn", "E-postadress", "Telefonnummer"),
}
#: An appointment that is reserved, but not confirmed.
RESERVED = 10


class Qmatic:
    """Answers the port of `citydesign.booking.provider` from an Orchestra.

    Args:
        url: "https://booking.example.org/calendar-backend/public/api/v1".
        user, password: of the account for the interface.
        kept: which reservation belongs to which key. The system has no keys of its own, so keep
            them where all your processes see them, for a day or so.
        wait: seconds until no answer is no answer.
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        kept: MutableMapping[str, str],
        wait: float = 10,
    ) -> None:
        self.url, self.kept, self.wait = url.rstrip("/"), kept, wait
        self._login = b64encode(f"{user}:{password}".encode()).decode()

    def products(self, locale: str) -> Sequence[Product]:
        return [
            Product(service["publicId"], service["name"], service["duration"])
            for service in self._ask("GET", "services")["serviceList"]
        ]

    def places(self, product: str, locale: str) -> Sequence[Place]:
        return [
            _place(branch)
            for branch in self._ask("GET", "services", product, "branches")["branchList"]
        ]

    def dates(self, product: str, place: str, first: date, last: date) -> Sequence[date]:
        # The system knows no limits. A date comes with or without midnight behind it.
        found = self._ask("GET", "branches", place, "services", product, "dates")["dates"]
        days = sorted({date.fromisoformat(text[:10]) for text in found})
        return [day for day in days if first <= day <= last]

    def times(self, product: str, place: str, day: date) -> Sequence[Time]:
        way = ("branches", place, "services", product, "dates", day.isoformat(), "times")
        clocks = self._ask("GET", *way)["times"]
        if not clocks:
            return []
        zone, length = self._zone(product, place), self._length(product)
        return [_time(day, clock, zone, length) for clock in sorted(clocks)]

    def fields(self, product: str, locale: str) -> Sequence[Field]:
        first, last, email, phone = LABELS.get(locale[:2], LABELS["en"])
        return [
            Field("firstName", first),
            Field("lastName", last),
            Field("email", email, "email"),
            Field("phone", phone, "tel", required=False),
        ]

    def create(
        self, product: str, place: str, time: Time, answers: Mapping[str, str], key: str
    ) -> Receipt:
        for field in self.fields(product, "en"):
            if field.required and not answers.get(field.name, "").strip():
                raise MissingField(field.name)
        name = self.kept.get(key)
        known = self._ask("GET", "appointments", name, none=404) if name else None
        if known is None:
            # A reservation whose answer is lost lapses by itself: nothing was booked.
            name = self.kept[key] = self._reserve(product, place, time)
        if name and (known is None or known["appointment"]["status"] == RESERVED):
            body = {"title": "Online booking", "customer": dict(answers)}
            self._ask("POST", "appointments", name, "confirm", body=body)
        receipt = self.receipt(name or "")
        if receipt is None:
            raise ProviderDown("it confirmed an appointment that it does not have", sent=True)
        return receipt

    def receipt(self, reference: str) -> Receipt | None:
        found = self._ask("GET", "appointments", reference, none=404)
        if found is None or found["appointment"]["status"] == RESERVED:
            return None
        booked = found["appointment"]
        start, end = (
            datetime.strptime(booked[name], "%Y-%m-%dT%H:%M:%S.%f%z") for name in ("start", "end")
        )
        place = _place(booked["branch"])
        wall = start.astimezone(ZoneInfo(place.zone))
        return Receipt(
            reference,
            booked["services"][0]["publicId"],
            place.id,
            Time(f"{wall:%Y-%m-%d %H:%M}", start, end),
        )

    def delete(self, reference: str) -> None:
        # What isn't there any more was deleted before.
        self._ask("DELETE", "appointments", reference, none=404)

    def _reserve(self, product: str, place: str, wanted: Time) -> str:
        # It comes from a form: nothing of it goes into an address before it is read.
        try:
            day, clock = wanted.id.split(" ")
            true = _time(
                date.fromisoformat(day), clock, self._zone(product, place), self._length(product)
            )
        except ValueError:
            raise ProviderRefusal(Code.NOT_OFFERED) from None
        if true != wanted:
            raise ProviderRefusal(Code.NOT_OFFERED)
        way = ("branches", place, "services", product, "dates", day, "times", clock, "reserve")
        made = self._ask("POST", *way, body={}, none=400)
        if made is None:
            free = self.times(product, place, date.fromisoformat(day))
            raise ProviderRefusal(Code.TAKEN, free[:3])
        return str(made["publicId"])

    def _zone(self, product: str, place: str) -> ZoneInfo:
        found = {one.id: one for one in self.places(product, "en")}
        if place not in found:
            raise ProviderRefusal(Code.NOT_OFFERED)
        return ZoneInfo(found[place].zone)

    def _length(self, product: str) -> timedelta:
        found = {one.id: one.minutes for one in self.products("en")}
        return timedelta(minutes=found.get(product) or 0)

    def _ask(self, method, *way, body=None, none=None):
        """Ask the system; None for the status that says no."""
        url = "/".join([self.url, *(quote(part, safe="") for part in way)])
        sent = method != "GET" and "reserve" not in way
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Basic {self._login}", "Content-Type": "application/json"}
        try:
            asked = Request(url, data, headers, method=method)
            with urlopen(asked, timeout=self.wait) as answer:
                text = answer.read()
            return json.loads(text) if text else {}
        except HTTPError as error:
            error.close()
            if error.code == none:
                return None
            raise ProviderDown(f"HTTP {error.code} from {url}", sent=sent) from None
        except (OSError, HTTPException, ValueError) as error:
            raise ProviderDown(f"{error} from {url}", sent=sent) from None


def _place(branch) -> Place:
    parts = (branch.get("addressLine1"), branch.get("addressLine2"), branch.get("addressCity"))
    address = ", ".join(part for part in parts if part)
    return Place(branch["publicId"], branch["name"], branch["timeZone"], address)


def _time(day: date, clock: str, zone: ZoneInfo, length: timedelta) -> Time:
    # The system sends no zone. Of two equal times in autumn it can only mean the first.
    start = datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
    return Time(f"{day} {clock}", start, start + length)
