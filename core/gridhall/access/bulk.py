"""Streams rows into a staging table by COPY, the fastest way in that PostgreSQL has."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Table

from gridhall.access.scope import Scope
from gridhall.errors import Forbidden


def copy_rows(scope: Scope, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Copy rows into a table that has no grid, in the scope's transaction; return how many.

    Rows that stand in a grid come from there by :meth:`Scope.insert_from`, which checks them.

    :param rows: consumed one by one; memory does not grow with them
    :raises Forbidden: the table's rows stand in a grid
    """
    if "grid_id" in table.columns:
        raise Forbidden("Rows that stand in a grid are written through the scope.")
    raw = cast("psycopg.Connection[Any]", scope.db.connection().connection.driver_connection)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count
