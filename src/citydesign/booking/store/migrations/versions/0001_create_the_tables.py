"""Create the tables.

The first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "booking",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.String(length=64), nullable=True),
        sa.Column("flag", sa.String(length=200), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
    )
    op.create_index("ix_booking_expires", "booking", ["expires"])
    op.create_index("ix_booking_person", "booking", ["person"])

    op.create_table(
        "seat",
        sa.Column(
            "resource",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("resource", "bucket", "seat", name="pk_seat"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seat_booking", "seat", ["booking"])

    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "waiting",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=False),
        sa.Column("earliest", sa.BigInteger(), nullable=False),
        sa.Column("latest", sa.BigInteger(), nullable=False),
        sa.Column("joined", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waiting"),
    )
    op.create_index(
        "ix_waiting_office_service_state_joined",
        "waiting",
        ["office", "service", "state", "joined"],
    )
    op.create_index("ix_waiting_person", "waiting", ["person"])

    op.create_table(
        "detail",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_detail"),
    )
    op.create_table(
        "link",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name="fk_link_booking", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name="pk_link"),
    )
    op.create_index("ix_link_booking", "link", ["booking"])

    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name="fk_message_booking", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("booking", "kind", "sequence", name="uq_message_booking_kind_sequence"),
    )
    op.create_index("ix_message_sent_due", "message", ["sent", "due"])

    op.create_table(
        "slot",
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("wall", sa.String(length=32), nullable=False),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.Column("blocked_from", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=False),
        sa.Column("resource", sa.String(length=120), nullable=True),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name="fk_slot_booking", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking", "number", name="pk_slot"),
    )
    op.create_index("ix_slot_office_blocked_from", "slot", ["office", "blocked_from"])


def downgrade() -> None:
    """Go back."""
    for table in ("slot", "message", "link", "detail", "waiting", "setting", "seat", "booking"):
        op.drop_table(table)
