"""What is kept is there to the last millisecond of its time, for everybody, and then for nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.forms.store.test_desk import LIISA, desk, let_in, letter_again, letters  # noqa: F401
from tests.forms.store.test_sql_store import (  # noqa: F401
    NOW,
    SECRET,
    Clock,
    clock,
    engine,
    post,
)

from citydesign.forms.core.handling import Case
from citydesign.forms.journey import Submission
from citydesign.forms.store import Desk, Replies, SqlStore, schema
from citydesign.forms.store.door import to_case, to_journey
from citydesign.store import Secret

TICK, MINUTE, DAY = timedelta(milliseconds=1), timedelta(minutes=1), timedelta(days=1)


def seen(readers: dict[str, Callable[[], Any]]) -> set[str]:
    """Who sees something."""
    return {name for name, read in readers.items() if read()}


def sent_form(engine: Engine, clock: Clock) -> tuple[Replies, str]:  # noqa: F811
    """A form that was sent, kept far longer than one that was begun; and its id."""
    store = SqlStore(engine, SECRET, days=10, sent_days=90, clock=clock)
    id = store.begin("permit", "en")[0].id
    assert store.receive(Submission(id, "permit", "A", "en", {}, NOW, contact="aino@example.fi"))
    return Replies(engine, SECRET, sent_days=90, clock=clock), id


def handle(desk: Desk, id: str, kind: str) -> None:  # noqa: F811
    """Take a case, and ask or decide."""
    assert isinstance(desk.assign(LIISA, id, 0, LIISA.id), Case)
    act = desk.ask if kind == "question" else desk.decide
    assert isinstance(act(LIISA, id, 1, "Where?"), Case)


def test_what_was_sent_is_there_to_its_last_millisecond(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=120, sent_days=90, clock=clock)
    replies = Replies(engine, SECRET, sent_days=90, open_for=100 * DAY, clock=clock)
    # Another, of another form, is kept for a day more.
    late = store.begin("parking", "en")[0].id
    more = NOW + DAY
    assert store.receive(
        Submission(late, "parking", "B", "en", {}, more, contact="eino@example.fi")
    )
    (received,) = replies.due(lease=100 * DAY)
    id = store.begin("permit", "en")[0].id
    sent = Submission(id, "permit", "AAAAA-BBBBB", "en", {}, NOW, contact="aino@example.fi")
    assert store.receive(sent)
    post(store)
    _, cookie = let_in(replies)
    token = letter_again(replies)

    def reminded() -> bool:
        replies.remind("permit", "aino@example.fi")
        return bool(replies.due(lease=TICK))

    readers: dict[str, Callable[[], Any]] = {
        "the list": lambda: desk.inbox(LIISA),
        "its number": lambda: desk.count(LIISA),
        "a look": lambda: desk.look(LIISA, id),
        "a reader": lambda: desk.read(LIISA, id),
        "a document": lambda: desk.copy(LIISA, id, lambda _: b"%PDF"),
        "a file of all": lambda: json.loads(desk.export(LIISA, "permit", "json")),
        "a handler": lambda: desk.assign(LIISA, id, 7, "p-1"),
        "the receipt": lambda: store.received(id),
        "the resident": lambda: replies.look("permit", id, cookie),
        "an answer": lambda: replies.answer("permit", id, cookie, 7, "x"),
        "a link": lambda: replies.knows("permit", token),
        "a code": lambda: replies.ask_code("permit", token),
        "a new link": reminded,
    }
    clock.now = NOW + 90 * DAY - TICK
    assert store.forget() == 0
    assert seen(readers) == set(readers)
    assert replies.knows("parking", received.token or "")
    assert not replies.knows("permit", received.token or ""), "a link is of its own form"
    found = desk.look(LIISA, id)
    assert found is not None
    assert found.ends == NOW + 90 * DAY
    clock.now = NOW + 90 * DAY
    assert seen(readers) == set()
    assert store.forget() == 1
    assert store.forget() == 0


@pytest.mark.parametrize("kind", ["received", "question", "decision", "reply"])
def test_the_link_of_each_letter_works_as_long_as_what_it_opens_is_kept(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
    kind: str,
) -> None:
    replies, id = sent_form(engine, clock)
    if kind != "received":
        letters(replies)
    if kind in ("question", "decision"):
        handle(desk, id, kind)
    elif kind == "reply":
        replies.remind("permit", "aino@example.fi")
    (letter,) = letters(replies)
    assert letter.kind == kind
    clock.now = NOW + 90 * DAY - TICK
    assert let_in(replies, letter.token)[0] == id
    replies.remind("permit", "aino@example.fi")
    (last,) = letters(replies)
    clock.now = NOW + 90 * DAY
    assert not replies.knows("permit", last.token or "")


@pytest.mark.parametrize("kind", ["received", "question", "decision"])
def test_who_asks_for_a_link_while_mail_is_down_still_hears_what_waits(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
    kind: str,
) -> None:
    replies, id = sent_form(engine, clock)
    if kind in ("question", "decision"):
        handle(desk, id, kind)
    replies.remind("permit", "aino@example.fi")
    replies.remind("permit", "aino@example.fi")
    (letter,) = letters(replies)
    assert letter.kind == kind
    assert let_in(replies, letter.token)[0] == id
    assert letters(replies) == []


def test_who_has_answered_gets_a_link_and_no_question_any_more(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
) -> None:
    replies, id = sent_form(engine, clock)
    _, cookie = let_in(replies)
    handle(desk, id, "question")
    assert isinstance(replies.answer("permit", id, cookie, 2, "There."), Case)
    replies.remind("permit", "aino@example.fi")
    (letter,) = letters(replies)
    assert letter.kind == "reply"


def test_f8_a_new_link_begins_each_count_anew(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    replies = Replies(engine, SECRET, sent_days=90, clock=clock)
    visit, _ = store.begin("permit", "en")
    store.remember(visit, "aino@example.fi")
    sent = store.begin("permit", "en")[0].id
    assert store.receive(Submission(sent, "permit", "A", "en", {}, NOW, contact="eino@example.fi"))
    doors: list[tuple[Any, Callable[[], list[Any]], str]] = [
        (store, lambda: post(store), "aino@example.fi"),
        (replies, lambda: letters(replies), "eino@example.fi"),
    ]
    for door, mail, address in doors:
        (letter,) = [one for one in mail() if one.token]
        for _ in range(5):
            assert door.ask_code("permit", letter.token)
        assert not door.ask_code("permit", letter.token), "five codes for one link"
        for left in (4, 3, 2):
            assert door.resume("permit", letter.token, "x") == left
        mail()
        door.remind("permit", address)
        (letter,) = mail()
        assert door.resume("permit", letter.token, "x") == 4
        for _ in range(5):
            assert door.ask_code("permit", letter.token)
        code = mail()[-1].code
        assert not isinstance(door.resume("permit", letter.token, code), int)


@pytest.mark.parametrize("days", [7, 200])
def test_what_was_sent_waits_for_the_city_as_long_as_it_is_kept(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    days: int,
) -> None:
    store = SqlStore(engine, SECRET, days=days, sent_days=90, clock=clock)
    visit, _ = store.begin("permit", "en")
    store.remember(visit, "aino@example.fi")
    post(store)
    sent = Submission(visit.id, "permit", "A", "en", {"home": {"where": ["here"]}}, NOW)
    assert store.receive(sent)
    for later in (timedelta(), 20 * DAY, 90 * DAY - TICK):
        clock.now = NOW + later
        store.forget()
        (letter,) = store.due(lease=TICK)
        assert letter.submission == sent
        store.failed(letter)
        with engine.begin() as connection:
            row = connection.execute(schema.journey.select()).one()
        gone = clock.now >= NOW + days * DAY
        assert ((row.contact, row.person) == (None, None)) == gone, "the address has its own day"
    clock.now = NOW + 90 * DAY + timedelta(hours=6)
    assert store.due() == []
    clock.now = NOW + 201 * DAY
    store.forget()
    store.forget()
    with engine.begin() as connection:
        for table in (schema.journey, schema.message, schema.submission):
            assert connection.execute(table.select()).all() == []


def test_neither_code_nor_link_of_one_door_opens_another() -> None:
    secret, row = Secret(SECRET), SimpleNamespace(id="0" * 32, codes=1, links=1)
    doors = to_journey(secret), to_case(secret)
    assert len({door.code(row) for door in doors}) == 2
    assert len({door.token(row) for door in doors}) == 2
    later = SimpleNamespace(id="0" * 32, codes=2, links=2)
    assert doors[0].code(later) != doors[0].code(row)
    assert doors[0].token(later) != doors[0].token(row)
    keys = {door.person("permit", "Aino@example.fi ") for door in doors}
    assert keys == {doors[0].person("permit", "aino@example.fi")}, "however it is spelt"
    others = {
        doors[0].person(*about) for about in (("permit", "eino@a.fi"), ("other", "aino@a.fi"))
    }
    assert len(others - keys) == 2


def test_a_form_that_was_begun_is_there_to_its_last_millisecond(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=10, clock=clock)
    visit, cookie = store.begin("permit", "en")
    store.remember(visit, "aino@example.fi")
    (letter,) = post(store)
    token = str(letter.token)

    def reminded() -> bool:
        store.remind("permit", "aino@example.fi")
        return bool(store.due(lease=TICK))

    readers: dict[str, Callable[[], Any]] = {
        "its browser": lambda: store.open("permit", visit.id, cookie),
        "its version": lambda: store.versions("permit"),
        "a link": lambda: store.knows("permit", token),
        "a code": lambda: store.ask_code("permit", token),
        "a new link": reminded,
    }
    clock.now = NOW + 30 * DAY - TICK
    assert store.forget() == 0
    assert seen(readers) == set(readers)
    clock.now = NOW + 30 * DAY
    assert seen(readers) == set()
    assert store.forget() == 1


def test_a_link_that_would_open_nothing_any_more_is_not_sent(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    left, _ = store.begin("permit", "en")
    store.remember(left, "aino@example.fi")
    clock.now += 30 * DAY
    done, cookie = store.begin("permit", "en")
    store.remember(done, "eino@example.fi")
    kept = store.open("permit", done.id, cookie)
    assert kept is not None
    store.save(replace(kept, reference="AAAAA-BBBBB"))
    assert store.receive(Submission(done.id, "permit", "AAAAA-BBBBB", "en", {}, clock.now))
    # The mail server was away all the time.
    assert [one.kind for one in post(store)] == ["submission"]
    assert store.due(lease=DAY) == []


def test_a_browser_that_was_left_alone_can_read_to_its_last_millisecond(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, idle=20 * MINUTE, clock=clock)
    visit, cookie = store.begin("permit", "en")
    assert visit.ends == NOW + 20 * MINUTE
    clock.now += 10 * MINUTE
    store.save(visit)
    clock.now += 20 * MINUTE - TICK
    again = store.open("permit", visit.id, cookie)
    assert again is not None, "it waits again from each page that was saved"
    assert again.ends == clock.now + TICK
    assert not store.timed_out("permit", visit.id, cookie)
    clock.now += TICK
    assert store.open("permit", visit.id, cookie) is None
    assert store.timed_out("permit", visit.id, cookie)
    assert not store.timed_out("permit", visit.id, "guess"), "to others it never was"
    assert not store.timed_out("other", visit.id, cookie)

    replies = Replies(engine, SECRET, sent_days=90, clock=clock)
    sent = Submission(visit.id, "permit", "AAAAA-BBBBB", "en", {}, NOW, contact="aino@example.fi")
    assert store.receive(sent)
    id, cookie = let_in(replies)
    clock.now += 30 * MINUTE - TICK
    assert replies.look("permit", id, cookie) is not None
    clock.now += TICK
    assert replies.look("permit", id, cookie) is None


def test_a_letter_is_in_one_hand_to_the_last_millisecond_of_its_lease(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    replies = Replies(engine, SECRET, sent_days=90, clock=clock)
    for number in range(3):
        id = store.begin("permit", "en")[0].id
        at, contact = clock.now, f"r{number}@example.fi"
        assert store.receive(Submission(id, "permit", f"R-{number}", "en", {}, at, contact=contact))
        clock.now += MINUTE
    for outbox in (store, replies):
        begun = clock.now
        first = outbox.due(limit=2)
        assert [one.submission.reference for one in first if one.submission] == ["R-0", "R-1"]
        assert [one.submission.reference for one in outbox.due() if one.submission] == ["R-2"]
        clock.now = begun + 5 * MINUTE - TICK
        assert outbox.due() == [], "five minutes, unless somebody says otherwise"
        clock.now += TICK
        again = outbox.due()
        assert [one.id for one in again][:2] == [one.id for one in first]
        assert outbox.failed(again[0]) == clock.now + MINUTE
        assert outbox.sent(again[1])
        assert not outbox.sent(again[1]), "it was noted before"
        assert outbox.failed(again[1]) is None
        clock.now += MINUTE - TICK
        assert outbox.due() == []
        clock.now += TICK
        assert [one.id for one in outbox.due()] == [again[0].id]


@pytest.mark.parametrize("odd", ["\ud800", "é", "", "x" * 5000, "\x00"])
def test_what_nobody_was_given_opens_nothing(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    odd: str,
) -> None:
    store = SqlStore(engine, SECRET, days=30, sent_days=90, clock=clock)
    replies = Replies(engine, SECRET, sent_days=90, clock=clock)
    visit, _ = store.begin("permit", "en")
    sent = Submission(visit.id, "permit", "AAAAA-BBBBB", "en", {}, NOW, contact="aino@example.fi")
    assert store.receive(sent)
    (letter,) = replies.due()
    token = str(letter.token)
    assert store.open("permit", visit.id, odd) is None
    assert not store.timed_out("permit", visit.id, odd)
    assert replies.look("permit", visit.id, odd) is None
    assert replies.answer("permit", visit.id, odd, 0, "x") is None
    for door in (store, replies):
        assert not door.knows("permit", odd)
        assert not door.ask_code("permit", odd)
        assert door.resume("permit", odd, odd) == 0
    assert replies.ask_code("permit", token)
    assert replies.resume("permit", token, odd) == 4, "a try like any other"
