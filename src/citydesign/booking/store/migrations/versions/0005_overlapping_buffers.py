"""Keep of each time whether its buffers may overlap those of others.

Those of every time that was booked before add up.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column(
        "slot",
        sa.Column("buffers", sa.String(length=8), nullable=False, server_default="stack"),
    )


def downgrade() -> None:
    """Go back: all buffers add up; where they overlapped, only the time after is kept."""
    op.execute("UPDATE slot SET blocked_from = starts WHERE buffers = 'overlap'")
    op.execute("DELETE FROM seat WHERE seat < 0")
    op.execute("DELETE FROM setting WHERE name = 'lines'")
    op.drop_column("slot", "buffers")
