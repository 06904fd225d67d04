"""The driver's own connection, for what is written by hand."""

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlalchemy import Connection as SqlConnection

if TYPE_CHECKING:
    from psycopg import Connection

    Raw: TypeAlias = Connection[Any]
else:
    Raw = Any


def driver(connection: SqlConnection) -> Raw:
    """The connection below one of SQLAlchemy's."""
    return cast("Raw", connection.connection.driver_connection)
