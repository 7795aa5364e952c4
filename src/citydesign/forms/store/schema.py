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

from citydesign.store.tables import NUMBER, named

metadata = named()

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
    Column("links", Integer, nullable=False),
    Column("codes", Integer, nullable=False),
    Column("code_expires", BigInteger, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Index(None, "expires"),
    Index(None, "person"),
)

#: Links back to a journey, by the hash of their token.
link = Table(
    "form_link",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("journey", String(32), ForeignKey(journey.c.id, ondelete="CASCADE"), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index(None, "journey"),
)

#: The outbox: what has to be sent. `lease` is until when one sender has it in hand; `tries` counts
#: those that failed.
message = Table(
    "form_message",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("journey", String(32), ForeignKey(journey.c.id, ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger),
    Column("sent", BigInteger),
    Column("tries", Integer, nullable=False, server_default="0"),
    UniqueConstraint("journey", "kind", "sequence"),
    Index(None, "sent", "due"),
)

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
    Column("links", Integer, nullable=False),
    Column("codes", Integer, nullable=False),
    Column("code_expires", BigInteger, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Index(None, "person"),
)

#: Links to what was sent, by the hash of their token.
door_link = Table(
    "form_door_link",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("door", String(32), ForeignKey(door.c.id, ondelete="CASCADE"), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index(None, "door"),
)

#: The outbox of letters about what was sent. They outlive the journey. `tries` counts those that
#: failed.
letter = Table(
    "form_letter",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("door", String(32), ForeignKey(door.c.id, ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("lease", BigInteger),
    Column("sent", BigInteger),
    Column("tries", Integer, nullable=False, server_default="0"),
    UniqueConstraint("door", "kind", "sequence"),
    Index(None, "sent", "due"),
)
