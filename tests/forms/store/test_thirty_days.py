"""A month of a city's forms on a clock that runs fast: who was there is forgotten on their day."""

from __future__ import annotations

import logging
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("wtforms")

import wtforms
from sqlalchemy import Engine
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401
from tests.clock import Clock
from tests.forms.browser import Browser, begin, straight
from tests.forms.store.test_sql_store import (  # noqa: F401
    SECRET,
    clock,
    engine,
    post,
    whole,
)
from tests.test_forms_files import PDF

from citydesign.forms.core.journey import Journey, Page
from citydesign.forms.file_store import FolderStore
from citydesign.forms.journey import Flow
from citydesign.forms.store import Desk, Letter, Replies, SqlStore, migrate
from citydesign.forms.uploads import Uploads
from citydesign.forms.wtforms import CityMeta, Required, UploadField
from citydesign.identity import Person
from citydesign.store import send_due, store_engine

DAY = timedelta(days=1)
LIISA = Person("p-1", "Liisa", {"daycare"})
#: What only one resident told: their name, address, number, words and papers.
TOLD = (
    "Salla Salainen", "salla@example.fi", "+358401234567", "ei kerrota", "salla.pdf", "Kysymys",
    "salainen@example.fi",
)  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


@pytest.fixture
def flow(engine: Engine, clock: Clock, files: FolderStore) -> Flow:  # noqa: F811
    class Asked(wtforms.Form):
        class Meta(CityMeta):
            pass

        name = wtforms.StringField("Name", [Required()])
        email = wtforms.EmailField("E-mail", [Required()])
        papers = UploadField(
            "Papers", uploads=Uploads(files, types=("pdf",), max_size=10_000, max_files=2)
        )

    class More(wtforms.Form):
        class Meta(CityMeta):
            pass

        words = wtforms.TextAreaField("More", [Required()])

    pages = [Page(name="who", title="Who", form=Asked), Page(name="more", title="More", form=More)]
    store = SqlStore(
        engine, SECRET, days=7, sent_days=23, files=files, sms="FI", clock=clock,
        idle=timedelta(days=2),
    )  # fmt: skip
    return Flow(
        Journey(name="place", title="Place", pages=pages, contact="who.email"),
        store,
        store.receive,
        SECRET,
        clock=clock,
    )


def everything(engine: Engine, folder: Path) -> str:  # noqa: F811
    """All that is kept: each table, and each file with its name, also those of SQLite itself."""
    kept = [one for one in folder.rglob("*") if one.is_file()]
    raw = "".join(f"{one.name}{one.read_bytes().decode('latin-1')}" for one in kept)
    return whole(engine) + raw.encode("latin-1").decode("utf-8", "replace")


def test_thirty_days_leave_nothing_of_a_resident_past_its_day(
    engine: Engine,  # noqa: F811
    clock: Clock,  # noqa: F811
    flow: Flow,
    files: FolderStore,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store: Any = flow._store
    desk = Desk(engine, SECRET, {"place": {"handler": {"daycare"}}}, sent_days=23, clock=clock)
    replies = Replies(engine, SECRET, sent_days=23, clock=clock)

    def fill(browser: Browser) -> Browser:
        begin(browser)
        browser.press(name=TOLD[0], email=TOLD[6], papers=[(TOLD[4], PDF + TOLD[0].encode())])
        browser.press(action="save", words=TOLD[3])
        browser.press(email=TOLD[1], phone="040 123 4567")
        return browser

    caplog.set_level(logging.DEBUG)
    # The first day: one sends, one saves and never comes back, one only looks.
    sender = fill(Browser(straight(flow)))
    send_due(store.due, lambda letter: None, store.sent, store.failed)
    sender.follow("Continue")
    sender.press(words=TOLD[3])
    sender.press()
    assert sender.at == "receipt"
    fill(Browser(straight(flow)))
    fill(Browser(straight(flow)))
    begin(Browser(straight(flow)))
    assert len(post(store)) == 3
    (one,) = desk.inbox(LIISA)
    desk.assign(LIISA, one.sent.id, 0, LIISA.id)
    desk.ask(LIISA, one.sent.id, 1, f"{TOLD[5]}, {TOLD[0]}?")
    written: list[Letter] = []
    send_due(replies.due, written.append, replies.sent, replies.failed)
    token = written[-1].token
    assert token is not None
    assert replies.ask_code("place", token)
    send_due(replies.due, written.append, replies.sent, replies.failed)
    opened = replies.resume("place", token, str(written[-1].code))
    assert not isinstance(opened, int)
    replies.answer("place", opened[0].id, opened[1], 2, TOLD[3])

    def fails(letter: Any) -> None:
        raise OSError(TOLD[1])

    replies.remind("place", TOLD[6])
    send_due(store.due, fails, store.sent, store.failed)
    send_due(replies.due, fails, replies.sent, replies.failed)
    if engine.dialect.name == "sqlite":
        for told in TOLD:
            assert told in everything(engine, tmp_path), f"{told}: else this test finds nothing"
    for day in range(1, 31):
        clock.now += DAY
        store.forget()
        now = everything(engine, tmp_path)
        if day < 7:
            assert store.versions("place") == {"1": 3}
        if day == 7:
            assert store.versions("place") == {}
            assert TOLD[1] not in now, "addresses go with the form that was left"
            assert TOLD[2] not in now
        assert (TOLD[0] in now) == (day < 23), f"day {day}"
    for told in TOLD:
        assert told not in everything(engine, tmp_path)
        assert told not in caplog.text
        assert told.split("@")[0] not in caplog.text
    assert [one for one in (tmp_path / "files").rglob("*") if one.is_file()] == []
    told = desk.figures(LIISA, flow.journey, clock.now.date() - 31 * DAY, clock.now.date())
    assert (told.begun, told.sent) == (None, None), "numbers stay, too small to be told"


@pytest.mark.skipif(os.name != "posix", reason="rights of files are of POSIX")
def test_a_database_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = store_engine(f"sqlite:///{tmp_path / 'forms.db'}")
        migrate(made)
        SqlStore(made, SECRET, days=1, sent_days=1).begin("place", "en")
        with made.connect():
            rights = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert rights.keys() >= {"forms.db", "forms.db-wal", "forms.db-shm", "forms.db-turn"}
    assert set(rights.values()) == {0o600}, rights
    made.dispose()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are of POSIX")
def test_rights_that_a_city_gave_its_database_stay(tmp_path: Path) -> None:
    file = tmp_path / "forms.db"
    file.touch()
    file.chmod(0o660)
    made = store_engine(f"sqlite:///{file}")
    migrate(made)
    assert stat.S_IMODE(file.stat().st_mode) == 0o660
    made.dispose()
