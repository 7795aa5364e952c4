"""Remember with which version of its declaration a journey was begun.

Until now there was one version of each.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = ("form_journey", "form_submission")


def upgrade() -> None:
    """Go forward."""
    for table in _TABLES:
        version = sa.Column("version", sa.String(length=40), nullable=False, server_default="1")
        op.add_column(table, version)


def downgrade() -> None:
    """Go back."""
    for table in _TABLES:
        op.drop_column(table, "version")
