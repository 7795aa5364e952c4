"""The same pages on our store, on the fake and on a system that a city has already."""

from __future__ import annotations

import importlib.util
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("wtforms")

from markupsafe import Markup
from tests.booking.core.city import NOW, at, city, hours
from tests.booking.orchestra import Orchestra, serving
from tests.booking.walk import Plain
from tests.test_appointments import parse

from citydesign import use_locale
from citydesign.booking import Code, Hours, Office, Policy, Resource, State, sentence
from citydesign.booking.core.distance import Point
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import COOKIE, Journey, Page, Request, pages
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import (
    Field,
    MissingField,
    Provider,
    ProviderDown,
    ProviderRefusal,
    Time,
)
from citydesign.booking.store import Store, StoreProvider, booking_engine
from citydesign.booking.words import spoken
from citydesign.store import Secret

ROOT = "/en/appointments/"
TUESDAY = date(2027, 3, 2)
NAMES = {"passport": "Passport", "kallio": "Kallio"}
SECRET = b"s" * 32
TYPED = {
    "name": 'Äiti "Aino" <b>',
    "firstName": "Aino",
    "lastName": "<b>Virtanen",
    "email": "aino@example.fi",
    "phone": "040 123 4567",
}
PLAN = city(
    Resource("desk", "kallio", {"desk"}),
    open=hours("9:00-12:00", days=range(5)),
    policy=Policy(cancel_until=timedelta(hours=2)),
)


