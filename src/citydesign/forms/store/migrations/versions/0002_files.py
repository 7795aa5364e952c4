"""Remember the files that belong to journeys.

Until now none could be asked for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "form_file",
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_form_file"),
    )
    op.create_index("ix_form_file_journey", "form_file", ["journey"])
    op.create_index("ix_form_file_gone", "form_file", ["gone"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("form_file")
