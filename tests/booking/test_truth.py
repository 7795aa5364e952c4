"""A page says only what the store answered: each POST of the booking service, in each mishap.

The POST routes are found in the application and reached by the forms of its own pages; whatever a
page says afterwards is looked up in the texts of the service and asked of the store. A new route
that no situation below reaches, and a new sentence that nothing below can check, fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("flask_wtf")

from itsdangerous.timed import TimestampSigner
from sqlalchemy import select
from tests.test_appointments import load, parse

from citydesign.booking import Booking, Code, State, heading, sentence
from citydesign.booking.store.schema import metadata, seat
from citydesign.identity import FAKE_COOKIE, FakeIdentity
from citydesign.locale import catalogue, read_texts

NOW = datetime(2027, 3, 22, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TYPED = {"name": 'Äiti "Aino" <b>', "phone": "040 123 4567", "email": "aino@example.fi"}
#: A time of each service on Tuesday morning.
TUESDAY = {"advice": "20270323T0800Z", "family": "20270323T0715Z"}


@pytest.fixture(scope="module")
def module():
    return load()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def host(request, module, tmp_path_factory):
    """The service on each database; making it compiles every template, so it is made once."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('city')}/city.db"
    else:
        url = request.getfixturevalue("cluster").database(
            request.getfixturevalue("migrated_template")
        )
    clock = SimpleNamespace(now=NOW)
    who = FakeIdentity(module.PEOPLE, debug=True)
    app = module.create_app(url, lambda: clock.now, seeded=False, who=who)
    app.testing = True
    store = app.extensions["store"]
    yield SimpleNamespace(app=app, clock=clock, store=store, plan=store.plan)
    store.engine.dispose()


@pytest.fixture
def city(host):
    host.clock.now, host.store.plan = NOW, host.plan
    with host.store.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return host


def kept(store) -> dict[str, list[str]]:
    """All that the database holds."""
    with store.engine.begin() as connection:
        return {
            table.name: sorted(map(str, connection.execute(table.select())))
            for table in metadata.sorted_tables
        }


# Situations: how a resident comes to a page with forms


class Resident:
    """One browser in a city."""

    def __init__(self, city) -> None:
        self.city, self.store = city, city.store
        self.client = city.app.test_client()

    @property
    def person(self) -> str:
        with self.client.session_transaction() as session:
            return self.store.secret.pseudonym(session["person"])

    def slot(self, service: str):
        return self.store.plan.slot_of(f"{TUESDAY[service]}|{service}|keskusta")

    def known(self) -> str:
        self.client.get("/en/advice/keskusta/")
        return self.person

    def hold(self) -> str:
        held = self.store.hold([self.slot("advice")], self.known(), "k")
        return f"/en/hold/{held.id}"

    def book(self, service: str = "advice") -> Booking:
        booked = self.store.book([self.slot(service)], self.known(), "k", TYPED)
        assert isinstance(booked, Booking), booked
        return booked

    def managed(self, booking: Booking, page: str = "") -> str:
        return f"/en/manage/{self.store.token(booking)}/{page}"


def with_approval(resident: Resident) -> None:
    plan = resident.store.plan
    services = [
        replace(s, policy=replace(s.policy, approval=timedelta(hours=4))) for s in plan.services
    ]
    resident.store.plan = replace(plan, services=tuple(services))


def choosing(resident: Resident) -> str:
    return "/en/advice/keskusta/"


def choosing_again(resident: Resident) -> str:
    resident.hold()
    return "/en/advice/keskusta/"


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
    store.join(resident.known(), "keskusta", "family", window, {"name": "Aino", "email": "a@b.fi"})
    store.cancel(first.id)
    (found,) = [m.booking for m in store.due() if m.kind == "offered"]
    return found


def accepting(resident: Resident) -> str:
    return resident.managed(offer(resident))


def declining(resident: Resident) -> str:
    return resident.managed(offer(resident), "cancel")


def joining(resident: Resident) -> str:
    resident.known()
    return "/en/advice/keskusta/wait"


def leaving(resident: Resident) -> str:
    window = (NOW, NOW + timedelta(days=30))
    resident.store.join(resident.known(), "keskusta", "advice", window, TYPED)
    return "/en/advice/keskusta/wait"


def pretending(resident: Resident) -> str:
    return "/en/staff/pretend"


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
        joining,
        leaving,
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


def endpoint(app, path: str) -> str:
    adapter = app.url_map.bind("localhost")
    return adapter.match(urlsplit(path).path, method="POST")[0]


