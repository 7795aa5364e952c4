"""What is done with one form changes nothing of the form beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.forms.store.test_desk import AUDITOR, LIISA, OTTO, desk, replies  # noqa: F401
from tests.forms.store.test_sql_store import (  # noqa: F401
    SECRET,
    Clock,
    clock,
    engine,
)

from citydesign.forms.core.journey import Kept
from citydesign.forms.journey import Submission, Visit
from citydesign.forms.store import Desk, Replies, SqlStore
from citydesign.forms.store.schema import metadata
from citydesign.store import send_due

DAY = timedelta(days=1)


def about(engine: Engine, id: str) -> dict[str, list[Any]]:  # noqa: F811
    """All rows that are about one form, by table."""
    found = {}
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            names = {"id", "journey", "case", "door"} & set(table.c.keys())
            rows = connection.execute(table.select().order_by(*table.primary_key)).all()
            found[table.name] = [
                row for row in rows if id in {getattr(row, name) for name in names}
            ]
    return {name: rows for name, rows in found.items() if rows}


def test_what_is_done_with_one_form_changes_nothing_of_another(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
    replies: Replies,  # noqa: F811
) -> None:
    gone: list[str] = []
    files: Any = SimpleNamespace(forget=gone.append)
    store = SqlStore(engine, SECRET, days=30, sent_days=90, idle=DAY, files=files, clock=clock)

    def begun(name: str) -> Visit:
        visit, cookie = store.begin("permit", "en")
        store.save(replace(visit, place="home"))
        store.remember(visit, f"{name}@example.fi", "+358401234567")
        store.note_files(visit.id, f"files of {name}")
        again = store.open("permit", visit.id, cookie)
        assert again is not None
        return again

    def sent(name: str) -> str:
        id = begun(name).id
        made = Submission(id, "permit", f"R-{name}", "en", {"a": {"b": [name]}}, clock.now,
                          contact=f"{name}@example.fi")  # fmt: skip
        assert store.receive(made)
        return id

    def code(door: Any) -> str:
        (found,) = [one.code for one in door.due() if one.code]
        return str(found)

    aino, eino, one, other = begun("aino"), begun("eino"), sent("liina"), sent("urho")
    desk.assign(LIISA, other, 0, LIISA.id)
    desk.ask(LIISA, other, 1, "Which days?")
    for door in (store, replies):
        door.due()
    before = about(engine, eino.id), about(engine, other)
    assert {"form_journey", "form_link", "form_message", "form_file"} <= set(before[0])
    assert {"form_submission", "form_case", "form_log", "form_door", "form_door_link",
            "form_letter"} <= set(before[1])  # fmt: skip

    def alone(id: str, act: Callable[[], Any]) -> None:
        """Do something with one form, and see that it alone has changed."""
        was = about(engine, id)
        act()
        assert about(engine, id) != was, "else nothing is seen here"
        assert (about(engine, eino.id), about(engine, other)) == before

    draft = replace(aino, kept=Kept().drafted("home", {"a": ["x"]}), language="fi")
    alone(aino.id, lambda: store.save(draft))
    alone(aino.id, lambda: store.remember(aino, "salla@example.fi"))
    alone(aino.id, lambda: store.note_files(aino.id, "more files"))
    alone(one, lambda: desk.read(AUDITOR, one))
    alone(one, lambda: desk.copy(LIISA, one, lambda _: b"%PDF"))
    alone(one, lambda: desk.assign(OTTO, one, 0, OTTO.id))
    alone(one, lambda: desk.ask(OTTO, one, 1, "Why?"))
    cookie = ""
    doors: list[tuple[Any, str, str]] = [
        (store, "salla@example.fi", aino.id), (replies, "liina@example.fi", one)
    ]  # fmt: skip
    for door, address, id in doors:
        alone(id, partial(door.remind, "permit", address))
        (letter,) = [found for found in door.due() if found.to == address]
        alone(id, partial(door.ask_code, "permit", letter.token))
        right = code(door)
        alone(id, partial(door.resume, "permit", letter.token, "no code"))
        opened = door.resume("permit", letter.token, right)
        assert not isinstance(opened, int)
        cookie = opened[1]
        alone(id, partial(door.sent, letter))
    alone(one, lambda: replies.answer("permit", one, cookie, 2, "Mondays"))
    alone(one, lambda: desk.decide(OTTO, one, 3, "Yes"))
    (decision,) = replies.due()
    alone(one, lambda: replies.failed(decision))
    # The city gets what was sent, once the leases of those above have ended.
    clock.now += timedelta(minutes=5)
    send_due(store.due, lambda letter: None, store.sent)
    # Each is deleted on its own day, and its files with it.
    clock.now += 30 * DAY
    store.save(eino)
    assert store.forget() == 3
    assert about(engine, aino.id) == {}
    assert {"form_journey", "form_file"} <= set(about(engine, eino.id))
    assert sorted(gone) == ["files of aino", "more files"]
    assert {"form_submission", "form_log"} <= set(about(engine, other))
    clock.now += 60 * DAY
    assert store.forget() == 3
    assert sorted(gone[2:]) == ["files of eino", "files of liina", "files of urho"]
