"""A page says only what was answered: each POST of a booking, in each mishap, on each provider.

The pages are those of the journey, in the example on our store (both databases) and in a bare host
on the fake. Whatever a page says after a POST is looked up in the texts of the library and asked of
whoever keeps the bookings. An address of the journey that no situation below reaches, and a new
sentence that nothing below can check, fail.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from tests.booking.walk import TEMPLATE
from tests.test_appointments import load, parse, time

import citydesign.flask
from citydesign.booking import Booking, Code, Slot, State, availability, calendar, heading, sentence
from citydesign.booking.abilities import Visitor
from citydesign.booking.core import commands
from citydesign.booking.core.diary import Waiting, WaitingState
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import COOKIE, Journey
from citydesign.booking.journey.bookings import Bookings
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import Time
from citydesign.booking.store.schema import metadata, seat
from citydesign.identity import FAKE_COOKIE, FakeIdentity
from citydesign.locale import catalogue, read_texts
from citydesign.store import Secret

NOW = datetime(2027, 3, 22, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = b"s" * 32
TYPED = {"name": 'Äiti "Aino" <b>', "phone": "040 123 4567", "email": "aino@example.fi"}
#: A time of each service on Tuesday morning.
TUESDAY = {"advice": "20270323T0800Z", "family": "20270323T0715Z"}


# Whoever keeps the bookings, asked past the journey


class Kept:
    """Our store, and what else the tests ask of it."""

    def __init__(self, store: Any, secret: bytes) -> None:
        self.store, self.secret = store, secret

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    @property
    def plan(self) -> Any:
        return self.store.plan

    @plan.setter
    def plan(self, plan: Any) -> None:
        self.store.plan = plan

    def all(self) -> dict[str, list[str]]:
        """All that the database holds."""
        with self.store.engine.begin() as connection:
            return {
                table.name: sorted(map(str, connection.execute(table.select())))
                for table in metadata.sorted_tables
            }

    def clear(self) -> None:
        with self.store.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())

    def person(self, browser: str) -> str:
        return str(self.store.secret.pseudonym(browser))

    def offered(self) -> Booking:
        (found,) = [m.booking for m in self.store.due() if m.kind == "offered"]
        return found

    def takes(self, booking: Booking) -> bool:
        """Is anything taken for it?"""
        with self.store.engine.begin() as connection:
            found = connection.execute(select(seat.c.seat).where(seat.c.booking == booking.id))
            return bool(found.all())


class InMemory:
    """The fake, asked as our store is."""

    def __init__(self, provider: FakeProvider) -> None:
        self.provider, self.secret = provider, SECRET
        self._seal = Seal(Secret(SECRET))

    @property
    def plan(self) -> Any:
        return self.provider.plan

    @plan.setter
    def plan(self, plan: Any) -> None:
        self.provider.plan = plan

    def all(self) -> dict[str, list[str]]:
        waiting = self.provider.waiting.values()
        return {"bookings": sorted(map(str, self.provider.diary)), "waiting": [*map(str, waiting)]}

    def clear(self) -> None:
        self.provider.__init__(self.provider.plan, self.provider.clock)  # type: ignore[misc]
        self.provider.names = NAMES

    def person(self, browser: str) -> str:
        return browser

    def hold(self, slots: list[Slot], person: str, key: str) -> Booking:
        (slot,) = slots
        asked = Time(slot.key, slot.start, slot.end)
        held = self.provider.hold(slot.service, slot.office, asked, key, Visitor(person))
        return self.booking(held.reference)  # type: ignore[return-value]

    def book(self, slots: list[Slot], person: str, key: str, told: dict[str, str]) -> Booking:
        held = self.hold(slots, person, key)
        self.provider.confirm(held.id, told)
        return self.booking(held.id)  # type: ignore[return-value]

    def join_earlier(self, name: str) -> None:
        self.provider.join_earlier(name)

    def cancel(self, name: str) -> None:
        self.provider.delete(name)

    def join(
        self, person: str, office: str, service: str, window: Any, told: dict[str, str]
    ) -> None:
        self.provider.join(service, office, told, Visitor(person))

    def offered(self) -> Booking:
        (found,) = [one for one in self.provider.diary if one.waiting]
        return found

    def booking(self, name: str) -> Booking | None:
        return self.provider.diary.get(name)

    def bookings(self, office: str, start: datetime, end: datetime) -> list[Booking]:
        return self.provider.diary.between(office, start, end)

    def held(self, person: str, service: str) -> Booking | None:
        return commands.choice(self.provider.diary, person, {service}, self.provider.clock())

    def waiting(self, person: str) -> list[Waiting]:
        on = (WaitingState.WAITING, WaitingState.OFFERED)
        return [w for w in self.provider.waiting.values() if w.person == person and w.state in on]

    def availability(self, window: Any, service: str) -> tuple[Slot, ...]:
        now = self.provider.clock()
        return availability(self.plan, self.provider.diary, window, now, service)

    def token(self, booking: Booking) -> str:
        return self._seal.token(booking.id)

    def opened(self, token: str) -> Booking | None:
        name = self._seal.opened(token)
        return self.booking(name) if name else None

    def takes(self, booking: Booking) -> bool:
        return booking.lives(self.provider.clock())

    def tend(self) -> None:
        """Nothing to do."""


NAMES = {"advice": "Advice on the city's services", "keskusta": "Centre service point"}


def on_the_fake(folder: Any, plan: Any, clock: SimpleNamespace) -> tuple[Flask, InMemory]:
    """A host with nothing but the journey, on the fake."""
    (folder / "appointments.html").write_text(TEMPLATE, "utf-8")
    app = Flask(__name__, template_folder=str(folder))
    languages = citydesign.flask.Languages(app, ["en", "fi", "sv"])
    citydesign.flask.install(app, locale=languages, strict=True)
    citydesign.flask.protect(app)
    provider = FakeProvider(plan, lambda: clock.now, names=NAMES)
    journey = Journey(provider, SECRET, clock=lambda: clock.now)
    pages = citydesign.flask.booking_pages(journey, "appointments.html")
    app.register_blueprint(pages, url_prefix="/<language:language>")
    return app, InMemory(provider)


@pytest.fixture(scope="module")
def module():
    return load()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "fake"])
def host(request, module, tmp_path_factory):
    """The service on each provider; making it compiles every template, so it is made once."""
    folder = tmp_path_factory.mktemp("city")
    clock = SimpleNamespace(now=NOW)
    if request.param == "fake":
        app, store = on_the_fake(folder, module.plan(), clock)
        app.testing = True
        yield SimpleNamespace(kind="fake", app=app, clock=clock, store=store, plan=store.plan)
        return
    if request.param == "sqlite":
        url = f"sqlite:///{folder}/city.db"
    else:
        url = request.getfixturevalue("cluster").database(
            request.getfixturevalue("migrated_template")
        )
    who = FakeIdentity(module.PEOPLE, debug=True)
    app = module.create_app(url, lambda: clock.now, seeded=False, who=who)
    app.testing = True
    store = Kept(app.extensions["store"], app.secret_key.encode())
    yield SimpleNamespace(kind="store", app=app, clock=clock, store=store, plan=store.plan)
    store.engine.dispose()


@pytest.fixture
def city(host):
    host.clock.now, host.store.plan = NOW, host.plan
    host.store.clear()
    return host


# Situations: how a resident comes to a page with forms


TIMES = "/en/?product=advice&place=keskusta"
WAIT = "/en/wait?product=advice&place=keskusta"


class Resident:
    """One browser in a city."""

    def __init__(self, city) -> None:
        self.city, self.store = city, city.store
        self.client = city.app.test_client()

    @property
    def person(self) -> str:
        cookie = self.client.get_cookie(COOKIE)
        return self.store.person(cookie.value if cookie else "")

    def slot(self, service: str):
        return self.store.plan.slot_of(f"{TUESDAY[service]}|{service}|keskusta")

    def known(self) -> str:
        # Any page gives the cookie.
        self.client.get("/en/")
        return self.person

    def hold(self) -> str:
        return self.held(self.store.hold([self.slot("advice")], self.known(), "k"))

    def held(self, booking: Booking) -> str:
        return f"/en/hold/{Seal(Secret(self.city.store.secret), 'hold').token(booking.id)}/"

    def book(self, service: str = "advice") -> Booking:
        booked = self.store.book([self.slot(service)], self.known(), "k", TYPED)
        assert isinstance(booked, Booking), booked
        return booked

    def managed(self, booking: Booking, page: str = "") -> str:
        return f"/en/booking/{self.store.token(booking)}/{page}"


def with_approval(resident: Resident) -> None:
    plan = resident.store.plan
    services = [
        replace(s, policy=replace(s.policy, approval=timedelta(hours=4))) for s in plan.services
    ]
    resident.store.plan = replace(plan, services=tuple(services))


def choosing(resident: Resident) -> str:
    return TIMES


def choosing_again(resident: Resident) -> str:
    resident.hold()
    return TIMES


def telling(resident: Resident) -> str:
    return resident.hold()


def telling_late(resident: Resident) -> str:
    page = resident.hold()
    resident.city.clock.now += HOUR
    return page


def requesting(resident: Resident) -> str:
    with_approval(resident)
    return resident.hold()


def moving(resident: Resident) -> str:
    return resident.managed(resident.book(), "move")


def cancelling(resident: Resident) -> str:
    return resident.managed(resident.book(), "cancel")


def cancelling_family(resident: Resident) -> str:
    return resident.managed(resident.book("family"), "cancel")


def withdrawing(resident: Resident) -> str:
    with_approval(resident)
    return resident.managed(resident.book(), "cancel")


def offer(resident: Resident) -> Booking:
    store, slot = resident.store, resident.slot("family")
    first = store.book([slot], "eino", "k", TYPED)
    window = (slot.start, slot.start + HOUR)
    store.join(resident.known(), "keskusta", "family", window, TYPED)
    store.cancel(first.id)
    return store.offered()


def accepting(resident: Resident) -> str:
    return resident.managed(offer(resident))


def declining(resident: Resident) -> str:
    return resident.managed(offer(resident), "cancel")


def asking_earlier(resident: Resident) -> str:
    return resident.managed(resident.book(), "earlier")


def leaving_earlier(resident: Resident) -> str:
    booking = resident.book()
    resident.store.join_earlier(booking.id)
    return resident.managed(booking, "earlier")


def accepting_earlier(resident: Resident) -> str:
    store, slot = resident.store, resident.slot("family")
    first = store.book([slot], "eino", "k", TYPED)
    later = store.plan.slot("keskusta", "family", slot.start + timedelta(minutes=75))
    mine = store.book([later], resident.known(), "k", TYPED)
    store.join_earlier(mine.id)
    store.cancel(first.id)
    return resident.managed(store.offered())


def joining(resident: Resident) -> str:
    resident.known()
    return WAIT


def leaving(resident: Resident) -> str:
    window = (NOW, NOW + timedelta(days=30))
    resident.store.join(resident.known(), "keskusta", "advice", window, TYPED)
    return WAIT


def studio(resident: Resident) -> str:
    """The page on which a studio of the library is paid."""
    store = resident.store
    slot = store.plan.slot("oodi", "studio", datetime(2027, 3, 23, 8, 0, tzinfo=UTC))
    page = resident.held(store.hold([slot], resident.known(), "k"))
    go_on = next(one for one in presses(resident.client.get(page).text) if "payment" in one.text)
    return str(resident.client.post(go_on.path, data=go_on.data).location)


def paying(resident: Resident) -> str:
    return studio(resident)


def paying_again(resident: Resident) -> str:
    page = studio(resident)
    (url,) = re.findall(r'href="(/pay/[0-9a-f]+)"', resident.client.get(page).text)
    resident.client.post(url, data={"act": "break-off"})
    return page


def series(resident: Resident) -> Booking:
    """Three Tuesdays in a room of the library."""
    start, week = datetime(2027, 3, 23, 8, 0, tzinfo=UTC), timedelta(weeks=1)
    slots = [resident.store.plan.slot("oodi", "group-room", start)]
    # On the clock of the office, which is put forward meanwhile.
    for number in (1, 2):
        later = start + number * week - HOUR
        slots.append(resident.store.plan.slot("oodi", "group-room", later))
    booked = resident.store.book(slots, resident.known(), "k", TYPED)
    assert isinstance(booked, Booking), booked
    return booked


def cancelling_a_date(resident: Resident) -> str:
    return resident.managed(series(resident), "date?act=drop&number=1")


def moving_a_date(resident: Resident) -> str:
    return resident.managed(series(resident), "date?act=move&number=1&from=2027-03-30")


def pretending(resident: Resident) -> str:
    return "/en/staff/pretend/"


SITUATIONS = {
    place.__name__: place
    for place in (
        choosing,
        choosing_again,
        telling,
        telling_late,
        requesting,
        moving,
        cancelling,
        cancelling_family,
        withdrawing,
        accepting,
        declining,
        asking_earlier,
        leaving_earlier,
        accepting_earlier,
        joining,
        leaving,
        paying,
        paying_again,
        cancelling_a_date,
        moving_a_date,
        pretending,
    )
}


# Forms, as a browser sends them


@dataclass(frozen=True)
class Press:
    """A button of a form on a page, and what is sent when it is pressed."""

    path: str
    text: str
    data: dict[str, str]


def presses(html: str) -> list[Press]:
    found = []
    for form in parse(html).iter("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        data: dict[str, str] = {}
        chosen: set[str] = set()
        for control in form.iter("input"):
            name, kind = control.get("name"), control.get("type")
            if kind == "radio":
                # The chosen one, else the last: the first may soon be too near.
                chosen.update({name} if control.get("checked") is not None else ())
                if name not in chosen or control.get("checked") is not None:
                    data[name] = control.get("value")
            elif name:
                data[name] = TYPED.get(name, control.get("value") or "")
        for button in form.iter("button"):
            own = {button.get("name"): button.get("value")} if button.get("name") else {}
            path = button.get("formaction") or form.get("action")
            found.append(Press(path, "".join(button.itertext()).strip(), {**data, **own}))
    return found


def acts(function: Callable[..., Any]) -> set[str]:
    """What a function of the journey looks for in an address: the words of its `case`s."""
    module = ast.parse(inspect.getsource(inspect.getmodule(function)))  # type: ignore[arg-type]
    patterns = [p.pattern for m in ast.walk(module) if isinstance(m, ast.Match) for p in m.cases]
    values = [v for p in patterns for v in ast.walk(p) if isinstance(v, ast.MatchValue)]
    return {str(v.value.value) for v in values if isinstance(v.value, ast.Constant)}


def test_each_address_that_takes_a_post_is_reached_by_the_forms_of_some_page(city) -> None:
    reached = set()
    for name, place in situations(city):
        city.clock.now, city.store.plan = NOW, city.plan
        city.store.clear()
        resident = Resident(city)
        html = resident.client.get(place(resident)).text
        for press in presses(html):
            reached |= (
                {*urlsplit(press.path).path.split("/")[2:]} if name != "pretending" else set()
            )
    words = acts(Journey._answer) | acts(Bookings.answer)
    # Booked without a hold: `test_journey`. A file is no form. What the payment service sends, and
    # the dates of the fake: `test_payment_pages`, `test_series_pages`.
    elsewhere = {"details", "calendar.ics", "paid"}
    elsewhere |= {"pay", "look", "again", "date"} if city.kind == "fake" else set()
    assert words - elsewhere == reached & words


def situations(city) -> list[tuple[str, Callable[[Resident], str]]]:
    return [(name, place) for name, place in SITUATIONS.items() if applies(city, name)]


def applies(city, place: str) -> bool:
    """The host of the fake has no pages of staff, takes no money and books no series here."""
    ours = {"pretending", "paying", "paying_again", "cancelling_a_date", "moving_a_date"}
    return city.kind == "store" or place not in ours


# What pages say, and how the store is asked whether it is so


@dataclass
class Said:
    """A page that was shown after a POST, and all there is to judge it by."""

    resident: Resident
    path: str
    html: str
    status: int
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    then: Booking | None
    sent: dict[str, str]
    values: dict[str, str]
    texts: dict[str, str]

    @property
    def store(self):
        return self.resident.store

    @property
    def now(self) -> datetime:
        return self.resident.city.clock.now

    @property
    def subject(self) -> Booking | None:
        """The booking that the address of the page names."""
        return subject(self.resident.city, self.path)

    @property
    def unchanged(self) -> bool:
        return self.before == self.after

    def state(self, *states: State) -> bool:
        return self.subject is not None and self.subject.state in states

    @property
    def holds(self) -> bool:
        booking = self.subject
        return booking is not None and booking.state is State.HELD and booking.lives(self.now)

    def until(self) -> bool:
        """Is the end of the hold that the page tells the one that the store has?"""
        booking = self.subject
        assert booking is not None
        assert booking.expires is not None
        zone = self.store.plan.office[booking.office].tz
        told = booking.expires.astimezone(zone)
        return self.holds and f"{told.hour}:{told:%M}" == self.values["time"]

    def gone(self) -> bool:
        """Is the booking that was there before the POST given up, and its time free?"""
        booking = self.then and self.store.booking(self.then.id)
        return bool(booking) and booking.state is State.CANCELLED and not self.store.takes(booking)

    @property
    def foreign(self) -> bool:
        """Is nothing at the address that is this browser's to see?"""
        booking = self.subject
        return booking is None or booking.person not in ("", self.resident.person)

    @property
    def pretends(self) -> str | None:
        """Who the browser says it is, on the pages of staff."""
        cookie = self.resident.client.get_cookie(FAKE_COOKIE)
        return cookie.value if cookie else None

    def ends(self) -> bool:
        """Is the end that the page tells the one that the store has?"""
        booking = self.subject
        assert booking is not None
        return bool(booking.expires) and self.shows(booking.expires, self.values["until"])

    def shows(self, moment: datetime, text: str, office: str = "keskusta") -> bool:
        wall = moment.astimezone(self.store.plan.office[office].tz)
        return f"{wall.day} {wall:%B %Y} at {wall.hour}:{wall:%M}" in text

    def chosen(self) -> bool:
        """Does the page name the time that is held, or else the one that was asked for?"""
        booking = self.subject
        slot = booking.slots[0] if booking and self.holds else None
        slot = slot or self.asked or (booking.slots[0] if booking else None)
        if slot is None or "/hold/" not in self.path:
            # Of a waiting list, or of times: the service and the place that were asked for.
            return self.offers()
        return (
            self.values["service"] == self.name(slot.service)
            and self.values["place"] == self.name(slot.office)
            and self.shows(slot.start, self.values["when"])
        )

    @property
    def asked(self) -> Slot | None:
        """The time that the form named."""
        sent = self.sent.get("time") or self.sent.get("held", "")
        return self.store.plan.slot_of(sent.split("|", 2)[-1])

    def name(self, thing: str) -> str:
        own = self.texts.get(f"service_{thing}") or self.texts.get(f"place_{thing}", thing)
        return own if self.resident.city.kind == "store" else NAMES.get(thing, thing)

    def waits(self) -> bool:
        return bool(self.store.waiting(self.resident.person))

    def waits_earlier(self) -> bool:
        """Does the booking of the page wait for an earlier time?"""
        # By the link of the booking, whichever browser opens it.
        mine = self.subject
        return mine is not None and any(
            entry.booking == mine.id for entry in self.store.waiting(mine.person)
        )

    def offers(self) -> bool:
        """Does the page name a service, and a place where the plan has it?"""
        service, _, where = self.values["lead"].partition(", ")
        offices = [self.name(office.id) for office in self.store.plan.offices]
        address = self.texts["address_keskusta"] if self.resident.city.kind == "store" else ""
        return service in {self.name(one.id) for one in self.store.plan.services} and (
            where
            in (*offices, f"{self.name('keskusta')}, {address}", self.texts["booking.page-any"])
        )

    def now_at(self) -> bool:
        """Is the time that the page says is booked one that the store has?"""
        slots = self.subject.slots if self.subject else ()
        return any(self.shows(slot.start, self.values["when"], slot.office) for slot in slots)

    def dated(self) -> bool:
        """Is the date that the page names one of the booking?"""
        slots = self.subject.slots if self.subject else ()
        return any(
            self.shows(slot.start, f"{self.values['day']} at {self.values['time']}", slot.office)
            for slot in slots
        )

    def other(self) -> bool:
        held = self.store.held(self.resident.person, "advice")
        wall = held and held.slots[0].wall
        return bool(wall) and f"{wall.day} {wall:%B %Y} at {wall.hour}:{wall:%M}" in self.html


