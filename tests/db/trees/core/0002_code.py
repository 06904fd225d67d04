"""Expand: nodes have a code."""

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"


def upgrade() -> None:
    op.add_column("node", sa.Column("code", sa.Text(), nullable=True))
    op.create_unique_constraint("uq_node_code", "node", ["code"])


def downgrade() -> None:
    op.drop_column("node", "code")
