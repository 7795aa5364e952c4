"""The tables, one schema for SQLite and PostgreSQL.

Instants are whole milliseconds since 1970 UTC: compared alike by both databases, and exact.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from citydesign.store.tables import NUMBER, links, named, outbox

metadata = named()

# Sorted by code point on both databases, as Python sorts: locks are taken in one order everywhere.
_SORTED = String(120).with_variant(String(120, collation="C"), "postgresql")
#: One seat of one resource during one bucket. `expires` is null for a booking that is kept. The
#: seats of the second line of a resource (see `Buffers`) have numbers below 0.
seat = Table(
    "seat",
    metadata,
    Column("resource", _SORTED, primary_key=True),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("booking", String(64), nullable=False),
    Column("expires", BigInteger),
    Index(None, "booking"),
    sqlite_with_rowid=False,
)

#: A booking as the core knows it. `revision` rises with every change: a change that was thought
#: out on an older revision is thought out again. `origin` is the pseudonym of the address that a
#: hold was asked for from, as long as it is a hold.
booking = Table(
    "booking",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(120), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("sequence", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("waiting", String(64)),
    Column("flag", String(200)),
    Column("revision", Integer, nullable=False),
    Column("origin", String(64)),
    Index(None, "origin"),
    Index(None, "person"),
    Index(None, "expires"),
)

#: The times of a booking, and the resources each of them sits on, joined by "|". `blocked_from` and
#: `blocked_until` are start and end with buffers, `buffers` says what becomes of these.
slot = Table(
    "slot",
    metadata,
    Column("booking", String(64), ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("office", String(120), nullable=False),
    Column("service", String(120), nullable=False),
    Column("starts", BigInteger, nullable=False),
    Column("ends", BigInteger, nullable=False),
    Column("wall", String(32), nullable=False),
    Column("fold", Integer, nullable=False),
    Column("blocked_from", BigInteger, nullable=False),
    Column("blocked_until", BigInteger, nullable=False),
    Column("resource", String(120)),
    Column("resources", Text, nullable=False),
    Column("buffers", String(8), nullable=False, server_default="stack"),
    Index(None, "office", "blocked_from"),
)

#: What the resident of a booking, or of an entry of the waiting list, said about themselves. Its
#: own table, so that it can be forgotten alone.
detail = Table(
    "detail",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("data", JSON, nullable=False),
)

#: The waiting list. `booking` is what somebody has already, and would give up for an earlier time.
waiting = Table(
    "waiting",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("person", String(120), nullable=False),
    Column("office", String(120), nullable=False),
    Column("service", String(120), nullable=False),
    Column("earliest", BigInteger, nullable=False),
    Column("latest", BigInteger, nullable=False),
    Column("joined", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("booking", String(64)),
    Index(None, "office", "service", "state", "joined"),
    Index(None, "person"),
    Index(None, "booking"),
)

#: Capability links.
link = links("link", booking.c.id)

#: What has to be sent about a booking.
message = outbox("message", booking.c.id)

#: What happened to a booking, who did it and why.
log = Table(
    "log",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("booking", String(64), ForeignKey("booking.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("reason", Text),
    Column("sequence", Integer, nullable=False),
    Index(None, "booking"),
)

#: Tries to pay for a booking. `vat` is "rate:cents" for each rate, `keep` the numbers of the slots
#: that are paid for. `due` is when somebody has to do something about it: give the money back, or
#: ask the payment service. Nothing about a card or an account is kept.
payment = Table(
    "payment",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("booking", String(64), ForeignKey("booking.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("cents", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("vat", Text, nullable=False),
    Column("keep", Text),
    Column("url", Text),
    Column("known_as", String(200)),
    Column("created", BigInteger, nullable=False),
    Column("due", BigInteger),
    Index(None, "booking"),
    Index(None, "due"),
)

#: What must never change under the rows: the length of a bucket, in minutes, and that seats are
#: kept on two lines, once they are.
setting = Table(
    "setting",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", String(120), nullable=False),
)