#: What pages say of the facts, put together from several texts.
LEADS = {
    "lead: a time": "{service}, {place}: {when}",
    "lead: the time now": "Your time now: {when}",
    "lead: a date": "{day} at {time}",
    # Last: whatever is none of the others must be this.
    "lead: a service": "{lead}",
}
Claim = Callable[[Said], bool]


def living(said: Said, *states: State) -> bool:
    return said.state(*states) and said.subject.lives(said.now)  # type: ignore[union-attr]


#: By the key of a text of the library: when it is true.
PAGES: dict[str, Claim] = {
    "time": lambda said: True,
    "details": lambda said: said.subject is not None or said.unchanged,
    "held": lambda said: said.holds,
    "more-given": lambda said: (
        said.holds and bool(said.then) and said.subject.expires > said.then.expires  # type: ignore[union-attr,operator]
    ),
    "released": lambda said: said.state(State.CANCELLED) and said.gone(),
    "held-other": Said.other,
    "booked": lambda said: said.state(State.CONFIRMED),
    "moved": lambda said: said.state(State.RESCHEDULED),
    "pending": lambda said: living(said, State.PENDING),
    "offered": lambda said: said.holds and bool(said.subject and said.subject.waiting),
    "cancelled": lambda said: said.state(State.CANCELLED) and said.gone(),
    "withdrawn": lambda said: said.state(State.CANCELLED) and said.gone(),
    "declined": Said.gone,
    "request-expired": lambda said: not said.subject.lives(said.now),  # type: ignore[union-attr]
    "move-title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "cancel-title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "withdraw-title": lambda said: said.state(State.PENDING),
    "decline-title": lambda said: said.holds,
    "gone": lambda said: bool(said.subject) and not said.subject.lives(said.now),  # type: ignore[union-attr]
    "gone-text": lambda said: bool(said.subject) and not said.subject.lives(said.now),  # type: ignore[union-attr]
    "neutral": lambda said: said.unchanged and said.foreign,
    "neutral-text": lambda said: said.unchanged and said.foreign,
    # No browser without its cookie has anything.
    "no-cookie": lambda said: said.unchanged,
    "read-first": lambda said: said.status in (422, 503),
    "unknown-browser": lambda said: said.unchanged,
    "unknown-browser-text": lambda said: said.unchanged,
    "wait-title": lambda said: not said.waits(),
    "wait-text": lambda said: not said.waits(),
    "waiting": Said.waits,
    "waiting-text": Said.waits,
    "earlier-title": lambda said: not said.waits_earlier(),
    "earlier-text": lambda said: not said.waits_earlier(),
    "earlier-waiting": Said.waits_earlier,
    "earlier-waiting-text": Said.waits_earlier,
    "offered-instead": lambda said: said.holds and said.ends(),
    "offered-text": lambda said: said.holds and said.ends(),
    "pending-text": lambda said: living(said, State.PENDING) and said.ends(),
    "request-expired-text": lambda said: not said.subject.lives(said.now),  # type: ignore[union-attr]
    "cancelled-text": Said.gone,
    "pay": lambda said: said.holds,
    "pay-off": lambda said: said.holds,
    "pay-text": lambda said: said.holds,
    "pay-unheard": lambda said: said.holds and said.unchanged,
    "pay-over": lambda said: said.unchanged and not said.subject.lives(said.now),  # type: ignore[union-attr]
    "date-move-title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "date-drop-title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
}
CLAIMS: dict[str, Claim] = {
    **{f"booking.page-{name}": claim for name, claim in PAGES.items()},
    "day_title": lambda said: said.pretends == "1",
    "staff.not_allowed": lambda said: said.pretends == "2",
    "staff.pretend": lambda said: said.unchanged,
    "neutral": lambda said: said.unchanged and said.foreign,
    "staff.not_allowed_text": lambda said: said.pretends == "2",
    "staff.pretend_text": lambda said: said.unchanged,
    "session_timeout.hold_ends": Said.until,
    "shared.booking_held": lambda said: said.holds,
    "shared.booking_offered": lambda said: (
        said.holds and bool(said.subject and said.subject.waiting)
    ),
    "shared.booking_requested": lambda said: living(said, State.PENDING),
    "shared.booking_upcoming": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "shared.booking_cancelled": lambda said: said.state(State.CANCELLED) and said.gone(),
    "shared.booking_expired": lambda said: not said.subject.lives(said.now),  # type: ignore[union-attr]
    "lead: a time": Said.chosen,
    "lead: the time now": Said.now_at,
    "lead: a date": Said.dated,
    "forms.page_too_old": lambda said: said.unchanged,
    "error_summary.heading": lambda said: said.unchanged,
    "lead: a service": Said.offers,
}


