"""expand: sources, homes, people, and who said what of them.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = """
DO $$
DECLARE _role name;
BEGIN
    FOR _role IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_schema = current_schema() AND table_name = 'residents_statement'
            AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON residents_statement FROM %I', _role);
    END LOOP;
END $$
"""
"""Statements are never changed: the city's login role may add and read them."""


def upgrade() -> None:
    source()
    import_run()
    dwelling()
    household()
    resident()
    category()
    name_suffix()
    statement()
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    for name in (
        "statement",
        "name_suffix",
        "category",
        "resident",
        "household",
        "dwelling",
        "import_run",
        "source",
    ):
        op.drop_table(f"residents_{name}")


def source() -> None:
    op.create_table(
        "residents_source",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", postgresql.JSONB, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_residents_source"),
        sa.UniqueConstraint("key", name="uq_residents_source_key"),
    )


def import_run() -> None:
    op.create_table(
        "residents_import_run",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("as_of", sa.Date),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("account_id", sa.Integer),
        sa.Column("area_id", sa.Integer),
        sa.Column("job_id", sa.Uuid),
        sa.Column("state", sa.Text, server_default="running", nullable=False),
        sa.Column("turn", sa.Integer, server_default="0", nullable=False),
        sa.Column("last_row", sa.Integer, server_default="0", nullable=False),
        sa.Column("counts", postgresql.JSONB, server_default="{}", nullable=False),
        sa.Column("rejects_file", sa.Text),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state IN ('running', 'done')", name="ck_residents_import_run_state"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_residents_import_run_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["grid_node.id"], name="fk_residents_import_run_area_id_grid_node"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["residents_source.id"], name="fk_residents_import_run_source_id_residents_source"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_import_run"),
    )
    op.create_index("ix_residents_import_run_job_id", "residents_import_run", ["job_id"])
    op.create_index("ix_residents_import_run_started_at", "residents_import_run", ["started_at"])


def record_columns() -> tuple["sa.Column[object]", ...]:
    """What every record has, see ``models/record.py``."""
    now = sa.func.now()
    return (
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("deleted_by", sa.Text),
        sa.Column("deleted_reason", sa.Text),
        sa.Column("grid_id", sa.Integer, nullable=False),
    )


def dwelling() -> None:
    op.create_table(
        "residents_dwelling",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("use", sa.Text),
        sa.Column("area_m2", sa.Numeric),
        sa.Column("owner_name", sa.Text),
        sa.Column("owner_identity_enc", sa.LargeBinary),
        sa.Column("owner_identity_ix", sa.LargeBinary),
        *record_columns(),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["grid_node.id"], name="fk_residents_dwelling_grid_id_grid_node"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_dwelling"),
    )
    op.create_index("ix_residents_dwelling_grid_id", "residents_dwelling", ["grid_id"])
    op.create_index("ix_residents_dwelling_owner_identity_ix", "residents_dwelling", ["owner_identity_ix"])
    op.create_index(
        "uq_residents_dwelling_code",
        "residents_dwelling",
        ["code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )


def household() -> None:
    op.create_table(
        "residents_household",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("dwelling_id", sa.Integer),
        sa.Column("dwelling_code", sa.Text),
        *record_columns(),
        sa.ForeignKeyConstraint(
            ["dwelling_id"],
            ["residents_dwelling.id"],
            name="fk_residents_household_dwelling_id_residents_dwelling",
        ),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["grid_node.id"], name="fk_residents_household_grid_id_grid_node"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_household"),
    )
    op.create_index("ix_residents_household_dwelling_id", "residents_household", ["dwelling_id"])
    op.create_index("ix_residents_household_grid_id", "residents_household", ["grid_id"])
    op.create_index(
        "ix_residents_household_homeless",
        "residents_household",
        ["dwelling_code"],
        postgresql_where=sa.text("dwelling_id IS NULL"),
    )
    op.create_index(
        "uq_residents_household_code",
        "residents_household",
        ["code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )


def resident() -> None:
    op.create_table(
        "residents_resident",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("identity_enc", sa.LargeBinary),
        sa.Column("identity_ix", sa.LargeBinary),
        sa.Column(
            "confirmed", sa.Boolean, sa.Computed("identity_ix IS NOT NULL", persisted=True), nullable=False
        ),
        sa.Column("phone_enc", sa.LargeBinary),
        sa.Column("phone_ix", sa.LargeBinary),
        sa.Column("sex", sa.Text),
        sa.Column("birth_date", sa.Date),
        sa.Column("household_id", sa.Integer),
        sa.Column("relation", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("note", sa.Text),
        *record_columns(),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["grid_node.id"], name="fk_residents_resident_grid_id_grid_node"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["residents_household.id"],
            name="fk_residents_resident_household_id_residents_household",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_resident"),
    )
    op.create_index("ix_residents_resident_grid_id", "residents_resident", ["grid_id"])
    op.create_index("ix_residents_resident_household_id", "residents_resident", ["household_id"])
    op.create_index(
        "ix_residents_resident_identity_ix_deleted",
        "residents_resident",
        ["identity_ix"],
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index("ix_residents_resident_name_key", "residents_resident", ["name_key", "birth_date"])
    op.create_index("ix_residents_resident_phone_ix", "residents_resident", ["phone_ix"])
    op.create_index(
        "uq_residents_resident_identity_ix",
        "residents_resident",
        ["identity_ix"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )


def category() -> None:
    op.create_table(
        "residents_category",
        sa.Column("resident_id", sa.Integer, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents_resident.id"],
            name="fk_residents_category_resident_id_residents_resident",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["residents_source.id"], name="fk_residents_category_source_id_residents_source"
        ),
        sa.PrimaryKeyConstraint("resident_id", "category", name="pk_residents_category"),
    )
    op.create_index("ix_residents_category_category", "residents_category", ["category", "resident_id"])


def name_suffix() -> None:
    op.create_table(
        "residents_name_suffix",
        sa.Column("suffix", sa.Text(collation="C"), nullable=False),
        sa.Column("resident_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("suffix", "resident_id", name="pk_residents_name_suffix"),
    )
    op.create_index("ix_residents_name_suffix_resident_id", "residents_name_suffix", ["resident_id"])


def statement() -> None:
    op.create_table(
        "residents_statement",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Integer, nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Uuid),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Text),
        sa.Column("values", postgresql.JSONB, nullable=False),
        sa.Column("secrets", postgresql.JSONB, nullable=False),
        sa.Column("changed", sa.ARRAY(sa.Text)),
        sa.ForeignKeyConstraint(
            ["run_id"], ["residents_import_run.id"], name="fk_residents_statement_run_id_residents_import_run"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["residents_source.id"], name="fk_residents_statement_source_id_residents_source"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residents_statement"),
    )
    op.create_index(
        "ix_residents_statement_record", "residents_statement", ["kind", "record_id", "source_id"]
    )
