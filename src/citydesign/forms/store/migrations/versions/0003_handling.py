"""Handle what was sent: each submission is a case with a log.

What was sent before is received, and nobody has it yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "form_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("assignee", sa.String(length=255), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_case"),
        sa.ForeignKeyConstraint(
            ["id"], ["form_submission.id"], name="fk_form_case_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_case_state", "form_case", ["state"])
    op.create_index("ix_form_case_assignee", "form_case", ["assignee"])

    op.create_table(
        "form_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=255), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_form_log"),
        sa.ForeignKeyConstraint(
            ["case"], ["form_case.id"], name="fk_form_log_case", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_log_case", "form_log", ["case"])

    op.execute(
        "INSERT INTO form_case (id, state, sequence) SELECT id, 'received', 0 FROM form_submission"
    )
    op.execute(
        'INSERT INTO form_log ("case", act, actor, at) '
        "SELECT id, 'receive', 'resident', at FROM form_submission ORDER BY at, id"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("form_log")
    op.drop_table("form_case")