def refused(code: Code) -> Claim:
    """A refusal is true when nothing was changed, and when it was for that reason."""

    def claim(said: Said) -> bool:
        if code is Code.EXPIRED:
            booking = said.subject
            theirs = booking is not None and booking.person == said.resident.person
            return said.unchanged and not (theirs and booking.lives(said.now))
        if code is Code.TAKEN:
            slot = said.asked
            assert slot is not None
            window = (slot.start, slot.start + HOUR)
            return said.unchanged and slot not in said.store.availability(window, slot.service)
        return said.unchanged

    return claim


CLAIMS |= {f"booking.{code}": refused(code) for code in Code}
CLAIMS |= {f"booking.heading-{code}": refused(code) for code in Code}


@pytest.fixture(scope="module")
def texts(module) -> dict[str, str]:
    own = read_texts(module.HERE / "texts.toml")["en"]
    built_in = {
        key: text
        for key, text in english().items()
        if key.startswith(
            ("forms.", "booking.page-", "session_timeout.", "shared.booking_", "staff.")
        )
        or key == "error_summary.heading"
    }
    codes = {f"booking.{code}": sentence(code, "en") for code in Code}
    codes |= {f"booking.heading-{code}": heading(code, "en") for code in Code}
    return {**built_in, **own, **codes, **LEADS}


