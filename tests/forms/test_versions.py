"""A form that changes while residents are on their way through it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wtforms")
pytest.importorskip("sqlalchemy")
pytest.importorskip("cryptography")

import wtforms
from tests.clock import Clock
from tests.forms.browser import Browser, begin, straight, to_check, to_hours
from tests.forms.permit import PAGES, asks, form, permit

from citydesign.errors import CityDesignError
from citydesign.forms.core.journey import read
from citydesign.forms.journey import Flow, Journey, MemoryStore
from citydesign.forms.journey.cookie import CookieStore
from citydesign.forms.store import SqlStore, migrate
from citydesign.store import store_engine

SECRET = b"s" * 32
#: Half a year later: shifts are asked no more, and guardians are asked for another thing.
OTHER = {**PAGES, "guardian": form(phone=asks(wtforms.StringField, "Your number"))}


def old(**more: Any) -> Journey:
    return permit(**more)


def new(**more: Any) -> Journey:
    return permit(forms=OTHER, without=["shifts"], version="2027-2", contact=None, **more)


@pytest.fixture(params=["memory", "sql", "cookie"])
def store(request: Any, tmp_path: Path) -> Any:
    if request.param == "memory":
        yield MemoryStore(debug=True)
    elif request.param == "cookie":
        made = CookieStore(SECRET)
        made.received = []  # type: ignore[attr-defined]
        made.receive = lambda sent: made.received.append(sent) or True  # type: ignore[attr-defined]
        yield made
    else:
        engine = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
        migrate(engine)
        yield SqlStore(engine, SECRET, days=30, sent_days=90)
        engine.dispose()


def served(store: Any, journey: Journey, *earlier: Journey) -> Any:
    return straight(Flow(journey, store, store.receive, SECRET, earlier=earlier))


def sent(store: Any, browser: Browser) -> Any:
    if isinstance(store, SqlStore):
        return store.received(browser.url.split("/")[-2])
    return store.received[-1]


def test_who_began_with_the_old_form_ends_with_it_and_others_get_the_new_one(store: Any) -> None:
    browser = Browser(served(store, old()))
    to_hours(browser)
    browser.press(when=["nights"])
    assert browser.at == "shifts"
    # The city brings its new form while the page is open.
    browser.send = served(store, new(), old())
    browser.press(both="yes")
    assert browser.at == "guardian"
    browser.press(name="Aino", email="aino@example.fi")
    assert "Do both guardians work shifts" in browser.reply.html
    browser.press()
    assert browser.at == "receipt"
    first = sent(store, browser)
    assert first.version == "1"
    assert first.data["shifts"]["both"][0] == "yes"
    other = Browser(browser.send)
    to_hours(other)
    other.press(when=["nights"])
    assert other.at == "guardian", "the page has vanished"
    other.press(phone="09 123")
    other.press()
    assert sent(store, other).version == "2027-2"
    assert set(sent(store, other).data) == {"home", "children", "hours", "guardian"}


def test_a_page_of_the_new_form_only_leads_back_to_the_old_way(store: Any) -> None:
    browser = Browser(served(store, new()))
    to_hours(browser)
    browser.send = served(store, old(version="3"), new())
    browser.ask(browser.url.replace("hours", "shifts"))
    assert browser.at == "hours"


def test_where_an_old_form_is_gone_residents_lose_nothing_and_the_log_says_what_to_do(
    store: Any, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(served(store, old()))
    to_check(browser)
    browser.follow("Back")
    browser.send = served(store, new())
    with caplog.at_level(logging.ERROR, logger="citydesign"):
        browser.ask(browser.url)
        assert browser.reply.status == 503
        assert "What you saved is kept." in browser.reply.html
        browser.send = served(store, new(), old())
        browser.follow("Try again")
        browser.send = served(store, new())
        browser.press(name="Aino Ilona")
    assert browser.reply.status == 503
    assert {one.getMessage() for one in caplog.records} == {
        "journey 'permit': a form of version '1' can't be shown; "
        "give Flow that declaration: earlier"
    }
    browser.send = served(store, new(), old())
    browser.press()
    assert browser.at == "check"
    assert "Aino Ilona" in browser.reply.html, "typed on the page that could not be shown"
    browser.press()
    browser.send = served(store, new())
    browser.ask(browser.url)
    assert browser.title == "We have received your answers", "a receipt needs no declaration"


def test_two_declarations_of_one_version_and_another_journey_are_refused_at_the_start() -> None:
    store = MemoryStore(debug=True)
    with pytest.raises(CityDesignError, match="version '1' too; give each its own"):
        served(store, old(), old())
    with pytest.raises(CityDesignError, match="'parking': no version of 'permit'"):
        served(store, old(), replace(new(), name="parking"))


def test_a_file_names_its_version() -> None:
    text = (
        'name = "permit"\nversion = "2"\ntitle = "T"\n'
        '[[pages]]\nname = "a"\ntitle = "A"\nform = "a.b:C"\n'
    )
    assert read(text, Path("permit.toml")).version == "2"
    assert read(text.replace('version = "2"', ""), Path("permit.toml")).version == "1"
    with pytest.raises(CityDesignError, match=r"^permit\.toml:1: .*write letters and digits"):
        read(text.replace('"2"', "2"), Path("permit.toml"))


def test_the_city_sees_when_an_old_form_is_needed_no_more(tmp_path: Path) -> None:
    clock = Clock(datetime(2027, 3, 1, 9, tzinfo=UTC))
    engine = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
    migrate(engine)
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    assert store.versions("permit") == {}
    begin(Browser(served(store, old())))
    clock.now += timedelta(days=20)
    send = served(store, new(), old())
    begin(Browser(send))
    assert store.versions("permit") == {"1": 1, "2027-2": 1}
    assert store.versions("parking") == {}
    done = Browser(served(store, old()))
    to_check(done)
    done.press()
    assert store.versions("permit") == {"1": 1, "2027-2": 1}, "what was sent needs no form"
    clock.now += timedelta(days=10)
    assert store.versions("permit") == {"2027-2": 1}
    engine.dispose()
