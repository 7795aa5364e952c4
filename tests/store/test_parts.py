"""What any logic keeps its data with, used by a logic that is not booking."""

from __future__ import annotations

import base64
import hmac
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    select,
)
from tests.booking.conftest import cluster, database, migrated_template  # noqa: F401

from citydesign.booking.store import migrate as migrate_booking
from citydesign.booking.store.schema import metadata as of_booking
from citydesign.store import (
    Details,
    Links,
    Outbox,
    Reason,
    Schema,
    Secret,
    StoreUnavailable,
    send_due,
    store_engine,
)
from citydesign.store.attempts import persist
from citydesign.store.failures import Again
from citydesign.store.retention import in_batches

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECRET = b"s" * 32

METADATA = MetaData()
NUMBER = BigInteger().with_variant(Integer, "sqlite")
APPLICATION = Table("application", METADATA, Column("id", String(64), primary_key=True))
ACCESS = Table(
    "access",
    METADATA,
    Column("token", String(64), primary_key=True),
    Column("application", String(64), nullable=False),
    Column("expires", BigInteger, nullable=False),
)
LETTER = Table(
    "letter",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    Column("application", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger),
    Column("sent", BigInteger),
)
ANSWER = Table(
    "answer",
    METADATA,
    Column("application", String(64), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("note", Text),
)
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("application", sa.Column("id", sa.String(64), primary_key=True))
    op.create_table(
        "access",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("application", sa.String(64), nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("application", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.BigInteger),
        sa.Column("sent", sa.BigInteger),
    )
    op.create_table(
        "answer",
        sa.Column("application", sa.String(64), primary_key=True),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("note", sa.Text),
    )
"""


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    versions = tmp_path / "a folder with 100 % spaces"
    versions.mkdir()
    (versions / "0001_create.py").write_text(MIGRATION)
    return Schema("applications", METADATA, versions, "applications_version")


@pytest.fixture
def engine(
    schema: Schema,
    database: str,  # noqa: F811
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Engine]:
    if database == "sqlite":
        found = store_engine(f"sqlite:///{tmp_path / 'city.db'}")
    else:
        found = store_engine(request.getfixturevalue("cluster").database())
    schema.migrate(found)
    yield found
    found.dispose()


def test_two_logics_share_a_database(engine: Engine, schema: Schema) -> None:
    migrate_booking(engine)
    schema.migrate(engine)
    assert set(inspect(engine).get_table_names()) == {
        *METADATA.tables,
        *of_booking.tables,
        "alembic_version",
        "applications_version",
    }


def test_a_link_opens_what_it_was_made_for_until_it_ends(engine: Engine) -> None:
    links = Links(Secret(SECRET), ACCESS, "application")
    with engine.begin() as connection:
        links.issue(connection, "a1", NOW + MINUTE)
        links.issue(connection, "a1", NOW + 2 * MINUTE)
        links.issue(connection, "a2", NOW + MINUTE)
        token = links.token("a1")
        assert links.open(connection, token, NOW) == "a1"
        assert links.open(connection, token, NOW + 2 * MINUTE - timedelta(milliseconds=1)) == "a1"
        assert links.open(connection, token, NOW + 2 * MINUTE) is None
        assert links.open(connection, token[:-1], NOW) is None
        assert token not in str(connection.execute(select(ACCESS)).all())
        links.revoke(connection, "a1")
        assert links.open(connection, token, NOW) is None
        assert links.open(connection, links.token("a2"), NOW) == "a2"


def test_a_message_is_in_one_hand_and_comes_again_after_its_lease(engine: Engine) -> None:
    outbox = Outbox(LETTER, "application")
    with engine.begin() as connection:
        for _ in range(2):
            outbox.put(connection, "a1", "received", 0, NOW)
        outbox.put(connection, "a1", "reminder-60", 0, NOW + MINUTE)
        outbox.put(connection, "a1", "reminders", 0, NOW + MINUTE)
        outbox.put(connection, "a2", "reminder-60", 0, NOW + MINUTE)
    with engine.begin() as connection:
        (first,) = outbox.lease(connection, NOW, NOW + MINUTE, 10)
        assert first[1:] == ("a1", "received", 0)
        assert outbox.lease(connection, NOW, NOW + MINUTE, 10) == []
    with engine.begin() as connection:
        outbox.withdraw(connection, "a1", "reminder-")
        again = outbox.lease(connection, NOW + MINUTE, NOW + 2 * MINUTE, 10)
        assert [(one.subject, one.kind) for one in again] == [
            ("a1", "received"),
            ("a1", "reminders"),
            ("a2", "reminder-60"),
        ]
        assert again[0] == first
        assert outbox.sent(connection, first.id, NOW)
        assert not outbox.sent(connection, first.id, NOW)


def test_what_has_waited_longest_goes_first_and_what_went_out_is_not_withdrawn(
    engine: Engine,
) -> None:
    outbox, late = Outbox(LETTER, "application"), NOW + 9 * MINUTE
    with engine.begin() as connection:
        for number, minutes in enumerate((3, 1, 2, 1)):
            outbox.put(connection, f"a{number}", "received", 0, NOW + minutes * MINUTE)
        outbox.put(connection, "a1", "received", 1, NOW + MINUTE)
        due = NOW + MINUTE
        assert outbox.lease(connection, due - timedelta(milliseconds=1), late, 9) == []
        first = outbox.lease(connection, due, late, 2)
        assert [(one.subject, one.sequence) for one in first] == [("a1", 0), ("a3", 0)]
        then = outbox.lease(connection, NOW + 3 * MINUTE, late, 2)
        assert [(one.subject, one.sequence) for one in then] == [("a2", 0), ("a1", 1)]
        assert outbox.sent(connection, first[0].id, NOW)
        outbox.withdraw(connection, "a1", "received", "decided")
        assert not outbox.sent(connection, then[1].id, NOW), "the newer one was withdrawn"
        outbox.put(connection, "a1", "received", 0, late)
        left = outbox.lease(connection, late, late, 9)
        assert [one.subject for one in left] == ["a0", "a2", "a3"], "once sent, never again"
        outbox.drop(connection, left[0].id)
        outbox.put(connection, "a2", "received-late", 0, late)
        outbox.withdraw(connection, "a2", "received")
        waiting = outbox.lease(connection, late, late, 9)
        assert [(one.subject, one.kind) for one in waiting] == [
            ("a3", "received"), ("a2", "received-late")
        ], "a kind that ends in no hyphen is that kind alone"  # fmt: skip


@pytest.mark.parametrize("wait", [2 * MINUTE, 60 * MINUTE], ids=["shorter", "longer"])
def test_a_message_that_was_taken_too_early_comes_when_it_is_due(
    engine: Engine, wait: timedelta
) -> None:
    """Whether its lease would end later or sooner."""
    outbox, lease = Outbox(LETTER, "application"), 15 * MINUTE
    due = NOW + wait
    with engine.begin() as connection:
        outbox.put(connection, "a1", "reminder-60", 0, NOW)
        (early,) = outbox.lease(connection, NOW, NOW + lease, 10)
        outbox.postpone(connection, early.id, due)
        assert outbox.lease(connection, due - MINUTE, due + lease, 10) == []
        assert outbox.lease(connection, due, due + lease, 10) == [early]


def test_details_are_forgotten_alone(engine: Engine) -> None:
    details = Details(ANSWER, "application")
    with engine.begin() as connection:
        details.keep(connection, "a1", {"name": "Aino"})
        details.keep(connection, "a1", {"name": "Eino"})
        details.keep(connection, "a2", {"name": "Väinö"})
        assert details.known(connection, ["a1", "a3"]) == {"a1": {"name": "Eino"}}
        details.forget(connection, ["a1"])
        assert details.known(connection, ["a1", "a2"]) == {"a2": {"name": "Väinö"}}


def test_all_rows_move_and_numbers_go_on_above_them(
    engine: Engine, schema: Schema, tmp_path: Path
) -> None:
    old = store_engine(f"sqlite:///{tmp_path / 'old.db'}")
    schema.migrate(old)
    outbox = Outbox(LETTER, "application")
    with old.begin() as connection:
        connection.execute(APPLICATION.insert(), {"id": "a1"})
        outbox.put(connection, "a1", "received", 0, NOW)
    assert schema.copy(old, engine, APPLICATION) == 2
    with engine.begin() as connection:
        outbox.put(connection, "a1", "decided", 0, NOW)
        assert len(connection.execute(select(LETTER.c.id)).scalars().all()) == 2
    with pytest.raises(ValueError, match="holds applications data already; give an empty one"):
        schema.copy(old, engine, APPLICATION)
    old.dispose()


def test_what_was_derived_before_is_derived_still() -> None:
    def old(text: str) -> bytes:
        return hmac.digest(SECRET, text.encode(), "sha256")

    secret = Secret(SECRET)
    token = base64.urlsafe_b64encode(old("manage b1")).rstrip(b"=").decode()
    assert Links(secret, ACCESS, "application").token("b1") == token
    assert secret.pseudonym("131052-308T") == old("person 131052-308T").hex()
    assert secret.name("booking", "p", "k") == old("booking p k").hex()[:32]


@pytest.mark.parametrize("given", [b"s" * 31, "s" * 32, bytearray(32)])
def test_a_secret_that_could_be_guessed_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match="the secret"):
        Secret(given)  # type: ignore[arg-type]


def test_a_message_that_fails_keeps_none_of_the_others(caplog: pytest.LogCaptureFixture) -> None:
    waiting = [[SimpleNamespace(id=number) for number in numbers] for numbers in ([1, 2], [3, 4])]
    sent: list[int] = []

    def send(message: SimpleNamespace) -> None:
        if message.id == 3:
            raise OSError("aino@example.fi was refused")

    with caplog.at_level(logging.WARNING, "citydesign"):
        done = send_due(
            lambda: waiting.pop(0) if waiting else [], send, lambda m: sent.append(m.id)
        )
    assert (done, sent) == (3, [1, 2, 4])
    assert [(record.name, record.getMessage()) for record in caplog.records] == [
        ("citydesign", "message 3 was not sent: OSError")
    ]


def test_a_mail_server_that_is_away_is_not_asked_for_ever() -> None:
    asked: list[int] = []

    def send(message: SimpleNamespace) -> None:
        asked.append(message.id)
        raise OSError

    # A lease of no length: the same message would be due again at once.
    assert send_due(lambda: [SimpleNamespace(id=1)], send, lambda m: None) == 0
    assert asked == [1]


def test_whoever_was_slower_tries_again_and_at_last_gives_up() -> None:
    given: list[datetime | None] = []

    def slower(since: datetime | None) -> str:
        given.append(since)
        if len(given) < 3:
            raise Again("somebody was faster", NOW if len(given) == 1 else None)
        return "done"

    assert persist(slower) == "done"
    assert given == [None, NOW, NOW]

    def never(since: datetime | None) -> str:
        raise Again("somebody was faster")

    with pytest.raises(StoreUnavailable) as seen:
        persist(never)
    assert seen.value.reason is Reason.BUSY


def test_old_things_are_forgotten_batch_by_batch() -> None:
    left = [500, 500, 3, 0, 7]
    assert in_batches(lambda: left.pop(0)) == 1003
    assert left == [7]


def test_a_store_knows_no_logic() -> None:
    code = "import sys, citydesign.store; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert "citydesign.booking" not in loaded
    assert "citydesign.forms" not in loaded