def english() -> dict[str, str]:
    found = catalogue()
    return {key: text["en"] for key, text in found.items() if isinstance(text.get("en"), str)}


def claims(html: str, texts: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The keys of what a page says in its heading, its errors and its news."""
    for said in sorted({*sentences(html)}):
        keys = []
        for key, text in texts.items():
            if not isinstance(text, str) or key not in CLAIMS:
                continue
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(" ".join(text.split())))
            if found := re.match(f"{pattern}(:.*)?$", said):
                keys.append((key, found.groupdict()))
        assert keys, f"nothing above says when this is true: {said!r}"
        yield keys[0]


def sentences(html: str) -> Iterator[str]:
    spoken = {
        "city-error-summary__heading",
        "city-error-summary__item",
        "city-notification__heading",
        "city-lead",
        "city-session-timeout__ends",
        "city-tag",
    }
    for element in parse(html).iter():
        classes = {*(element.get("class") or "").split()}
        if element.tag == "h1" or classes & spoken:
            for hidden in element.findall("*[@class='city-visually-hidden']"):
                hidden.text = ""
            yield " ".join("".join(element.itertext()).split()).replace("\u00ad", "")


# Mishaps


#: Hours after which what waits for an answer has ended; else one.
ENDS = {"accepting": 25, "declining": 25, "requesting": 6, "withdrawing": 6, "cancelling_family": 6}


#: Another site sends the form.
FOREIGN = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another origin": {"Origin": "https://elsewhere.example"},
}


def send(city, texts, place: str, number: int, mishap: str) -> tuple[int, int, Said, Press]:
    """Press a button; return how many buttons there are, the first answer, the page, the press."""
    resident = Resident(city)
    page = SITUATIONS[place](resident)
    html = resident.client.get(page).text
    city.clock.now += timedelta(minutes=5)
    there = presses(html)
    press = there[number]
    data = dict(press.data)
    match mishap:
        case "twice":
            resident.client.post(press.path, data=data)
        case "two tabs":
            tab = presses(resident.client.get(page).text)
            resident.client.post(press.path, data=data)
            press = tab[number]
            data = dict(press.data)
            if "time" in data and place in ("choosing", "choosing_again"):
                data["time"] = time("20270324T0800Z|advice|keskusta")
        case "other tab booked":
            for first in presses(resident.client.get(page).text)[:1]:
                resident.client.post(first.path, data=first.data)
        case "after the end":
            city.clock.now += timedelta(hours=ENDS.get(place, 1))
        case "tended after the end":
            city.clock.now += timedelta(hours=ENDS.get(place, 1))
            city.store.tend()
        case "lost session":
            resident.client.delete_cookie("session")
            resident.client.delete_cookie(COOKIE)
    before, then = city.store.all(), subject(city, press.path)
    answer = resident.client.post(press.path, data=data, headers=FOREIGN.get(mishap))
    first = answer.status_code
    hops = 0
    while answer.status_code in (302, 303):
        path = answer.location
        answer = resident.client.get(path)
        hops += 1
        assert hops < 4
    shown = urlsplit(path).path if hops else press.path
    said = Said(
        resident,
        shown,
        answer.text,
        answer.status_code,
        before,
        city.store.all(),
        then,
        data,
        {},
        texts,
    )
    return len(there), first, said, press


def subject(city, path: str) -> Booking | None:
    if found := re.match(r"/en/hold/([^/]+)", path):
        name = Seal(Secret(city.store.secret), "hold").opened(found[1])
        return city.store.booking(name) if name else None
    if found := re.match(r"/en/pay/([^/]+)/", path):
        name = Seal(Secret(city.store.secret), "payment").opened(found[1])
        return city.store.booking(name) if name else None
    if found := re.match(r"/en/booking/([^/]+)/", path):
        return city.store.opened(found[1])
    return None


MISHAPS = [
    "none",
    "twice",
    "two tabs",
    "other tab booked",
    "after the end",
    "tended after the end",
    "lost session",
    *FOREIGN,
]
#: Whom you pretend to be is asked again where another site sent it, and is no booking.
CASES = [(place, mishap) for place in SITUATIONS for mishap in MISHAPS if place != "pretending"]
CASES += [("pretending", mishap) for mishap in MISHAPS[:-2]]


@pytest.mark.parametrize(("place", "mishap"), CASES)
def test_what_a_page_says_after_a_post_is_so(city, texts, place: str, mishap: str) -> None:
    if not applies(city, place):
        pytest.skip("this host has no pages of staff")
    number, there = 0, 1
    while number < there:
        city.store.clear()
        city.clock.now, city.store.plan = NOW, city.plan
        there, first, said, press = send(city, texts, place, number, mishap)
        number += 1
        where = f"{press.text!r} while {place}, {mishap}: {first} {said.path} {seen(said.html)}"
        assert said.status in (200, 403, 404, 410, 422), where
        keys = []
        for key, values in claims(said.html, texts):
            keys.append(key)
            said.values = values
            assert CLAIMS[key](said), f"{key} is not so. {where}"
        assert keys, where
        refused = mishap in FOREIGN
        if refused:
            # Nothing was done, the page says so, and it can be sent again at once.
            assert said.unchanged, where
            assert said.status == 422, where
            assert "booking.page-neutral" not in keys, where
            assert press.path in [p.path for p in presses(said.html)], where
        if mishap != "none" and said.status == 422:
            # What was typed and chosen is kept, to the letter.
            controls = list(parse(said.html).iter("input"))
            shown = {e.get("name"): e.get("value") for e in controls if e.get("type") != "radio"}
            for name in TYPED.keys() & press.data.keys():
                assert shown[name] == TYPED[name], where
            radios = [e for e in controls if e.get("name") == "time" and e.get("type") == "radio"]
            if refused and radios and place != "telling_late":
                checked = [e.get("value") for e in radios if e.get("checked") is not None]
                assert checked == [said.sent["time"]], where
        # What is gone has no facts.
        of_booking = said.path.endswith("/") and "/booking/" in said.path and said.status == 200
        if said.subject is not None and of_booking:
            # The facts are those of the store.
            wall = said.subject.slots[0].wall
            assert f"{wall.day} {wall:%B %Y}, {wall.hour}:{wall:%M} to" in said.html, where
        assert next_steps(said.html), where


def seen(html: str) -> str:
    """What a page shows, as one line."""
    main = parse(html).find(".//main")
    return " ".join("".join(main.itertext()).split())


def next_steps(html: str) -> list[Any]:
    main = parse(html).find(".//main")
    links = [e for e in main.iter("a") if "city-button" in (e.get("class") or "")]
    forms = [e for e in main.iter("form") if e.get("method") == "post"]
    return [*links, *forms, *[e for e in main.iter("h2") if "staff" in html]]


def test_a_bad_link_is_answered_by_one_neutral_page_whatever_is_posted_to_it(city) -> None:
    """B9: wrong, altered, used and expired look alike, and nothing changes."""
    resident = Resident(city)
    booking = resident.book()
    other = city.store.book([resident.slot("family")], "eino", "k", TYPED)
    good, ended = city.store.token(booking), city.store.token(other)
    mine = resident.hold().split("/")[3]
    city.store.cancel(other.id)
    data = TYPED | {"time": time(resident.slot("advice").key)}
    # What was cancelled in a system without links of its own counts as gone: `test_journey`.
    used = [ended] if city.kind == "store" else []
    before, bodies, asked = city.store.all(), set(), 0
    for path, token, bad in (
        *[(f"booking/{{}}/{act}", good, used) for act in ("cancel", "move", "accept", "", "x")],
        *[(f"hold/{{}}/{act}", mine, [good]) for act in ("", "time", "release", "x")],
    ):
        altered = token[:-1] + ("A" if token[-1] != "A" else "B")
        for wrong in ("x", altered, *bad):
            answer = resident.client.post(f"/en/{path.format(wrong)}", data=data)
            assert answer.status_code == 404, path
            bodies.add(seen(answer.text))
            asked += 1
    assert asked >= 18
    (body,) = bodies
    assert body.startswith("The link does not work")
    assert city.store.all() == before


@pytest.mark.parametrize("tag", ["fi", "sv"])
def test_each_page_is_there_in_each_language(city, tag: str) -> None:
    for _, place in situations(city):
        city.store.clear()
        city.clock.now, city.store.plan = NOW, city.plan
        resident = Resident(city)
        page = resident.client.get(place(resident).replace("/en/", f"/{tag}/", 1))
        assert page.status_code in (200, 422), place
        (press, *_) = presses(page.text)
        answer = resident.client.post(press.path, data=press.data, follow_redirects=True)
        assert answer.status_code in (200, 410, 422), place
        assert f'<html lang="{tag}"' in answer.text


def pressed(found: list[Press], text: str) -> Press:
    return next(press for press in found if text in press.text)


def test_pressing_release_in_one_tab_never_cancels_what_the_other_booked(city) -> None:
    resident = Resident(city)
    there = presses(resident.client.get(resident.hold()).text)
    book, give_up = pressed(there, "Book"), pressed(there, "Release")
    assert resident.client.post(book.path, data=book.data).status_code == 303
    answer = resident.client.post(give_up.path, data=give_up.data, follow_redirects=True)
    assert "Your appointment is booked" in answer.text
    (only,) = city.store.bookings("keskusta", NOW, NOW + timedelta(days=7))
    assert only.state is State.CONFIRMED


def test_the_confirmation_has_the_name_and_a_reference_that_staff_can_find(city) -> None:
    resident = Resident(city)
    booking = resident.book()
    page = resident.client.get(resident.managed(booking)).text
    assert "Äiti &#34;Aino&#34; &lt;b&gt;" in page
    if city.kind == "fake":
        assert booking.id in page
        return
    assert booking.reference in page
    assert city.store.referred(booking.reference) == booking


def test_files_about_a_person_stay_in_no_cache_and_a_cancelled_one_names_who_is_not_coming(
    city,
) -> None:
    resident = Resident(city)
    booking = resident.book()
    if city.kind == "fake":
        assert "calendar" not in resident.client.get(resident.managed(booking)).text
        path = resident.managed(booking, "calendar.ics")
        assert resident.client.get(path).status_code == 404
        return
    (entry,) = calendar.read(resident.client.get(resident.managed(booking, "calendar.ics")).data)
    assert entry.start == booking.start
    city.store.cancel(booking.id)
    gone = city.store.booking(booking.id)
    file = resident.client.get(resident.managed(gone, "calendar.ics"))
    assert file.headers["Cache-Control"] == "no-store"
    assert b"METHOD:CANCEL" in file.data
    assert b"ATTENDEE:mailto:aino@example.fi" in file.data
    assert resident.client.get(resident.managed(booking, "calendar.ics")).status_code == 404


def test_sixty_fresh_browsers_at_one_address_leave_times_for_others(city) -> None:
    window = (NOW, NOW + timedelta(days=1))
    free = len(city.store.availability(window, "advice"))
    answers = []
    for _ in range(60):
        resident = Resident(city)
        press = presses(resident.client.get(TIMES).text)[0]
        answers.append(resident.client.post(press.path, data=press.data))
    assert [answer.status_code for answer in answers].count(303) == 10
    assert "Too many bookings are unfinished" in answers[-1].text
    assert len(city.store.availability(window, "advice")) >= free - 10
    # Somebody at another address can.
    resident = Resident(city)
    press = presses(resident.client.get(TIMES).text)[0]
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    other = resident.client.post(press.path, data=press.data, environ_base=elsewhere)
    assert other.status_code == 303


def test_the_page_of_a_held_time_warns_before_the_end_and_more_time_moves_it(city) -> None:
    resident = Resident(city)
    page = resident.client.get(resident.hold()).text
    (element,) = parse(page).iter("city-session-timeout")
    assert element.get("data-warnings") == "5 1"
    assert element.get("data-ended-url") is None
    (held,) = city.store.bookings("keskusta", NOW, NOW + timedelta(days=7))
    ends = datetime.fromisoformat(element.get("data-ends"))
    assert ends == held.expires
    city.clock.now += timedelta(minutes=9)
    more = next(press for press in presses(page) if press.path == element.get("data-url"))
    assert more.path.endswith("/time")
    # What the script asks first makes nothing longer.
    assert resident.client.get(more.path).status_code == 200
    assert city.store.booking(held.id).expires == ends
    answer = resident.client.post(more.path, data=more.data)
    assert "You have more time" in answer.text
    (fresh,) = parse(answer.text).iter("city-session-timeout")
    longer = city.store.booking(held.id)
    assert datetime.fromisoformat(fresh.get("data-ends")) == longer.expires > ends
    assert fresh.get("id") == element.get("id")
    while longer.extensions < city.plan.service["advice"].policy.extensions:
        city.clock.now += timedelta(minutes=9)
        resident.client.post(more.path, data=more.data)
        longer = city.store.booking(held.id)
    city.clock.now += timedelta(minutes=9)
    last = resident.client.post(more.path, data=more.data)
    assert sentence(Code.NO_MORE_EXTENSIONS, "en").replace("'", "&#39;") in last.text
    assert city.store.booking(held.id) == longer
    assert not [press for press in presses(last.text) if press.path == more.path]
    city.clock.now = longer.expires
    assert resident.client.get(more.path).status_code == 410
    over = resident.client.get(more.path.removesuffix("time"))
    assert over.status_code == 422
    assert sentence(Code.EXPIRED, "en") in over.text
    assert "city-session-timeout" not in seen(over.text)
    assert not [press for press in presses(over.text) if press.path == more.path]


def test_a_provider_that_goes_while_details_are_sent_keeps_what_was_typed(
    city, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citydesign.booking.provider import ProviderDown
    from citydesign.store.failures import Reason, StoreUnavailable

    resident = Resident(city)
    book = pressed(presses(resident.client.get(resident.hold()).text), "Book")

    def gone(*arguments: Any, **options: Any) -> None:
        raise (ProviderDown("gone") if city.kind == "fake" else StoreUnavailable(Reason.GONE, "x"))

    with monkeypatch.context() as patched:
        where = city.store.provider if city.kind == "fake" else city.store.store
        patched.setattr(where, "held" if city.kind == "fake" else "booking", gone)
        answer = resident.client.post(book.path, data=book.data)
    assert answer.status_code == 503
    again = presses(answer.text)[0]
    assert {name: again.data[name] for name in TYPED.keys() & again.data.keys()} == {
        name: TYPED[name] for name in TYPED.keys() & again.data.keys()
    }
    shown = {e.get("name"): e.get("value") for e in parse(answer.text).iter("input")}
    assert shown["name"] == TYPED["name"]
    assert resident.client.post(again.path, data=again.data).status_code == 303
