"""The one environment of all migration trees; alembic runs this file, nobody imports it.

``gridhall.db.migrate`` opens the transaction, sets role and ``search_path``, and hands the
connection over. Migrations are ordinary alembic scripts and name no schema.
"""

from __future__ import annotations

from alembic import context

settings = context.config.attributes
context.configure(
    connection=settings["connection"],
    version_table=settings["version_table"],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
