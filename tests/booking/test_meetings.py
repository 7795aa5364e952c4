"""A visit by phone, by video or at home: what the pages, the letters and the calendar say."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("wtforms")

from sqlalchemy import inspect
from sqlalchemy import text as sql
from tests.booking.core.city import NOW, hours, minutes
from tests.booking.test_visits import ROOT, SECRET, Browser, text
from tests.test_appointments import parse

from citydesign.booking import BadRule, Meeting, Office, Plan, Resource, Service
from citydesign.booking.calendar import Organiser
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import Journey
from citydesign.booking.letters import BookingLetters
from citydesign.booking.provider import Field
from citydesign.booking.shown import chosen_any
from citydesign.booking.store import Invitation, Store, StoreProvider, booking_engine
from citydesign.errors import CityDesignError
from citydesign.mail import Stationery

MEET = "https://meet.example/6f1c-secret"
ZONE = "Europe/Helsinki"
OFFICES = tuple(Office(name, ZONE, hours("9:00-12:00")) for name in ("kallio", "malmi"))
STAFF = tuple(Resource(f"staff-{office.id}", office.id, {"official"}) for office in OFFICES)
PLAN = Plan(
    OFFICES,
    STAFF,
    (
        Service("desk", ("official",), minutes(30)),
        Service("call", ("official",), minutes(30), by=Meeting.PHONE),
        Service("video", ("official",), minutes(30), by=Meeting.VIDEO, longer=(minutes(60),)),
        Service(
            "home", ("official",), minutes(30), before=minutes(30), after=minutes(30),
            by=Meeting.HOME,
        ),
    ),
)  # fmt: skip
NAMES = {
    "desk": "Advice", "call": "Advice", "video": "Advice", "home": "Advice",
    "kallio": "Kallio", "malmi": "Malmi",
}  # fmt: skip


class Town:
    """A city whose officials call, and come."""

    def __init__(self, url: str) -> None:
        self.now, self.meeting = NOW, MEET
        engine = booking_engine(url)
        self.store = Store(engine, PLAN, SECRET, clock=lambda: self.now)
        self.asked: list[str] = []
        self.provider = StoreProvider(
            self.store,
            name=lambda name, locale: NAMES[name],
            address=lambda office, locale: "Toinen linja 4",
            fields=self.fields,
            invitation=Invitation(Organiser("City", "a@hel.fi"), "hel.fi", lambda _: "Time"),
            meeting=self.meet,
        )
        self.browser = Browser(Journey(self.provider, SECRET, clock=lambda: self.now))

    def fields(self, service: str, locale: str) -> list[Field]:
        more = {"call": Field("phone", "Phone", "tel"), "home": Field("address", "Address")}
        return [
            Field("name", "Name"),
            Field("email", "E-mail address", "email"),
            *([more[service]] if service in more else []),
        ]

    def meet(self, reference: str) -> str | None:
        self.asked.append(reference)
        return self.meeting

    def book(self, product: str, **typed: str) -> str:
        self.browser.ask(f"{ROOT}?product={product}")
        if self.browser.page.title == "Where?":
            self.browser.send(place="kallio")
        if "length" in str(self.browser.page.content):
            self.browser.send()
        self.browser.send(time=self.browser.times()[0][0])
        self.browser.send(**typed)
        assert self.browser.page.title == "Your appointment is booked", text(self.browser.page)
        return text(self.browser.page)

    def letter(self, kind: str = "confirmed") -> str:
        letters = BookingLetters(Stationery("City", "a@hel.fi"), self.provider, "https://c.fi/")
        message = [one for one in self.store.due() if one.kind.startswith(kind)][-1]
        return Stationery("City", "a@hel.fi").text(letters.letter(message))


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    found = Town(url)
    yield found
    found.store.engine.dispose()


def calendar(town: Town) -> str:
    return town.browser.file("calendar.ics").decode().replace("\r\n ", "")


def test_a_call_asks_for_no_place_and_says_who_calls(town: Town) -> None:
    browser = town.browser
    browser.ask(f"{ROOT}?product=call")
    assert browser.page.title == "Choose a time"
    assert "Advice, by phone" in text(browser.page)
    starts = [chosen_any(value)[0][0].start for value, _ in browser.times()]  # type: ignore[index]
    assert len(starts) == len(set(starts)), "the same time of two offices is shown once"
    assert "Kallio" not in text(browser.page)
    page = town.book("call", phone="040 123 4567")
    assert "Place By phone: we will call the number you give us" in page
    assert "Toinen linja" not in page
    assert "LOCATION:By phone" in calendar(town)
    assert "By phone: we will call the number you give us" in town.letter()
    # The other office still has it.
    assert town.book("call", phone="040 123 4567")


def test_the_link_of_a_video_is_on_the_page_and_in_the_letter_and_nowhere_else(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = town.book("video")
    assert "Place By video" in page
    assert "Don't share the link" in page
    links = [a.get("href") for a in parse(str(town.browser.page.content)).iter("a")]
    assert MEET in links
    assert MEET in town.letter()
    (booking,) = town.store.bookings("kallio", NOW, NOW.replace(day=2))
    receipt = town.provider.receipt(booking.id)
    assert receipt
    assert receipt.meeting == MEET
    assert "secret" not in repr(receipt)
    assert "secret" not in calendar(town)
    assert "LOCATION:By video" in calendar(town)
    assert "secret" not in caplog.text
    ours = [link for link in links if link and link.startswith((ROOT, "https://calendar.google"))]
    assert not [link for link in ours if "secret" in link]
    with town.store.engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(sql(f'SELECT * FROM "{table}"')).all()
            assert "secret" not in str(rows), table


def test_a_link_that_is_not_there_yet_is_promised_and_one_that_is_over_is_gone(
    town: Town,
) -> None:
    town.meeting = None  # type: ignore[assignment]
    page = town.book("video")
    assert "will be on the page of your booking before it begins" in page
    assert "will be on the page of your booking" in town.letter()
    town.meeting = MEET
    assert "Open the video meeting" in text(town.browser.ask(town.browser.url))
    mine = town.browser.url
    # Who comes late still comes in, up to the end.
    (booking,) = town.store.bookings("kallio", NOW, NOW.replace(day=2))
    end = booking.slots[0].end
    for now, shown in (
        (booking.start, True), (end - timedelta(seconds=1), True), (end, False)
    ):  # fmt: skip
        town.now = now
        assert (MEET in str(town.browser.ask(mine).content)) is shown, now
    town.now = NOW
    town.browser.ask(f"{mine}cancel")
    town.browser.send()
    assert "Open the video meeting" not in text(town.browser.page)
    assert "https://meet.example" not in town.letter("cancelled")
    before = len(town.asked)
    town.book("desk")
    assert len(town.asked) == before, "nobody is asked about what is no meeting by video"


def test_a_visit_at_home_asks_which_office_and_where_one_lives(town: Town) -> None:
    town.browser.ask(f"{ROOT}?product=home")
    assert town.browser.page.title == "Where?"
    page = town.book("home", address="Fleminginkatu 1 A 2")
    assert "At your home: we will come to the address you give us" in page
    assert "Toinen linja" not in page
    ics = calendar(town)
    assert "LOCATION:At your home" in ics
    assert "Fleminginkatu" not in ics


@pytest.mark.parametrize(
    ("service", "said"), [("call", "nobody is asked for a number"), ("home", "asked where that is")]
)
def test_a_call_without_a_number_and_a_visit_without_an_address_are_refused(
    town: Town, service: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fields in (
        [],
        [Field("phone", "Phone", "tel", required=False), Field("address", "A", required=False)],
    ):
        monkeypatch.setattr(town.provider, "_fields", lambda service, locale, f=fields: f)
        with pytest.raises(CityDesignError, match=said):
            town.provider.fields(service, "en")


def test_the_fake_says_so_too_and_a_place_that_is_alone_is_not_asked_for() -> None:
    alone = Plan(OFFICES[:1], STAFF[:1], PLAN.services)
    provider = FakeProvider(alone, lambda: NOW, names=NAMES)
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    browser.ask(f"{ROOT}?product=call")
    assert browser.page.title == "Choose a time"
    assert "Advice, by phone" in text(browser.page)
    assert "Tell me if another time becomes free" in text(browser.page)


def test_what_is_done_on_one_visit_is_done_in_one_way() -> None:
    services: tuple[Any, ...] = (
        Service("desk", ("official",), minutes(30), beside={"call"}),
        *PLAN.services[1:2],
    )
    with pytest.raises(BadRule, match="beside names 'call', which is by phone"):
        Plan(OFFICES, STAFF, services)


def test_each_way_has_words(town: Town) -> None:
    from citydesign import use_locale
    from citydesign.booking.words import spoken

    for tag in ("en", "fi", "sv"):
        with use_locale(tag):
            said: Callable[[str], str] = spoken
            assert all(said(f"{w}-{m}") for m in list(Meeting)[1:] for w in ("at", "by"))
