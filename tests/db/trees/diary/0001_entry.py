"""Expand: entries, which refer to core's nodes."""

import sqlalchemy as sa
from alembic import op

revision = "diary_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "diary_entry",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_diary_entry"),
        sa.ForeignKeyConstraint(["node_id"], ["node.id"], name="fk_diary_entry_node_id_node"),
    )


def downgrade() -> None:
    op.drop_table("diary_entry")
