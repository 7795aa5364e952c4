"""Write to the resident: a door to what was sent, its links and its letters.

Who sent a form before has given no address, and is reached as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "form_door",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=True),
        sa.Column("idle", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("code_expires", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_door"),
        sa.ForeignKeyConstraint(
            ["id"], ["form_case.id"], name="fk_form_door_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_door_person", "form_door", ["person"])

    op.create_table(
        "form_door_link",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_form_door_link"),
        sa.ForeignKeyConstraint(
            ["door"], ["form_door.id"], name="fk_form_door_link_door", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_form_door_link_door", "form_door_link", ["door"])

    op.create_table(
        "form_letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id", name="pk_form_letter"),
        sa.ForeignKeyConstraint(
            ["door"], ["form_door.id"], name="fk_form_letter_door", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("door", "kind", "sequence", name="uq_form_letter_door_kind_sequence"),
    )
    op.create_index("ix_form_letter_sent_due", "form_letter", ["sent", "due"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("form_letter")
    op.drop_table("form_door_link")
    op.drop_table("form_door")
