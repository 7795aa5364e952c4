"""The tables of journeys, one schema for SQLite and PostgreSQL.

Instants are whole milliseconds since 1970 UTC. Answers are ASCII text, because whatever a resident
typed is kept to the letter, also what no JSON column takes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from citydesign.store.tables import NUMBER, links, named, outbox

metadata = named()


def _tries() -> Column[int]:
    """How many times a message could not be sent."""
    return Column("tries", Integer, nullable=False, server_default="0")


def _counts() -> tuple[Column[int], ...]:
    """What a door counts: links and codes sent; codes asked for, and tried, with the last link."""
    return (
        Column("links", Integer, nullable=False),
        Column("codes", Integer, nullable=False),
        Column("code_expires", BigInteger, nullable=False),
        Column("asked", Integer, nullable=False),
        Column("tries", Integer, nullable=False),
    )


#: A journey that was begun. `browser` is the hash of the cookie that opens it, until `idle` if that
#: is set. `contact` is where links are sent, `person` its pseudonym, `phone` where codes are sent
#: instead. `links` and `codes` count what was sent; `asked` and `tries` how many codes were asked
#: for, and tried, with the last link. `place` is the page where the resident goes on.
journey = Table(
    "form_journey",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("journey", String(120), nullable=False),
    Column("version", String(40), nullable=False, server_default="1"),
    Column("browser", String(64), nullable=False),
    Column("language", String(35), nullable=False),
    Column("data", Text, nullable=False),
    Column("reference", String(20)),
    Column("revision", Integer, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("idle", BigInteger),
    Column("contact", Text),
    Column("phone", Text),
    Column("place", String(120)),
    Column("person", String(64)),
    *_counts(),
    Index(None, "expires"),
    Index(None, "person"),
)

#: Links back to a journey.
link = links("form_link", journey.c.id)

#: What has to be sent about a journey.
message = outbox("form_message", journey.c.id, _tries())

#: What residents sent, each journey once. It outlives the journey.
submission = Table(
    "form_submission",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("journey", String(120), nullable=False),
    Column("version", String(40), nullable=False, server_default="1"),
    Column("reference", String(20), nullable=False),
    Column("language", String(35), nullable=False),
    Column("data", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("reference"),
    Index(None, "at"),
)

#: The keys of files that belong to a journey, and to what was sent with it. `gone` says that the
#: answers are deleted, so that the files are to be deleted too.
file = Table(
    "form_file",
    metadata,
    Column("owner", String(40), primary_key=True),
    Column("journey", String(32), nullable=False),
    Column("gone", Boolean, nullable=False),
    Index(None, "journey"),
    Index(None, "gone"),
)

#: How the city handles what was sent; see `core.handling.Case`. It goes with the submission.
case = Table(
    "form_case",
    metadata,
    Column("id", String(32), ForeignKey(submission.c.id, ondelete="CASCADE"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("assignee", String(255)),
    Column("sequence", Integer, nullable=False),
    Index(None, "state"),
    Index(None, "assignee"),
)

#: How often something happened on a day (ISO, UTC); see `core.figures.Event`. It is about nobody.
count = Table(
    "form_count",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("journey", String(120), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("page", String(120), primary_key=True),
    Column("field", String(120), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("number", Integer, nullable=False),
)

#: Who did what with it, and in which words; see `core.handling.Entry`.
log = Table(
    "form_log",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("case", String(32), ForeignKey(case.c.id, ondelete="CASCADE"), nullable=False),
    Column("act", String(16), nullable=False),
    Column("actor", String(255), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("text", Text),
    Index(None, "case"),
)

#: How the resident gets to what was sent: `contact` is where letters go, the rest as in `journey`.
#: Only those have one who gave an address.
door = Table(
    "form_door",
    metadata,
    Column("id", String(32), ForeignKey(case.c.id, ondelete="CASCADE"), primary_key=True),
    Column("browser", String(64)),
    Column("idle", BigInteger),
    Column("contact", Text, nullable=False),
    Column("phone", Text),
    Column("person", String(64), nullable=False),
    *_counts(),
    Index(None, "person"),
)

#: Links to what was sent.
door_link = links("form_door_link", door.c.id)

#: Letters about what was sent. They outlive the journey.
letter = outbox("form_letter", door.c.id, _tries())
