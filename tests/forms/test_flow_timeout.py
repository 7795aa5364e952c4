"""A form that is left open: the resident is warned, gets more time, and nobody else reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")
pytest.importorskip("cryptography")

from tests.clock import Clock
from tests.forms.browser import CHILD, Browser, begin, straight, to_check
from tests.forms.permit import permit
from tests.test_appointments import parse

from citydesign.errors import CityDesignError
from citydesign.forms.journey import Flow, MemoryStore
from citydesign.forms.journey.cookie import CookieStore
from citydesign.forms.store import SqlStore, migrate
from citydesign.store import store_engine

SECRET = b"s" * 32
MINUTE = timedelta(minutes=1)
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2027, 3, 1, 12, 5, tzinfo=UTC))


Made = Callable[..., tuple[Browser, Any]]


@pytest.fixture(params=["sql", "cookie"])
def opened(request: Any, tmp_path: Path, clock: Clock) -> Any:
    engine = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
    migrate(engine)

    def make(idle: timedelta | None = 30 * MINUTE, **more: Any) -> tuple[Browser, Any]:
        if request.param == "sql":
            store: Any = SqlStore(
                engine, SECRET, days=30, sent_days=90, idle=idle, clock=clock, **more
            )
            receive = store.receive
        else:
            store = CookieStore(SECRET, keep=idle or timedelta(days=1), clock=clock)
            receive = MemoryStore(debug=True).receive
        flow = Flow(permit(), store, receive, SECRET, clock=clock, zone=HELSINKI)
        return Browser(straight(flow)), store

    yield make
    engine.dispose()


def timeout(browser: Browser) -> dict[str, str]:
    found = [dict(one.attrib) for one in parse(browser.reply.html).iter("city-session-timeout")]
    return found[0] if found else {}


def test_every_page_says_when_the_form_is_closed_on_the_clock_of_the_city(opened: Made) -> None:
    browser, _ = opened()
    begin(browser)
    assert timeout(browser)["data-ends"] == "2027-03-01T14:35:00+02:00"
    assert timeout(browser)["data-now"] == "2027-03-01T14:05:00+02:00"
    assert "The form will be closed on this device at 14:35." in browser.reply.html
    for typed in ({}, {"where": "here"}, CHILD, {}, {"when": ["days"]}):
        browser.press(**typed)
        assert timeout(browser)
    browser.press(name="Aino", email="aino@example.fi")
    assert browser.at == "check"
    assert timeout(browser)
    browser.press()
    assert browser.at == "receipt"
    assert timeout(browser) == {}


def test_what_is_saved_gives_more_time_and_what_is_only_looked_at_does_not(
    opened: Made, clock: Clock
) -> None:
    browser, _ = opened()
    begin(browser)
    clock.now += 20 * MINUTE
    browser.ask(browser.url)
    assert timeout(browser)["data-ends"] == "2027-03-01T14:35:00+02:00"
    browser.press()
    assert browser.reply.status == 422
    assert timeout(browser)["data-ends"] == "2027-03-01T14:55:00+02:00"


def test_more_time_is_one_press_away_and_loses_nothing(opened: Made, clock: Clock) -> None:
    browser, _ = opened()
    begin(browser)
    browser.press(where="here")
    clock.now += 29 * MINUTE
    url = timeout(browser)["data-url"]
    tab = browser.tab()
    tab.ask(url)
    assert timeout(tab)["data-ends"] == "2027-03-01T14:35:00+02:00", "looking is not asking"
    tab.ask(url, {"city-token": ["wrong"]})
    assert timeout(tab)["data-ends"] == "2027-03-01T14:35:00+02:00"
    token = browser.fill()["city-token"]
    tab.ask(url, {"city-token": token})
    assert timeout(tab)["data-ends"] == "2027-03-01T15:04:00+02:00"
    clock.now += 20 * MINUTE
    browser.press(**CHILD)
    assert browser.at == "children"


def test_after_the_end_the_browser_opens_nothing_and_says_why(opened: Made, clock: Clock) -> None:
    browser, _ = opened()
    to_check(browser)
    end, url = timeout(browser)["data-ended-url"], timeout(browser)["data-url"]
    clock.now += 30 * MINUTE
    late = browser.tab()
    for closed in (browser.url, end, url):
        assert late.ask(closed).status == 410, "the page then closes itself"
        assert late.title == "The form has been closed"
        assert "Äiti" not in late.reply.html
    assert Browser(browser.send).ask(url).status == 410


def test_a_form_is_called_closed_only_where_this_browser_left_it_open(
    opened: Made, clock: Clock
) -> None:
    browser, _ = opened()
    to_check(browser)
    end = timeout(browser)["data-ended-url"]
    browser.ask(end)
    assert browser.at == "check", "it is open still"
    clock.now += 30 * MINUTE
    ((name, (cookie, path)),) = browser.jar.items()
    strangers: list[dict[str, tuple[str, str]]] = [{}, {name: ("x" * 43, path)}]
    other, _ = opened()
    begin(other)
    ((_, (theirs, _)),) = other.jar.items()
    for jar in (*strangers, {name: (theirs, path)}):
        stranger = Browser(browser.send, jar=jar)
        for url in (end, browser.url, "/apply/ended"):
            assert stranger.ask(url).status == 404
            stranger.follow("Go to the start")
            assert stranger.title == "Apply for a place"
    assert cookie != theirs


def test_the_page_that_saves_says_when_the_form_is_closed_too(opened: Made, clock: Clock) -> None:
    browser, store = opened()
    if isinstance(store, CookieStore):
        return
    begin(browser)
    browser.press(action="save")
    assert browser.at == "save"
    assert timeout(browser)["data-ends"] == "2027-03-01T14:35:00+02:00"
    browser.press(email="none")
    assert browser.reply.status == 422
    assert timeout(browser)
    browser.press(email="aino@example.fi")
    assert browser.title == "We are sending you a link"
    assert timeout(browser)["data-ends"] == "2027-03-01T14:35:00+02:00"


def test_a_saved_form_is_opened_by_its_link_after_the_end(opened: Made, clock: Clock) -> None:
    browser, store = opened()
    if isinstance(store, CookieStore):
        begin(browser)
        clock.now += 60 * MINUTE
        browser.ask(browser.url)
        assert browser.title == "The form has been closed"
        assert "with a link" not in browser.reply.html
        return
    begin(browser)
    browser.press(action="save")
    browser.press(email="aino@example.fi")
    clock.now += 60 * MINUTE
    browser.ask(browser.url)
    assert "you can continue with a link" in browser.reply.html
    device = browser.elsewhere(store)
    assert device.at == "home"
    assert timeout(device)["data-ends"] == "2027-03-01T15:35:00+02:00"


def test_where_the_end_is_days_away_nothing_is_said(opened: Made) -> None:
    browser, _ = opened(idle=None)
    begin(browser)
    assert timeout(browser) == {}


def test_a_time_without_a_zone_is_refused_when_the_service_starts(clock: Clock) -> None:
    receive = MemoryStore(debug=True).receive
    for told in (30 * MINUTE, 12 * 60 * MINUTE):
        store = CookieStore(SECRET, keep=told, clock=clock)
        with pytest.raises(
            CityDesignError, match="give the zone of the city's clock: zone=ZoneInfo"
        ):
            Flow(permit(), store, receive, SECRET)
    for untold in (12 * 60 * MINUTE + MINUTE, timedelta(days=1)):
        Flow(permit(), CookieStore(SECRET, keep=untold), receive, SECRET)
