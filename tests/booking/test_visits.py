"""Several people, or several matters, booked at once by the pages, on our store and on the fake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW, city, minutes
from tests.test_appointments import parse

from citydesign import use_locale
from citydesign.booking import Days, Diary, Order, Policy, Resource, Service, State, Visit, visits
from citydesign.booking import calendar as entries
from citydesign.booking.calendar import Organiser
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import Journey
from citydesign.booking.provider import Field, Provider, ProviderDown
from citydesign.booking.store import Invitation, Store, StoreProvider, booking_engine
from citydesign.exchange import File, Page, Redirect, Request, Sent

ROOT = "/en/appointments/"
NAMES = {
    "passport": "Passport",
    "advice": "Advice",
    "dance": "Dance",
    "hall": "Hall",
    "kallio": "Kallio",
}
TYPED = {"name": "Aino", "email": "aino@example.fi"}
SECRET = b"s" * 32
PLAN = city(
    Resource("desk", "kallio", {"desk"}),
    Resource("other", "kallio", {"desk"}),
    Resource("room", "kallio", {"room"}),
    Resource("hall", "kallio", {"hall"}),
    services=(
        Service("passport", ("desk",), minutes(15), policy=Policy(group=4), beside={"advice"}),
        Service("advice", ("room",), minutes(30)),
        Service("dance", ("room",), minutes(60)),
        Service(
            "hall",
            ("hall",),
            minutes(45),
            step=minutes(15),
            policy=Policy(weeks=10, horizon=Days(80)),
            longer=(minutes(60), minutes(90)),
        ),
    ),
)


@pytest.fixture(params=["sqlite", "postgresql", "fake"])
def provider(request: pytest.FixtureRequest, migrated: Callable[[str], str]) -> Iterator[Provider]:
    if request.param == "fake":
        yield FakeProvider(PLAN, lambda: NOW, names=NAMES)
        return
    engine = booking_engine(migrated(request.param))
    yield StoreProvider(
        Store(engine, PLAN, SECRET, clock=lambda: NOW),
        name=lambda name, locale: NAMES[name],
        fields=lambda service, locale: [
            Field("name", "Name"),
            Field("email", "E-mail address", "email", required=service == "passport"),
        ],
        invitation=Invitation(Organiser("City", "a@example.fi"), "example.fi", lambda _: "Time"),
    )
    engine.dispose()


@dataclass
class Browser:
    """Sends the forms of pages, as a browser does."""

    journey: Journey
    page: Page = field(default_factory=lambda: Page("", None))  # type: ignore[arg-type]
    url: str = ROOT
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, url: str, form: dict[str, str] | None = None) -> Page:
        parts = urlsplit(url if url.startswith("/") else self.url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        path = parts.path.removeprefix(ROOT)
        answer = self.journey.answer(Request(ROOT, path, query, form, True, self.cookies))
        for cookie in getattr(answer, "cookies", ()):
            self.cookies[cookie.name] = cookie.value
        if isinstance(answer, Redirect):
            return self.ask(answer.location)
        assert isinstance(answer, Page), answer
        self.url, self.page = url, answer
        return answer

    def file(self, name: str) -> bytes:
        answer = self.journey.answer(
            Request(ROOT, urlsplit(self.url).path.removeprefix(ROOT) + name, cookies=self.cookies)
        )
        assert isinstance(answer, File)
        return answer.content

    def send(self, *, without: str = "", **typed: str) -> Page:
        """Send the form of the page with a choice or two, without some of the ticks."""
        forms = parse(str(self.page.content)).iter("form")
        (form, *_) = [f for f in forms if not (f.get("action") or "").endswith("/time")]
        data: dict[str, list[str]] = {}
        for box in form.iter("input"):
            name, value = box.get("name") or "", box.get("value") or ""
            if box.get("type") not in ("radio", "checkbox"):
                data.setdefault(name, []).append(TYPED.get(name, value))
            elif box.get("checked") is not None and value not in without.split(","):
                data.setdefault(name, []).append(value)
        for box in form.iter("select"):
            (chosen,) = [o for o in box.iter("option") if o.get("selected") is not None]
            data[box.get("name") or ""] = [chosen.get("value") or ""]
        data |= {name.replace("_", "-"): [value] for name, value in typed.items()}
        action = form.get("action") or ""
        if form.get("method") == "post":
            return self.ask(action, Sent(data))
        return self.ask(f"{action}?{urlencode(data, doseq=True)}")

    def times(self) -> list[tuple[str, str]]:
        """What can be chosen: the value, and what the page says of it."""
        found = []
        tree = parse(str(self.page.content))
        labels = {
            label.get("for"): " ".join("".join(label.itertext()).split())
            for label in tree.iter("label")
        }
        for box in tree.iter("input"):
            if box.get("type") == "radio" and box.get("name") == "time":
                found.append((box.get("value") or "", labels.get(box.get("id"), "")))
        return found


@pytest.fixture
def browser(provider: Provider) -> Browser:
    return Browser(Journey(provider, SECRET, clock=lambda: NOW))


def text(page: Page) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", str(page.content))).split())


def kept(provider: Any) -> list[Any]:
    if isinstance(provider, StoreProvider):
        found = provider._store.bookings("kallio", NOW, NOW + timedelta(days=90))
    else:
        found = [one for one in provider.diary if one.lives(NOW)]
    return [one for one in found if one.state is not State.HELD]


def test_a_parent_books_two_passports_and_advice_one_after_another(
    browser: Browser, provider: Provider
) -> None:
    browser.ask(ROOT)
    browser.send(product="passport")
    assert browser.page.title == "How many people are coming?"
    assert "Dance" not in text(browser.page)
    browser.send(people_passport="2", people_advice="1")
    assert browser.page.title == "Where?"
    browser.send(place="kallio")
    assert "Advice (1 person), Passport (2 people), Kallio" in text(browser.page)
    assert "waiting list" not in text(browser.page)
    value, said = browser.times()[0]
    assert "until 10:00" in said
    browser.send(time=value)
    assert browser.page.title == "Your details"
    browser.send()
    assert browser.page.title == "Your appointment is booked"
    shown = text(browser.page)
    assert "9:00 to 10:00" in shown
    for line in (
        "Advice 9:00 to 9:30",
        "Passport, person 1 9:30 to 9:45",
        "Passport, person 2 9:45 to 10:00",
    ):
        assert line in shown, shown
    (booking,) = kept(provider)
    assert [slot.service for slot in booking.slots] == ["advice", "passport", "passport"]
    if isinstance(provider, StoreProvider):
        times = entries.read(browser.file("calendar.ics"))
        assert [e.start for e in times] == [slot.start for slot in booking.slots]
    # The whole visit moves in one step.
    browser.ask(f"{urlsplit(browser.url).path}move")
    assert "until" in browser.times()[1][1]
    browser.send(time=browser.times()[1][0])
    assert browser.page.title == "Your appointment has been moved"
    (moved,) = kept(provider)
    assert moved.start == booking.start + minutes(15)
    browser.ask(f"{urlsplit(browser.url).path}cancel")
    browser.send()
    assert kept(provider) == []


def test_two_come_at_the_same_time_and_see_one_time(browser: Browser, provider: Provider) -> None:
    browser.ask(f"{ROOT}?product=passport")
    browser.send(people_passport="2", order="together")
    browser.send(place="kallio")
    assert "Passport (2 people)" in text(browser.page)
    browser.send(time=browser.times()[0][0])
    browser.send()
    assert "person 1" not in text(browser.page)
    assert "9:00 to 9:15" in text(browser.page)
    (booking,) = kept(provider)
    assert len(set(booking.slots)) == 1
    if isinstance(provider, StoreProvider):
        assert len(entries.read(browser.file("calendar.ics"))) == 1
    other = Browser(browser.journey)
    other.ask(f"{ROOT}?product={booking_key('together')}&place=kallio")
    assert other.times()[0][0] != value_of(booking)


def booking_key(order: str) -> str:
    return f"{order}%7Cpassport%7Cpassport"


def value_of(booking: Any) -> str:
    return " ".join(slot.key for slot in booking.slots)


def test_one_person_alone_goes_on_as_before(browser: Browser) -> None:
    browser.ask(f"{ROOT}?product=dance")
    assert browser.page.title == "Where?"
    browser.ask(f"{ROOT}?product=passport")
    browser.send()
    assert browser.page.title == "Where?"
    browser.send(place="kallio")
    assert "Passport, Kallio" in text(browser.page)
    assert "until" not in browser.times()[0][1]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"people_passport": "0"}, "Choose at least one person."),
        ({"people_passport": "99"}, "Choose at least one person."),
        ({"people_passport": "²"}, "Choose at least one person."),
    ],
)
def test_nobody_or_nonsense_is_asked_again(
    browser: Browser, sent: dict[str, str], said: str
) -> None:
    browser.ask(f"{ROOT}?product=passport")
    page = browser.send(**sent)
    assert (page.status, page.failed) == (422, True)
    assert said in text(page)


@pytest.mark.parametrize(
    "product",
    ["together|passport", "in-turn|dance|passport", "together|passport|advice", "in-turn|a|b"],
)
def test_a_visit_that_is_none_opens_nothing(browser: Browser, product: str) -> None:
    page = browser.ask(f"{ROOT}?{urlencode({'product': product, 'place': 'kallio'})}")
    assert page.status == 404


def test_times_that_are_no_visit_are_refused_however_forged(
    browser: Browser, provider: Provider
) -> None:
    browser.ask(f"{ROOT}?product={booking_key('together')}&place=kallio")
    first, second = (value for value, _ in browser.times()[:2])
    for forged in (
        first.replace("passport|kallio 2027", "dance|kallio 2027"),
        f"{first[: -len('20270301T0700Z|passport|kallio')]}{second.split(' ')[-1]}",
        first.rsplit(" ", 1)[0],
    ):
        page = browser.send(time=forged)
        assert page.status == 422, forged
    assert kept(provider) == []


def test_who_comes_second_is_offered_other_times_for_all_of_them(
    browser: Browser, provider: Provider
) -> None:
    address = f"{ROOT}?product={booking_key('together')}&place=kallio"
    other = Browser(browser.journey)
    browser.ask(address)
    other.ask(address)
    value = browser.times()[0][0]
    browser.send(time=value)
    page = other.send(time=value)
    assert "This time has just been taken" in text(page)
    near = [value for value, _ in other.times()]
    assert near
    assert all(len(one.rsplit("|", 4)) == 5 and " " in one for one in near)
    other.send(time=near[0])
    assert other.page.title == "Your details"


def test_a_room_is_booked_for_as_long_as_the_resident_wants(
    browser: Browser, provider: Provider
) -> None:
    browser.ask(f"{ROOT}?product=hall")
    assert browser.page.title == "How long and how often?"
    assert "1 hour 30 minutes" in text(browser.page)
    browser.send(length="hall/90")
    browser.send(place="kallio")
    assert "Hall, 1 hour 30 minutes, Kallio" in text(browser.page)
    assert len([v for v, _ in browser.times() if v.startswith("2027-03-01")]) == 7
    browser.send(time=browser.times()[0][0])
    browser.send()
    assert "9:00 to 10:30" in text(browser.page)
    (booking,) = kept(provider)
    assert booking.services == ("hall/90",)
    # A length that nobody offers is asked again, and opens nothing.
    assert browser.ask(f"{ROOT}?product=hall&length=hall/80").title == "How long and how often?"
    assert browser.ask(f"{ROOT}?product=hall/80&place=kallio").status == 404


def test_a_choir_books_every_week_but_those_it_does_not_want(
    browser: Browser, provider: Provider
) -> None:
    if isinstance(provider, StoreProvider):
        taken = PLAN.slot("kallio", "hall", NOW + timedelta(days=14, hours=1))
        provider._store.book([taken], "eero", "k", {})
    browser.ask(f"{ROOT}?product=hall")
    browser.send(weeks="5", order="weekly")
    browser.send(place="kallio")
    assert "Hall, 45 minutes, weekly for 5 weeks" in text(browser.page)
    whole = [value for value, _ in browser.times()]
    browser.ask(f"{ROOT}?product=hall")
    browser.send(weeks="5", order="weekly-free")
    browser.send(place="kallio")
    some = browser.times()
    number = 5
    if isinstance(provider, StoreProvider):
        number = 4
        assert len(some) > len(whole)
    assert f"{number} times" in some[0][1]
    browser.send(time=some[0][0])
    assert "Leave out the dates that you don't need." in text(browser.page)
    assert text(browser.page).count("March 2027") == number + 1
    # None at all is asked again, and what was typed and ticked comes back.
    page = browser.send(name="Choir", without=",".join(map(str, range(number))))
    assert (page.status, "Choose at least one date." in text(page)) == (422, True)
    assert "Choir" in str(page.content)
    assert kept(provider) == [] or isinstance(provider, StoreProvider)
    browser.ask(browser.url)
    browser.send(without="1")
    assert browser.page.title == "Your appointment is booked"
    booking = kept(provider)[0]
    assert len(booking.slots) == number - 1
    assert {f"{slot.wall:%H:%M}" for slot in booking.slots} == {"09:00"}
    assert booking.slots[1].start - booking.slots[0].start == timedelta(
        days=21 if number == 4 else 14
    )
    assert "Google" not in text(browser.page)
    if isinstance(provider, StoreProvider):
        assert len(entries.read(browser.file("calendar.ics"))) == number - 1
    browser.ask(f"{urlsplit(browser.url).path}move")
    browser.send(time=browser.times()[1][0])
    assert browser.page.title == "Your appointment has been moved"


def test_dates_that_were_left_out_stay_out_while_nobody_answers(
    provider: Provider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*asked: object) -> None:
        raise ProviderDown("away", sent=True)

    browser.ask(f"{ROOT}?product=weekly%7Chall%7Chall%7Chall&place=kallio")
    browser.send(time=browser.times()[0][0])
    hold = browser.url
    for method, left_out in (("confirm_some", "1"), ("held", "1"), ("held", "0,1,2")):
        browser.ask(hold)
        with monkeypatch.context() as patch:
            patch.setattr(provider, method, away)
            browser.send(without=left_out)
            assert (browser.page.status, browser.page.title) == (503, "Your details")
            # Sent again, and nobody answers again.
            browser.send()
            assert browser.page.status == 503
        if left_out != "1":
            assert "Choose at least one date." in text(browser.send())
    browser.ask(hold)
    with monkeypatch.context() as patch:
        patch.setattr(provider, "confirm_some", away)
        browser.send(without="1")
    browser.send()
    assert browser.page.title == "Your appointment is booked"
    assert [slot.start.day for slot in kept(provider)[-1].slots] == [1, 15]


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_the_question_is_asked_in_each_language(browser: Browser, locale: str) -> None:
    with use_locale(locale):
        page = browser.ask(f"{ROOT}?product=passport")
    assert page.title in ("Kuinka moni tulee?", "Hur många kommer?")


def racing(number: int, ready: Callable[[], Any], url: str) -> str:
    from tests.booking.store.test_races import judged
    from tests.booking.store.world import store

    kept = store(url, PLAN, lambda: NOW)
    kept.booking("warm")
    order = "together" if number % 2 else "in-turn"
    slot = PLAN.slot("kallio", "passport", NOW + timedelta(days=1, hours=1))
    later = PLAN.slot("kallio", "passport", slot.end)
    ready()
    answer = kept.hold([slot, slot if order == "together" else later], f"p{number}", "k")
    kept.engine.dispose()
    return judged(answer)


def test_families_that_race_for_two_desks_get_all_of_their_times_or_none(
    url: str, race: Callable[..., list[Any]]
) -> None:
    from tests.booking.store.test_races import whole

    answers = race(racing, 16, url)
    assert set(answers) == {"won", "taken"}
    # Both desks at nine: one family together, or two in turn.
    won = [number for number, answer in enumerate(answers) if answer == "won"]
    assert sum(2 if number % 2 else 1 for number in won) == 2
    whole(url, PLAN)


def series(number: int, ready: Callable[[], Any], url: str) -> str:
    from tests.booking.store.test_races import judged
    from tests.booking.store.world import store

    kept = store(url, PLAN, lambda: NOW)
    kept.booking("warm")
    window = NOW + timedelta(days=1, hours=1), NOW + timedelta(days=1, hours=2)
    every = visits(PLAN, Diary(), window, NOW, Visit(("hall/60",) * 8, Order.WEEKLY))[0]
    # In either order of time: whoever takes the last week first must not wait for the other.
    wish = every if number % 2 else (every[0], every[3], every[7])
    ready()
    answer = kept.hold(wish[:: 1 if number % 4 else -1], f"p{number}", "k")
    kept.engine.dispose()
    return judged(answer)


def test_of_choirs_that_race_for_the_same_weeks_one_gets_all_of_its_evenings(
    url: str, race: Callable[..., list[Any]]
) -> None:
    from tests.booking.store.test_races import whole

    answers = race(series, 16, url)
    assert sorted(answers) == ["taken"] * 15 + ["won"]
    whole(url, PLAN)
