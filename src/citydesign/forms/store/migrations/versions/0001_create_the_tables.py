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
        "form_journey",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("journey", sa.String(length=120), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("code_expires", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_journey"),
    )
    op.create_index("ix_form_journey_expires", "form_journey", ["expires"])
    op.create_index("ix_form_journey_person", "form_journey", ["person"])

    op.create_table(
        "form_link",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_form_link"),
        sa.ForeignKeyConstraint(
            ["journey"], ["form_journey.id"], name="fk_form_link_journey", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_link_journey", "form_link", ["journey"])

    op.create_table(
        "form_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_form_message"),
        sa.UniqueConstraint(
            "journey", "kind", "sequence", name="uq_form_message_journey_kind_sequence"
        ),
        sa.ForeignKeyConstraint(
            ["journey"], ["form_journey.id"], name="fk_form_message_journey", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_message_sent_due", "form_message", ["sent", "due"])

    op.create_table(
        "form_submission",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("journey", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_submission"),
        sa.UniqueConstraint("reference", name="uq_form_submission_reference"),
    )
    op.create_index("ix_form_submission_at", "form_submission", ["at"])


def downgrade() -> None:
    """Go back."""
    for table in ("form_submission", "form_message", "form_link", "form_journey"):
        op.drop_table(table)
