"""expand: which form made a record, so that the same form sent twice makes one.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("residents_resident", "residents_household", "residents_dwelling")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("form_id", sa.Uuid))
        op.create_index(f"uq_{table}_form_id", table, ["form_id"], unique=True)


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"uq_{table}_form_id", table)
        op.drop_column(table, "form_id")