def qmatic() -> Any:
    path = Path(__file__).parents[2] / "examples" / "booking-provider" / "qmatic.py"
    spec = importlib.util.spec_from_file_location("qmatic", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Qmatic


@dataclass
class City:
    """A provider, and the time by it."""

    kind: str
    provider: Provider
    clock: SimpleNamespace
    orchestra: Orchestra | None = None
    keys: dict[str, str] = field(default_factory=dict)
    journey: Journey = field(init=False)

    def __post_init__(self) -> None:
        # What every provider must be able to do is enough; `test_truth` walks all that some can.
        self.journey = Journey(Plain(self.provider), SECRET, clock=lambda: self.clock.now)

    def kept(self) -> set[tuple[str, str]]:
        """What is booked, asked of whoever keeps it and not through the port."""
        if isinstance(self.provider, StoreProvider):
            store: Store = self.provider._store
            found = store.bookings("kallio", NOW, NOW + timedelta(days=90))
        else:
            diary = self.orchestra.diary if self.orchestra else self.provider.diary  # type: ignore[attr-defined]
            found = list(diary)
        lasting = (State.CONFIRMED, State.RESCHEDULED)
        return {(one.id, str(one.slots[0].start)) for one in found if one.state in lasting}

    def free(self) -> list[str]:
        """What is free on Tuesday, by the clock of the place."""
        times = self.provider.times("passport", "kallio", TUESDAY)
        return [f"{time.start + timedelta(hours=2):%H:%M}" for time in times]


@pytest.fixture(params=["sqlite", "postgresql", "fake", "qmatic"])
def town(request: pytest.FixtureRequest, migrated: Callable[[str], str]) -> Iterator[City]:
    clock = SimpleNamespace(now=NOW)
    if request.param == "fake":
        yield City("fake", FakeProvider(PLAN, lambda: clock.now, names=NAMES), clock)
    elif request.param != "qmatic":
        engine = booking_engine(migrated(request.param))
        provider = StoreProvider(
            Store(engine, PLAN, SECRET, clock=lambda: clock.now),
            name=lambda name, locale: NAMES[name],
            fields=lambda product, locale: [
                Field("name", "Name"),
                Field("email", "E-mail address", "email"),
            ],
        )
        yield City(request.param, provider, clock)
        engine.dispose()
    else:
        orchestra = Orchestra(PLAN, lambda: clock.now, NAMES)
        login = f"Basic {b64encode(b'city:word').decode()}"
        keys: dict[str, str] = {}
        with serving(orchestra, login) as url:
            provider = qmatic()(url, "city", "word", keys)
            yield City("qmatic", provider, clock, orchestra, keys)


class Browser:
    """Follows links and sends the forms of pages, as a browser does."""

    def __init__(self, town: City) -> None:
        self.town, self.url = town, ROOT
        self.page = Page("", Markup())

    def ask(self, url: str, form: dict[str, str] | None = None, genuine: bool = True) -> Page:
        before, posted = self.town.kept(), form is not None
        for _ in range(3):
            parts = urlsplit(url)
            assert parts.path.startswith(ROOT), url
            self.url = url
            answer = self.town.journey.answer(
                Request(
                    ROOT,
                    parts.path.removeprefix(ROOT),
                    dict(parse_qsl(parts.query, keep_blank_values=True)),
                    form,
                    genuine,
                )
            )
            if isinstance(answer, Page):
                self.page = answer
                self.is_so(before, posted)
                return answer
            url, form = answer.location, None
        raise AssertionError(f"{url} leads in circles")

    def is_so(self, before: set[tuple[str, str]], posted: bool) -> None:
        """Whatever the page says, whoever keeps the bookings says too."""
        page, now = self.page, self.town.kept()
        changed = before ^ now
        assert posted or not changed, "a GET changes nothing"
        assert len({name for name, _ in changed}) <= 1
        words = str(Markup(page.content).unescape())
        # The resident reads what was changed: on a page about it, or because the answer was lost.
        booked, gone = spoken("booked"), spoken("gone")
        unsure = ("unsure", "unsure-cancel", "no-answer")
        lost = any(spoken(name) in words for name in unsure)
        assert not changed or page.title in (booked, gone) or lost, page.title
        if page.title in (booked, gone):
            token = self.url.removeprefix(f"{ROOT}booking/").split("/")[0]
            reference = Seal(Secret(SECRET)).opened(token)
            mine = [start for name, start in now if name == reference]
            assert bool(mine) == (page.title == booked)
            for start in mine:
                wall = datetime.fromisoformat(start).astimezone(ZoneInfo("Europe/Helsinki"))
                assert booked != "Your appointment is booked" or (
                    f"{wall.day} {wall:%B %Y}, {wall.hour}:{wall:%M} to" in words
                )
        refused = any(sentence(code) in words for code in Code)
        assert not refused or (page.status in (422, 503) and not changed)

    def send(self, genuine: bool = True, **typed: str) -> Page:
        """Send the form of the page, with what is typed."""
        (form,) = parse(f"<body>{self.page.content}</body>").iter("form")
        data: dict[str, str] = {}
        for box in form.iter("input"):
            name, value = box.get("name") or "", box.get("value") or ""
            if box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None:
                data[name] = value
        data |= typed
        path = form.get("action") or ""
        if form.get("method") == "post":
            return self.ask(path, data, genuine)
        return self.ask(f"{path}?" + "&".join(f"{n}={_quoted(v)}" for n, v in data.items()))

    def link(self, text: str) -> Page:
        for link in parse(f"<body>{self.page.content}</body>").iter("a"):
            if text in "".join(link.itertext()):
                return self.ask(link.get("href") or "")
        raise AssertionError(f"no link {text!r} on {self.page.title!r}")

    def times(self) -> list[str]:
        """The values of the times on the page."""
        boxes = parse(f"<body>{self.page.content}</body>").iter("input")
        return [box.get("value") or "" for box in boxes if box.get("type") == "radio"]

    def to_details(self, number: int = 0) -> Page:
        self.ask(ROOT)
        self.send()
        self.send()
        tuesday = [value for value in self.times() if value.startswith("2027-03-02")]
        return self.send(time=tuesday[number])

    def typed(self) -> dict[str, str]:
        """What the fields of the page hold, for those that a resident fills in."""
        boxes = parse(f"<body>{self.page.content}</body>").iter("input")
        held = {box.get("name") or "": box.get("value") or "" for box in boxes}
        return {name: value for name, value in held.items() if name in TYPED}

    def fill(self) -> dict[str, str]:
        return {name: TYPED[name] for name in self.typed()}


def _quoted(value: str) -> str:
    return quote(value, safe="")


def test_a_resident_finds_books_and_cancels_on_each_provider(town: City) -> None:
    browser = Browser(town)
    assert browser.ask(ROOT).title == "What is it about?"
    assert browser.send().title == "Where?"
    assert browser.send().title == "Choose a time"
    assert len(browser.times()) == 5 * 6
    assert browser.to_details().title == "Your details"
    assert "Passport, Kallio: Tuesday, 2 March 2027 at 9:00" in browser.page.content
    page = browser.send(**browser.fill())
    assert (page.title, page.status) == ("Your appointment is booked", 200)
    assert "Tuesday, 2 March 2027, 9:00 to 9:30" in page.content
    assert town.free() == ["09:30", "10:00", "10:30", "11:00", "11:30"]
    assert browser.link("Cancel the appointment").title.startswith("Do you want")
    page = browser.send()
    assert (page.title, page.status) == ("You no longer have this appointment", 410)
    assert "09:00" in town.free()
    assert browser.link("Book a new time").title == "What is it about?"


def days(browser: Browser) -> dict[str, str]:
    """The days of the month on the page that are links: their names, and where they lead."""
    links = parse(f"<body>{browser.page.content}</body>").iter("a")
    named = {"".join(link.itertext()): link.get("href") or "" for link in links}
    return {name: url for name, url in named.items() if name[:1].isdigit()}


@pytest.mark.parametrize("town", ["sqlite", "postgresql", "fake"], indirect=True)
def test_a_month_says_of_each_day_how_many_times_are_really_free(town: City) -> None:
    town.journey = Journey(town.provider, SECRET, clock=lambda: town.clock.now)
    for _ in range(2):
        time = town.provider.times("passport", "kallio", TUESDAY)[0]
        answers = {"name": "Aino", "email": f"{time.id}@example.fi"}
        town.provider.create("passport", "kallio", time, answers, time.id)
    browser = Browser(town)
    browser.ask(f"{ROOT}?product=passport&place=kallio&month=")
    assert browser.page.title == "Choose a day"
    shown = days(browser)
    assert [name for name in shown if name.startswith("2,")] == [
        "2, Tuesday, March 2027, 44 times free"
    ]
    assert len(shown) == 23
    for name, url in shown.items():
        day = date(2027, 3, int(name.split(",")[0]))
        free = town.provider.times("passport", "kallio", day)
        assert name.endswith(f", {len(free)}{len(free)} times free")
        browser.ask(url)
        assert browser.page.title == "Choose a time"
        assert [v for v in browser.times() if v.startswith(day.isoformat())] == [
            time.key for time in free
        ]


@pytest.mark.parametrize("town", ["sqlite", "fake"], indirect=True)
def test_a_month_of_all_places_counts_the_times_of_each_together(town: City) -> None:
    open_ = hours("9:00-12:00", days=range(5)), hours("9:00-10:00", days={1})
    offices = tuple(
        Office(name, "Europe/Helsinki", one)
        for name, one in zip(("kallio", "malmi"), open_, strict=True)
    )
    desks = tuple(Resource(f"desk-{one.id}", one.id, {"desk"}) for one in offices)
    plan = replace(PLAN, offices=offices, resources=desks)
    if isinstance(town.provider, StoreProvider):
        town.provider._store.plan = plan
        town.provider._name = lambda name, locale: name.title()
    else:
        assert isinstance(town.provider, FakeProvider)
        town.provider.plan = plan
    town.journey = Journey(town.provider, SECRET, clock=lambda: town.clock.now)
    browser = Browser(town)
    browser.ask(f"{ROOT}?product=passport&place=*&month=")
    shown = days(browser)
    assert len(shown) > 20
    for name in shown:
        day = date(2027, 3, int(name.split(",")[0]))
        assert any(town.provider.times("passport", one.id, day) for one in offices)
        # The same time at both is one time, so the times of the two are not added up.
        assert name.endswith(", times free"), name


@pytest.mark.parametrize("town", ["sqlite", "postgresql", "fake"], indirect=True)
def test_a_time_of_a_course_says_how_many_places_it_really_has(town: City) -> None:
    plan = city(Resource("pool", "kallio", {"desk"}, capacity=4), open=hours("9:00-10:00"))
    if isinstance(town.provider, StoreProvider):
        town.provider._store.plan = plan
    else:
        assert isinstance(town.provider, FakeProvider)
        town.provider.plan = plan
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    browser.ask(f"{ROOT}?product=passport&place=kallio&from=2027-03-02")
    labels = [
        " ".join("".join(label.itertext()).split())
        for label in parse(f"<body>{browser.page.content}</body>").iter("label")
    ]
    assert labels[:2] == ["9:00 3 places left", "9:30 4 places left"]


@pytest.mark.parametrize("town", ["sqlite", "postgresql", "fake"], indirect=True)
def test_where_nothing_is_free_or_somebody_was_faster_other_places_are_offered(town: City) -> None:
    open_, never = hours("9:00-10:00", days=range(5)), Hours(())
    wanted = [Office("kallio", "Europe/Helsinki", never), Office("malmi", "Europe/Helsinki", open_)]
    desks = tuple(Resource(f"desk-{one.id}", one.id, {"desk"}) for one in wanted)

    def with_kallio(when: Hours) -> None:
        offices = (replace(wanted[0], hours=when), wanted[1])
        plan = replace(PLAN, offices=offices, resources=desks)
        if isinstance(town.provider, StoreProvider):
            town.provider._store.plan = plan
            town.provider._name = lambda name, locale: name.title()
            town.provider._points = {"kallio": Point(60.18, 24.95), "malmi": Point(60.25, 24.95)}
        else:
            assert isinstance(town.provider, FakeProvider)
            town.provider.plan = plan

    with_kallio(never)
    browser = Browser(town)
    page = browser.ask(f"{ROOT}?product=passport&place=kallio")
    assert "Free times at other service points" in page.content
    kept = town.kind != "fake"
    assert ("7.8 kilometres" in page.content) == kept
    malmi = town.provider.times("passport", "malmi", date(2027, 3, 1))
    assert (malmi[0].start - NOW) < timedelta(days=1)
    assert "Monday, 1 March 2027, 9:00" in page.content
    (other,) = [f for f in parse(page.content).iter("form") if f.get("method") != "post"][-1:]
    assert [box.get("value") for box in other.iter("input")] == ["passport", "malmi"]
    browser.ask(f"{ROOT}?product=passport&place=malmi")
    assert browser.times()[0] == malmi[0].key
    assert "other service points" not in browser.page.content
    # Somebody was faster: the day of the lost time is asked for elsewhere.
    with_kallio(open_)
    town.journey = Journey(town.provider, SECRET, clock=lambda: town.clock.now)
    lost = town.provider.times("passport", "kallio", TUESDAY)[0]
    town.provider.create("passport", "kallio", lost, {"name": "A", "email": "a@b.fi"}, "k")
    form = {"product": "passport", "place": "kallio", "time": lost.key, "key": "x"}
    answer = town.journey.answer(Request(ROOT, "", {}, form, cookies={COOKIE: "0" * 32}))
    assert isinstance(answer, Page)
    assert (answer.status, answer.title) == (422, "Choose a time")
    assert "Tuesday, 2 March 2027, 9:00" in answer.content


def test_a_month_counts_nothing_where_the_provider_would_be_asked_for_each_day(town: City) -> None:
    browser = Browser(town)
    browser.ask(f"{ROOT}?product=passport&place=kallio&month=2027-04-10")
    shown = days(browser)
    assert len(shown) == 22
    assert {name.split(", ", 1)[1] for name in shown} == {
        f"{day}, April 2027, times free"
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    }
    before, after = browser.link("March"), browser.link("April")
    assert (before.title, after.title) == ("Choose a day", "Choose a day")
    browser.link("See one week at a time")
    assert browser.page.title == "Choose a time"


def test_a_get_changes_nothing_on_any_page(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    booked, before = browser.url, town.free()
    for url in (booked, f"{booked}cancel", ROOT, f"{ROOT}details"):
        browser.ask(url)
        browser.ask(url)
    assert town.free() == before
    assert browser.ask(booked).title == "Your appointment is booked"


def test_the_same_form_sent_twice_is_one_booking(town: City) -> None:
    browser = Browser(town)
    details = browser.to_details()
    browser.send(**browser.fill())
    first = browser.url
    browser.page = details
    assert browser.send(**TYPED).title == "Your appointment is booked"
    assert browser.url == first
    assert len(town.free()) == 5


def test_somebody_else_was_faster_and_what_was_typed_is_kept(town: City) -> None:
    slow, fast = Browser(town), Browser(town)
    slow.to_details()
    fast.to_details()
    other = {**fast.fill(), "email": "eino@example.fi"}
    assert fast.send(**other).title == "Your appointment is booked"
    typed = slow.fill()
    page = slow.send(**typed)
    assert (page.status, page.failed) == (422, True)
    assert sentence(Code.TAKEN, "en") in page.content
    assert "just taken" in page.content.lower()
    assert slow.typed() == typed
    assert slow.times()
    assert slow.send(time=slow.times()[0]).title == "Your appointment is booked"
    assert len(town.free()) == 4


def test_a_form_without_a_time_says_so_and_shows_the_times_again(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    page = browser.ask(f"{ROOT}details?product=passport&place=kallio")
    assert (page.title, page.status, page.failed) == ("Choose a time", 422, True)
    assert sentence(Code.NOT_CHOSEN, "en") in Markup(page.content).unescape()
    assert browser.times()


def test_a_forged_time_is_refused_and_nothing_is_booked(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    good = town.provider.times("passport", "kallio", TUESDAY)[0]
    for forged in (
        replace(good, start=at("2027-03-02 01:00"), end=at("2027-03-02 01:30")),
        replace(good, end=good.end + timedelta(minutes=5)),
        replace(good, id="2027-03-02 03:00"),
        replace(good, id=f"{good.id}x"),
    ):
        browser.to_details()
        page = browser.send(**browser.fill(), time=forged.key)
        assert (page.status, page.title) == (422, "Your details"), forged
    assert browser.ask(f"{ROOT}details?product=passport&place=kallio&time=x").status == 422
    assert len(town.free()) == 6


def test_fields_left_empty_or_wrong_are_named_beside_what_was_typed(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    page = browser.send(**{**browser.fill(), "email": "aino at example"})
    assert (page.status, page.failed) == (422, True)
    assert 'href="#email"' in page.content
    assert browser.typed()["email"] == "aino at example"
    assert browser.send(**dict.fromkeys(browser.typed(), "")).status == 422
    assert len(town.free()) == 6


def test_a_page_that_was_open_too_long_books_and_cancels_nothing(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    typed = browser.fill()
    page = browser.send(genuine=False, **typed)
    assert page.status == 422
    assert "The page was open for so long" in page.content
    assert browser.typed() == typed
    assert len(town.free()) == 6
    assert browser.send().title == "Your appointment is booked"
    browser.link("Cancel the appointment")
    assert browser.send(genuine=False).status == 422
    assert len(town.free()) == 5


def test_wrong_altered_and_foreign_addresses_look_alike(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    token = browser.url.removeprefix(f"{ROOT}booking/").rstrip("/")
    other = Journey(town.provider, b"t" * 32, clock=lambda: town.clock.now)
    pages = {
        browser.ask(f"{ROOT}{path}")
        for path in (
            "booking/x/",
            f"booking/{token}x/",
            f"booking/{token.swapcase()}/",
            f"booking/{token.partition('.')[0]}/",
            "booking/é/",
            "nowhere",
            "?product=wedding",
            "?product=passport&place=malmi",
            "details?product=passport&place=malmi&time=x",
        )
    }
    foreign = other.answer(Request(ROOT, f"booking/{token}/"))
    assert isinstance(foreign, Page)
    assert {(page.title, page.status) for page in (*pages, foreign)} == {
        ("The link does not work", 404)
    }
    assert len({page.content for page in (*pages, foreign)}) == 1


@pytest.mark.parametrize("town", ["sqlite", "postgresql", "fake"], indirect=True)
def test_too_late_to_cancel_is_said_and_the_appointment_stays(town: City) -> None:
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    town.clock.now = at("2027-03-02 06:00")
    browser.link("Cancel the appointment")
    page = browser.send()
    assert page.status == 422
    assert sentence(Code.TOO_LATE_TO_CANCEL, "en") in page.content
    assert browser.link("Keep the appointment").title == "Your appointment is booked"


@pytest.mark.parametrize("tag", ["fi", "sv"])
def test_each_page_speaks_each_language(town: City, tag: str) -> None:
    browser = Browser(town)
    with use_locale(tag):
        titles = [browser.ask(ROOT).title, browser.send().title, browser.send().title]
        titles += [browser.to_details().title, browser.send(**browser.fill()).title]
    english = {"What is it about?", "Where?", "Choose a time", "Your details"}
    assert len({*titles}) == 5
    assert not english & {*titles}


# What goes wrong on the way


def lossy() -> tuple[City, dict[str, str]]:
    clock, faults = SimpleNamespace(now=NOW), {}
    provider = FakeProvider(
        PLAN, lambda: clock.now, names=NAMES, faults=lambda call: faults.pop(call, "")
    )
    return City("fake", provider, clock), faults


def test_a_lost_answer_is_told_and_the_next_try_finds_the_booking() -> None:
    town, faults = lossy()
    browser = Browser(town)
    browser.to_details()
    typed = browser.fill()
    faults["create"] = "after"
    page = browser.send(**typed)
    assert page.status == 503
    assert "your time may be booked already" in page.content
    assert browser.typed() == typed
    assert browser.send().title == "Your appointment is booked"
    assert len(town.free()) == 5


def test_a_provider_that_is_down_is_told_and_nothing_is_lost() -> None:
    town, faults = lossy()
    browser = Browser(town)
    browser.to_details()
    typed = browser.fill()
    faults["create"] = "before"
    page = browser.send(**typed)
    assert page.status == 503
    assert sentence(Code.TRY_AGAIN, "en") in page.content
    assert browser.typed() == typed
    faults["products"] = "before"
    assert browser.ask(ROOT).status == 503


def test_a_lost_answer_to_cancelling_is_told_and_the_next_try_is_sure() -> None:
    town, faults = lossy()
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    browser.link("Cancel the appointment")
    faults["delete"] = "after"
    page = browser.send()
    assert page.status == 503
    assert "may be cancelled already" in page.content
    assert browser.send().status == 410


def test_a_move_whose_answer_was_lost_leads_to_the_booking_as_it_is() -> None:
    town, faults = lossy()
    browser = Browser(town)
    browser.to_details()
    browser.send(**browser.fill())
    booking = browser.url
    ((_, was),) = town.kept()
    town.journey = Journey(town.provider, SECRET, clock=lambda: town.clock.now)
    browser.ask(f"{booking}move")
    wanted = browser.times()[-1]
    faults["move"] = "after"
    assert browser.send(time=wanted).status == 503
    ((_, now),) = town.kept()
    assert now != was
    faults["receipt"] = "before"
    assert browser.link("See the booking").status == 503
    assert browser.link("See the booking").title == "Your appointment has been moved"
    assert browser.url == booking


@pytest.mark.parametrize(
    ("path", "button", "leads"),
    [
        ("booking/t/", "See the booking", "booking/t/"),
        ("booking/t/move", "See the booking", "booking/t/"),
        ("hold/t/", "Try again", "hold/t/"),
        ("hold/t/release", "Try again", "hold/t/"),
        ("pay/t/look", "Try again", "pay/t/"),
        ("", "Book a new time", ""),
        ("details", "Book a new time", ""),
        ("wait/leave", "Book a new time", ""),
    ],
)
def test_a_page_without_an_answer_leads_to_what_it_is_about(
    path: str, button: str, leads: str
) -> None:
    page = pages.unanswered(Request(ROOT, path), "No answer.")
    (way,) = parse(f"<body>{page.content}</body>").iter("a")
    assert (page.status, "".join(way.itertext()).strip()) == (503, button)
    assert way.get("href") == f"{ROOT}{leads}"


def test_a_provider_without_services_or_places_leads_nowhere() -> None:
    town, _ = lossy()
    town.provider.products = lambda locale: []  # type: ignore[method-assign]
    assert Browser(town).ask(ROOT).status == 404


def test_a_field_that_was_optional_until_the_provider_wanted_it_is_named() -> None:
    town, _ = lossy()
    browser = Browser(town)
    browser.to_details()
    usual = town.provider.create

    def strict(product: str, place: str, time: Time, answers: Any, key: str) -> Any:
        if not answers.get("phone"):
            raise MissingField("phone")
        return usual(product, place, time, answers, key)

    town.provider.create = strict  # type: ignore[method-assign]
    page = browser.send(**{**browser.fill(), "phone": ""})
    assert (page.status, page.failed) == (422, True)
    assert 'href="#phone"' in page.content
    assert "Phone number" in page.content
    assert browser.send(phone=TYPED["phone"]).title == "Your appointment is booked"


@pytest.mark.parametrize("year", ["0001", "1970", "9000", "9999"])
def test_a_time_at_the_ends_of_the_calendar_is_refused(year: str) -> None:
    town, _ = lossy()
    key = f"{year}-12-31T23:30:00+00:00|{year}-12-31T23:59:00+00:00|x"
    page = Browser(town).ask(f"{ROOT}details?product=passport&place=kallio&time={_quoted(key)}")
    assert (page.title, page.status) == ("Choose a time", 422)


def test_details_of_each_kind_are_asked_and_handed_on() -> None:
    town, _ = lossy()
    seen: list[Any] = []
    usual = town.provider.create
    asked = [
        *town.provider.fields("passport", "en")[:2],
        Field("born", "Date of birth", "date"),
        Field("code", "Personal identity code", "identity", required=False),
    ]
    town.provider.fields = lambda product, locale: asked  # type: ignore[method-assign]

    def noted(product: str, place: str, time: Time, answers: Any, key: str) -> Any:
        seen.append(answers)
        return usual(product, place, time, answers, key)

    town.provider.create = noted  # type: ignore[method-assign]
    browser = Browser(town)
    browser.to_details()
    born = {"born-day": "1", "born-month": "5", "born-year": "1984"}
    wrong = browser.send(**browser.fill(), **born, code="010101-000X")
    assert wrong.status == 422
    assert 'href="#code"' in wrong.content
    assert browser.send(code="131052-308T").title == "Your appointment is booked"
    (answers,) = seen
    assert (answers["born"], answers["code"]) == ("1984-05-01", "131052-308T")


# The present system


@pytest.fixture
def orchestra() -> Iterator[tuple[Orchestra, Any, dict[str, str]]]:
    system = Orchestra(PLAN, lambda: NOW, NAMES)
    keys: dict[str, str] = {}
    login = f"Basic {b64encode(b'city:word').decode()}"
    with serving(system, login) as url:
        yield system, qmatic()(url, "city", "word", keys, wait=5), keys


def book(provider: Any, key: str = "k") -> Any:
    time = provider.times("passport", "kallio", TUESDAY)[0]
    return provider.create("passport", "kallio", time, TYPED, key)


@pytest.mark.parametrize(
    ("fault", "sent"), [("POST reserve", False), ("POST confirm", True), ("GET services", False)]
)
@pytest.mark.parametrize("how", ["lost", "down", "nonsense"])
def test_whatever_answer_gets_lost_the_next_try_books_exactly_once(
    orchestra: Any, fault: str, how: str, sent: bool
) -> None:
    system, provider, _ = orchestra
    time = provider.times("passport", "kallio", TUESDAY)[1]
    system.faults[fault] = how
    with pytest.raises(ProviderDown) as down:
        provider.create("passport", "kallio", time, TYPED, "k")
    assert down.value.sent == sent
    if (fault, how) == ("POST reserve", "lost"):
        return  # The reservation lapses by itself; until then the time is taken.
    receipt = provider.create("passport", "kallio", time, TYPED, "k")
    assert provider.create("passport", "kallio", time, TYPED, "k") == receipt
    kept = [booking for booking in system.diary if booking.state.value == "confirmed"]
    assert [booking.id for booking in kept] == [receipt.reference]


def test_what_is_reserved_but_not_confirmed_is_no_booking(orchestra: Any) -> None:
    system, provider, keys = orchestra
    system.faults["POST confirm"] = "down"
    with pytest.raises(ProviderDown):
        book(provider)
    assert provider.receipt(keys["k"]) is None


def test_an_id_from_a_form_never_reaches_another_address(orchestra: Any) -> None:
    system, provider, _ = orchestra
    start = at("2027-03-02 07:00")
    for name in ("2027-03-02 09:00/../../x", "x", "2027-03-02 09:00 y", "2027-03-02 25:00"):
        with pytest.raises(ProviderRefusal):
            provider.create(
                "passport", "kallio", Time(name, start, start + timedelta(minutes=30)), TYPED, "k"
            )
    with pytest.raises(ProviderRefusal, match="not-offered"):
        provider.create("passport", "malmi", Time("2027-03-02 09:00", start, start), TYPED, "k")
    assert not any(asked.startswith("POST") for asked in system.asked)
    assert provider.receipt("../services") is None


def test_a_wrong_password_is_a_provider_that_is_down(orchestra: Any) -> None:
    _, provider, _ = orchestra
    other = qmatic()(provider.url, "city", "wrong", {})
    with pytest.raises(ProviderDown, match="401"):
        other.products("en")


def test_a_required_field_left_empty_is_named_before_anything_is_asked(orchestra: Any) -> None:
    system, provider, _ = orchestra
    time = provider.times("passport", "kallio", TUESDAY)[0]
    before = len(system.asked)
    with pytest.raises(MissingField) as missing:
        provider.create("passport", "kallio", time, {**TYPED, "lastName": " "}, "k")
    assert missing.value.field == "lastName"
    assert len(system.asked) == before
