"""What the city does with a form that was sent: who may, what is logged, and when it is gone."""

from __future__ import annotations

import csv
import io
import json
import threading
from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.forms.browser import to_check
from tests.forms.store.test_sql_store import (  # noqa: F401
    SECRET,
    Clock,
    clock,
    engine,
    opened,
    store,
    whole,
)

from citydesign.forms.core.handling import Act, Case, Refusal, State
from citydesign.forms.store import Desk, SqlStore
from citydesign.forms.store.schema import metadata
from citydesign.identity import NotAllowed, Person

DAY = timedelta(days=1)
LIISA = Person("p-1", "Liisa", {"daycare"})
OTTO = Person("p-2", "Otto", {"daycare", "parking"})
EVE = Person("p-3", "Eve", {"parking"})


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:  # noqa: F811
    return Desk(engine, {"permit": {"daycare", "lead"}}, sent_days=90, clock=clock)


def sent(store: SqlStore, clock: Clock, number: int = 1) -> None:  # noqa: F811
    for _ in range(number):
        browser, _ = opened(store, clock)
        to_check(browser)
        browser.press()
        assert browser.at == "receipt"
        clock.now += timedelta(minutes=1)


def test_what_is_sent_is_in_the_inbox_of_those_who_may_handle_it(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 3)
    found = desk.inbox(LIISA)
    assert [one.sent.at for one in found] == sorted(one.sent.at for one in found)
    assert {one.case.state for one in found} == {State.RECEIVED}
    assert found[0].sent.data["guardian"]["name"] == ["Aino"]
    assert desk.inbox(LIISA, limit=1, skip=1) == found[1:2]
    assert desk.inbox(EVE) == []
    with pytest.raises(NotAllowed):
        desk.look(EVE, found[0].sent.id)
    assert desk.look(LIISA, "0" * 32) is None


def test_a_case_goes_from_hand_to_hand_and_each_act_has_its_actor(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 2)
    id = desk.inbox(LIISA)[0].sent.id
    assert desk.assign(OTTO, id, 0, LIISA.id) == Case(id, State.ASSIGNED, LIISA.id, 1)
    assert [one.sent.id for one in desk.inbox(OTTO, assignee=LIISA.id)] == [id]
    clock.now += DAY
    desk.ask(LIISA, id, 1, "Which <b>days</b>? \U0001f642")
    assert desk.thread(id)[-1].text == "Which <b>days</b>? \U0001f642"
    desk.answer(id, 2, "Mondays")
    assert [one.sent.id for one in desk.inbox(OTTO, state=State.ANSWERED)] == [id]
    desk.decide(OTTO, id, 3, "Granted")
    found = desk.look(LIISA, id)
    assert found is not None
    assert [(one.act, one.by, one.text) for one in found.log] == [
        (Act.RECEIVE, "resident", None),
        (Act.ASSIGN, "p-2", "p-1"),
        (Act.ASK, "p-1", "Which <b>days</b>? \U0001f642"),
        (Act.ANSWER, "resident", "Mondays"),
        (Act.DECIDE, "p-2", "Granted"),
    ]
    assert found.log[2].at == clock.now
    assert [one.act for one in desk.thread(id)] == [Act.ASK, Act.ANSWER, Act.DECIDE]
    assert desk.thread("0" * 32) == ()


