"""A short form that the browser keeps itself, unreadable to whoever has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("cryptography")
pytest.importorskip("wtforms")

from tests.clock import Clock
from tests.forms.browser import Browser, begin, straight, to_check
from tests.forms.permit import permit

from citydesign.forms.core.journey import Kept
from citydesign.forms.journey import Flow, MemoryStore, Visit
from citydesign.forms.journey.cookie import MOST, CookieStore
from citydesign.forms.journey.port import Full

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = b"s" * 32


def opened(**more: Any) -> tuple[Browser, MemoryStore]:
    desk = MemoryStore(debug=True)
    flow = Flow(permit(), CookieStore(SECRET, **more), desk.receive, SECRET)
    return Browser(straight(flow)), desk


def test_a_short_form_needs_no_database() -> None:
    browser, desk = opened()
    to_check(browser)
    before = dict(browser.jar)
    browser.press()
    assert browser.at == "receipt"
    assert len(desk.received) == 1
    browser.jar = before
    browser.ask(browser.url.replace("receipt", "check"))
    browser.press()
    assert browser.at == "receipt", "with an old cookie nothing is sent twice"
    assert len(desk.received) == 1


def test_the_browser_can_not_read_or_change_what_it_keeps() -> None:
    browser, _ = opened()
    to_check(browser)
    ((name, (value, path)),) = browser.jar.items()
    assert path == "/apply"
    assert b"Aino" not in value.encode()
    for number in range(0, len(value), 7):
        other = "A" if value[number] != "A" else "B"
        browser.jar[name] = (value[:number] + other + value[number + 1 :], path)
        assert browser.ask(browser.url).status == 404
    browser.jar[name] = (value, path)
    assert browser.ask(browser.url).status == 200


def test_nothing_is_saved_for_later_and_no_link_leads_back() -> None:
    browser, _ = opened()
    browser.ask("/apply/")
    assert "Continue a saved form" not in browser.reply.html
    begin(browser)
    assert "Save and continue later" not in browser.reply.html
    assert Browser(browser.send).ask("/apply/resume").status == 404


def test_too_much_for_a_cookie_says_so_and_keeps_what_was_typed() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    long = "".join(f"{number:x}" for number in range(2_000))
    browser.press(name="A", born_day="1", born_month="5", born_year="2024", diet="yes")
    browser.press(kind=["vegan"], note=long)
    assert browser.reply.status == 422
    assert "Your answers are too long to be kept." in browser.reply.html
    assert browser.fill()["note"] == [long]
    browser.press(note="short")
    assert browser.at == "children"


def test_a_cookie_opens_only_the_journey_it_is_of_and_only_so_long() -> None:
    clock = Clock(NOW)
    store = CookieStore(SECRET, keep=timedelta(hours=2), clock=clock)
    visit, cookie = store.begin("permit", "en")
    assert store.open("permit", visit.id, cookie) == visit
    assert store.open("other", visit.id, cookie) is None
    assert store.open("permit", "0" * 32, cookie) is None
    assert CookieStore(b"t" * 32, clock=clock).open("permit", visit.id, cookie) is None
    for wrong in ("", "é", "\ud800", "gAAAA", cookie[:-4]):
        assert store.open("permit", visit.id, wrong) is None
    clock.now += timedelta(hours=2, seconds=1)
    assert store.open("permit", visit.id, cookie) is None


def test_three_kilobytes_are_the_most() -> None:
    store = CookieStore(SECRET)
    visit, _ = store.begin("permit", "en")

    def size(numbers: int) -> int:
        kept = Kept().answered("a", {"note": ["".join(map(str, range(numbers)))]})
        return len(store.save(Visit(visit.id, "permit", kept, "en")))

    assert size(600) <= MOST
    with pytest.raises(Full, match=f"journey 'permit': [0-9]+ bytes; a cookie holds {MOST}"):
        size(4_000)


def test_what_is_too_much_for_a_page_that_is_not_asked_any_more_is_not_called_kept() -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    child, other = browser.url, browser.tab()
    browser.press(name="A", born_day="1", born_month="5", born_year="2024", diet="yes")
    assert browser.at == "children/1/diet"
    diet, sent = browser.url, browser.fill(note="".join(f"{one:x}" for one in range(2_000)))
    other.ask(child)
    other.press(diet="no")
    assert browser.ask(diet, sent).status == 409
    assert "too long to be kept" in browser.reply.html
    assert "What you entered is kept" not in browser.reply.html
