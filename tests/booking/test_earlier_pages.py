"""Who has a time waits for an earlier one, is offered it and moves, by the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("wtforms")

from tests.booking.core.city import NOW
from tests.booking.test_visits import PLAN, ROOT, SECRET, Browser, provider, text

from citydesign.booking import State
from citydesign.booking.journey import Journey
from citydesign.booking.journey.seal import Seal
from citydesign.booking.provider import Provider
from citydesign.booking.store import StoreProvider
from citydesign.store import Secret

__all__ = ["provider"]
FIRST = PLAN.slot("kallio", "dance", NOW + timedelta(hours=1))


@pytest.fixture
def browser(provider: Provider) -> Browser:
    return Browser(Journey(provider, SECRET, clock=lambda: NOW))


def offer(provider: Any) -> str:
    """The address in the message about an offer."""
    if isinstance(provider, StoreProvider):
        (mail,) = [m for m in provider._store.due() if m.kind == "offered"]
        return f"{ROOT}booking/{mail.token}/"
    (held,) = [b for b in provider.diary if b.state is State.HELD and b.waiting]
    return f"{ROOT}booking/{Seal(Secret(SECRET)).token(held.id)}/"


def book(browser: Browser, number: int) -> str:
    browser.ask(f"{ROOT}?product=dance&place=kallio")
    browser.send(time=browser.times()[number][0])
    browser.send()
    assert browser.page.title == "Your appointment is booked"
    return browser.url


def test_a_resident_moves_to_the_time_that_somebody_gave_up(
    browser: Browser, provider: Provider
) -> None:
    other = Browser(browser.journey)
    theirs, mine = book(other, 0), book(browser, 0)
    assert "Tell me if an earlier time becomes free" in text(browser.page)
    browser.ask(f"{mine}earlier")
    assert browser.page.title == "Wait for an earlier time"
    browser.send()
    assert browser.page.title == "You are waiting for an earlier time"
    assert "10:00 to 11:00" in text(browser.page)
    # It is no place on the list for those who have nothing.
    assert browser.ask(f"{ROOT}wait?product=dance&place=kallio").title == "Wait for a time"
    other.ask(f"{theirs}cancel")
    other.send()
    page = browser.ask(offer(provider))
    assert page.title == "A time has become free for you"
    assert "Until then you keep the time you have: Monday, 1 March 2027 at 10:00." in text(page)
    assert "E-mail" not in text(page)
    browser.send()
    assert browser.page.title == "Your appointment has been moved"
    assert "9:00 to 10:00" in text(browser.page)
    assert "Aino" in text(browser.page)
    # One appointment, at one time.
    other.ask(f"{ROOT}?product=dance&place=kallio")
    assert [said[:5] for _, said in other.times()[:1]] == ["10:00"]


def test_who_declines_keeps_what_they_have_and_who_leaves_waits_no_longer(
    browser: Browser, provider: Provider
) -> None:
    other = Browser(browser.journey)
    theirs, mine = book(other, 0), book(browser, 0)
    browser.ask(f"{mine}earlier")
    browser.send()
    browser.send()
    assert browser.page.title == "Wait for an earlier time"
    browser.send()
    other.ask(f"{theirs}cancel")
    other.send()
    address = offer(provider)
    browser.ask(f"{address}cancel")
    browser.send()
    assert browser.page.title == "You have declined the time"
    assert "10:00 to 11:00" in text(browser.ask(mine))
    assert browser.ask(f"{mine}earlier").title == "Wait for an earlier time"


def test_a_stale_form_changes_nothing(browser: Browser) -> None:
    mine = book(browser, 1)
    path = f"{mine.removeprefix(ROOT)}earlier"
    from citydesign.exchange import Page, Request

    answer = browser.journey.answer(
        Request(ROOT, path, {}, {}, genuine=False, cookies=browser.cookies)
    )
    assert isinstance(answer, Page)
    assert answer.status == 422
    assert browser.ask(f"{mine}earlier").title == "Wait for an earlier time"
