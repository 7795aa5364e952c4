"""Count how often a message could not be sent, so that the pauses grow.

Until now all pauses were alike.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    tries = sa.Column("tries", sa.Integer(), nullable=False, server_default="0")
    op.add_column("form_message", tries)


def downgrade() -> None:
    """Go back."""
    op.drop_column("form_message", "tries")
