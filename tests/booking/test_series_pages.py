"""A resident moves one date of a series, or cancels it, and keeps the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW
from tests.booking.store.world import connect
from tests.booking.test_visits import PLAN, ROOT, SECRET, Browser, text
from tests.clock import Clock

from citydesign.booking import Booking, State
from citydesign.booking import calendar as entries
from citydesign.booking.calendar import Organiser
from citydesign.booking.fake import FakeProvider
from citydesign.booking.journey import Journey
from citydesign.booking.letters import BookingLetters
from citydesign.booking.provider import Field, ProviderDown, ProviderRefusal
from citydesign.booking.store import Invitation, Store, StoreProvider
from citydesign.exchange import Page, Request
from citydesign.mail import Stationery

Ready = Callable[[], Any]


def store(url: str) -> Store:
    return Store(connect(url), PLAN, SECRET, clock=Clock(NOW))


@pytest.fixture
def provider(url: str) -> Iterator[StoreProvider]:
    kept = store(url)
    yield StoreProvider(
        kept,
        name=lambda name, locale: {"hall": "Hall", "kallio": "Kallio"}.get(name, name),
        fields=lambda service, locale: [
            Field("name", "Name"),
            Field("email", "E-mail address", "email"),
        ],
        invitation=Invitation(Organiser("City", "a@example.fi"), "example.fi", lambda _: "Time"),
    )
    kept.engine.dispose()


def book(browser: Browser) -> str:
    """Four Mondays."""
    browser.ask(f"{ROOT}?product=hall&length=hall&weeks=4&order=weekly&place=kallio")
    browser.ask(f"{ROOT}?product=weekly%7Chall%7Chall%7Chall%7Chall&place=kallio")
    browser.send(time=browser.times()[0][0])
    browser.send()
    assert browser.page.title == "Your appointment is booked", text(browser.page)
    return browser.url


def test_one_date_is_cancelled_and_the_letter_and_the_calendar_say_which(
    provider: StoreProvider,
) -> None:
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    mine = book(browser)
    before = {one.start: one.uid for one in entries.read(browser.file("calendar.ics"))}
    assert "Change one date" in text(browser.page)
    browser.ask(f"{mine}date")
    assert browser.page.title == "Which date do you want to change?"
    assert browser.ask(f"{mine}date?act=drop").status == 422
    assert browser.ask(f"{mine}date?act=drop&number=9").status == 200
    browser.ask(f"{mine}date?act=drop&number=1")
    assert browser.page.title == "Do you want to cancel this date?"
    assert "Monday, 8 March 2027" in text(browser.page)
    stale = browser.journey.answer(
        Request(ROOT, f"{mine.removeprefix(ROOT)}date", {}, {"act": "drop", "number": "1"}, False)
    )
    assert isinstance(stale, Page)
    assert stale.status == 422
    browser.send()
    assert "8 March" not in text(browser.page)
    assert "Hall, 45 minutes, weekly for 3 weeks" in text(browser.page)
    after = {one.start: one.uid for one in entries.read(browser.file("calendar.ics"))}
    assert after == {start: uid for start, uid in before.items() if start.day != 8}
    (message,) = [one for one in provider._store.due() if one.kind == "shortened"]
    letters = BookingLetters(Stationery("City", "a@example.fi"), provider, "https://c.example/")
    sent = letters.message(message)
    assert sent
    assert sent["Subject"] == "One of your dates is cancelled"
    assert "Cancelled: Monday, 8 March 2027" in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    (part,) = [one for one in sent.walk() if one.get_content_type() == "text/calendar"]
    (gone,) = entries.read(part.get_payload(decode=True))  # type: ignore[arg-type]
    assert (gone.uid, gone.cancelled, gone.start.day) == (before[gone.start], True, 8)
    # Sent again, from a page that was open in another tab, it changes nothing.
    again = {"act": "drop", "number": "1"}
    assert browser.ask(f"{mine}date", again).title == "Your appointment is booked"
    assert len(_bookings(provider)[0].slots) == 3


def test_one_date_moves_and_a_time_that_is_taken_says_so(provider: StoreProvider) -> None:
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    mine = book(browser)
    browser.ask(f"{mine}date?act=move&number=2&from=2027-03-15")
    assert browser.page.title == "Move one date"
    assert "Monday, 15 March 2027" in text(browser.page)
    times = [value for value, _ in browser.times()]
    assert browser.send(time="").status == 422
    taken = next(value for value in times if "2027-03-17" in value)
    slot = PLAN.slot_of(taken.split("|", 2)[2])
    assert slot
    provider._store.book([slot], "other", "k", {"name": "x"})
    browser.send(time=taken)
    assert browser.page.status == 422
    assert "Someone else has just taken" in text(browser.page)
    browser.ask(f"{mine}date?act=move&number=2&from=2027-03-15")
    free = next(value for value, _ in browser.times() if "2027-03-18" in value)
    browser.send(time=free)
    assert browser.page.title == "Your appointment has been moved"
    said = text(browser.page)
    assert said.index("8 March") < said.index("18 March") < said.index("22 March")
    assert "15 March" not in said
    (booking,) = [one for one in _bookings(provider) if len(one.slots) > 1]
    assert booking.state is State.RESCHEDULED
    # All of it can still be cancelled.
    browser.ask(f"{mine}cancel")
    browser.send()
    assert browser.page.title == "Your appointment is cancelled"


def test_a_store_that_is_down_and_a_single_time_are_answered(
    provider: StoreProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    mine = book(browser)

    def down(*asked: object) -> None:
        raise ProviderDown("away")

    monkeypatch.setattr(provider, "drop_date", down)
    monkeypatch.setattr(provider, "move_date", down)
    browser.ask(f"{mine}date?act=drop&number=1")
    assert browser.send().status == 503
    browser.ask(f"{mine}date?act=move&number=1&from=2027-03-08")
    assert browser.send(time=browser.times()[1][0]).status == 503
    monkeypatch.undo()
    browser.ask(f"{ROOT}?product=dance&place=kallio")
    browser.send(time=browser.times()[0][0])
    browser.send()
    assert "Change one date" not in text(browser.page)
    assert browser.ask(f"{browser.url}date").status == 404


def _bookings(provider: StoreProvider) -> list[Booking]:
    return provider._store.bookings("kallio", NOW, NOW + timedelta(days=60))


def test_the_fake_changes_one_date_too() -> None:
    provider = FakeProvider(PLAN, lambda: NOW, names={"hall": "Hall", "kallio": "Kallio"})
    browser = Browser(Journey(provider, SECRET, clock=lambda: NOW))
    mine = book(browser)
    browser.ask(f"{mine}date?act=drop&number=1")
    browser.send()
    assert "8 March" not in text(browser.page)
    browser.ask(f"{mine}date?act=move&number=2&from=2027-03-18")
    browser.send(time=browser.times()[0][0])
    assert browser.page.title == "Your appointment has been moved"
    assert "18 March" in text(browser.page)
    (booking,) = provider.diary
    assert booking.numbered == (0, 2, 3)
    with pytest.raises(ProviderRefusal):
        provider.move_date(booking.id, 1, provider.times("hall", "kallio", NOW.date())[0])


# Races


def change(number: int, ready: Ready, url: str, name: str) -> str:
    kept = store(url)
    kept.booking("warm")
    ready()
    if number % 3 == 0:
        answer: Any = kept.drop_date(name, 1)
    elif number % 3 == 1:
        answer = kept.move_date(name, 1, PLAN.slot("kallio", "hall", NOW + timedelta(days=9)))
    else:
        answer = kept.hold(
            [PLAN.slot("kallio", "hall", NOW + timedelta(days=7, hours=1))], f"p{number}", "k"
        )
    kept.engine.dispose()
    return f"{number % 3} {type(answer).__name__}"


def test_a_date_that_is_moved_and_given_up_at_once_is_one_or_the_other(
    url: str, race: Callable[..., list[str]]
) -> None:
    kept = store(url)
    slots = [PLAN.slot("kallio", "hall", NOW + timedelta(days=7 * n, hours=1)) for n in range(4)]
    made = kept.book(slots, "p", "k", {"name": "Aino"})
    assert isinstance(made, Booking)
    results = race(change, 9, url, made.id)
    booking = kept.booking(made.id)
    assert booking
    won = results.count("2 Booking")
    others = {n: slot for n, slot in zip(booking.numbered, booking.slots, strict=True) if n != 1}
    assert others == {0: slots[0], 2: slots[2], 3: slots[3]}
    # Who asked too early can have it now, and nobody where one had it in the race.
    late = kept.hold([slots[1]], "late", "k")
    assert won + isinstance(late, Booking) == 1
    assert booking.sequence == len(kept.log(made.id)) - 2
