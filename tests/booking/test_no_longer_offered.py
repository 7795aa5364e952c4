"""What was booked can be seen, told and cancelled, also when the plan no longer offers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW
from tests.booking.test_visits import PLAN, ROOT, SECRET, Browser, kept, provider, text

from citydesign.booking import Order, Plan, Policy, Visit
from citydesign.booking.journey import Journey
from citydesign.booking.letters import BookingLetters
from citydesign.booking.provider import Provider
from citydesign.booking.store import StoreProvider
from citydesign.mail import Stationery

__all__ = ["provider"]


@pytest.fixture
def browser(provider: Provider) -> Browser:
    return Browser(Journey(provider, SECRET, clock=lambda: NOW))


def book(browser: Browser, product: str) -> str:
    browser.ask(f"{ROOT}?{urlencode({'product': product, 'place': 'kallio'})}")
    browser.send(time=browser.times()[0][0])
    browser.send()
    assert browser.page.title == "Your appointment is booked"
    return browser.url


def changed(service: str, **change: Any) -> Plan:
    """The plan with a service changed; with nothing to change, without it."""
    others = [
        replace(one, **change) if one.id == service else one
        for one in PLAN.services
        if change or one.id != service
    ]
    return replace(PLAN, services=tuple(others))


def take_up(provider: Any, plan: Plan) -> None:
    """Staff change the plan, as the guide says."""
    store = provider._store if isinstance(provider, StoreProvider) else provider
    store.plan = plan
    if isinstance(provider, StoreProvider):
        store.recheck("kallio", NOW + timedelta(days=90))


TWO = Visit(("passport", "passport"), Order.TOGETHER).key
BOTH = Visit(("advice", "passport")).key
CHOIR = Visit(("hall",) * 3, Order.WEEKLY).key


@pytest.mark.parametrize(
    ("product", "plan", "said"),
    [
        (TWO, changed("passport", policy=Policy(), beside={"advice"}), "Passport (2 people)"),
        (BOTH, changed("passport", beside=frozenset()), "Advice, Passport"),
        (CHOIR, changed("hall", policy=Policy()), "Hall, 45 minutes, weekly for 3 weeks"),
        ("hall/60", changed("hall", longer=()), "Hall, 1 hour"),
        ("dance", changed("dance"), "Dance"),
    ],
)
def test_it_is_shown_and_cancelled_and_cannot_be_moved(
    browser: Browser, provider: Provider, product: str, plan: Plan, said: str
) -> None:
    mine = book(browser, product)
    take_up(provider, plan)
    shown = text(browser.ask(mine))
    assert browser.page.title == "Your appointment is booked"
    assert said in shown
    assert "Move the appointment" not in shown
    assert "earlier time" not in shown
    # An old tab finds what there is.
    assert browser.ask(f"{mine}move").title == "Your appointment is booked"
    assert browser.ask(f"{mine}earlier").title == "Your appointment is booked"
    browser.ask(f"{mine}cancel")
    assert said in text(browser.page)
    browser.send()
    assert browser.page.title in (
        "Your appointment is cancelled",
        "You no longer have this appointment",
    )
    assert kept(provider) == []
    # Nobody books it any more.
    asked = {"product": product, "place": "kallio"}
    assert browser.ask(f"{ROOT}?{urlencode(asked)}").status == 404


@pytest.mark.parametrize("provider", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("product", "lines"),
    [
        (
            BOTH,
            (
                "Service: Advice, Passport",
                "Time: Monday, 1 March 2027 at 9:00",
                "Advice: 9:00 to 9:30",
                "Passport: 9:30 to 9:45",
            ),
        ),
        (TWO, ("Service: Passport (2 people)", "Time: Monday, 1 March 2027 at 9:00")),
        (
            CHOIR,
            (
                "Service: Hall, 45 minutes, weekly for 3 weeks",
                "Monday, 1 March 2027: 9:00 to 9:45",
                "Monday, 15 March 2027: 9:00 to 9:45",
            ),
        ),
        ("hall/90", ("Service: Hall, 1 hour 30 minutes", "Place: Kallio")),
    ],
)
def test_a_letter_says_all_that_was_booked(
    browser: Browser, provider: Any, product: str, lines: tuple[str, ...]
) -> None:
    book(browser, product)
    city = Stationery("Kallio", "noreply@kallio.example")
    letters = BookingLetters(city, provider, f"https://city.example{ROOT}")
    (message,) = [one for one in provider._store.due() if one.kind == "confirmed"]
    written = city.text(letters.letter(message))
    for line in lines:
        assert line in written, written
    for gone in ("passport", "hall"):
        provider._store.plan = changed(gone)
        written = city.text(letters.letter(message))
        for line in lines[-1:]:
            assert line in written, written
