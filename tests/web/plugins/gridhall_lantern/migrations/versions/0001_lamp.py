"""expand: the lamps.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lantern_lamp",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("grid_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lantern_lamp"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid_node.id"], name="fk_lantern_lamp_grid_id_grid_node"),
    )


def downgrade() -> None:
    op.drop_table("lantern_lamp")
