"""Keep which booking somebody would give up for an earlier time.

An entry of the waiting list may have one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("waiting", sa.Column("booking", sa.String(length=64), nullable=True))
    op.create_index("ix_waiting_booking", "waiting", ["booking"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_waiting_booking", "waiting")
    op.drop_column("waiting", "booking")