def test_who_may_not_and_what_is_out_of_turn_change_nothing(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    before = whole(engine)
    acts: list[Any] = [desk.assign, desk.ask, desk.decide]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(EVE, id, 0, "x")
        assert act(LIISA, "0" * 32, 0, "x") is None
    with pytest.raises(NotAllowed):
        desk.export(EVE, "permit", "json")
    with pytest.raises(NotAllowed):
        desk.export(LIISA, "other", "json")
    assert desk.decide(LIISA, id, 0, "Granted") is Refusal.NOT_NOW
    assert desk.answer(id, 0, "I was not asked") is Refusal.NOT_NOW
    assert desk.assign(LIISA, id, 1, "p-1") is Refusal.CHANGED
    assert desk.assign(LIISA, id, 0, "\x00") is Refusal.UNREADABLE
    assert whole(engine) == before


def test_of_two_who_take_it_at_once_one_gets_it(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    found: list[Any] = []

    def take(person: Person) -> None:
        found.append(desk.assign(person, id, 0, person.id))

    threads = [threading.Thread(target=take, args=(one,)) for one in [LIISA, OTTO] * 5]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found.count(Refusal.CHANGED) == 9
    (winner,) = [one for one in found if isinstance(one, Case)]
    look = desk.look(LIISA, id)
    assert look is not None
    assert look.case == winner
    assert [one.act for one in look.log] == [Act.RECEIVE, Act.ASSIGN]


def test_what_was_sent_is_exported_and_each_form_says_by_whom(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock, 2)
    first, second = json.loads(desk.export(LIISA, "permit", "json"))
    assert first["answers"]["guardian"]["email"] == ["aino@example.fi"]
    assert first["reference"] != second["reference"]
    rows = list(csv.DictReader(io.StringIO(desk.export(OTTO, "permit", "csv"))))
    assert [row["reference"] for row in rows] == [first["reference"], second["reference"]]
    assert rows[0]["answers.guardian.name"] == "Aino"
    for one in desk.inbox(LIISA):
        look = desk.look(LIISA, one.sent.id)
        assert look is not None
        assert [(entry.act, entry.by) for entry in look.log[1:]] == [
            (Act.EXPORT, "p-1"),
            (Act.EXPORT, "p-2"),
        ]
        assert look.case.sequence == 0, "nobody has to read it again for that"


def test_what_was_asked_and_decided_goes_with_the_answers_on_its_day(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    sent(store, clock)
    one = desk.inbox(LIISA)[0]
    desk.assign(LIISA, one.sent.id, 0, "p-1")
    desk.ask(LIISA, one.sent.id, 1, "Which days?")
    clock.now = one.sent.at + 90 * DAY
    assert desk.inbox(LIISA) == []
    assert desk.look(LIISA, one.sent.id) is None
    assert desk.thread(one.sent.id) == ()
    assert desk.answer(one.sent.id, 2, "Mondays") is None
    assert desk.export(LIISA, "permit", "json") == "[]\n"
    store.forget()
    with engine.begin() as connection:
        left = {t.name for t in metadata.sorted_tables if connection.execute(t.select()).first()}
    assert left == {"form_count"}, "numbers, and nobody in them"


def test_what_was_sent_before_this_version_is_in_the_inbox(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
    engine: Engine,  # noqa: F811
) -> None:
    from alembic import command

    from citydesign.forms.store.migration import SCHEMA, migrate

    sent(store, clock, 2)
    before = desk.inbox(LIISA)
    with engine.begin() as connection:
        command.downgrade(SCHEMA.configuration(connection), "0001")
    migrate(engine)
    assert desk.inbox(LIISA) == before
    look = desk.look(LIISA, before[0].sent.id)
    assert look is not None
    (entry,) = look.log
    assert (entry.act, entry.by, entry.at) == (Act.RECEIVE, "resident", before[0].sent.at)
    assert desk.assign(LIISA, before[0].sent.id, 0, "p-1")


def test_one_form_is_written_as_a_document_and_its_log_says_by_whom(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].sent.id
    assert desk.copy(LIISA, id, lambda one: one.sent.reference.encode()) == (
        desk.inbox(LIISA)[0].sent.reference.encode()
    )
    found = desk.look(LIISA, id)
    assert found is not None
    assert [(one.act, one.by) for one in found.log][1:] == [(Act.EXPORT, LIISA.id)]
    with pytest.raises(NotAllowed):
        desk.copy(EVE, id, lambda one: b"")
    assert desk.copy(LIISA, "0" * 32, lambda one: b"") is None