def posting(app) -> set[str]:
    """The routes of the application that take a POST."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}


def test_each_route_that_takes_a_post_is_reached_by_the_forms_of_some_page(city) -> None:
    reached = set()
    for place in SITUATIONS.values():
        city.clock.now, city.store.plan = NOW, city.plan
        with city.store.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        resident = Resident(city)
        html = resident.client.get(place(resident)).text
        reached |= {endpoint(city.app, press.path) for press in presses(html)}
    assert reached == posting(city.app)


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
        if found := re.match(r"/en/hold/([^/]+)", self.path):
            return self.store.booking(found[1])
        if found := re.match(r"/en/manage/([^/]+)/", self.path):
            return self.store.opened(found[1])
        return None

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
        return self.holds and f"{told.hour}:{told:%M}" in self.values["until"]

    def seats(self, booking: Booking) -> int:
        with self.store.engine.begin() as connection:
            found = connection.execute(select(seat.c.seat).where(seat.c.booking == booking.id))
            return len(found.all())

    def gone(self) -> bool:
        """Is the booking that was there before the POST given up, and its time free?"""
        booking = self.then and self.store.booking(self.then.id)
        return bool(booking) and booking.state is State.CANCELLED and not self.seats(booking)

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
        slot = slot or self.store.plan.slot_of(self.sent.get("slot") or self.sent.get("held", ""))
        slot = slot or (booking.slots[0] if booking else None)
        return bool(slot) and (
            self.values["service"] == self.texts[f"service_{slot.service}"]
            and self.values["place"] == self.texts[f"place_{slot.office}"]
            and self.shows(slot.start, self.values["when"])
        )

    def waits(self) -> bool:
        return bool(self.store.waiting(self.resident.person))

    def offers(self) -> bool:
        """Does the page name a service with the length, and the place, that the plan has?"""
        names = {self.texts[f"service_{one.id}"]: one for one in self.store.plan.services}
        service = names[self.values["service"]]
        where = self.values["where"].split(", ")
        return (
            int(self.values["minutes"]) == service.duration // timedelta(minutes=1)
            and where[0] in (self.texts["place_keskusta"], self.texts["place_any"])
            and where[1:] in ([], [self.texts["address_keskusta"]])
        )

    def now_at(self) -> bool:
        """Is the time that the page says is booked the one that the store has?"""
        booking = self.subject
        return bool(booking) and self.shows(booking.slots[0].start, self.values["when"])

    def other(self) -> bool:
        held = self.store.held(self.resident.person, "advice")
        wall = held and held.slots[0].wall
        return bool(wall) and f"{wall.day} {wall:%B %Y} at {wall.hour}:{wall:%M}" in self.html


#: What pages say of the facts, put together from several texts.
LEADS = {
    "lead: a time": "{service}, {place}: {when}",
    "lead: a service": "{service}, {minutes} minutes. {where}.",
    "lead: the time now": "Your time now: {when}",
}
Claim = Callable[[Said], bool]
#: By the key of a text of the service: when it is true.
CLAIMS: dict[str, Claim] = {
    "choose_time": lambda said: True,
    "details_title": lambda said: said.subject is not None or said.unchanged,
    "held_heading": Said.until,
    "more_time_given": lambda said: (
        said.holds and bool(said.then) and said.subject.expires > said.then.expires  # type: ignore[union-attr,operator]
    ),
    "given_up_title": lambda said: said.state(State.CANCELLED) and said.gone(),
    "held_other": Said.other,
    "booked_title": lambda said: said.state(State.CONFIRMED),
    "moved_title": lambda said: said.state(State.RESCHEDULED),
    "pending_title": lambda said: said.state(State.PENDING) and said.subject.lives(said.now),  # type: ignore[union-attr]
    "offered_title": lambda said: said.holds and bool(said.subject and said.subject.waiting),
    "cancelled_title": lambda said: said.state(State.CANCELLED) and said.gone(),
    "withdrawn_title": lambda said: said.state(State.CANCELLED) and said.gone(),
    "declined_title": Said.gone,
    "request_expired_title": lambda said: not said.subject.lives(said.now),  # type: ignore[union-attr]
    "move_title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "cancel_title": lambda said: said.state(State.CONFIRMED, State.RESCHEDULED),
    "withdraw_title": lambda said: said.state(State.PENDING),
    "decline_title": lambda said: said.holds,
    "neutral_title": lambda said: said.unchanged and said.subject is None,
    "day_title": lambda said: said.pretends == "1",
    "not_allowed_title": lambda said: said.pretends == "2",
    "pretend_title": lambda said: said.unchanged,
    "wait_title": lambda said: not said.waits(),
    "wait_text": lambda said: not said.waits(),
    "waiting_title": Said.waits,
    "waiting_text": Said.waits,
    "offered_text": lambda said: said.holds and said.ends(),
    "pending_text": lambda said: said.state(State.PENDING) and said.ends(),
    "request_expired_text": lambda said: not said.subject.lives(said.now),  # type: ignore[union-attr]
    "cancelled_text": Said.gone,
    "neutral": lambda said: said.unchanged and said.subject is None,
    "not_allowed": lambda said: said.pretends == "2",
    "pretend_text": lambda said: said.unchanged,
    "lead: a time": Said.chosen,
    "lead: a service": Said.offers,
    "lead: the time now": Said.now_at,
    "forms.page_too_old": lambda said: said.unchanged,
    "error_summary.heading": lambda said: said.unchanged,
}


def refused(code: Code) -> Claim:
    """A refusal is true when nothing was changed, and when it was for that reason."""

    def claim(said: Said) -> bool:
        if code is Code.EXPIRED:
            booking = said.subject
            theirs = booking is not None and booking.person == said.resident.person
            return said.unchanged and not (theirs and booking.lives(said.now))
        if code is Code.TAKEN:
            slot = said.store.plan.slot_of(said.sent["slot"])
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
        if key.startswith("forms.") or key == "error_summary.heading"
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
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))
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
    }
    for element in parse(html).iter():
        classes = {*(element.get("class") or "").split()}
        if element.tag == "h1" or classes & spoken:
            for hidden in element.findall("*[@class='city-visually-hidden']"):
                hidden.text = ""
            yield " ".join("".join(element.itertext()).split()).replace("\u00ad", "")


# Mishaps


@contextmanager
def two_hours_ago() -> Iterator[None]:
    """What is signed in here was signed two hours ago."""
    usual = TimestampSigner.get_timestamp
    TimestampSigner.get_timestamp = lambda self: usual(self) - 7200  # type: ignore[method-assign]
    try:
        yield
    finally:
        TimestampSigner.get_timestamp = usual  # type: ignore[method-assign]


ENDS = {"accepting": 25, "declining": 25, "requesting": 6, "withdrawing": 6, "cancelling_family": 6}


def send(city, texts, place: str, number: int, mishap: str) -> tuple[int, int, Said, Press]:
    """Press a button; return how many buttons there are, the first answer, the page, the press."""
    resident = Resident(city)
    with two_hours_ago() if mishap == "stale token" else nullcontext():
        page = SITUATIONS[place](resident)
        html = resident.client.get(page).text
    city.clock.now += timedelta(minutes=5)
    there = presses(html)
    press = there[number]
    data = dict(press.data)
    match mishap:
        case "missing token":
            data.pop("csrf_token")
        case "foreign token":
            other = Resident(city)
            theirs = other.client.get("/en/advice/keskusta/").text
            data["csrf_token"] = presses(theirs)[0].data["csrf_token"]
        case "twice":
            resident.client.post(press.path, data=data)
        case "two tabs":
            tab = presses(resident.client.get(page).text)
            resident.client.post(press.path, data=data)
            press = tab[number]
            data = dict(press.data)
            if "slot" in data and place in ("choosing", "choosing_again"):
                data["slot"] = "20270324T0800Z|advice|keskusta"
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
    before, then = kept(city.store), subject(city, press.path)
    answer = resident.client.post(press.path, data=data)
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
        kept(city.store),
        then,
        data,
        {},
        texts,
    )
    return len(there), first, said, press


def subject(city, path: str) -> Booking | None:
    if found := re.match(r"/en/hold/([^/]+)", path):
        return city.store.booking(found[1])
    if found := re.match(r"/en/manage/([^/]+)/", path):
        return city.store.opened(found[1])
    return None


MISHAPS = [
    "none",
    "missing token",
    "stale token",
    "foreign token",
    "twice",
    "two tabs",
    "other tab booked",
    "after the end",
    "tended after the end",
    "lost session",
]


@pytest.mark.parametrize("mishap", MISHAPS)
@pytest.mark.parametrize("place", SITUATIONS)
def test_what_a_page_says_after_a_post_is_so(city, texts, place: str, mishap: str) -> None:
    number, there = 0, 1
    while number < there:
        with city.store.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        city.clock.now, city.store.plan = NOW, city.plan
        there, first, said, press = send(city, texts, place, number, mishap)
        number += 1
        where = f"{press.text!r} while {place}, {mishap}: {first} {said.path} {seen(said.html)}"
        assert said.status in (200, 403, 404, 422), where
        keys = []
        for key, values in claims(said.html, texts):
            keys.append(key)
            said.values = values
            assert CLAIMS[key](said), f"{key} is not so. {where}"
        assert keys, where
        token = mishap.endswith("token")
        if token or mishap == "lost session":
            # Nothing was done, the page says so, and it can be sent again at once.
            neutral = "neutral_title" in keys
            assert said.unchanged or mishap == "lost session", where
            assert neutral or said.status == 422, where
            assert not (token and neutral), where
            again = [p.path for p in presses(said.html)]
            assert neutral or (press.path in again if token else again), where
        if mishap != "none" and said.status == 422:
            # What was typed and chosen is kept, to the letter.
            controls = list(parse(said.html).iter("input"))
            shown = {e.get("name"): e.get("value") for e in controls if e.get("type") != "radio"}
            for name in TYPED.keys() & press.data.keys():
                assert shown[name] == TYPED[name], where
            radios = [e for e in controls if e.get("name") == "slot" and e.get("type") == "radio"]
            if token and radios and place != "telling_late":
                checked = [e.get("value") for e in radios if e.get("checked") is not None]
                assert checked == [said.sent["slot"]], where
        if said.subject is not None and said.path.endswith("/") and "/manage/" in said.path:
            # The facts are those of the store.
            wall = said.subject.slots[0].wall
            assert f"{wall.day} {wall:%B %Y} at {wall.hour}:{wall:%M}" in said.html, where
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
    city.store.cancel(other.id)
    data = presses(resident.client.get(f"/en/manage/{good}/cancel").text)[0].data | TYPED
    altered = good[:-1] + ("A" if good[-1] != "A" else "B")
    before, bodies, asked = kept(city.store), set(), 0
    for rule in city.app.url_map.iter_rules():
        if "POST" not in rule.methods or "token" not in rule.arguments:
            continue
        for bad in ("x", altered, ended):
            _, path = rule.build({"language": "en", "token": bad})
            answer = resident.client.post(path, data=data | {"slot": resident.slot("advice").key})
            assert answer.status_code == 404, path
            bodies.add(seen(answer.text))
            asked += 1
    assert asked >= 9
    (body,) = bodies
    assert body.startswith("The link does not work")
    assert kept(city.store) == before


@pytest.mark.parametrize("tag", ["fi", "sv"])
def test_each_page_is_there_in_each_language(city, tag: str) -> None:
    for place in SITUATIONS.values():
        with city.store.engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        city.clock.now, city.store.plan = NOW, city.plan
        resident = Resident(city)
        page = resident.client.get(place(resident).replace("/en/", f"/{tag}/", 1))
        assert page.status_code in (200, 422), place
        (press, *_) = presses(page.text)
        answer = resident.client.post(press.path, data=press.data, follow_redirects=True)
        assert answer.status_code in (200, 422), place
        assert f'<html lang="{tag}"' in answer.text


def test_pressing_release_in_one_tab_never_cancels_what_the_other_booked(city) -> None:
    resident = Resident(city)
    page = resident.hold()
    book, _, give_up = presses(resident.client.get(page).text)
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
    assert booking.reference in page
    assert city.store.referred(booking.reference) == booking


def test_files_about_a_person_stay_in_no_cache_and_a_cancelled_one_names_who_is_not_coming(
    city,
) -> None:
    resident = Resident(city)
    booking = resident.book()
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
        press = presses(resident.client.get("/en/advice/keskusta/").text)[0]
        answers.append(resident.client.post(press.path, data=press.data))
    assert [answer.status_code for answer in answers].count(303) == 10
    assert "Too many bookings are unfinished" in answers[-1].text
    assert len(city.store.availability(window, "advice")) >= free - 10


def test_a_database_that_goes_while_details_are_sent_keeps_what_was_typed(
    city, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citydesign.store.failures import Reason, StoreUnavailable

    resident = Resident(city)
    page = resident.hold()
    book = presses(resident.client.get(page).text)[0]

    def gone(*arguments: Any, **options: Any) -> None:
        raise StoreUnavailable(Reason.GONE, "gone")

    with monkeypatch.context() as patched:
        patched.setattr(city.store, "booking", gone)
        answer = resident.client.post(book.path, data=book.data)
    assert answer.status_code == 503
    again = presses(answer.text)[0]
    assert {name: again.data[name] for name in TYPED} == TYPED
    shown = {e.get("name"): e.get("value") for e in parse(answer.text).iter("input")}
    assert shown["name"] == TYPED["name"]
    assert resident.client.post(again.path, data=again.data).status_code == 303
