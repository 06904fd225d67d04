"""Expand: makes one table, then fails where the city has a table ``trap``."""

import sqlalchemy as sa
from alembic import op

revision = "broken_0001"
down_revision = None


def upgrade() -> None:
    op.create_table("broken_half", sa.Column("id", sa.Integer(), nullable=False))
    op.create_table("trap", sa.Column("id", sa.Integer(), nullable=False))


def downgrade() -> None:
    op.drop_table("trap")
    op.drop_table("broken_half")
