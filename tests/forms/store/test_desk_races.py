"""Real processes at one case: one act counts, one letter goes out, one browser gets in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template, race  # noqa: F401
from tests.clock import Clock
from tests.forms.store.test_desk import LIISA, desk, letters, replies, sent  # noqa: F401
from tests.forms.store.test_sql_store import SECRET, clock, engine, store  # noqa: F401

from citydesign.forms.core.handling import Act, Case
from citydesign.forms.store import Desk, Replies, SqlStore
from citydesign.store import store_engine

_ROLES = {"permit": {"decider": {"daycare"}}}


def asking(number: int, ready: Callable[[], Any], url: str, now: datetime, id: str) -> str:
    engine = store_engine(url)  # noqa: F811
    mine = Desk(engine, SECRET, _ROLES, sent_days=90, clock=lambda: now)
    mine.look(LIISA, id)
    ready()
    done = mine.ask(LIISA, id, 1, f"Question {number}")
    engine.dispose()
    return "asked" if isinstance(done, Case) else str(done)


def entering(number: int, ready: Callable[[], Any], url: str, now: datetime, *key: str) -> str:
    engine = store_engine(url)  # noqa: F811
    mine = Replies(engine, SECRET, sent_days=90, clock=lambda: now)
    mine.knows("permit", key[0])
    ready()
    done = mine.resume("permit", *key)
    engine.dispose()
    return str(done) if isinstance(done, int) else "in"


def test_of_many_handlers_and_many_tries_one_counts(
    store: SqlStore,  # noqa: F811
    clock: Clock,  # noqa: F811
    desk: Desk,  # noqa: F811
    replies: Replies,  # noqa: F811
    engine: Engine,  # noqa: F811
    race: Callable[..., Any],  # noqa: F811
) -> None:
    sent(store, clock)
    id = desk.inbox(LIISA)[0].case.id
    desk.assign(LIISA, id, 0, "p-1")
    letters(replies)
    url = engine.url.render_as_string(hide_password=False)
    done = Counter(race(asking, 6, url, clock.now, id))
    assert done == {"asked": 1, "changed": 5}
    look = desk.look(LIISA, id)
    assert look is not None
    assert [one.act for one in look.log] == [Act.RECEIVE, Act.ASSIGN, Act.ASK]
    (question,) = letters(replies)
    assert question.token
    assert replies.ask_code("permit", question.token)
    (code,) = letters(replies)
    entered = Counter(race(entering, 6, url, clock.now, question.token, str(code.code)))
    assert entered == {"in": 1, "0": 5}, "a link works once"
