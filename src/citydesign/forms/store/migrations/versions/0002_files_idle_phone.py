"""Remember the files of journeys, when a browser opens one no more, and where codes go by text.

Until now no files could be asked for, a browser opened a journey as long as it was kept, and codes
went by mail only.
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
    op.add_column("form_journey", sa.Column("idle", sa.BigInteger(), nullable=True))
    op.add_column("form_journey", sa.Column("phone", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("form_journey", "phone")
    op.drop_column("form_journey", "idle")
    op.drop_table("form_file")
