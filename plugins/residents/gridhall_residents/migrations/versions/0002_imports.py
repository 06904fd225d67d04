"""expand: what an import keeps while it runs, and the rows that wait for a decision.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_row()
    run_reject()
    staged_row()
    review()
    known_row()
    upload()
    profile()


def downgrade() -> None:
    for name in (
        "profile",
        "upload",
        "known_row",
        "review",
        "staged_row",
        "run_reject",
        "run_row",
    ):
        op.drop_table(f"residents_{name}")


def run_row() -> None:
    op.create_table(
        "residents_run_row",
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("record_id", sa.Integer),
        sa.Column("fields", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "digest", name="pk_residents_run_row"),
    )
    op.create_index("ix_residents_run_row_record", "residents_run_row", ["run_id", "record_id"])


def run_reject() -> None:
    op.create_table(
        "residents_run_reject",
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("row_number", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["residents_import_run.id"],
            name="fk_residents_run_reject_run_id_residents_import_run",
        ),
        sa.PrimaryKeyConstraint("run_id", "row_number", name="pk_residents_run_reject"),
    )


def staged_row() -> None:
    op.create_table(
        "residents_staged_row",
        sa.Column("batch", sa.BigInteger, nullable=False),
        sa.Column("row_number", sa.Integer, nullable=False),
        sa.Column("row_numbers", sa.ARRAY(sa.Integer), nullable=False),
        sa.Column("digests", sa.ARRAY(sa.BigInteger), nullable=False),
        sa.Column("match_key", sa.BigInteger, nullable=False),
        sa.Column("identity_ix", sa.LargeBinary),
        sa.Column("name_key", sa.Text),
        sa.Column("birth_date", sa.Date),
        sa.Column("code", sa.Text),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("fields", sa.Integer, nullable=False),
        sa.Column("values", postgresql.JSONB, nullable=False),
        sa.Column("secrets", postgresql.JSONB, nullable=False),
        sa.Column("wave", sa.Integer),
        sa.Column("outcome", sa.Text),
        sa.Column("record_id", sa.Integer),
        sa.Column("deleted", sa.Boolean, server_default="false", nullable=False),
        sa.Column("candidates", sa.ARRAY(sa.Integer)),
        sa.Column("before", postgresql.JSONB(none_as_null=True)),
        sa.Column("changed", sa.ARRAY(sa.Text)),
        sa.Column("effective", postgresql.JSONB(none_as_null=True)),
        sa.Column("effective_secrets", postgresql.JSONB(none_as_null=True)),
        sa.PrimaryKeyConstraint("batch", "row_number", name="pk_residents_staged_row"),
        prefixes=["UNLOGGED"],
    )


def review() -> None:
    op.create_table(
        "residents_review",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("row_number", sa.Integer, nullable=False),
        sa.Column("match_key", sa.BigInteger, nullable=False),
        sa.Column("values", postgresql.JSONB, nullable=False),
        sa.Column("secrets", postgresql.JSONB, nullable=False),
        sa.Column("candidates", sa.ARRAY(sa.Integer), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Text),
        sa.Column("decision", sa.Text),
        sa.Column("grid_id", sa.Integer, nullable=False),
        sa.CheckConstraint("reason IN ('several', 'deleted')", name="ck_residents_review_reason"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid_node.id"], name="fk_residents_review_grid_id_grid_node"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["residents_import_run.id"], name="fk_residents_review_run_id_residents_import_run"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["residents_source.id"], name="fk_residents_review_source_id_residents_source"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_review"),
    )
    op.create_index("ix_residents_review_grid_id", "residents_review", ["grid_id"])
    op.create_index(
        "uq_residents_review_waiting",
        "residents_review",
        ["source_id", "match_key"],
        unique=True,
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def known_row() -> None:
    op.create_table(
        "residents_known_row",
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("match_key", sa.BigInteger, nullable=False),
        sa.Column("resident_id", sa.Integer),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents_resident.id"],
            name="fk_residents_known_row_resident_id_residents_resident",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["residents_source.id"], name="fk_residents_known_row_source_id_residents_source"
        ),
        sa.PrimaryKeyConstraint("source_id", "match_key", name="pk_residents_known_row"),
    )
    op.create_index("ix_residents_known_row_resident_id", "residents_known_row", ["resident_id"])


def upload() -> None:
    op.create_table(
        "residents_upload",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_residents_upload_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_upload"),
    )
    op.create_index("ix_residents_upload_account_id", "residents_upload", ["account_id"])


def profile() -> None:
    op.create_table(
        "residents_profile",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("profile", postgresql.JSONB, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_residents_profile"),
    )
