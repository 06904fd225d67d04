"""expand: the spine: tree, accounts, people, plugins, runs, audit.

Revision ID: 0001
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

AUDIT = Path(__file__).parent.parent / "audit.sql"


def upgrade() -> None:
    tree()
    accounts()
    people()
    plugins()
    op.execute(AUDIT.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP FUNCTION audit_chain, audit_canonical, audit_end CASCADE")
    for name in (
        "audit_entry",
        "audit_head",
        "job_run",
        "plugin_setting",
        "plugin_switch",
        "administrator",
        "post",
        "role_permission",
        "role",
        "staff",
        "unit",
        "sign_in_throttle",
        "web_session",
        "account",
        "grid_closure",
        "grid_node",
    ):
        op.drop_table(name)


def tree() -> None:
    op.create_table(
        "grid_node",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("type", sa.Text, server_default="general", nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("boundary", postgresql.JSONB(none_as_null=True)),
        sa.Column("valid_since", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_grid_node"),
        sa.UniqueConstraint("code", name="uq_grid_node_code"),
        sa.ForeignKeyConstraint(["parent_id"], ["grid_node.id"], name="fk_grid_node_parent_id_grid_node"),
        sa.CheckConstraint("type IN ('general', 'dedicated', 'micro')", name="ck_grid_node_type"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_since", name="ck_grid_node_valid"),
    )
    op.create_index("ix_grid_node_parent_id", "grid_node", ["parent_id"])
    op.create_table(
        "grid_closure",
        sa.Column("ancestor_id", sa.Integer, nullable=False),
        sa.Column("descendant_id", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("until", sa.Date),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", "since", name="pk_grid_closure"),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["grid_node.id"], name="fk_grid_closure_ancestor_id_grid_node"
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["grid_node.id"], name="fk_grid_closure_descendant_id_grid_node"
        ),
    )
    now = sa.text("until IS NULL")
    op.create_index(
        "ix_grid_closure_now", "grid_closure", ["ancestor_id", "descendant_id"], postgresql_where=now
    )
    op.create_index(
        "ix_grid_closure_up_now", "grid_closure", ["descendant_id", "depth"], postgresql_where=now
    )


def accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("language", sa.Text),
        sa.Column("scheme", sa.Text, server_default="auto", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("login", name="uq_account_login"),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("flashes", postgresql.JSONB, server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_session"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_web_session_account_id_account", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_web_session_account_id", "web_session", ["account_id"])
    op.create_table(
        "sign_in_throttle",
        sa.Column("bucket", sa.LargeBinary, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("bucket", name="pk_sign_in_throttle"),
    )


def people() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("node_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.ForeignKeyConstraint(["node_id"], ["grid_node.id"], name="fk_unit_node_id_grid_node"),
    )
    op.create_index("ix_unit_node_id", "unit", ["node_id"])
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("account_id", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("account_id", name="uq_staff_account_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_staff_account_id_account"),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("key", name="uq_role_key"),
    )
    op.create_table(
        "role_permission",
        sa.Column("role_id", sa.Integer, nullable=False),
        sa.Column("permission", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("role_id", "permission", name="pk_role_permission"),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name="fk_role_permission_role_id_role", ondelete="CASCADE"
        ),
    )
    posts()


def posts() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer, sa.Identity(), nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("role_id", sa.Integer, nullable=False),
        sa.Column("node_id", sa.Integer, nullable=False),
        sa.Column("unit_id", sa.Integer),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_post_staff_id_staff"),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name="fk_post_role_id_role"),
        sa.ForeignKeyConstraint(["node_id"], ["grid_node.id"], name="fk_post_node_id_grid_node"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_post_unit_id_unit"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_post_dates"),
    )
    for column in ("staff_id", "role_id", "node_id"):
        op.create_index(f"ix_post_{column}", "post", [column])
    op.create_table(
        "administrator",
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_administrator"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_administrator_staff_id_staff"),
        sa.CheckConstraint("kind IN ('system', 'security', 'audit')", name="ck_administrator_kind"),
    )


def plugins() -> None:
    op.create_table(
        "plugin_switch",
        sa.Column("plugin", sa.Text, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("plugin", name="pk_plugin_switch"),
    )
    op.create_table(
        "plugin_setting",
        sa.Column("plugin", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("plugin", "key", name="pk_plugin_setting"),
    )
    runs()


def runs() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("arguments", postgresql.JSONB, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("queued", sa.Boolean, server_default="true", nullable=False),
        sa.Column("state", sa.Text, server_default="waiting", nullable=False),
        sa.Column("total", sa.Integer),
        sa.Column("done", sa.Integer, server_default="0", nullable=False),
        sa.Column("failed", sa.Integer, server_default="0", nullable=False),
        sa.Column("result", postgresql.JSONB(none_as_null=True)),
        sa.Column("reason", postgresql.JSONB(none_as_null=True)),
        sa.Column("account_id", sa.Integer),
        sa.Column("cancel_requested", sa.Boolean, server_default="false", nullable=False),
        sa.Column("attempt", sa.Integer, server_default="0", nullable=False),
        sa.Column("idle_attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("done_before", sa.Integer, server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("progressed_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_job_run"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_job_run_account_id_account"),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name="ck_job_run_state"
        ),
    )
    op.create_index("ix_job_run_created_at", "job_run", ["created_at"])
    op.create_index(
        "uq_job_run_key_waiting",
        "job_run",
        ["name", "key"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
