"""Count what happens to forms, a day and nobody in it.

What happened before was not counted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "form_count",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("journey", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("page", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "journey", "kind", "page", "field", "code", name="pk_form_count"
        ),
    )
    op.add_column("form_journey", sa.Column("place", sa.String(length=120), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("form_journey", "place")
    op.drop_table("form_count")
