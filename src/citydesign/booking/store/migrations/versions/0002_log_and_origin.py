"""Keep a log of what happened, and where a hold was asked for.

Who did what to a booking, and why; and how many times one address holds at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("booking", sa.Column("origin", sa.String(length=64), nullable=True))
    op.create_index("ix_booking_origin", "booking", ["origin"])
    op.create_table(
        "log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.id"], name="fk_log_booking", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_log"),
    )
    op.create_index("ix_log_booking", "log", ["booking"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("log")
    op.drop_index("ix_booking_origin", "booking")
    op.drop_column("booking", "origin")
