"""What a city learns about its forms, and nobody about a person."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

import wtforms
from sqlalchemy import Engine, select
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.forms.browser import CHILD, begin, to_check, to_hours
from tests.forms.permit import permit
from tests.forms.store.test_desk import EVE, LIISA, desk  # noqa: F401
from tests.forms.store.test_sql_store import (  # noqa: F401
    SECRET,
    Clock,
    clock,
    engine,
    opened,
    store,
)

from citydesign.exchange import Sent
from citydesign.forms.core.figures import Counted, Event, Figures
from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.journey.binding import bind
from citydesign.forms.journey.figures import events, show
from citydesign.forms.store import Desk, SqlStore
from citydesign.forms.store.schema import count
from citydesign.forms.wtforms import CityMeta, Required
from citydesign.identity import NotAllowed
from citydesign.locale import use_locale

MARCH = (date(2027, 3, 1), date(2027, 3, 31))


def test_a_city_sees_how_many_send_where_others_stop_and_which_errors_they_meet(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
    engine: Engine,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # More are deleted on one day than one transaction takes: each is counted once.
    monkeypatch.setattr("citydesign.forms.store.retention._BATCH", 4)
    for _ in range(6):
        browser, _ = opened(store, clock)
        to_check(browser)
        browser.press()
        browser.ask(browser.url)
    for _ in range(5):
        browser, _ = opened(store, clock)
        to_hours(browser)
        browser.press()
        assert browser.reply.status == 422
        browser.press(when=["nights"])
        browser.follow("Back")
    for _ in range(4):
        begin(opened(store, clock)[0])
    browser, _ = opened(store, clock)
    begin(browser)
    browser.press(where="here")
    browser.press(**{**CHILD, "name": "Salla Salainen", "born_day": "31", "born_month": "2"})
    assert browser.reply.status == 422
    assert desk.figures(LIISA, permit(), *MARCH).stopped == (), "they may still come back"
    clock.now += timedelta(days=30)
    store.forget()
    assert store.forget() == 0
    told = desk.figures(LIISA, permit(), *MARCH)
    assert told == Figures(
        16,
        6,
        (("shifts", 5), ("child", None), ("home", None)),
        (
            (Event(Counted.ERROR, "hours", "when", "required_choice"), 5),
            (Event(Counted.ERROR, "child", "born", "date_not_real"), None),
        ),
    )
    april = (date(2027, 4, 1), date(2027, 4, 30))
    assert desk.figures(LIISA, permit(), *april) == Figures(0, 0)
    with pytest.raises(NotAllowed):
        desk.figures(EVE, permit(), *MARCH)
    with engine.begin() as connection:
        rows = str(connection.execute(select(count)).all())
    assert "Salla" not in rows
    assert "31" not in rows.replace("2027-03-31", "")


def test_a_day_of_figures_is_of_one_clock_wherever_the_server_is(
    engine: Engine,  # noqa: F811
) -> None:
    ticking = Clock(datetime(2027, 3, 2, 1, 30, tzinfo=ZoneInfo("Europe/Helsinki")))
    kept = SqlStore(engine, SECRET, days=30, sent_days=90, clock=ticking)
    roles = {name: {"reader": {"daycare"}} for name in ("permit", "parking")}
    office = Desk(engine, SECRET, roles, sent_days=90, clock=ticking)
    first, second = date(2027, 3, 1), date(2027, 3, 2)
    for number, name in ((7, "permit"), (6, "parking")):
        for _ in range(number):
            kept.begin(name, "en")
    ticking.now += timedelta(minutes=30)
    assert office.today() == second
    for _ in range(9):
        kept.begin("permit", "en")
    parking = replace(permit(), name="parking")
    for journey, since, until, begun in (
        (permit(), first, first, 7),
        (permit(), second, second, 9),
        (permit(), first, second, 16),
        (parking, first, second, 6),
        (parking, second, second, 0),
        (permit(), second + timedelta(days=1), second + timedelta(days=9), 0),
        (permit(), first - timedelta(days=9), first - timedelta(days=1), 0),
    ):
        assert office.figures(LIISA, journey, since, until).begun == begun, (journey.name, since)
    ticking.now -= timedelta(minutes=30)
    assert office.today() == first


def test_at_once_each_is_counted(store: SqlStore, clock: Clock, desk: Desk) -> None:  # noqa: F811
    barrier = threading.Barrier(8)

    def run() -> None:
        barrier.wait()
        for _ in range(5):
            store.begin("permit", "en")

    threads = [threading.Thread(target=run) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert desk.figures(LIISA, permit(), *MARCH).begun == 40


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", ["fewer than 5", "Hours en", "Choose an answer to “When is care needed (en)”.",
                "Check your answers", "Your children", "1,234", "Another error", "gone-page"]),
        ("fi", ["alle 5", "Hours fi", "Valitse vastaus kohtaan ”When is care needed (fi)”."]),
        ("sv", ["färre än 5", "Hours sv", "Välj ett svar på ”When is care needed (sv)”."]),
    ],
)  # fmt: skip
def test_staff_read_them_in_their_language(tag: str, words: list[str]) -> None:
    error = Event(Counted.ERROR, "hours", "when", "required_choice")
    own = Event(Counted.ERROR, "guardian", "name", "other")
    long = Event(Counted.ERROR, "guardian", "name", "too_long")
    gone = Event(Counted.ERROR, "gone-page", "what", "no_such_code")
    with use_locale(tag):
        html = show(
            Figures(
                1234,
                None,
                (("hours", 20), ("check", 7), ("children", 6), ("gone-page", None)),
                ((error, 9), (long, 8), (own, 5), (gone, None)),
            ),
            permit(),
        )
        empty = show(Figures(0, 0), permit())
    for one in words:
        assert one in html
    assert "{" not in html
    assert "<table" not in empty


def test_what_a_list_asks_about_each_entry_is_one_question_to_staff() -> None:
    class Child(wtforms.Form):
        name = wtforms.StringField("Name of the child", [Required()])

    class Family(wtforms.Form):
        class Meta(CityMeta):
            """Errors that say what to do."""

        children = wtforms.FieldList(wtforms.FormField(Child), "Children")
        pets = wtforms.FieldList(wtforms.StringField("Pet", [Required()]), "Pets", max_entries=5000)

    page = Page(name="family", title="Family", form=Family)
    empty = {f"children-{number}-name": [""] for number in (0, 7)}
    many = {f"pets-{number}": [""] for number in range(3000)}
    found = events("family", bind(page, "en", Sent({**empty, **many}), judge=True).fields)
    assert [(one.field, one.code) for one in found] == [
        ("children-0-name", "required_text"),
        ("pets-0", "required_text"),
    ]
    told = tuple((one, 9) for one in found)
    html = show(Figures(9, 9, (), told), Journey(name="family", title="Family", pages=[page]))
    assert "Fill in “Name of the child”." in html
    assert "Fill in “Pets”." in html, "no number of an entry"
